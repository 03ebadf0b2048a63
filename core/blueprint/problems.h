// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QList>
#include <QStringList>

namespace signalbox {

/// Where something stands in a text, counted from 1.
struct Place {
    int line = 1;
    int column = 1;
    auto operator<=>(const Place&) const = default;
};

/// What is wrong with a text, gathered so that its author sees the first few things at once.
class Problems {
public:
    void add(Place at, const QString& message);
    [[nodiscard]] bool none() const { return m_list.isEmpty(); }
    struct Problem {
        Place at;
        QString message;
    };
    /// All, in the order of the text.
    [[nodiscard]] QList<Problem> list() const;
    /// In the order of the text; only the first few, and how many more there are.
    [[nodiscard]] Error error(const QString& fileName) const;

private:
    QList<Problem> m_list;
};

/// "; did you mean "x"?" for the known word that is nearest to a mistyped one, or nothing when none is near.
QString didYouMean(const QString& word, const QStringList& known);

} // namespace signalbox
