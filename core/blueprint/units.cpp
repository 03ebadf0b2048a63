// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blueprint/units.h"

#include <QRegularExpression>
#include <QStringList>

namespace signalbox {

namespace {
constexpr qint64 longestMs = 30LL * 24 * 3600 * 1000;
constexpr qint64 mostBytes = 16LL << 40;
} // namespace

std::optional<Millis> durationFrom(const QString& text) {
    static const QRegularExpression rule(
        QStringLiteral("^(?:(\\d{1,3})d)?(?:(\\d{1,4})h)?(?:(\\d{1,5})m)?(?:(\\d{1,7})s)?$"));
    const auto match = rule.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    constexpr qint64 unitMs[] = {86400000, 3600000, 60000, 1000};
    qint64 total = 0;
    for (int i = 0; i < 4; ++i)
        total += match.captured(i + 1).toLongLong() * unitMs[i];
    if (total < 1000 || total > longestMs)
        return std::nullopt;
    return Millis(total);
}

std::optional<qint64> bytesFrom(const QString& text) {
    static const QRegularExpression rule(QStringLiteral("^(\\d{1,9})\\s?([KMGT])(?:B|iB)?$"));
    const auto match = rule.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const int shift = 10 * (1 + static_cast<int>(QStringLiteral("KMGT").indexOf(match.captured(2))));
    const qint64 number = match.captured(1).toLongLong();
    if (number < 1 || number > (mostBytes >> shift))
        return std::nullopt;
    return number << shift;
}

QString pathProblem(const QString& path) {
    if (path.isEmpty())
        return QStringLiteral("it is empty");
    if (path.size() > 300)
        return QStringLiteral("it is longer than 300 characters");
    if (path.startsWith(QLatin1Char('/')))
        return QStringLiteral("it must be relative to the repository, without \"/\" at its start");
    for (const QChar c : path)
        if (c == QLatin1Char('\\') || c.category() == QChar::Other_Control)
            return QStringLiteral("it contains a backslash or a control character");
    for (const QString& name : path.split(QLatin1Char('/')))
        if (name.isEmpty() || name == QLatin1String(".") || name == QLatin1String(".."))
            return QStringLiteral("it has an empty name, \".\" or \"..\" between its slashes");
    return {};
}

} // namespace signalbox
