// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/base/json_fields.h"
#include "core/domain/blueprint.h"

#include <QHash>

#include <bit>
#include <cstring>

namespace signalbox {

// The packed form of structs with SB_FIELDS: members in their order, without names. Whole numbers are of
// variable length, each text and each blueprint is there once and then named by its number. It is for files
// that only the same build needs to read: who reads it checks packSchema() first.

/// Turns values into bytes.
class Packer {
public:
    QByteArray bytes;

    template <typename T>
    void put(const T& value) {
        if constexpr (std::is_same_v<T, Blueprint>) {
            putBlueprint(value);
        } else if constexpr (json::Fielded<T>) {
            putMembers(value);
        } else if constexpr (std::is_same_v<T, QString>) {
            putText(value);
        } else if constexpr (std::is_same_v<T, double>) {
            putBits(std::bit_cast<quint64>(value));
        } else if constexpr (std::is_same_v<T, Moment>) {
            putSigned(value.ms);
        } else if constexpr (std::is_same_v<T, Millis>) {
            putSigned(value.count());
        } else if constexpr (std::is_same_v<T, bool> || std::is_enum_v<T>) {
            putCount(static_cast<quint64>(value));
        } else if constexpr (std::is_integral_v<T>) {
            putSigned(value);
        } else if constexpr (json::IsList<T>::value) {
            putCount(static_cast<quint64>(value.size()));
            for (const auto& item : value)
                put(item);
        } else if constexpr (json::IsMap<T>::value) {
            putCount(static_cast<quint64>(value.size()));
            for (auto it = value.begin(); it != value.end(); ++it) {
                putText(it.key());
                put(it.value());
            }
        } else if constexpr (json::IsOptional<T>::value) {
            putCount(value ? 1 : 0);
            if (value)
                put(*value);
        } else {
            static_assert(json::Fielded<T>, "this type has no packed form");
        }
    }

    void putCount(quint64 value) {
        while (value >= 0x80) {
            bytes.append(static_cast<char>(value | 0x80));
            value >>= 7;
        }
        bytes.append(static_cast<char>(value));
    }

private:
    template <typename T>
    void putMembers(const T& value) {
        T::visitFields(value, [this](const char*, const auto& field) { put(field); });
    }
    void putSigned(qint64 value) {
        putCount((static_cast<quint64>(value) << 1) ^ static_cast<quint64>(value >> 63));
    }
    void putBits(quint64 value) {
        for (int shift = 0; shift < 64; shift += 8)
            bytes.append(static_cast<char>(value >> shift));
    }
    void putText(const QString& text) {
        const auto known = m_texts.constFind(text);
        if (known != m_texts.constEnd())
            return putCount(*known + 1);
        m_texts.insert(text, static_cast<quint64>(m_texts.size()));
        const QByteArray utf8 = text.toUtf8();
        putCount(0);
        putCount(static_cast<quint64>(utf8.size()));
        bytes.append(utf8);
    }
    void putBlueprint(const Blueprint& blueprint) {
        // The same text may have come from two places, so that the digest alone does not make them equal.
        for (const quint64 index : m_blueprintsOf[blueprint.digest])
            if (*m_blueprints.at(static_cast<qsizetype>(index)) == blueprint)
                return putCount(index + 1);
        m_blueprintsOf[blueprint.digest].append(static_cast<quint64>(m_blueprints.size()));
        m_blueprints.append(&blueprint);
        putCount(0);
        putMembers(blueprint);
    }

    QHash<QString, quint64> m_texts;
    QHash<Digest, QList<quint64>> m_blueprintsOf;
    QList<const Blueprint*> m_blueprints; ///< in what is being packed, which outlives the packer
};

/// Turns bytes into values. Never reads beyond the end: what is not there reads as nothing, and ok() is false
/// from then on.
class Unpacker {
public:
    explicit Unpacker(QByteArrayView bytes) : m_at(bytes.begin()), m_end(bytes.end()) {}

    [[nodiscard]] bool ok() const { return m_ok; }
    [[nodiscard]] bool atEnd() const { return m_at == m_end; }

    template <typename T>
    void get(T& value) {
        if constexpr (std::is_same_v<T, Blueprint>) {
            getBlueprint(value);
        } else if constexpr (json::Fielded<T>) {
            getMembers(value);
        } else if constexpr (std::is_same_v<T, QString>) {
            value = getText();
        } else if constexpr (std::is_same_v<T, double>) {
            value = std::bit_cast<double>(getBits());
        } else if constexpr (std::is_same_v<T, Moment>) {
            value.ms = getSigned();
        } else if constexpr (std::is_same_v<T, Millis>) {
            value = Millis(getSigned());
        } else if constexpr (std::is_same_v<T, bool>) {
            value = getBelow(2) != 0;
        } else if constexpr (std::is_enum_v<T>) {
            value = static_cast<T>(getBelow(EnumWords<T>::words.size()));
        } else if constexpr (std::is_integral_v<T>) {
            value = static_cast<T>(getSigned());
        } else if constexpr (json::IsList<T>::value) {
            getList(value);
        } else if constexpr (json::IsMap<T>::value) {
            value.clear();
            for (quint64 left = getLength(); left > 0 && m_ok; --left) {
                const QString key = getText();
                get(value[key]);
            }
        } else if constexpr (json::IsOptional<T>::value) {
            value.reset();
            if (getBelow(2) != 0)
                get(value.emplace());
        } else {
            static_assert(json::Fielded<T>, "this type has no packed form");
        }
    }

