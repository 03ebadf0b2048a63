// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/task_archive.h"

#include "core/base/files.h"

#include <QJsonDocument>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>

#include <algorithm>

namespace signalbox {

namespace {

constexpr int archiveFormat = 1;
constexpr qint64 chunk = 2000;     ///< records read from the journal at a time
constexpr qint64 farBehind = 5000; ///< events without a finished task after which the place is noted
constexpr Millis gather{200};      ///< so long rows gather before they are written
constexpr Millis patience{2000};   ///< of a query for what was observed just now
constexpr int maxPage = 1000;

Error sqlError(const QSqlError& error) {
    return {ErrorKind::Unavailable, QStringLiteral("the list of finished tasks: %1").arg(error.text()), {}};
}

/// A connection belongs to the thread that made it.
class Connection {
public:
    explicit Connection(const QString& path) : m_name(QUuid::createUuid().toString()) {
        m_database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
        m_database.setDatabaseName(path);
        m_open = m_database.open();
    }
    ~Connection() {
        m_database.close();
        m_database = QSqlDatabase();
        QSqlDatabase::removeDatabase(m_name);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// The query, done; Unavailable when it cannot be.
    Result<QSqlQuery> run(const QString& text, const QVariantList& values = {}) {
        QSqlQuery query(m_database);
        query.setForwardOnly(true);
        bool done = m_open && query.prepare(text);
        for (const QVariant& value : values)
            query.addBindValue(value);
        done = done && query.exec();
        if (!done)
            return sqlError(m_open ? query.lastError() : m_database.lastError());
        return query;
    }
    /// The first column of the first row.
    QVariant value(const QString& text, const QVariantList& values = {}) {
        auto query = run(text, values);
        return query && query->next() ? query->value(0) : QVariant();
    }

private:
    QString m_name;
    QSqlDatabase m_database;
    bool m_open = false;
};

/// Tells one task from records, and where it was last told anew.
struct Telling {
    Task task;
    qint64 continued = 0;
    bool any = false;

    void hear(const Record& record) {
        any = true;
        if (std::holds_alternative<TaskContinued>(record.event))
            continued = record.seq;
        applyToTask(task, record.event, record.at);
    }
};

Result<Telling> tell(Journal& journal, TaskId id, qint64 from) {
    Telling telling;
    const auto read = journal.readTask(id, std::max<qint64>(0, from - 1), 0,
                                       [&](const Record& record) { telling.hear(record); });
    if (!read)
        return read.error();
    if (!telling.any)
        return Error{ErrorKind::NotFound, QStringLiteral("there is no task %1").arg(id), {}};
    return telling;
}

} // namespace

Result<Task> taskFromJournal(Journal& journal, TaskId id, qint64 from) {
    auto telling = tell(journal, id, from);
    if (!telling)
        return telling.error();
    return std::move(telling->task);
}

// ---- The file, for the worker's thread ----

class TaskArchive::File {
public:
    /// Opens the file; one that does not fit the journal is made anew.
    File(Journal& journal, const QString& path) : m_journal(journal) {
        m_connection = std::make_unique<Connection>(path);
        if (fits())
            return;
        m_connection.reset();
        for (const char* tail : {"", "-wal", "-shm"})
            (void)removeTree(path + QLatin1String(tail)); // what cannot be removed cannot be made either
        if (const auto made = writeFileAtomically(path, {}, 0600); !made) // SQLite would let others read it
            qWarning("signalboxd: %s", qPrintable(made.error().text()));
        m_connection = std::make_unique<Connection>(path);
        m_seq = 0;
        for (const QString& statement : schema())
            if (auto done = m_connection->run(statement); !done)
                qWarning("signalboxd: %s", qPrintable(done.error().text()));
    }

    [[nodiscard]] qint64 seq() const { return m_seq; }

