// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/json_walk.h"

#include <algorithm>

namespace signalbox {

namespace {

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isNumberChar(char c) {
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

/// Reads digits; false when there is none.
bool skipDigits(QByteArrayView text, qsizetype& at) {
    const qsizetype from = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9')
        ++at;
    return at > from;
}

bool isJsonNumber(QByteArrayView text) {
    qsizetype at = 0;
    if (at < text.size() && text[at] == '-')
        ++at;
    if (at < text.size() && text[at] == '0')
        ++at;
    else if (!skipDigits(text, at))
        return false;
    if (at < text.size() && text[at] == '.' && !skipDigits(text, ++at))
        return false;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-'))
            ++at;
        if (!skipDigits(text, at))
            return false;
    }
    return at == text.size();
}

/// A list as the root is a mere envelope: its elements are named as if each were the root.
int namesAt(int depth, bool rootIsObject) {
    return depth - (depth > 0 && !rootIsObject ? 1 : 0);
}

} // namespace

void JsonWalk::reset() {
    m_state = State::Value;
    m_depth = 0;
    m_at = 0;
    m_path.clear();
    m_key.clear();
    m_marks[0] = 0;
}

bool JsonWalk::feed(QByteArrayView bytes) {
    for (qsizetype i = 0; i < bytes.size() && m_state != State::Broken; ++i, ++m_at) {
        if (m_state == State::String) {
            // Most of what models write is text: pass over it quickly.
            const qsizetype from = i;
            while (i < bytes.size() && bytes[i] != '"' && bytes[i] != '\\' &&
                   static_cast<unsigned char>(bytes[i]) >= 0x20)
                ++i;
            const qsizetype room = std::max<qsizetype>(0, maxText - m_text.size());
            m_text.append(bytes.sliced(from, std::min(room, i - from)));
            m_textIsCut = m_textIsCut || i - from > room;
            m_at += i - from;
            if (i == bytes.size())
                return true;
        }
        step(bytes[i]);
    }
    return m_state != State::Broken;
}

bool JsonWalk::finish() {
    if (m_state == State::Number && m_depth == 0)
        endNumber();
    return m_state == State::Done;
}

void JsonWalk::step(char c) {
    if (m_state == State::Number) {
        if (isNumberChar(c))
            return keep(c);
        endNumber(); // and the character is one that comes behind it
    }
    switch (m_state) {
    case State::String:
        if (c == '"')
            return endString();
        if (c == '\\')
            m_state = State::Escape;
        else
            m_state = State::Broken; // a control character
        return;
    case State::Escape: {
        static constexpr char names[] = "\"\\/bfnrt";
        static constexpr char values[] = "\"\\/\b\f\n\r\t";
        if (c == 'u') {
            m_state = State::Unicode;
            m_unicode = 0;
            m_unicodeAt = 0;
            return;
        }
        const char* found = std::find(names, names + 8, c);
        m_state = found == names + 8 ? State::Broken : State::String;
        if (m_state == State::String)
            keep(values[found - names]);
        return;
    }
    case State::Unicode:
        return stepUnicode(c);
    case State::Word:
        return stepWord(c);
    default:
        break;
    }
    if (isSpace(c) || m_state == State::Broken)
        return;
    switch (m_state) {
    case State::Value:
        return beginValue(c);
    case State::ValueOrEnd:
        return c == ']' ? close(false) : beginValue(c);
    case State::KeyOrEnd:
        if (c == '}')
            return close(true);
        [[fallthrough]];
    case State::Key:
        if (c == '"')
            return beginString(true);
        break;
    case State::Colon:
        if (c == ':') {
            m_state = State::Value;
            return;
        }
        break;
    case State::CommaOrEnd:
        if (c == ',') {
            m_state = m_levels[std::size_t(m_depth - 1)].object ? State::Key : State::Value;
            return;
        }
        if (c == '}' || c == ']')
            return close(c == '}');
        break;
    default:
        break;
    }
    m_state = State::Broken;
}

void JsonWalk::beginValue(char c) {
    m_begin = m_at;
    switch (c) {
    case '{':
    case '[':
        return open(c == '{');
    case '"':
        return beginString(false);
    case 't':
    case 'f':
    case 'n':
        m_word = c == 't' ? "true" : c == 'f' ? "false" : "null";
        m_wordAt = 1;
        m_state = State::Word;
        return;
    default:
        m_text.clear();
        m_state = isNumberChar(c) ? State::Number : State::Broken;
        if (m_state == State::Number)
            keep(c);
    }
}

void JsonWalk::open(bool object) {
    if (m_depth == maxDepth) {
        m_state = State::Broken;
        return;
    }
    enter();
    JsonValue value;
    value.kind = object ? JsonValue::Kind::Object : JsonValue::Kind::Array;
    value.path = path();
    value.key = m_key;
    value.depth = m_depth;
    value.begin = m_at;
    m_levels[std::size_t(m_depth)] = {object, m_at};
    ++m_depth;
    m_state = object ? State::KeyOrEnd : State::ValueOrEnd;
    m_sink.opened(value);
}

void JsonWalk::close(bool object) {
    if (m_depth == 0 || m_levels[std::size_t(m_depth - 1)].object != object) {
        m_state = State::Broken;
        return;
    }
    --m_depth;
    JsonValue value;
    value.kind = object ? JsonValue::Kind::Object : JsonValue::Kind::Array;
    value.path = path();
    value.key = m_key;
    value.depth = m_depth;
    value.begin = m_levels[std::size_t(m_depth)].begin;
    value.end = m_at + 1;
    m_sink.passed(value);
    leave();
    afterValue();
}

void JsonWalk::beginString(bool key) {
    m_inKey = key;
    m_begin = m_at;
    m_text.clear();
    m_textIsCut = false;
    m_state = State::String;
}

void JsonWalk::endString() {
    if (!m_inKey) {
        ++m_at; // the value ends behind the quote
        pass(JsonValue::Kind::String, m_text, m_begin);
        --m_at;
        return;
    }
    m_key = m_textIsCut || m_text.size() > maxKey ? QByteArray("?") : m_text;
    m_state = State::Colon;
}

void JsonWalk::endNumber() {
    if (!isJsonNumber(m_text))
        m_state = State::Broken;
    else
        pass(JsonValue::Kind::Number, m_text, m_begin);
}

void JsonWalk::stepWord(char c) {
    if (c != m_word[m_wordAt]) {
        m_state = State::Broken;
        return;
    }
    if (m_word[++m_wordAt] != '\0')
        return;
    ++m_at;
    pass(*m_word == 't'   ? JsonValue::Kind::True
         : *m_word == 'f' ? JsonValue::Kind::False
                          : JsonValue::Kind::Null,
         {}, m_begin);
    --m_at;
}

void JsonWalk::stepUnicode(char c) {
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) {
        m_state = State::Broken;
        return;
    }
    m_unicode = m_unicode * 16 + unsigned(digit);
    if (++m_unicodeAt < 4)
        return;
    m_state = State::String;
    // What is looked for is plain ASCII; anything else only has to differ from it.
    keep(m_unicode > 0 && m_unicode < 0x80 ? char(m_unicode) : '\x01');
}

