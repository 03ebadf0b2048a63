// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/audit_file.h"

#include "core/audit/audit_check.h"

#include <QFile>
#include <QJsonDocument>

#include <algorithm>

namespace signalbox {

namespace {

constexpr int fileVersion = 1;
constexpr int mostPage = 1000;
constexpr qsizetype longestText = 500;
constexpr qsizetype largestDetail = 16 * 1024;
constexpr qsizetype knownTasks = 1000;

QString subject() {
    return QStringLiteral("audit log");
}

/// What strangers wrote in it is bounded.
void trim(AuditEntry& entry) {
    for (QString* text : {&entry.action, &entry.repository, &entry.who, &entry.machine, &entry.text})
        if (text->size() > longestText)
            *text = text->left(longestText) + QStringLiteral("…");
    if (const auto size = canonicalJson(entry.detail).size(); size > largestDetail)
        entry.detail = {{QStringLiteral("left_out_bytes"), size}};
}

/// The bounds of what is there, and the chain before and after it.
struct Bounds {
    qint64 goneSeq = 0;
    Digest goneChain = auditStart();
    qint64 last = 0;
    Digest head = auditStart();
};

Result<Bounds> boundsOf(SqliteConnection& connection) {
    Bounds bounds;
    auto rows = connection.prepare(QStringLiteral("SELECT gone, gone_chain FROM state"));
    if (!rows)
        return rows.error();
    const auto row = rows->step();
    if (!row)
        return row.error();
    if (*row) {
        bounds.last = bounds.goneSeq = rows->integer(0);
        bounds.head = bounds.goneChain = rows->text(1);
    }
    auto newest =
        connection.prepare(QStringLiteral("SELECT seq, chain FROM audit ORDER BY seq DESC LIMIT 1"));
    if (!newest)
        return newest.error();
    const auto found = newest->step();
    if (!found)
        return found.error();
    if (*found) {
        bounds.last = newest->integer(0);
        bounds.head = newest->text(1);
    }
    return bounds;
}

QJsonObject lineOf(const QByteArray& body, const QString& chain) {
    QJsonObject object = QJsonDocument::fromJson(body).object();
    object.insert(QStringLiteral("chain"), chain);
    return object;
}

} // namespace

Result<std::unique_ptr<AuditFile>> AuditFile::open(const QString& path) {
    auto connection = SqliteConnection::open(path, SqliteConnection::Mode::Write, subject());
    if (!connection)
        return connection.error();
    QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner);
    std::unique_ptr<AuditFile> file(new AuditFile(std::move(*connection)));
    if (const auto ready = file->prepare(); !ready)
        return ready.error();
    return file;
}

AuditFile::~AuditFile() {
    m_insert.reset();
    m_lookup.reset();
}

Result<void> AuditFile::prepare() {
    for (const char* statement :
         {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL",
          "CREATE TABLE IF NOT EXISTS audit(seq INTEGER PRIMARY KEY, task INTEGER NOT NULL, kind TEXT NOT "
          "NULL, "
          "repository TEXT NOT NULL, body TEXT NOT NULL, chain TEXT NOT NULL)",
          "CREATE INDEX IF NOT EXISTS audit_task ON audit(task, seq)",
          "CREATE INDEX IF NOT EXISTS audit_kind ON audit(kind, seq)",
          "CREATE TABLE IF NOT EXISTS state(one INTEGER PRIMARY KEY CHECK(one = 1), version INTEGER NOT "
          "NULL, "
          "journal INTEGER NOT NULL, gone INTEGER NOT NULL, gone_chain TEXT NOT NULL)"})
        if (const auto done = m_connection->run(QLatin1String(statement)); !done)
            return done.error();
    if (const auto made =
            m_connection->run(QStringLiteral("INSERT OR IGNORE INTO state VALUES(1, %1, 0, 0, '%2')")
                                  .arg(fileVersion)
                                  .arg(auditStart()));
        !made)
        return made.error();
    const auto version = m_connection->value(QStringLiteral("SELECT version FROM state"));
    if (!version)
        return version.error();
    if (version->toInt() != fileVersion)
        return Error{ErrorKind::Corrupt,
                     QStringLiteral("the audit log has format %1, which is not known").arg(version->toInt()),
                     QStringLiteral("use the version of Signalbox that wrote it")};
    const auto journalRead = m_connection->value(QStringLiteral("SELECT journal FROM state"));
    const auto bounds = boundsOf(*m_connection);
    auto insert = m_connection->prepare(QStringLiteral("INSERT INTO audit VALUES(?, ?, ?, ?, ?, ?)"));
    auto lookup = m_connection->prepare(QStringLiteral(
        "SELECT repository FROM audit WHERE task = ? AND repository <> '' ORDER BY seq LIMIT 1"));
    if (!journalRead)
        return journalRead.error();
    if (!bounds)
        return bounds.error();
    if (!insert)
        return insert.error();
    if (!lookup)
        return lookup.error();
    m_journal = journalRead->toLongLong();
    m_seq = bounds->last;
    m_chain = bounds->head;
    m_first = bounds->goneSeq + 1;
    m_insert.emplace(std::move(*insert));
    m_lookup.emplace(std::move(*lookup));
    return {};
}

QString AuditFile::repositoryOf(qint64 task) {
    if (const auto known = m_repositories.constFind(task); known != m_repositories.cend())
        return *known;
    m_lookup->bind(1, task);
    const auto found = m_lookup->step();
    const QString name = found && *found ? m_lookup->text(0) : QString();
    m_lookup->reset();
    if (!name.isEmpty())
        m_repositories.insert(task, name);
    return name;
}