    Result<void> enter(const QList<Row>& rows, qint64 upTo) {
        const auto chain = m_journal.chainAt(upTo);
        if (!chain)
            return chain.error();
        if (auto begun = m_connection->run(QStringLiteral("BEGIN")); !begun)
            return begun.error();
        Result<void> done = put(rows, upTo, *chain);
        if (auto ended = m_connection->run(done ? QStringLiteral("COMMIT") : QStringLiteral("ROLLBACK"));
            !ended && done)
            done = ended.error();
        if (done)
            m_seq = upTo;
        return done;
    }

private:
    static QStringList schema() {
        return {QStringLiteral("PRAGMA journal_mode = WAL"),
                QStringLiteral("PRAGMA synchronous = OFF"),
                QStringLiteral("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)"),
                QStringLiteral("CREATE TABLE finished (seq INTEGER PRIMARY KEY, task INTEGER NOT NULL, "
                               "repository TEXT NOT NULL, outcome TEXT NOT NULL, continued INTEGER NOT NULL, "
                               "summary TEXT NOT NULL)"),
                QStringLiteral("CREATE UNIQUE INDEX finished_task ON finished (task)"),
                QStringLiteral("CREATE INDEX finished_repository ON finished (repository, seq)"),
                QStringLiteral("CREATE INDEX finished_outcome ON finished (outcome, seq)"),
                QStringLiteral("INSERT INTO meta VALUES ('format', '%1')").arg(archiveFormat)};
    }
    bool fits() {
        const auto meta = [this](const char* key) {
            return m_connection
                ->value(QStringLiteral("SELECT value FROM meta WHERE key = ?"), {QLatin1String(key)})
                .toString();
        };
        if (meta("format") != QString::number(archiveFormat) ||
            m_connection->value(QStringLiteral("PRAGMA quick_check(1)")).toString() != QLatin1String("ok"))
            return false;
        m_seq = meta("seq").toLongLong();
        const auto chain = m_journal.chainAt(m_seq);
        return m_seq == 0 || (chain && *chain == meta("chain"));
    }
    Result<void> put(const QList<Row>& rows, qint64 upTo, const Digest& chain) {
        for (const Row& row : rows) {
            const auto done = m_connection->run(
                QStringLiteral("INSERT OR REPLACE INTO finished VALUES (?, ?, ?, ?, ?, ?)"),
                {row.seq, row.summary.id, row.summary.repository, enumWord(row.summary.outcome),
                 row.continued, QString::fromUtf8(canonicalJson(toJson(row.summary)))});
            if (!done)
                return done.error();
        }
        for (const auto& [key, value] : {std::pair(QStringLiteral("seq"), QString::number(upTo)),
                                         std::pair(QStringLiteral("chain"), chain)})
            if (const auto done = m_connection->run(
                    QStringLiteral("INSERT OR REPLACE INTO meta VALUES (?, ?)"), {key, value});
                !done)
                return done.error();
        return {};
    }

    Journal& m_journal;
    std::unique_ptr<Connection> m_connection;
    qint64 m_seq = 0;
};

// ---- Keeping it up to date ----

TaskArchive::TaskArchive(Journal& journal, QString path)
    : m_journal(journal), m_path(std::move(path)), m_thread([this] { run(); }) {}

TaskArchive::~TaskArchive() {
    stop();
}

void TaskArchive::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    m_settled.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void TaskArchive::observe(const State& state, const QList<Record>& records) {
    QList<Row> rows;
    bool whole = true;
    for (const Record& record : records) {
        const auto* finished = std::get_if<TaskFinished>(&record.event);
        if (!finished)
            continue;
        // One that was told anew, or has left the state already, is read from the journal.
        if (const Task* task = state.task(finished->task);
            task && std::all_of(task->steps.begin(), task->steps.end(),
                                [](const StepState& step) { return step.condensed == 0; }))
            rows.append({record.seq, 0, summaryOf(*task)});
        else
            whole = false;
    }
    const std::lock_guard lock(m_mutex);
    if (!m_told)
        m_told = Told{records.first().seq - 1, 0, {}, true};
    m_told->upTo = m_observed = records.last().seq;
    m_told->rows += rows;
    m_told->whole = m_told->whole && whole;
    if (!m_told->rows.isEmpty() || !whole || m_told->upTo - m_told->after > farBehind)
        m_wake.notify_all();
}

void TaskArchive::run() {
    File file(m_journal, m_path);
    const auto upTo = m_journal.lastSeq();
    Result<void> done = upTo ? catchUp(file, *upTo) : Result<void>(upTo.error());
    std::unique_lock lock(m_mutex);
    m_opened = true;
    for (;;) {
        m_entered = file.seq();
        m_settled.notify_all();
        const auto due = [this] {
            return m_stopping || (m_told && (!m_told->rows.isEmpty() || !m_told->whole ||
                                             m_told->upTo - m_told->after > farBehind ||
                                             (m_asked > m_entered && m_told->upTo >= m_asked)));
        };
        if (!done) { // a full disk, say: told once, tried again after a while
            qWarning("signalboxd: %s", qPrintable(done.error().text()));
            m_wake.wait_for(lock, std::chrono::seconds(30), [this] { return m_stopping; });
        }
        m_wake.wait(lock, due);
        if (m_asked <= m_entered)
            m_wake.wait_for(lock, gather, [this] { return m_stopping || m_asked > m_entered; });
        if (!m_told && m_stopping)
            return;
        const Told told = *std::exchange(m_told, std::nullopt);
        lock.unlock();
        done = enter(file, told);
        lock.lock();
        if (m_stopping && !m_told)
            return;
    }
}

Result<void> TaskArchive::enter(File& file, const Told& told) {
    if (told.whole && told.after == file.seq())
        return file.enter(told.rows, told.upTo);
    return catchUp(file, told.upTo);
}

Result<void> TaskArchive::catchUp(File& file, qint64 upTo) {
    while (file.seq() < upTo) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_stopping)
                return {};
        }
        qint64 read = file.seq();
        QList<std::pair<qint64, TaskId>> finished;
        const auto done =
            m_journal.read(file.seq(), std::min(chunk, upTo - file.seq()), [&](const Record& record) {
                read = record.seq;
                if (const auto* e = std::get_if<TaskFinished>(&record.event))
                    finished.append({record.seq, e->task});
            });
        if (!done)
            return done;
        if (read == file.seq())
            return Error{ErrorKind::Unavailable, QStringLiteral("the journal ends before %1").arg(upTo), {}};
        QList<Row> rows;
        for (const auto& [seq, id] : finished) {
            const auto telling = tell(m_journal, id, 0);
            if (!telling)
                return telling.error();
            rows.append({seq, telling->continued, summaryOf(telling->task)});
        }
        if (auto entered = file.enter(rows, read); !entered)
            return entered;
        const std::lock_guard lock(m_mutex);
        m_entered = read;
    }
    return {};
}