void JsonWalk::keep(char c) {
    if (m_state == State::Number && m_text.size() >= maxNumber)
        m_state = State::Broken;
    else if (m_text.size() < maxText)
        m_text.append(c);
    else
        m_textIsCut = true;
}

void JsonWalk::pass(JsonValue::Kind kind, QByteArrayView text, qint64 begin) {
    enter();
    JsonValue value;
    value.kind = kind;
    value.path = path();
    value.key = m_key;
    value.text = text;
    value.depth = m_depth;
    value.begin = begin;
    value.end = m_at;
    m_sink.passed(value);
    leave();
    afterValue();
}

void JsonWalk::afterValue() {
    m_state = m_depth == 0 ? State::Done : State::CommaOrEnd;
}

void JsonWalk::enter() {
    m_marks[std::size_t(m_depth)] = m_path.size();
    const int names = namesAt(m_depth, m_levels[0].object);
    if (names <= 0 || names > pathDepth)
        return;
    if (names > 1)
        m_path.append('/');
    if (!m_levels[std::size_t(m_depth - 1)].object)
        m_path.append('#');
    else
        m_path.append(m_key.contains('/') ? QByteArray("?") : m_key);
}

QByteArrayView JsonWalk::path() const {
    return namesAt(m_depth, m_levels[0].object) > pathDepth ? QByteArrayView() : QByteArrayView(m_path);
}

void JsonWalk::leave() {
    m_path.truncate(m_marks[std::size_t(m_depth)]);
}

} // namespace signalbox
