// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/stored_event.h"

#include <QJsonDocument>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

namespace signalbox {

namespace {

/// The positions of a struct's members in the order of their names: canonical JSON is sorted.
template <typename T>
const std::vector<std::size_t>& sortedMembers() {
    static const std::vector<std::size_t> order = [] {
        std::vector<QByteArray> names;
        T sample{};
        T::visitFields(sample, [&](const char* name, auto&) { names.push_back(name); });
        std::vector<std::size_t> positions(names.size());
        std::iota(positions.begin(), positions.end(), 0);
        std::sort(positions.begin(), positions.end(),
                  [&](std::size_t a, std::size_t b) { return names.at(a) < names.at(b); });
        return positions;
    }();
    return order;
}

/// Writes canonical JSON from typed members. plain() tells whether everything had a form that it knows to be
/// read back as it was; otherwise the text is not to be used.
class PlainWriter {
public:
    explicit PlainWriter(std::size_t reserve) { m_out.reserve(reserve); }

    [[nodiscard]] bool plain() const { return m_plain; }
    [[nodiscard]] QByteArray text() const { return {m_out.data(), qsizetype(m_out.size())}; }

    template <typename T>
    void write(const T& value) {
        if constexpr (json::Fielded<T>) {
            writeMembers(value);
        } else if constexpr (std::is_same_v<T, bool>) {
            m_out.append(value ? "true" : "false");
        } else if constexpr (std::is_same_v<T, QString>) {
            writeText(value);
        } else if constexpr (std::is_same_v<T, double>) {
            writeDouble(value);
        } else if constexpr (std::is_same_v<T, QJsonObject> || std::is_same_v<T, QJsonArray>) {
            m_plain = false;
        } else if constexpr (std::is_same_v<T, Moment>) {
            writeNumber(value.ms);
        } else if constexpr (std::is_same_v<T, Millis>) {
            writeNumber(value.count());
        } else if constexpr (std::is_enum_v<T>) {
            m_out += '"';
            m_out.append(EnumWords<T>::words.at(static_cast<std::size_t>(value))) += '"';
        } else if constexpr (std::is_integral_v<T>) {
            writeNumber(static_cast<qint64>(value));
        } else if constexpr (json::IsList<T>::value) {
            writeAll('[', ']', value, [this](const auto& item) { write(item); });
        } else if constexpr (json::IsMap<T>::value) {
            const auto pairs = value.asKeyValueRange();
            // Qt's maps and its JSON objects agree about the order of ASCII only: beyond the first plane they
            // sort differently.
            for (const auto& pair : pairs)
                m_plain = m_plain && isAscii(pair.first);
            writeAll('{', '}', pairs, [this](const auto& pair) {
                writeText(pair.first);
                m_out += ':';
                write(pair.second);
            });
        } else if constexpr (json::IsOptional<T>::value) {
            value ? write(*value) : void(m_out.append("null"));
        } else {
            static_assert(json::Fielded<T>, "this type has no JSON form");
        }
    }

private:
    template <typename Range, typename Each>
    void writeAll(char open, char close, const Range& range, Each each) {
        m_out += open;
        bool first = true;
        for (const auto& item : range) {
            if (!std::exchange(first, false))
                m_out += ',';
            each(item);
        }
        m_out += close;
    }

    /// Members are written as they are listed, then put in order.
    template <typename T>
    void writeMembers(const T& value) {
        struct Span {
            std::size_t from, size;
        };
        std::array<Span, 64> spans;
        std::size_t count = 0;
        const std::size_t begin = m_out.size();
        T::visitFields(value, [&](const char* name, const auto& field) {
            const std::size_t from = m_out.size();
            m_out += '"';
            m_out.append(name).append("\":");
            write(field);
            spans.at(count++) = {from, m_out.size() - from};
        });
        const std::size_t listed = m_out.size();
        m_out += '{';
        for (const std::size_t position : sortedMembers<T>()) {
            if (m_out.size() > listed + 1)
                m_out += ',';
            m_out.append(m_out, spans.at(position).from, spans.at(position).size);
        }
        m_out += '}';
        m_out.erase(begin, listed - begin);
    }

    static bool isAscii(const QString& text) {
        return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x80; });
    }

    void writeNumber(qint64 number) {
        char digits[24];
        const auto end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
        m_out.append(digits, end);
    }

    void writeDouble(double number) {
        constexpr double exact = 9007199254740992.0; // up to here a double is a whole number without doubt
        if (std::abs(number) < exact && number == std::trunc(number) &&
            !(number == 0 && std::signbit(number)))
            writeNumber(static_cast<qint64>(number));
        else
            m_plain = false;
    }

    void writeText(const QString& text) {
        m_out += '"';
        const std::size_t begin = m_out.size();
        m_out.resize(begin + std::size_t(text.size()));
        char* to = m_out.data() + begin;
        const char16_t* from = reinterpret_cast<const char16_t*>(text.utf16());
        const char16_t* const end = from + text.size();
        for (; from != end && *from < 0x80 && *from >= 0x20 && *from != u'"' && *from != u'\\'; ++from)
            *to++ = static_cast<char>(*from);
        m_out.resize(std::size_t(to - m_out.data()));
        if (from != end)
            writeRest({from, end - from});
        m_out += '"';
    }

    /// What is not plain ASCII, escaped as QJsonDocument does it.
    void writeRest(QStringView rest) {
        static constexpr char hex[] = "0123456789abcdef";
        if (!rest.isValidUtf16()) {
            m_plain = false;
            return;
        }
        for (const char c : rest.toUtf8()) {
            const auto byte = static_cast<unsigned char>(c);
            if (byte >= 0x20 && c != '"' && c != '\\') {
                m_out += c;
                continue;
            }
            m_out += '\\';
            switch (c) {
            case '"':
            case '\\':
                m_out += c;
                break;
            case '\b':
                m_out += 'b';
                break;
            case '\f':
                m_out += 'f';
                break;
            case '\n':
                m_out += 'n';
                break;
            case '\r':
                m_out += 'r';
                break;
            case '\t':
                m_out += 't';
                break;
            default:
                m_out.append("u00") += hex[byte >> 4];
                m_out += hex[byte & 15];
            }
        }
    }

    std::string m_out; // grows by single characters at a fraction of what QByteArray takes for it
    bool m_plain = true;
};

Error notReadable(const Event& event, const QString& why) {
    return {ErrorKind::Invalid,
            QStringLiteral("an event \"%1\" could not be read back: %2").arg(typeOf(event), why),
            {}};
}

Result<StoredEvent> theLongWay(const Event& event, StoredEvent text) {
    const auto parsed = QJsonDocument::fromJson(canonicalJson(bodyOf(event)));
    if (!parsed.isObject())
        return notReadable(event, QStringLiteral("it has no JSON form"));
    if (auto again = eventFrom(typeOf(event), parsed.object()); !again)
        return notReadable(event, again.error().message);
    text.body = canonicalJson(parsed.object());
    return text;
}

} // namespace

Result<StoredEvent> storedForm(const Event& event) {
    StoredEvent text;
    text.task = taskOf(event);
    PlainWriter writer(256);
    std::visit(
        [&](const auto& e) {
            text.type = QByteArray::fromRawData(e.type, qstrlen(e.type));
            writer.write(e);
        },
        event);
    if (!writer.plain())
        return theLongWay(event, std::move(text));
    text.body = writer.text();
    return text;
}

} // namespace signalbox
