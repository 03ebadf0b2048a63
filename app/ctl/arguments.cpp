// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/arguments.h"

#include <algorithm>

namespace signalbox::ctl {

namespace {

Error usage(const QString& message, const QString& hint = {}) {
    return {ErrorKind::Invalid, message, hint};
}

/// How many letters must be changed, added or left out (Levenshtein).
int distance(const QString& a, const QString& b) {
    QList<int> row(b.size() + 1);
    for (qsizetype j = 0; j <= b.size(); ++j)
        row[j] = int(j);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        int diagonal = row[0];
        row[0] = int(i);
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const int change = diagonal + (a.at(i - 1) == b.at(j - 1) ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
        }
    }
    return row.last();
}

} // namespace

QString nearest(const QString& word, const QStringList& known) {
    QString best;
    int least = std::max(2, int(word.size()) / 3) + 1;
    for (const QString& candidate : known) {
        const int far = candidate.startsWith(word) && !word.isEmpty() ? 1 : distance(word, candidate);
        if (far < least) {
            least = far;
            best = candidate;
        }
    }
    return best;
}

Result<Arguments> Arguments::parse(const QStringList& words, const QList<Option>& options) {
    Arguments result;
    bool onlyWords = false;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString& word = words.at(i);
        if (onlyWords || !word.startsWith(QLatin1String("--"))) {
            result.m_words.append(word);
            continue;
        }
        if (word == QLatin1String("--")) {
            onlyWords = true;
            continue;
        }
        const qsizetype equals = word.indexOf(QLatin1Char('='));
        const QString name = word.mid(2, equals < 0 ? -1 : equals - 2);
        const auto option =
            std::find_if(options.begin(), options.end(), [&](const Option& o) { return o.name == name; });
        if (option == options.end()) {
            QStringList names;
            for (const Option& o : options)
                names.append(o.name);
            const QString near = nearest(name, names);
            return usage(QStringLiteral("there is no option --%1 here").arg(name),
                         near.isEmpty() ? QString() : QStringLiteral("Did you mean --%1?").arg(near));
        }
        QString value;
        if (option->value.isEmpty()) {
            if (equals >= 0)
                return usage(QStringLiteral("--%1 takes no value").arg(name));
        } else if (equals >= 0) {
            value = word.mid(equals + 1);
        } else if (++i < words.size()) {
            value = words.at(i);
        } else {
            return usage(QStringLiteral("--%1 needs a value: --%1 %2").arg(name, option->value));
        }
        if (result.has(name) && !option->repeated)
            return usage(QStringLiteral("--%1 is given twice").arg(name));
        result.m_values[name].append(value);
    }
    return result;
}

QString Arguments::value(const QString& option, const QString& otherwise) const {
    const auto it = m_values.constFind(option);
    return it == m_values.constEnd() ? otherwise : it->first();
}

Arguments Arguments::withoutFirst(int words) const {
    Arguments result = *this;
    result.m_words.remove(0, words);
    return result;
}

Result<qint64> Arguments::number(int index, const QString& what) const {
    bool ok = false;
    const qint64 number = word(index).toLongLong(&ok);
    if (!ok || number < 1)
        return usage(QStringLiteral("%1 must be a number, not “%2”").arg(what, word(index)));
    return number;
}

Result<qint64> Arguments::numberOf(const QString& option, qint64 otherwise) const {
    if (!has(option))
        return otherwise;
    bool ok = false;
    const qint64 number = value(option).toLongLong(&ok);
    if (!ok)
        return usage(QStringLiteral("--%1 must be a whole number, not “%2”").arg(option, value(option)));
    return number;
}

} // namespace signalbox::ctl
