// SPDX-License-Identifier: GPL-3.0-or-later
// Private to this room: how sections of a blueprint are read.
#pragma once

#include "core/base/json_fields.h"
#include "core/blueprint/step_rules.h"
#include "core/blueprint/yaml_tree.h"

#include <QMap>

#include <span>

namespace signalbox {

// Each section is a table of its keys and how each is read: the parser, the list of known keys for messages
// and the test against the schema all come from it.
template <typename T>
struct Field {
    const char* key;
    void (*read)(const YamlValue&, T&, Problems&);
};

template <typename T>
QStringList keysOf(std::span<const Field<T>> fields) {
    QStringList keys;
    for (const Field<T>& field : fields)
        keys.append(QString::fromLatin1(field.key));
    return keys;
}

/// Reads a map into `target`; returns where its known keys stand.
template <typename T>
QMap<QString, Place> readSection(const YamlValue& map, const QString& name, std::span<const Field<T>> fields,
                                 T& target, Problems& problems) {
    QMap<QString, Place> places;
    if (map.kind != YamlValue::Kind::Map) {
        problems.add(map.at, QStringLiteral("%1 must be a map of keys, not %2").arg(name, map.described()));
        return places;
    }
    for (std::size_t i = 0; i < map.keys.size() && i < map.items.size(); ++i) {
        const YamlValue::Key& key = map.keys[i];
        const auto field = std::find_if(fields.begin(), fields.end(),
                                        [&](const Field<T>& f) { return key.name == QLatin1String(f.key); });
        if (field == fields.end()) {
            const QString guess = didYouMean(key.name, keysOf(fields));
            problems.add(
                key.at,
                QStringLiteral("unknown key \"%1\" in %2%3")
                    .arg(key.name.left(60), name,
                         guess.isEmpty()
                             ? QStringLiteral("; known are %1").arg(keysOf(fields).join(QStringLiteral(", ")))
                             : guess));
            continue;
        }
        places.insert(key.name, key.at);
        YamlValue value = map.items[i];
        if (value.kind == YamlValue::Kind::Null)
            value.at = key.at; // the parser places an absent value on the line after it
        field->read(value, target, problems);
    }
    return places;
}

/// Says that something else was found.
void expected(const YamlValue& value, const QString& what, Problems& problems);
void readText(const YamlValue& value, const QString& what, qsizetype longest, QString& target,
              Problems& problems);
/// A word that fits a regular expression as a whole.
void readWord(const YamlValue& value, const QString& what, const char* rule, QString& target,
              Problems& problems);
void readNumber(const YamlValue& value, const QString& what, int least, int most, int& target,
                Problems& problems);
void readDuration(const YamlValue& value, const QString& what, Millis& target, Problems& problems);
std::optional<qint64> readBytes(const YamlValue& value, const QString& what, qint64 least,
                                Problems& problems);
/// A list of texts, each of which `problemOf` finds nothing wrong with.
void readList(const YamlValue& value, const QString& what, QString (*problemOf)(const QString&),
              QStringList& target, Problems& problems);
/// What is wrong with a pattern of paths; the gates read it the same way.
QString globProblem(const QString& glob);
/// What is wrong with an entry of a list of people and roles.
QString listedProblem(const QString& entry);

template <typename E>
bool readOneOf(const YamlValue& value, const QString& what, E& target, Problems& problems) {
    if (value.kind == YamlValue::Kind::Scalar)
        if (const auto known = enumFromWord<E>(value.text)) {
            target = *known;
            return true;
        }
    const QString guess =
        value.kind == YamlValue::Kind::Scalar ? didYouMean(value.text, wordsOf<E>()) : QString();
    problems.add(value.at,
                 QStringLiteral("unknown %1 %2%3")
                     .arg(what, value.described(),
                          guess.isEmpty()
                              ? QStringLiteral("; known are %1").arg(wordsOf<E>().join(QStringLiteral(", ")))
                              : guess));
    return false;
}

} // namespace signalbox
