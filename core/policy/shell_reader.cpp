// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/shell_reader.h"

#include <algorithm>

namespace signalbox {

namespace {

bool isBlank(QChar c) {
    return c == u' ' || c == u'\t';
}

bool endsWord(QChar c) {
    return isBlank(c) || QStringView(u"\n;&|()<>").contains(c);
}

bool isNamePart(QChar c) {
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'_';
}

/// "NAME=..." or "NAME+=...": how long the part before the value is; 0: it is no assignment.
qsizetype assignmentIn(const QString& word) {
    qsizetype at = 0;
    while (at < word.size() && isNamePart(word[at]))
        ++at;
    if (at == 0 || word[0].isDigit() || at >= word.size())
        return 0;
    if (word[at] == u'+')
        ++at;
    return at < word.size() && word[at] == u'=' ? at + 1 : 0;
}

/// Words after which another command begins.
bool isLeadingWord(const QString& word) {
    static const QStringList words{u"if"_qs,    u"then"_qs, u"elif"_qs, u"else"_qs, u"while"_qs,
                                   u"until"_qs, u"do"_qs,   u"!"_qs,    u"{"_qs,    u"time"_qs};
    return words.contains(word);
}

bool isClosingWord(const QString& word) {
    static const QStringList words{u"fi"_qs, u"done"_qs, u"}"_qs};
    return words.contains(word);
}

/// Words that change what a text means in ways that are not followed here.
bool isForeignWord(const QString& word) {
    static const QStringList words{u"case"_qs,   u"esac"_qs,  u"function"_qs, u"select"_qs,
                                   u"coproc"_qs, u"alias"_qs, u"trap"_qs};
    return words.contains(word);
}

class Reader {
public:
    /// Reads the text from a place on: to its end, or to the parenthesis that closes what is nested there.
    Reader(const QString& text, ShellScript& script, int depth, qsizetype from = 0, bool nested = false)
        : m_text(text), m_script(script), m_depth(depth), m_nested(nested), m_at(from) {}

    /// Where it ended.
    qsizetype read() {
        if (m_depth > deepestScript)
            fail(u"it is nested too deeply"_qs);
        while (m_at < m_text.size() && m_script.understood() && !m_closed)
            step();
        endCommand();
        if (!m_documents.isEmpty())
            fail(u"a here-document is not ended"_qs);
        if (m_groups > 0 || m_test || m_closed != m_nested)
            fail(u"something is not closed"_qs);
        return m_at;
    }

private:
    void fail(const QString& why) {
        if (m_script.trouble.isEmpty())
            m_script.trouble = why;
    }
    [[nodiscard]] QChar now() const { return m_at < m_text.size() ? m_text[m_at] : QChar(); }
    [[nodiscard]] QChar next() const { return m_at + 1 < m_text.size() ? m_text[m_at + 1] : QChar(); }

    void step() {
        const QChar c = now();
        if (isBlank(c)) {
            ++m_at;
        } else if (c == u'\\' && next() == u'\n') {
            m_at += 2;
        } else if (m_test && QStringView(u"<>&|()\n;").contains(c)) {
            ++m_at; // compares and joins, within [[ ]]
        } else if (c == u'#') {
            while (m_at < m_text.size() && now() != u'\n')
                ++m_at;
        } else if (c == u'\n') {
            endCommand();
            ++m_at;
            readDocuments();
        } else if (c == u'&' && next() == u'>') {
            ++m_at;
            redirect();
        } else if (c == u';' || c == u'&' || c == u'|') {
            endCommand();
            ++m_at;
            if (c == u'|' && now() == u'&')
                ++m_at;
        } else if (c == u'(') {
            openGroup();
        } else if (c == u')') {
            endCommand();
            ++m_at;
            m_closed = m_groups == 0;
            if (m_closed && !m_nested)
                fail(u"a parenthesis closes nothing"_qs);
            m_groups -= m_closed ? 0 : 1;
        } else if ((c == u'<' || c == u'>') && next() == u'(') {
            m_at += 2;
            inside();
            // A name that the shell makes for it.
            m_command.words.append({u"/dev/fd"_qs, true, false});
        } else if (c == u'<' || c == u'>') {
            redirect();
        } else {
            word();
        }
    }

    void openGroup() {
        // "name()" makes a function, and "a=(...)" a list: neither is followed.
        if (!m_command.words.isEmpty())
            return fail(u"it makes a function or a list"_qs);
        ++m_groups;
        ++m_at;
    }

