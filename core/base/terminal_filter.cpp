// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/terminal_filter.h"

#include <algorithm>
#include <cstring>

namespace signalbox {

namespace {

constexpr char escape = '\x1b';
constexpr qsizetype longestSequence = 256;
constexpr qsizetype mostRepeated = 500;
constexpr qsizetype longestString = 1024 * 1024; ///< an endless one must not swallow everything

/// How many bytes a UTF-8 character has that begins so; 0: none does.
int lengthOf(uchar lead) {
    if (lead < 0x80)
        return 1;
    if (lead >= 0xc2 && lead <= 0xdf)
        return 2;
    if (lead >= 0xe0 && lead <= 0xef)
        return 3;
    return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/// Longer than it need be, half of a pair, or beyond the last one.
bool isForbidden(const QByteArray& character) {
    const uchar a = uchar(character.at(0));
    const uchar b = uchar(character.at(1));
    return (a == 0xe0 && b < 0xa0) || (a == 0xed && b > 0x9f) || (a == 0xf0 && b < 0x90) ||
           (a == 0xf4 && b > 0x8f);
}

/// The sequence's numbers, none above 9999: a terminal would do what it says so many times.
QByteArray bounded(const QByteArray& sequence) {
    QByteArray out;
    int digits = 0;
    for (const char byte : sequence) {
        digits = byte >= '0' && byte <= '9' ? digits + 1 : 0;
        if (digits == 5) {
            out.chop(4);
            out += "9999";
        }
        if (digits < 5)
            out += byte;
    }
    return out;
}

bool isIn(char byte, const char* set) {
    return byte != '\0' && std::strchr(set, byte) != nullptr;
}

} // namespace

QByteArray TerminalFilter::filter(QByteArrayView bytes) {
    QByteArray out;
    out.reserve(bytes.size());
    for (const char byte : bytes)
        take(byte, out);
    return out;
}

QByteArray TerminalFilter::reset() {
    // Usual screen, no mouse, no bracketed paste, usual keys, the cursor seen, no colour, the cursor's shape.
    return QByteArrayLiteral("\x1b[?1049l\x1b[?9;1000;1001;1002;1003;1004;1005;1006;1015l\x1b[?2004l\x1b[?1l"
                             "\x1b>\x1b[?25h\x1b[0m\x1b(B\x1b[0 q");
}

void TerminalFilter::take(char byte, QByteArray& out) {
    if (byte == '\x18' || byte == '\x1a') { // cancels whatever is under way
        m_state = State::Text;
        return;
    }
    switch (m_state) {
    case State::Text:
        return takeText(byte, out);
    case State::Escape:
        return takeEscape(byte, out);
    case State::Charset:
        m_state = State::Text;
        if (byte >= '0' && byte <= 'Z')
            out += escape + m_sequence + byte;
        return;
    case State::Control:
        return takeControl(byte, out);
    case State::StringEscape:
        m_state = State::Text;
        if (byte != '\\') // the string ended by another sequence
            takeEscape(byte, out);
        return;
    case State::String:
        ++m_string;
        if (byte == escape)
            m_state = State::StringEscape;
        else if (byte == '\a' || m_string > longestString)
            m_state = State::Text;
        return;
    }
}

void TerminalFilter::endCharacter(QByteArray& out) {
    if (m_missing > 0)
        out += "\xef\xbf\xbd"; // what is no character is shown as one that is none
    m_character.clear();
    m_missing = 0;
}

void TerminalFilter::takeText(char byte, QByteArray& out) {
    const auto value = uchar(byte);
    if (m_missing > 0 && (value & 0xc0) == 0x80) {
        m_character += byte;
        if (m_character.size() == 2 && isForbidden(m_character))
            return endCharacter(out);
        if (--m_missing > 0)
            return;
        // The controls beyond ASCII, which some terminals obey.
        const bool control = m_character.size() == 2 && uchar(m_character.at(0)) == 0xc2 && value < 0xa0;
        if (!control)
            out += m_last = m_character;
        return endCharacter(out);
    }
    endCharacter(out);
    if (byte == escape) {
        m_state = State::Escape;
        return;
    }
    const int length = lengthOf(value);
    if (length == 0) {
        out += "\xef\xbf\xbd";
    } else if (length > 1) {
        m_character = QByteArray(1, byte);
        m_missing = length - 1;
    } else if (value >= 0x20 ? value != 0x7f : isIn(byte, "\a\b\t\n\v\f\r\x0e\x0f")) {
        out += byte;
        if (value >= 0x20)
            m_last = QByteArray(1, byte);
    }
}

void TerminalFilter::takeEscape(char byte, QByteArray& out) {
    m_state = State::Text;
    m_sequence.clear();
    m_tooLong = false;
    if (byte == escape) {
        m_state = State::Escape;
    } else if (byte == '[') {
        m_state = State::Control;
    } else if (isIn(byte, "]P_^Xk")) { // OSC, DCS, APC, PM, SOS, and the title of some terminals
        m_state = State::String;
        m_string = 0;
    } else if (isIn(byte, "()*+#")) {
        m_state = State::Charset;
        m_sequence = QByteArray(1, byte);
    } else if (isIn(byte, "78=>DEHMc")) {
        out += escape;
        out += byte;
    }
}

void TerminalFilter::takeControl(char byte, QByteArray& out) {
    if (byte == escape) {
        m_state = State::Escape;
    } else if (byte >= 0x40 && byte <= 0x7e) {
        m_state = State::Text;
        // Repeating is done here: libvterm 0.1 never comes back from it behind a mark that is no letter.
        if (!m_tooLong && byte == 'b' && !m_sequence.contains(';'))
            out += m_last.repeated(std::clamp<qsizetype>(m_sequence.toLongLong(), 1, mostRepeated));
        else if (!m_tooLong && mayPass(byte))
            out += QByteArrayLiteral("\x1b[") + bounded(m_sequence) + byte;
    } else if (byte >= 0x20 && byte <= 0x3f) {
        m_tooLong = m_tooLong || m_sequence.size() >= longestSequence;
        if (!m_tooLong)
            m_sequence += byte;
    } else {
        m_state = State::Text;
        takeText(byte, out);
    }
}

bool TerminalFilter::mayPass(char final) const {
    QByteArray parameters = m_sequence;
    QByteArray between;
    while (!parameters.isEmpty() && parameters.back() >= 0x20 && parameters.back() <= 0x2f) {
        between.prepend(parameters.back());
        parameters.chop(1);
    }
    const char leader = !parameters.isEmpty() && isIn(parameters.front(), "<=>?") ? parameters.front() : '\0';
    if (!between.isEmpty())
        return leader == '\0' && ((between == " " && final == 'q') || (between == "!" && final == 'p'));
    if (m_reports == Reports::Kept && (final == 'c' || final == 'n'))
        return leader == '\0' || leader == '?' || leader == '>';
    if (leader == '?')
        return isIn(final, "hlJK");
    if (leader != '\0')
        return false;
    if (final == 'T')
        return !parameters.contains(';'); // with more it is about the mouse
    return isIn(final, "ABCDEFGHIJKLMPSXZ@`adefghlmrsu");
}

} // namespace signalbox
