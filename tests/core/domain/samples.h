// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/event.h"

namespace signalbox::test {

/// Walks over every plain value in a struct with SB_FIELDS, however deep; a list, map or optional counts with
/// what is in it. `leaf` gets each value by reference.
template <typename T, typename Leaf>
void eachLeaf(T& value, const Leaf& leaf) {
    if constexpr (json::Fielded<T>) {
        T::visitFields(value, [&](const char*, auto& field) { eachLeaf(field, leaf); });
    } else if constexpr (json::IsList<T>::value) {
        for (auto& item : value)
            eachLeaf(item, leaf);
    } else if constexpr (json::IsMap<T>::value) {
        for (auto it = value.begin(); it != value.end(); ++it)
            eachLeaf(it.value(), leaf);
    } else if constexpr (json::IsOptional<T>::value) {
        if (value)
            eachLeaf(*value, leaf);
    } else {
        leaf(value);
    }
}

/// Another value than the one that is there.
template <typename T>
void change(T& value, qint64 salt) {
    if constexpr (std::is_same_v<T, bool>)
        value = !value;
    else if constexpr (std::is_same_v<T, QString>)
        value += QStringLiteral("Ünï \"%1\"\n").arg(salt);
    else if constexpr (std::is_same_v<T, double>)
        value += 0.25 + double(salt);
    else if constexpr (std::is_same_v<T, Moment>)
        value.ms += 1'700'000'000'000 + salt;
    else if constexpr (std::is_same_v<T, Millis>)
        value += Millis(salt + 1);
    else if constexpr (std::is_enum_v<T>)
        value = static_cast<T>((static_cast<std::size_t>(value) + 1) % EnumWords<T>::words.size());
    else if constexpr (std::is_same_v<T, qint64>)
        value += (1LL << 53) + salt; // beyond what a double can tell apart
    else
        value += static_cast<T>(salt + 1);
}

/// Puts something into every list, map and optional, so that each kind of member is there.
template <typename T>
void furnish(T& value, int depth = 0) {
    if constexpr (json::Fielded<T>) {
        T::visitFields(value, [&](const char*, auto& field) { furnish(field, depth); });
    } else if constexpr (json::IsList<T>::value) {
        value.resize(2);
        for (auto& item : value)
            furnish(item, depth + 1);
    } else if constexpr (json::IsMap<T>::value) {
        furnish(value[u"key"_qs], depth + 1);
        furnish(value[u"other key"_qs], depth + 1);
    } else if constexpr (json::IsOptional<T>::value) {
        value.emplace();
        furnish(*value, depth + 1);
    }
}

/// A value in which no member has its default.
template <typename T>
T full() {
    T value{};
    furnish(value);
    qint64 salt = 0;
    eachLeaf(value, [&](auto& leaf) { change(leaf, ++salt); });
    return value;
}

} // namespace signalbox::test