    quint64 getCount() {
        quint64 value = 0;
        for (int shift = 0; shift < 64 && m_at != m_end; shift += 7) {
            const auto byte = static_cast<quint8>(*m_at++);
            value |= static_cast<quint64>(byte & 0x7f) << shift;
            if (byte < 0x80)
                return value;
        }
        m_ok = false;
        return 0;
    }
    /// A number of things that follow, of at least a byte each.
    quint64 getLength() {
        const quint64 value = getCount(); // first: what is left is what stands behind it
        if (value <= static_cast<quint64>(m_end - m_at))
            return value;
        m_ok = false;
        return 0;
    }

private:
    template <typename T>
    void getMembers(T& value) {
        T::visitFields(value, [this](const char*, auto& field) { get(field); });
    }
    template <typename T>
    void getList(T& value) {
        value.clear();
        const quint64 length = getLength();
        value.reserve(static_cast<qsizetype>(std::min<quint64>(length, 1024)));
        for (quint64 i = 0; i < length && m_ok; ++i)
            get(value.emplaceBack());
    }
    quint64 getBelow(quint64 bound) {
        const quint64 value = getCount();
        if (value < bound)
            return value;
        m_ok = false;
        return 0;
    }
    qint64 getSigned() {
        const quint64 value = getCount();
        return static_cast<qint64>(value >> 1) ^ -static_cast<qint64>(value & 1);
    }
    quint64 getBits() {
        quint64 value = 0;
        for (int shift = 0; shift < 64; shift += 8) {
            if (m_at == m_end) {
                m_ok = false;
                return 0;
            }
            value |= static_cast<quint64>(static_cast<quint8>(*m_at++)) << shift;
        }
        return value;
    }
    QString getText() {
        if (const quint64 known = getBelow(static_cast<quint64>(m_texts.size()) + 1); known > 0)
            return m_texts.at(static_cast<qsizetype>(known - 1));
        if (!m_ok)
            return {};
        const quint64 length = getLength();
        m_texts.append(QString::fromUtf8(m_at, static_cast<qsizetype>(length)));
        m_at += static_cast<std::ptrdiff_t>(length);
        return m_texts.last();
    }
    void getBlueprint(Blueprint& value) {
        if (const quint64 known = getBelow(static_cast<quint64>(m_blueprints.size()) + 1); known > 0) {
            value = m_blueprints.at(static_cast<qsizetype>(known - 1));
            return;
        }
        getMembers(value);
        m_blueprints.append(value);
    }

    const char* m_at;
    const char* m_end;
    bool m_ok = true;
    QList<QString> m_texts;
    QList<Blueprint> m_blueprints;
};

namespace pack_detail {
template <typename T>
void describe(QByteArray& text) {
    if constexpr (json::Fielded<T>) {
        T value{};
        text += '{';
        T::visitFields(value, [&](const char* name, auto& field) {
            text += name;
            text += ':';
            describe<std::remove_cvref_t<decltype(field)>>(text);
            text += ' ';
        });
        text += '}';
    } else if constexpr (std::is_same_v<T, bool>) {
        text += "bool";
    } else if constexpr (std::is_same_v<T, QString>) {
        text += "text";
    } else if constexpr (std::is_same_v<T, double>) {
        text += "double";
    } else if constexpr (std::is_enum_v<T>) {
        text += '<';
        for (const char* word : EnumWords<T>::words)
            (text += word) += ' ';
        text += '>';
    } else if constexpr (json::IsList<T>::value) {
        text += "list ";
        describe<typename T::value_type>(text);
    } else if constexpr (json::IsMap<T>::value) {
        text += "map ";
        describe<typename T::mapped_type>(text);
    } else if constexpr (json::IsOptional<T>::value) {
        text += "optional ";
        describe<typename T::value_type>(text);
    } else {
        text += "int"; // whole numbers, moments and durations
    }
}
} // namespace pack_detail

/// What the packed form of T looks like: two builds with the same one read each other's bytes.
template <typename T>
QByteArray packSchema() {
    QByteArray text;
    pack_detail::describe<T>(text);
    return text;
}

} // namespace signalbox
