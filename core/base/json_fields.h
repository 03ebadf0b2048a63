// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/fields.h"
#include "core/base/result.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QStringList>

#include <optional>
#include <type_traits>

namespace signalbox {

/// An enum takes part in JSON by a table of words: specialise with `static constexpr std::array<const char*,
/// N> words`, in the order of the enumerators. The words are part of the journal's format: never change or
/// reorder them.
template <typename E>
struct EnumWords;

template <typename E>
QString enumWord(E value) {
    return QString::fromLatin1(EnumWords<E>::words.at(static_cast<std::size_t>(value)));
}

template <typename E>
std::optional<E> enumFromWord(const QString& word) {
    const auto& words = EnumWords<E>::words;
    for (std::size_t i = 0; i < words.size(); ++i)
        if (word == QLatin1String(words.at(i)))
            return static_cast<E>(i);
    return std::nullopt;
}

namespace json {

template <typename T>
concept Fielded = requires(T& t) {
    T::visitFields(t, [](const char*, auto&) {});
};

template <typename T>
struct IsList : std::false_type {};
template <typename T>
struct IsList<QList<T>> : std::true_type {};
template <typename T>
struct IsMap : std::false_type {};
template <typename T>
struct IsMap<QMap<QString, T>> : std::true_type {};
template <typename T>
struct IsOptional : std::false_type {};
template <typename T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <typename T>
QJsonValue write(const T& value) {
    if constexpr (Fielded<T>) {
        QJsonObject object;
        T::visitFields(value, [&](const char* name, const auto& field) {
            object.insert(QLatin1String(name), write(field));
        });
        return object;
    } else if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, QString> || std::is_same_v<T, double> ||
                         std::is_same_v<T, QJsonObject> || std::is_same_v<T, QJsonArray>) {
        return value;
    } else if constexpr (std::is_same_v<T, Moment>) {
        return value.ms;
    } else if constexpr (std::is_same_v<T, Millis>) {
        return static_cast<qint64>(value.count());
    } else if constexpr (std::is_enum_v<T>) {
        return enumWord(value);
    } else if constexpr (std::is_integral_v<T>) {
        return static_cast<qint64>(value);
    } else if constexpr (IsList<T>::value) {
        QJsonArray array;
        for (const auto& item : value)
            array.append(write(item));
        return array;
    } else if constexpr (IsMap<T>::value) {
        QJsonObject object;
        for (auto it = value.begin(); it != value.end(); ++it)
            object.insert(it.key(), write(it.value()));
        return object;
    } else if constexpr (IsOptional<T>::value) {
        return value ? write(*value) : QJsonValue();
    } else {
        static_assert(Fielded<T>, "this type has no JSON form");
    }
}

/// Reads into `value`; a member that is absent keeps its default, a member of the wrong type is an error that
/// names it.
template <typename T>
void read(const QJsonValue& json, T& value, const QString& where, std::optional<Error>& error) {
    const auto wrong = [&](const char* expected) {
        if (!error)
            error = Error{
                ErrorKind::Invalid,
                QStringLiteral("%1 must be %2")
                    .arg(where.isEmpty() ? QStringLiteral("the document") : where, QLatin1String(expected)),
                {}};
    };
    if constexpr (Fielded<T>) {
        if (!json.isObject())
            return wrong("an object");
        const QJsonObject object = json.toObject();
        T::visitFields(value, [&](const char* name, auto& field) {
            const auto it = object.find(QLatin1String(name));
            if (it != object.end())
                read(it.value(), field,
                     where.isEmpty() ? QString::fromLatin1(name)
                                     : where + QLatin1Char('.') + QLatin1String(name),
                     error);
        });
    } else if constexpr (std::is_same_v<T, bool>) {
        json.isBool() ? void(value = json.toBool()) : wrong("true or false");
    } else if constexpr (std::is_same_v<T, QString>) {
        json.isString() ? void(value = json.toString()) : wrong("a text");
    } else if constexpr (std::is_same_v<T, double>) {
        json.isDouble() ? void(value = json.toDouble()) : wrong("a number");
    } else if constexpr (std::is_same_v<T, QJsonObject>) {
        json.isObject() ? void(value = json.toObject()) : wrong("an object");
    } else if constexpr (std::is_same_v<T, QJsonArray>) {
        json.isArray() ? void(value = json.toArray()) : wrong("a list");
    } else if constexpr (std::is_same_v<T, Moment>) {
        json.isDouble() ? void(value.ms = json.toInteger()) : wrong("a time in milliseconds");
    } else if constexpr (std::is_same_v<T, Millis>) {
        json.isDouble() ? void(value = Millis(json.toInteger())) : wrong("a duration in milliseconds");
    } else if constexpr (std::is_enum_v<T>) {
        const auto known = enumFromWord<T>(json.toString());
        known ? void(value = *known) : wrong("one of the known words");
    } else if constexpr (std::is_integral_v<T>) {
        json.isDouble() ? void(value = static_cast<T>(json.toInteger())) : wrong("a whole number");
    } else if constexpr (IsList<T>::value) {
        if (!json.isArray())
            return wrong("a list");
        value.clear();
        const QJsonArray array = json.toArray();
        for (qsizetype i = 0; i < array.size(); ++i) {
            typename T::value_type item{};
            read(array.at(i), item, QStringLiteral("%1[%2]").arg(where).arg(i), error);
            value.append(std::move(item));
        }
    } else if constexpr (IsMap<T>::value) {
        if (!json.isObject())
            return wrong("an object");
        value.clear();
        const QJsonObject object = json.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            typename T::mapped_type item{};
            read(it.value(), item, where + QLatin1Char('.') + it.key(), error);
            value.insert(it.key(), std::move(item));
        }
    } else if constexpr (IsOptional<T>::value) {
        if (json.isNull() || json.isUndefined()) {
            value.reset();
        } else {
            value.emplace();
            read(json, *value, where, error);
        }
    } else {
        static_assert(Fielded<T>, "this type has no JSON form");
    }
}

} // namespace json

/// The JSON form of a struct with SB_FIELDS.
template <typename T>
QJsonObject toJson(const T& value) {
    return json::write(value).toObject();
}

/// A struct from its JSON form; Invalid names the first member of a wrong type.
template <typename T>
Result<T> fromJson(const QJsonObject& object) {
    T value{};
    std::optional<Error> error;
    json::read(QJsonValue(object), value, QString(), error);
    if (error)
        return *error;
    return value;
}

} // namespace signalbox
