// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blueprint/section_reader.h"

#include "core/base/path_pattern.h"
#include "core/blueprint/units.h"
#include "core/domain/role.h"

#include <QRegularExpression>

namespace signalbox {

void expected(const YamlValue& value, const QString& what, Problems& problems) {
    problems.add(value.at, QStringLiteral("expected %1, found %2").arg(what, value.described()));
}

namespace {
std::optional<QString> text(const YamlValue& value, const QString& what, qsizetype longest,
                            Problems& problems) {
    const QString trimmed = value.text.trimmed();
    if (value.kind != YamlValue::Kind::Scalar || trimmed.isEmpty()) {
        expected(value, what, problems);
        return std::nullopt;
    }
    if (trimmed.size() > longest) {
        problems.add(value.at, QStringLiteral("%1 is longer than %2 characters").arg(what).arg(longest));
        return std::nullopt;
    }
    return trimmed;
}
} // namespace

void readText(const YamlValue& value, const QString& what, qsizetype longest, QString& target,
              Problems& problems) {
    if (auto found = text(value, what, longest, problems))
        target = *found;
}

void readWord(const YamlValue& value, const QString& what, const char* rule, QString& target,
              Problems& problems) {
    const QRegularExpression expression(QRegularExpression::anchoredPattern(QString::fromLatin1(rule)));
    if (value.kind == YamlValue::Kind::Scalar && expression.match(value.text).hasMatch())
        target = value.text;
    else
        expected(value, what, problems);
}

void readNumber(const YamlValue& value, const QString& what, int least, int most, int& target,
                Problems& problems) {
    bool isNumber = false;
    const int number = value.text.toInt(&isNumber);
    if (value.kind == YamlValue::Kind::Scalar && !value.quoted && isNumber && number >= least &&
        number <= most)
        target = number;
    else
        expected(value, QStringLiteral("%1 (a whole number from %2 to %3)").arg(what).arg(least).arg(most),
                 problems);
}

void readDuration(const YamlValue& value, const QString& what, Millis& target, Problems& problems) {
    const auto duration =
        value.kind == YamlValue::Kind::Scalar ? durationFrom(value.text) : std::optional<Millis>();
    if (duration)
        target = *duration;
    else
        expected(value, QStringLiteral("%1 like 90s, 20m, 4h or 1h30m (1s to 30d)").arg(what), problems);
}

std::optional<qint64> readBytes(const YamlValue& value, const QString& what, qint64 least,
                                Problems& problems) {
    auto size = value.kind == YamlValue::Kind::Scalar ? bytesFrom(value.text) : std::optional<qint64>();
    if (size && *size >= least)
        return size;
    expected(value, QStringLiteral("%1 like 16MB or 2GB (at least %2 KB)").arg(what).arg(least / 1024),
             problems);
    return std::nullopt;
}

void readList(const YamlValue& value, const QString& what, QString (*problemOf)(const QString&),
              QStringList& target, Problems& problems) {
    if (value.kind != YamlValue::Kind::List || value.items.size() > 200)
        return expected(value, QStringLiteral("a list of %1 (at most 200)").arg(what), problems);
    for (const YamlValue& item : value.items) {
        const QString problem =
            item.kind == YamlValue::Kind::Scalar ? problemOf(item.text) : QStringLiteral("it is no text");
        if (!problem.isEmpty())
            problems.add(
                item.at,
                QStringLiteral("%1 is not good among the %2: %3").arg(item.described(), what, problem));
        else if (target.contains(item.text))
            problems.add(item.at, QStringLiteral("%1 is given twice").arg(item.described()));
        else
            target.append(item.text);
    }
}

QString globProblem(const QString& glob) {
    const auto pattern = PathPatterns::parse({glob});
    return pattern ? QString() : pattern.error().message + QStringLiteral("; ") + pattern.error().hint;
}

QString listedProblem(const QString& entry) {
    const auto sound = checkListed({entry});
    return sound ? QString() : sound.error().message + QStringLiteral("; ") + sound.error().hint;
}

} // namespace signalbox