Result<void> AuditFile::write(QList<AuditEntry>& entries, qint64 journal) {
    for (AuditEntry& entry : entries) {
        trim(entry);
        if (m_repositories.size() > knownTasks)
            m_repositories.clear();
        if (entry.task && entry.repository.isEmpty())
            entry.repository = repositoryOf(entry.task);
        else if (entry.task)
            m_repositories.insert(entry.task, entry.repository);
        entry.seq = ++m_seq;
        QJsonObject object = toJson(entry);
        object.remove(QStringLiteral("chain"));
        const QByteArray body = canonicalJson(object);
        m_chain = entry.chain = sha256(m_chain.toLatin1() + body);
        const QByteArray kind = enumWord(entry.kind).toLatin1();
        const QByteArray repository = entry.repository.toUtf8();
        const QByteArray chain = m_chain.toLatin1();
        m_insert->bind(1, m_seq);
        m_insert->bind(2, entry.task);
        m_insert->bind(3, kind);
        m_insert->bind(4, repository);
        m_insert->bind(5, body);
        m_insert->bind(6, chain);
        const auto written = m_insert->step();
        m_insert->reset();
        if (!written)
            return written.error();
    }
    if (journal == m_journal)
        return {};
    return m_connection->run(QStringLiteral("UPDATE state SET journal = %1").arg(journal));
}

/// A tenth at once, so that it is seldom.
Result<qint64> AuditFile::rotate(qint64 most) {
    if (m_seq - m_first + 1 <= most)
        return m_first;
    const qint64 gone = m_seq - std::max<qint64>(1, most - most / 10);
    const auto chain =
        m_connection->value(QStringLiteral("SELECT chain FROM audit WHERE seq = %1").arg(gone));
    if (!chain)
        return chain.error();
    for (const QString& statement :
         {QStringLiteral("UPDATE state SET gone = %1, gone_chain = '%2'").arg(gone).arg(chain->toString()),
          QStringLiteral("DELETE FROM audit WHERE seq <= %1").arg(gone)})
        if (const auto done = m_connection->run(statement); !done)
            return done.error();
    return gone + 1;
}

Result<void> AuditFile::append(QList<AuditEntry>& entries, qint64 journal, qint64 most) {
    const qint64 seq = m_seq;
    const Digest chain = m_chain;
    const auto failed = [&](const Error& error) {
        (void)m_connection->run(QStringLiteral("ROLLBACK"));
        m_seq = seq;
        m_chain = chain;
        return error;
    };
    if (const auto begun = m_connection->run(QStringLiteral("BEGIN IMMEDIATE")); !begun)
        return begun.error();
    if (const auto written = write(entries, journal); !written)
        return failed(written.error());
    const auto first = rotate(most);
    if (!first)
        return failed(first.error());
    if (const auto kept = m_connection->run(QStringLiteral("COMMIT")); !kept)
        return failed(kept.error());
    m_first = *first;
    m_journal = journal;
    return {};
}

// ---- Readers ----

Result<AuditPage> readAuditPage(const QString& path, const AuditQuery& query) {
    auto connection = SqliteConnection::open(path, SqliteConnection::Mode::Read, subject());
    if (!connection)
        return connection.error();
    if (const auto begun = (*connection)->run(QStringLiteral("BEGIN")); !begun)
        return begun.error();
    const auto bounds = boundsOf(**connection);
    if (!bounds)
        return bounds.error();
    AuditPage page;
    page.first = bounds->last > bounds->goneSeq ? bounds->goneSeq + 1 : 0;
    page.last = bounds->last;
    page.head = bounds->head;
    QString where = query.before > 0 ? QStringLiteral("seq < %1").arg(query.before)
                                     : QStringLiteral("seq > %1").arg(query.after);
    if (query.task > 0)
        where += QStringLiteral(" AND task = %1").arg(query.task);
    if (query.kind)
        where += QStringLiteral(" AND kind = '%1'").arg(enumWord(*query.kind));
    auto rows =
        (*connection)
            ->prepare(QStringLiteral("SELECT body, chain FROM audit WHERE %1 ORDER BY seq %2 LIMIT %3")
                          .arg(where, query.before > 0 ? QStringLiteral("DESC") : QStringLiteral("ASC"))
                          .arg(std::clamp(query.limit, 1, mostPage)));
    if (!rows)
        return rows.error();
    for (;;) {
        const auto row = rows->step();
        if (!row)
            return row.error();
        if (!*row)
            return page;
        const auto entry = fromJson<AuditEntry>(lineOf(rows->bytes(0), rows->text(1)));
        if (!entry)
            return Error{
                ErrorKind::Corrupt, QStringLiteral("the audit log: %1").arg(entry.error().message), {}};
        page.entries.append(*entry);
    }
}

Result<void> exportAudit(const QString& path, const AuditLog::LineSink& sink) {
    auto connection = SqliteConnection::open(path, SqliteConnection::Mode::Read, subject());
    if (!connection)
        return connection.error();
    if (const auto begun = (*connection)->run(QStringLiteral("BEGIN")); !begun)
        return begun.error();
    const auto bounds = boundsOf(**connection);
    if (!bounds)
        return bounds.error();
    AuditHeader header;
    header.after = bounds->goneSeq;
    header.chain = bounds->goneChain;
    header.last = bounds->last;
    header.head = bounds->head;
    if (const auto done = sink(canonicalJson(toJson(header))); !done)
        return done;
    auto rows = (*connection)->prepare(QStringLiteral("SELECT body, chain FROM audit ORDER BY seq"));
    if (!rows)
        return rows.error();
    for (;;) {
        const auto row = rows->step();
        if (!row)
            return row.error();
        if (!*row)
            return {};
        if (const auto done = sink(canonicalJson(lineOf(rows->bytes(0), rows->text(1)))); !done)
            return done;
    }
}

} // namespace signalbox
