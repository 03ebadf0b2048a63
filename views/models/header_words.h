// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QVariant>

namespace signalbox {

/// What a table's model answers to headerData(): the word above the column `section`, in the order of the
/// columns.
inline QVariant headerWord(int section, Qt::Orientation orientation, int role, const QStringList& words) {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= words.size())
        return {};
    return words.at(section);
}

} // namespace signalbox
