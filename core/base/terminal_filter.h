// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace signalbox {

/// Takes out of what a machine prints whatever a terminal would do besides showing it: titles, clipboards,
/// colours of the palette, links, pictures, printing, reports that the terminal would type by itself. What
/// places, colours and erases text stays, by a list of what may. The result is UTF-8. Remembers where it is
/// between pieces, in bounded room.
class TerminalFilter {
public:
    enum class Reports {
        Dropped, ///< for a terminal that is not ours
        Kept,    ///< questions for cursor and kind, for one whose answers are looked at
    };
    explicit TerminalFilter(Reports reports) : m_reports(reports) {}

    QByteArray filter(QByteArrayView bytes);

    /// Puts a terminal that is not ours back into its usual state.
    static QByteArray reset();

private:
    enum class State { Text, Escape, Charset, Control, String, StringEscape };

    void take(char byte, QByteArray& out);
    void takeText(char byte, QByteArray& out);
    void takeEscape(char byte, QByteArray& out);
    void takeControl(char byte, QByteArray& out);
    void endCharacter(QByteArray& out);
    [[nodiscard]] bool mayPass(char final) const;

    const Reports m_reports;
    State m_state = State::Text;
    QByteArray m_sequence;  ///< what came of an escape sequence, without the escape
    bool m_tooLong = false; ///< it is dropped, whatever it ends with
    qsizetype m_string = 0; ///< bytes of the string that is being dropped
    QByteArray m_character; ///< the bytes of a character that is not whole
    QByteArray m_last;      ///< the last character that was shown; repeated here, where it is bounded
    int m_missing = 0;      ///< of its bytes
};

} // namespace signalbox