    void word() {
        const bool quotedStart = now() == u'"' || now() == u'\'' || now() == u'\\';
        ShellWord read = readWord();
        if (!m_script.understood())
            return;
        const bool first = m_command.words.isEmpty();
        if (m_test || (first && read.text == u"[[")) {
            m_test = read.text != u"]]";
            m_command.words.append(read);
            return;
        }
        if (now() == u'<' || now() == u'>') {
            // "2>file": the number is no word of the command.
            const bool number = !read.text.isEmpty() && std::all_of(read.text.begin(), read.text.end(),
                                                                    [](QChar c) { return c.isDigit(); });
            if (number && !quotedStart)
                return redirect();
        }
        if (m_skipsFor) {
            // "for NAME in WORDS": no command.
            if (m_command.words.size() == 1 && isTellingVariable(read.text))
                return fail(QStringLiteral("it sets %1").arg(read.text));
            m_command.words.append(read);
            return;
        }
        if (first && !quotedStart && !read.dynamic) {
            if (isLeadingWord(read.text) || isClosingWord(read.text))
                return;
            if (isForeignWord(read.text))
                return fail(QStringLiteral("\"%1\" is not followed").arg(read.text));
            if (read.text == u"for") {
                m_skipsFor = true;
                m_command.words.append(read);
                return;
            }
        }
        if (first && !quotedStart && assignmentIn(read.text) > 0) {
            if (now() == u'(')
                return fail(u"it makes a list"_qs);
            return assigned(read.text);
        }
        m_command.words.append(read);
    }

    void assigned(const QString& word) {
        const QString name = word.left(assignmentIn(word) - 1);
        if (isTellingVariable(name.endsWith(u'+') ? name.chopped(1) : name))
            fail(QStringLiteral("it sets %1").arg(name));
    }

    ShellWord readWord() {
        ShellWord read;
        while (m_at < m_text.size() && !endsWord(now()) && m_script.understood())
            piece(read);
        return read;
    }

    void piece(ShellWord& read) {
        const QChar c = now();
        if (c == u'\'') {
            const qsizetype end = m_text.indexOf(u'\'', m_at + 1);
            if (end < 0)
                return fail(u"a quote is not closed"_qs);
            read.text += QStringView(m_text).mid(m_at + 1, end - m_at - 1);
            m_at = end + 1;
        } else if (c == u'"') {
            ++m_at;
            while (m_at < m_text.size() && now() != u'"' && m_script.understood())
                quotedPiece(read);
            if (m_at >= m_text.size())
                return fail(u"a quote is not closed"_qs);
            ++m_at;
        } else if (c == u'\\') {
            if (next() != u'\n' && !next().isNull())
                read.text += next();
            m_at += 2;
        } else if (c == u'$') {
            expansion(read, false);
        } else if (c == u'`') {
            backticks(read);
        } else if (c == u'{' && m_text.indexOf(u'}', m_at) > 0 && !read.text.endsWith(u'$')) {
            // Braces may make several words of one.
            read.glob = true;
            read.text += c;
            ++m_at;
        } else {
            if (c == u'*' || c == u'?' || c == u'[')
                read.glob = true;
            read.text += c;
            ++m_at;
        }
    }

    void quotedPiece(ShellWord& read) {
        const QChar c = now();
        if (c == u'\\' && QStringView(u"$`\"\\\n").contains(next())) {
            if (next() != u'\n')
                read.text += next();
            m_at += 2;
        } else if (c == u'$') {
            expansion(read, true);
        } else if (c == u'`') {
            backticks(read);
        } else {
            read.text += c;
            ++m_at;
        }
    }

    void expansion(ShellWord& read, bool quoted) {
        const QChar c = next();
        if (c == u'(') {
            read.dynamic = true;
            read.text += u"$(…)"_qs;
            m_at += 2;
            if (now() == u'(')
                return arithmetic();
            return inside();
        }
        if (c == u'{')
            return braces(read);
        if (c == u'\'' && !quoted)
            return fail(u"$'...' is not followed"_qs);
        if (isNamePart(c)) {
            const qsizetype begin = m_at++;
            while (m_at < m_text.size() && isNamePart(now()))
                ++m_at;
            read.text += QStringView(m_text).mid(begin, m_at - begin);
            read.dynamic = true;
            return;
        }
        read.dynamic = read.dynamic || QStringView(u"@*#?-$!\"").contains(c);
        read.text += now();
        ++m_at;
    }

    void arithmetic() {
        const qsizetype end = m_text.indexOf(u"))"_qs, m_at);
        if (end < 0 || QStringView(m_text).mid(m_at, end - m_at).contains(u'`') ||
            QStringView(m_text).mid(m_at, end - m_at).contains(u"$("_qs) ||
            QStringView(m_text).mid(m_at, end - m_at).contains(u'['))
            return fail(u"its arithmetic is not followed"_qs);
        m_at = end + 2;
    }

    /// ${NAME...}: what is run in its default values is not followed.
    void braces(ShellWord& read) {
        const qsizetype end = m_text.indexOf(u'}', m_at);
        const QStringView body = end < 0 ? QStringView() : QStringView(m_text).mid(m_at + 2, end - m_at - 2);
        const bool plain = std::all_of(body.begin(), body.end(), [](QChar c) {
            return isNamePart(c) || QStringView(u"#%/:-+=.?@*^, ").contains(c);
        });
        if (end < 0 || body.isEmpty() || !plain || body.contains(u'@'))
            return fail(u"${...} is not followed"_qs);
        read.text += QStringView(m_text).mid(m_at, end + 1 - m_at);
        read.dynamic = true;
        m_at = end + 1;
    }