bool TaskArchive::settle(Millis atMost) {
    std::unique_lock lock(m_mutex);
    const qint64 wanted = m_observed;
    m_asked = std::max(m_asked, wanted);
    m_wake.notify_all();
    const auto there = [&] { return m_opened && m_entered >= wanted; };
    (void)m_settled.wait_for(lock, atMost, [&] { return m_stopping || there(); });
    return there();
}

// ---- Asking ----

Result<FinishedPage> TaskArchive::finished(const FinishedQuery& query) {
    (void)settle(patience); // the page says up to where it is true
    Connection connection(m_path);
    QStringList where;
    QVariantList values;
    const auto limit = std::clamp(query.limit, 1, maxPage);
    if (query.before > 0) {
        where.append(QStringLiteral("seq < ?"));
        values.append(query.before);
    }
    if (!query.repository.isEmpty()) {
        where.append(QStringLiteral("repository = ?"));
        values.append(query.repository);
    }
    if (query.outcome) {
        where.append(QStringLiteral("outcome = ?"));
        values.append(enumWord(*query.outcome));
    }
    values.append(limit + 1);
    FinishedPage page;
    page.seq =
        connection.value(QStringLiteral("SELECT value FROM meta WHERE key = 'seq'")).toString().toLongLong();
    auto rows = connection.run(
        QStringLiteral("SELECT seq, summary FROM finished%1 ORDER BY seq DESC LIMIT ?")
            .arg(where.isEmpty() ? QString()
                                 : QStringLiteral(" WHERE ") + where.join(QStringLiteral(" AND "))),
        values);
    if (!rows)
        return rows.error();
    qint64 last = 0;
    while (rows->next()) {
        if (page.tasks.size() == limit) {
            page.next = last;
            break;
        }
        last = rows->value(0).toLongLong();
        const auto document = QJsonDocument::fromJson(rows->value(1).toString().toUtf8());
        auto summary = fromJson<TaskSummary>(document.object());
        if (!summary)
            return summary.error();
        page.tasks.append(std::move(*summary));
    }
    return page;
}

Result<Task> TaskArchive::task(TaskId id) {
    Connection connection(m_path);
    const qint64 continued =
        connection.value(QStringLiteral("SELECT continued FROM finished WHERE task = ?"), {id}).toLongLong();
    return taskFromJournal(m_journal, id, continued);
}

} // namespace signalbox
