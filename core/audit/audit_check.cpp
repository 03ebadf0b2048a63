// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/audit_check.h"

#include <QJsonDocument>

#include <optional>

namespace signalbox {

namespace {

constexpr qint64 longestLine = 1 << 20;

/// A line that does not follow from the one before: what comes next tells whether it was changed or added.
struct Suspect {
    qint64 line = 0;
    qint64 seq = 0;
    Digest before;
};

class Reader {
public:
    explicit Reader(QIODevice& file) : m_file(file) {}

    AuditCheck run() {
        if (readHeader())
            while (!m_check.line && readEntry())
                ;
        if (m_check.problem.isEmpty() && m_suspect)
            blame(m_suspect->line,
                  QStringLiteral("line %1 (entry %2) was changed").arg(m_suspect->line).arg(m_suspect->seq));
        if (m_check.problem.isEmpty() && m_seq < m_header.last)
            blame(m_line + 1, QStringLiteral("entries %1 to %2 were removed at the end, after line %3")
                                  .arg(m_seq + 1)
                                  .arg(m_header.last)
                                  .arg(m_line));
        if (m_check.problem.isEmpty() && m_chain != m_header.head)
            blame(1, QStringLiteral("line 1 was changed: the entries end in another chain than it says"));
        m_check.head = m_chain;
        m_check.ok = m_check.problem.isEmpty();
        return m_check;
    }

private:
    void blame(qint64 line, const QString& problem) {
        m_check.line = line;
        m_check.problem = problem;
    }

    /// The next line as an object; nothing at the end, or when it is none: then it is to blame.
    std::optional<QJsonObject> next() {
        const QByteArray bytes = m_file.readLine(longestLine);
        if (bytes.isEmpty())
            return std::nullopt;
        ++m_line;
        if (!bytes.endsWith('\n')) {
            blame(m_line, QStringLiteral("line %1 is not whole: the file was cut").arg(m_line));
            return std::nullopt;
        }
        const QJsonDocument document = QJsonDocument::fromJson(bytes);
        if (!document.isObject() || canonicalJson(document.object()) != bytes.chopped(1)) {
            blame(m_line,
                  QStringLiteral("line %1 was changed: the core does not write such a line").arg(m_line));
            return std::nullopt;
        }
        return document.object();
    }

    bool readHeader() {
        const auto object = next();
        if (!object) {
            if (m_check.problem.isEmpty())
                blame(0, QStringLiteral("the file is empty"));
            return false;
        }
        const auto header = fromJson<AuditHeader>(*object);
        if (!header || object->value(QStringLiteral("format")) != QLatin1String(AuditHeader::formatName)) {
            blame(1, QStringLiteral("line 1 is not the beginning of an audit log"));
            return false;
        }
        m_header = *header;
        m_seq = m_check.after = m_header.after;
        m_chain = m_header.chain;
        return true;
    }

    bool readEntry() {
        const auto object = next();
        if (!object)
            return false;
        const qint64 seq = object->value(QStringLiteral("seq")).toInteger();
        const QString chain = object->value(QStringLiteral("chain")).toString();
        if (m_suspect && seq == m_suspect->seq && auditChainAfter(m_suspect->before, *object) == chain) {
            blame(m_suspect->line, QStringLiteral("line %1 was added: entry %2 stands in the line after it")
                                       .arg(m_suspect->line)
                                       .arg(seq));
            return false;
        }
        if (m_suspect) {
            blame(m_suspect->line,
                  QStringLiteral("line %1 (entry %2) was changed").arg(m_suspect->line).arg(m_suspect->seq));
            return false;
        }
        if (seq > m_header.last || seq <= m_seq) {
            blame(m_line,
                  QStringLiteral("line %1 was added: %2")
                      .arg(m_line)
                      .arg(seq > m_header.last ? QStringLiteral("line 1 says that the log ends with entry %1")
                                                     .arg(m_header.last)
                                               : QStringLiteral("there is an entry %1 before it").arg(seq)));
            return false;
        }
        if (seq > m_seq + 1) {
            const QString which = seq == m_seq + 2
                                      ? QStringLiteral("entry %1 was").arg(m_seq + 1)
                                      : QStringLiteral("entries %1 to %2 were").arg(m_seq + 1).arg(seq - 1);
            blame(m_line, QStringLiteral("%1 removed before line %2").arg(which).arg(m_line));
            return false;
        }
        if (auditChainAfter(m_chain, *object) != chain) {
            m_suspect = Suspect{m_line, seq, m_chain};
            return true;
        }
        m_seq = seq;
        m_chain = chain;
        ++m_check.entries;
        return true;
    }

    QIODevice& m_file;
    AuditHeader m_header;
    AuditCheck m_check;
    std::optional<Suspect> m_suspect;
    qint64 m_line = 0;
    qint64 m_seq = 0;
    Digest m_chain = auditStart();
};

} // namespace

Digest auditStart() {
    return QString(64, QLatin1Char('0'));
}

Digest auditChainAfter(const Digest& previous, QJsonObject entry) {
    entry.remove(QStringLiteral("chain"));
    return sha256(previous.toLatin1() + canonicalJson(entry));
}

Result<AuditCheck> checkAudit(QIODevice& file, const QString& head) {
    if (!file.isReadable())
        return Error{ErrorKind::Unavailable, QStringLiteral("the audit log cannot be read"), {}};
    AuditCheck check = Reader(file).run();
    if (check.ok && !head.isEmpty() && check.head != head) {
        check.ok = false;
        check.problem =
            QStringLiteral("the file is sound in itself, but it is another log than the one that ends in %1")
                .arg(head);
    }
    return check;
}

} // namespace signalbox