    void backticks(ShellWord& read) {
        QString body;
        qsizetype at = m_at + 1;
        while (at < m_text.size() && m_text[at] != u'`') {
            if (m_text[at] == u'\\' && at + 1 < m_text.size())
                ++at;
            body += m_text[at++];
        }
        if (at >= m_text.size())
            return fail(u"a backtick is not closed"_qs);
        read.dynamic = true;
        read.text += u"$(…)"_qs;
        m_at = at + 1;
        Reader(body, m_script, m_depth + 1).read();
    }

    /// What is run up to the parenthesis that closes it.
    void inside() {
        if (!m_documents.isEmpty())
            return fail(u"it runs something between a here-document and its text"_qs);
        m_at = Reader(m_text, m_script, m_depth + 1, m_at, true).read();
    }

    void redirect() {
        QString sign;
        while (now() == u'<' || now() == u'>' || (now() == u'&' && !sign.isEmpty()) ||
               (now() == u'|' && sign == u">"))
            sign += m_text[m_at++];
        if (sign.startsWith(u"<<") && sign != u"<<<") {
            const bool tabs = now() == u'-';
            m_at += tabs ? 1 : 0;
            return document(tabs);
        }
        while (isBlank(now()))
            ++m_at;
        if ((now() == u'<' || now() == u'>') && next() == u'(') {
            m_at += 2;
            return inside();
        }
        const ShellWord target = readWord();
        if (target.text.isEmpty())
            return fail(u"a redirection has no target"_qs);
        if (sign == u"<<<")
            return;
        if (sign.endsWith(u'&') && (target.text == u"-" || target.text.front().isDigit()))
            return; // 2>&1
        else if (sign.contains(u'>'))
            m_command.writes.append(target);
        else
            m_command.reads.append(target);
    }

    struct Document {
        QString end;
        bool tabs = false;
        bool literal = false;
    };

    void document(bool tabs) {
        while (isBlank(now()))
            ++m_at;
        const qsizetype begin = m_at;
        const ShellWord end = readWord();
        if (end.text.isEmpty() || end.dynamic)
            return fail(u"a here-document has no end"_qs);
        const QStringView raw = QStringView(m_text).mid(begin, m_at - begin);
        m_documents.append(
            {end.text, tabs, raw.contains(u'\'') || raw.contains(u'"') || raw.contains(u'\\')});
    }

    void readDocuments() {
        for (const Document& document : std::exchange(m_documents, {})) {
            QString body;
            bool ended = false;
            while (m_at < m_text.size() && !ended) {
                qsizetype end = m_text.indexOf(u'\n', m_at);
                end = end < 0 ? m_text.size() : end;
                QString line = m_text.mid(m_at, end - m_at);
                m_at = std::min(end + 1, m_text.size());
                while (document.tabs && line.startsWith(u'\t'))
                    line.remove(0, 1);
                ended = line == document.end;
                if (!ended)
                    body += line + u'\n';
            }
            if (!ended)
                return fail(u"a here-document is not ended"_qs);
            if (!document.literal &&
                (body.contains(u"$("_qs) || body.contains(u'`') || body.contains(u"${"_qs)))
                return fail(u"a here-document runs something"_qs);
        }
    }

    void endCommand() {
        if (std::exchange(m_skipsFor, false))
            m_command.words.clear();
        if (m_command == ShellCommand())
            return;
        if (m_script.commands.size() >= mostCommands)
            return fail(u"it has too many commands"_qs);
        m_script.commands.append(std::exchange(m_command, {}));
    }

    const QString m_text;
    ShellScript& m_script;
    const int m_depth;
    const bool m_nested;
    qsizetype m_at;
    int m_groups = 0;
    bool m_closed = false;
    bool m_test = false; ///< within [[ ]]
    bool m_skipsFor = false;
    ShellCommand m_command;
    QList<Document> m_documents;
};

} // namespace

bool isTellingVariable(const QString& name) {
    static const QStringList telling{u"PATH"_qs,     u"IFS"_qs,   u"HOME"_qs,           u"PWD"_qs,
                                     u"BASH_ENV"_qs, u"ENV"_qs,   u"PROMPT_COMMAND"_qs, u"SIGNALBOX_OUT"_qs,
                                     u"CDPATH"_qs,   u"SHELL"_qs, u"GIT_SSH_COMMAND"_qs};
    return telling.contains(name) || name.startsWith(u"LD_");
}

ShellScript readShell(const QString& text) {
    ShellScript script;
    if (text.size() > longestScript) {
        script.trouble = u"it is too long"_qs;
        return script;
    }
    for (const QChar c : text)
        if ((c < u' ' && c != u'\n' && c != u'\t') || c == QChar(0x7f)) {
            script.trouble = u"it has control characters"_qs;
            return script;
        }
    Reader(text, script, 0).read();
    return script;
}

} // namespace signalbox
