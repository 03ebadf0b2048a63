// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/budget/budget_ledger.h"

#include "core/journal/sqlite_connection.h"

#include <QFile>
#include <QtDebug>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace signalbox {

namespace {

constexpr int ledgerVersion = 1;
constexpr int commitsPerCheckpoint = 1000;
constexpr Millis beforeSync{2};
const char* const subjectName = "budget ledger";
constexpr std::array<const char*, 5> endingWords{"whole", "silent", "cut", "failed", "lost"};

QByteArray endingWord(CallEnding ending) {
    return endingWords.at(static_cast<std::size_t>(ending));
}

} // namespace

class BudgetLedger::Private {
public:
    explicit Private(const Clock& clock) : m_clock(clock) {}

    ~Private() {
        if (m_syncer.joinable()) {
            {
                const std::lock_guard lock(m_syncMutex);
                m_ending = true;
            }
            m_wake.notify_all();
            m_syncer.join();
        }
        m_reserve.reset();
        m_settle.reset();
        if (m_connection)
            (void)m_connection->run(QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)"));
        m_connection.reset();
        if (m_lock >= 0)
            ::close(m_lock);
    }

    Result<void> open(const QString& file) {
        if (!file.isEmpty())
            if (const auto locked = lockFile(file); !locked)
                return locked.error();
        auto connection = SqliteConnection::open(file.isEmpty() ? QStringLiteral(":memory:") : file,
                                                 SqliteConnection::Mode::Write, QLatin1String(subjectName));
        if (!connection)
            return connection.error();
        m_connection = std::move(*connection);
        for (const char* statement :
             {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", "PRAGMA wal_autocheckpoint=0"})
            if (const auto done = m_connection->run(QLatin1String(statement)); !done)
                return done.error();
        if (const auto made = makeTable(); !made)
            return made.error();
        if (const auto settled = settleLost(); !settled)
            return settled.error();
        if (const auto read = readRows(); !read)
            return read.error();
        if (const auto prepared = prepareStatements(); !prepared)
            return prepared.error();
        if (!file.isEmpty()) {
            QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner);
            m_wal = file + QStringLiteral("-wal");
            m_file = file;
            m_syncer = std::thread([this] { keepDurable(); });
        }
        return {};
    }

    Result<BudgetVerdict> reserve(const QList<BudgetScope>& scopes, const CallNeed& need,
                                  const CallLabel& label) {
        const std::lock_guard lock(m_mutex);
        // A clock that is set back holds nobody up, and grants nothing anew.
        const Moment now = std::max(m_latest, m_clock.now());
        BudgetVerdict verdict = m_book.reserve(scopes, need, now);
        if (verdict.kind != BudgetVerdict::Kind::Granted)
            return verdict;
        QStringList ids;
        for (const BudgetScope& scope : scopes)
            ids.append(scope.id);
        const QByteArray scopeText = ids.join(u'\n').toUtf8();
        const QByteArray protocol = label.protocol.toUtf8();
        const QByteArray model = label.model.toUtf8();
        SqliteStatement& row = *m_reserve;
        row.bind(1, qint64(verdict.id));
        m_latest = now;
        row.bind(2, m_latest.ms);
        row.bind(3, scopeText);
        row.bind(4, protocol);
        row.bind(5, model);
        row.bind(6, std::max<qint64>(0, verdict.tokens - verdict.output));
        row.bind(7, verdict.output);
        row.bind(8, verdict.cost);
        const auto written = row.step();
        row.reset();
        if (!written) {
            m_book.settle(verdict.id, {});
            return written.error();
        }
        becameDirty();
        return verdict;
    }

    BudgetVerdict look(const QList<BudgetScope>& scopes, const CallNeed& need) const {
        const std::lock_guard lock(m_mutex);
        return m_book.look(scopes, need, std::max(m_latest, m_clock.now()));
    }

    void see(quint64 id, const TokenUsage& usage) {
        const std::lock_guard lock(m_mutex);
        m_book.see(id, usage);
    }

    void settle(quint64 id, const TokenUsage& usage, CallEnding ending) {
        const std::lock_guard lock(m_mutex);
        const auto cost = m_book.settle(id, usage);
        if (!cost)
            return;
        const QByteArray word = endingWord(ending);
        SqliteStatement& row = *m_settle;
        row.bind(1, m_clock.now().ms);
        row.bind(2, usage.input);
        row.bind(3, usage.cacheRead);
        row.bind(4, usage.cacheWrite);
        row.bind(5, usage.longWrite);
        row.bind(6, usage.output);
        row.bind(7, *cost);
        row.bind(8, word);
        row.bind(9, qint64(id));
        const auto written = row.step();
        row.reset();
        if (!written)
            qWarning("%s", qPrintable(written.error().text()));
        becameDirty();
    }

    BudgetTotals totals(const QString& scope) const {
        const std::lock_guard lock(m_mutex);
        return m_book.totals(scope);
    }

    QStringList scopes() const {
        const std::lock_guard lock(m_mutex);
        return m_book.scopes();
    }

    Result<void> readSince(Moment from, const std::function<void(const SettledCall&)>& visit) const {
        if (m_file.isEmpty()) { // memory only: there is no second way to it
            const std::lock_guard lock(m_mutex);
            return readFrom(*m_connection, from, visit);
        }
        const auto own =
            SqliteConnection::open(m_file, SqliteConnection::Mode::Read, QLatin1String(subjectName));
        return own ? readFrom(**own, from, visit) : Result<void>(own.error());
    }

    Moment latest() const {
        const std::lock_guard lock(m_mutex);
        return m_latest;
    }

private:
    /// Calls begin in the order of their numbers: the first that is too old is the end.
    static Result<void> readFrom(SqliteConnection& connection, Moment from,
                                 const std::function<void(const SettledCall&)>& visit) {
        auto rows = connection.prepare(QStringLiteral(
            "SELECT began, scopes, input + cache_read + cache_write + output, cost, ended IS NULL"
            " FROM calls ORDER BY id DESC"));
        if (!rows)
            return rows.error();
        for (;;) {
            const auto there = rows->step();
            if (!there)
                return there.error();
            if (!*there || rows->integer(0) < from.ms)
                return {};
            if (rows->integer(4) == 0)
                visit({Moment{rows->integer(0)}, rows->text(1).split(u'\n', Qt::SkipEmptyParts),
                       rows->integer(2), rows->integer(3)});
        }
    }

    Result<void> lockFile(const QString& file) {
        m_lock = ::open(QFile::encodeName(file + QStringLiteral(".lock")).constData(),
                        O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (m_lock < 0)
            return Error{ErrorKind::Unavailable, QStringLiteral("cannot write beside %1").arg(file),
                         QStringLiteral("Name a file in a directory that exists and that you may write.")};
        if (::flock(m_lock, LOCK_EX | LOCK_NB) != 0)
            return Error{ErrorKind::Conflict, QStringLiteral("another gateway has the ledger %1").arg(file),
                         QStringLiteral("Stop it, or give this one another file.")};
        return {};
    }

    Result<void> makeTable() {
        const auto version = m_connection->value(QStringLiteral("PRAGMA user_version"));
        if (!version)
            return version.error();
        if (version->toInt() > ledgerVersion)
            return Error{ErrorKind::Conflict, QStringLiteral("the budget ledger is of a newer version"),
                         QStringLiteral("Use the version of Signalbox that wrote it.")};
        return m_connection->run(
            QStringLiteral("CREATE TABLE IF NOT EXISTS calls(id INTEGER PRIMARY KEY, began INTEGER NOT NULL,"
                           " scopes TEXT NOT NULL, protocol TEXT NOT NULL, model TEXT NOT NULL,"
                           " reserved_input INTEGER NOT NULL, reserved_output INTEGER NOT NULL,"
                           " reserved_cost INTEGER NOT NULL, ended INTEGER, input INTEGER NOT NULL DEFAULT 0,"
                           " cache_read INTEGER NOT NULL DEFAULT 0, cache_write INTEGER NOT NULL DEFAULT 0,"
                           " long_write INTEGER NOT NULL DEFAULT 0, output INTEGER NOT NULL DEFAULT 0,"
                           " cost INTEGER NOT NULL DEFAULT 0, ending TEXT);"
                           "PRAGMA user_version=%1")
                .arg(ledgerVersion));
    }

    /// Nobody knows what became of them: what they had reserved is the most that they can have used.
    Result<void> settleLost() {
        return m_connection->run(
            QStringLiteral("UPDATE calls SET ended=%1, input=reserved_input, output=reserved_output,"
                           " cost=reserved_cost, ending='lost' WHERE ended IS NULL")
                .arg(m_clock.now().ms));
    }

    Result<void> readRows() {
        auto rows = m_connection->prepare(QStringLiteral(
            "SELECT id, scopes, input, cache_read, cache_write, long_write, output, cost, began"
            " FROM calls ORDER BY id"));
        if (!rows)
            return rows.error();
        for (;;) {
            const auto there = rows->step();
            if (!there)
                return there.error();
            if (!*there)
                return {};
            TokenUsage usage;
            usage.input = rows->integer(2);
            usage.cacheRead = rows->integer(3);
            usage.cacheWrite = rows->integer(4);
            usage.longWrite = rows->integer(5);
            usage.output = rows->integer(6);
            const QStringList scopes = rows->text(1).split(u'\n', Qt::SkipEmptyParts);
            m_book.add(scopes, usage, rows->integer(7));
            if (const Moment began{rows->integer(8)}; began + Millis(60'000) > m_clock.now())
                m_book.addBeginning(scopes, began);
            m_book.setLastId(quint64(rows->integer(0)));
            m_latest = std::max(m_latest, Moment{rows->integer(8)});
        }
    }

    Result<void> prepareStatements() {
        auto reserve = m_connection->prepare(
            QStringLiteral("INSERT INTO calls(id, began, scopes, protocol, model, reserved_input,"
                           " reserved_output, reserved_cost) VALUES(?,?,?,?,?,?,?,?)"));
        if (!reserve)
            return reserve.error();
        auto settle = m_connection->prepare(
            QStringLiteral("UPDATE calls SET ended=?, input=?, cache_read=?, cache_write=?, long_write=?,"
                           " output=?, cost=?, ending=? WHERE id=? AND ended IS NULL"));
        if (!settle)
            return settle.error();
        m_reserve.emplace(std::move(*reserve));
        m_settle.emplace(std::move(*settle));
        return {};
    }

    void becameDirty() {
        if (!m_syncer.joinable())
            return;
        bool first = false;
        {
            const std::lock_guard lock(m_syncMutex);
            first = m_commits++ == 0;
        }
        if (first) // else it is on its way already
            m_wake.notify_one();
    }

    /// The syncer: brings to the disk what commits left to the system, and now and then the log into the
    /// file.
    void keepDurable() {
        auto own = SqliteConnection::open(m_file, SqliteConnection::Mode::Write, QLatin1String(subjectName));
        if (!own)
            qWarning("%s", qPrintable(own.error().text()));
        int since = 0;
        std::unique_lock lock(m_syncMutex);
        for (;;) {
            m_wake.wait(lock, [this] { return m_ending || m_commits > 0; });
            // The call that was written down just now is on its way to its upstream: that goes first, and
            // what is written meanwhile shares the sync.
            m_wake.wait_for(lock, beforeSync, [this] { return m_ending; });
            since += std::exchange(m_commits, 0);
            const bool last = m_ending;
            lock.unlock();
            const int log = ::open(QFile::encodeName(m_wal).constData(), O_RDONLY | O_CLOEXEC);
            if (log >= 0) {
                if (::fdatasync(log) != 0)
                    qWarning("the budget ledger cannot be brought to the disk: errno %d", errno);
                ::close(log);
            }
            if (since >= commitsPerCheckpoint && own) {
                since = 0;
                if (const auto done = (*own)->run(QStringLiteral("PRAGMA wal_checkpoint(PASSIVE)")); !done)
                    qWarning("%s", qPrintable(done.error().text()));
            }
            lock.lock();
            if (last && m_commits == 0)
                return;
        }
    }

    const Clock& m_clock;
    int m_lock = -1;
    QString m_file;
    QString m_wal;
    std::unique_ptr<SqliteConnection> m_connection;
    std::optional<SqliteStatement> m_reserve;
    std::optional<SqliteStatement> m_settle;
    mutable std::mutex m_mutex;
    BudgetBook m_book;
    Moment m_latest;

    std::thread m_syncer;
    std::mutex m_syncMutex;
    std::condition_variable m_wake;
    int m_commits = 0;
    bool m_ending = false;
};

Result<std::unique_ptr<BudgetLedger>> BudgetLedger::open(const QString& file, const Clock& clock) {
    auto d = std::make_unique<Private>(clock);
    if (const auto opened = d->open(file); !opened)
        return opened.error();
    return std::unique_ptr<BudgetLedger>(new BudgetLedger(std::move(d)));
}

BudgetLedger::BudgetLedger(std::unique_ptr<Private> d) : m_d(std::move(d)) {}
BudgetLedger::~BudgetLedger() = default;

Result<BudgetVerdict> BudgetLedger::reserve(const QList<BudgetScope>& scopes, const CallNeed& need,
                                            const CallLabel& label) {
    return m_d->reserve(scopes, need, label);
}

BudgetVerdict BudgetLedger::look(const QList<BudgetScope>& scopes, const CallNeed& need) const {
    return m_d->look(scopes, need);
}

void BudgetLedger::see(quint64 id, const TokenUsage& usage) {
    m_d->see(id, usage);
}

void BudgetLedger::settle(quint64 id, const TokenUsage& usage, CallEnding ending) {
    m_d->settle(id, usage, ending);
}

Moment BudgetLedger::latest() const {
    return m_d->latest();
}

QStringList BudgetLedger::scopes() const {
    return m_d->scopes();
}

Result<void> BudgetLedger::readSince(Moment from,
                                     const std::function<void(const SettledCall&)>& visit) const {
    return m_d->readSince(from, visit);
}

BudgetTotals BudgetLedger::totals(const QString& scope) const {
    return m_d->totals(scope);
}

} // namespace signalbox
