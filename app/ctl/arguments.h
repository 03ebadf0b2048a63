// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QList>
#include <QMap>
#include <QStringList>

namespace signalbox::ctl {

/// An option of a command. Written `--name`, `--name VALUE` or `--name=VALUE`.
struct Option {
    QString name;  ///< without the dashes
    QString value; ///< what to call its value in the help; empty: it takes none
    QString help;
    bool repeated = false;
};

/// What a command line holds, once it was checked against the options that a command has.
class Arguments {
public:
    /// Invalid: an unknown option (with the nearest known in the hint), a missing or surplus value, a second
    /// one.
    static Result<Arguments> parse(const QStringList& words, const QList<Option>& options);

    [[nodiscard]] bool has(const QString& option) const { return m_values.contains(option); }
    [[nodiscard]] QString value(const QString& option, const QString& otherwise = {}) const;
    [[nodiscard]] QStringList values(const QString& option) const { return m_values.value(option); }
    [[nodiscard]] const QStringList& words() const { return m_words; }
    [[nodiscard]] QString word(int index) const { return m_words.value(index); }

    /// The same without the first words: those that named the command.
    [[nodiscard]] Arguments withoutFirst(int words) const;

    /// The word at index as a number above 0; Invalid says what it stands for.
    [[nodiscard]] Result<qint64> number(int index, const QString& what) const;
    /// An option's value as a whole number; `otherwise` when it is not given.
    [[nodiscard]] Result<qint64> numberOf(const QString& option, qint64 otherwise) const;

private:
    QStringList m_words;
    QMap<QString, QStringList> m_values;
};

/// The one of `known` that is nearest to `word`, if it is near enough to have been meant.
QString nearest(const QString& word, const QStringList& known);

} // namespace signalbox::ctl
