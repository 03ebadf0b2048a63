// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/blueprint/problems.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace signalbox {

/// The part of YAML that a blueprint may use: maps with text keys, lists and scalars, one document, each
/// thing with its place. Anchors, aliases and tags are refused: they make small texts large and readers
/// guess.
struct YamlValue {
    enum class Kind { Null, Scalar, List, Map };

    struct Key {
        QString name;
        Place at;
    };

    Kind kind = Kind::Null;
    Place at;
    QString text;                 ///< of a scalar
    bool quoted = false;          ///< a scalar that can only be text
    std::vector<Key> keys;        ///< of a map, in order
    std::vector<YamlValue> items; ///< of a list, or a map's values beside their keys

    /// For a message: `the text "x"`, "a list", "nothing".
    [[nodiscard]] QString described() const;
};

/// The document's root, or nothing when `problems` says why. The text must be UTF-8.
std::optional<YamlValue> readYaml(const QByteArray& text, Problems& problems);

} // namespace signalbox
