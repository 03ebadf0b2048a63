// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/audit/audit_log.h"

#include "core/audit/audit_file.h"

#include <QtDebug>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace signalbox {

namespace {
constexpr qsizetype batchSize = 1000;
} // namespace

class AuditLog::Private {
public:
    Private(QString file, const Clock& clock, AuditOptions options, std::unique_ptr<AuditFile> opened)
        : path(std::move(file)), m_clock(clock), m_options(options), m_file(std::move(opened)) {
        m_writer = std::thread([this] { write(); });
    }

    ~Private() {
        {
            const std::lock_guard lock(m_mutex);
            m_ending = true;
        }
        m_wake.notify_all();
        m_writer.join();
    }

    bool add(AuditEntry entry) {
        if (entry.at.ms == 0)
            entry.at = m_clock.now();
        {
            const std::lock_guard lock(m_mutex);
            if (m_waiting.size() >= m_options.mostWaiting) {
                ++m_lost;
                return false;
            }
            m_waiting.append(std::move(entry));
            ++m_added;
        }
        m_wake.notify_all();
        return isWriting();
    }

    bool isWriting() const { return !m_failing; }

    void follow(AuditSource source) {
        {
            const std::lock_guard lock(m_mutex);
            m_source = std::move(source);
            m_grown = true;
            m_grownAt = {};
        }
        m_wake.notify_all();
    }

    void journalGrew() {
        const std::lock_guard lock(m_mutex);
        if (m_grown)
            return;
        m_grown = true;
        m_grownAt = std::chrono::steady_clock::now();
        m_wake.notify_all();
    }

    bool settle(Millis time) {
        std::unique_lock lock(m_mutex);
        const qint64 all = m_added;
        const qint64 round = ++m_wanted;
        m_wake.notify_all();
        return m_settled.wait_for(lock, time, [&] { return m_written >= all && m_round >= round; });
    }

    QString trouble() const {
        const std::lock_guard lock(m_mutex);
        return m_trouble;
    }

    const QString path;

private:
    using Steady = std::chrono::steady_clock;

    /// The writer's thread.
    void write() {
        std::unique_lock lock(m_mutex);
        for (;;) {
            waitForWork(lock);
            const bool last = m_ending;
            const qint64 round = m_wanted;
            m_grown = false;
            const AuditSource source = m_source;
            lock.unlock();
            const bool good = writeAll(source);
            lock.lock();
            if (good) {
                m_round = round;
                m_settled.notify_all();
            }
            if (last)
                return;
        }
    }

    void waitForWork(std::unique_lock<std::mutex>& lock) {
        if (m_failing) {
            m_wake.wait_for(lock, m_options.retryDelay, [this] { return m_ending; });
            return;
        }
        const auto urgent = [this] {
            return m_ending || !m_waiting.isEmpty() || m_round < m_wanted || m_lost > 0;
        };
        m_wake.wait(lock, [&] { return urgent() || m_grown; });
        if (!urgent())
            m_wake.wait_until(lock, m_grownAt + m_options.journalDelay, urgent);
    }

    /// Takes what waits and what the journal says, until there is no more or it cannot be written. At the end
    /// the journal is asked once only: a long one goes on at the next start, from where it was left.
    bool writeAll(AuditSource source) {
        for (;;) {
            QList<AuditEntry> batch;
            const qint64 journal = readJournal(source, batch);
            qint64 direct = 0;
            qint64 lost = 0;
            {
                const std::lock_guard lock(m_mutex);
                direct = std::min(batchSize, m_waiting.size());
                batch += m_waiting.first(direct);
                lost = m_lost;
                if (m_ending)
                    source = {};
            }
            if (lost > 0)
                batch.append(lossEntry(lost));
            if (batch.isEmpty() && journal == m_file->journal())
                return true;
            if (!append(batch, journal, direct, lost))
                return false;
        }
    }

    qint64 readJournal(const AuditSource& source, QList<AuditEntry>& batch) {
        if (!source)
            return m_file->journal();
        auto piece = source(m_file->journal());
        if (!piece) {
            qWarning("signalboxd: the audit log cannot read the journal: %s",
                     qPrintable(piece.error().text()));
            return m_file->journal();
        }
        batch = std::move(piece->entries);
        return piece->upTo;
    }

    AuditEntry lossEntry(qint64 lost) const {
        AuditEntry entry;
        entry.at = m_clock.now();
        entry.action = QStringLiteral("lost");
        entry.who = QStringLiteral("core");
        entry.text = QStringLiteral("%1 entries are missing here: they could not be written").arg(lost);
        entry.detail = {{QStringLiteral("entries"), lost}};
        return entry;
    }

    bool append(QList<AuditEntry>& batch, qint64 journal, qint64 direct, qint64 lost) {
        const auto done = m_file->append(batch, journal, m_options.mostEntries);
        const std::lock_guard lock(m_mutex);
        if (!done) {
            if (!m_failing.exchange(true))
                qWarning("signalboxd: the audit log cannot be written: %s", qPrintable(done.error().text()));
            m_trouble = done.error().message;
            return false;
        }
        if (m_failing.exchange(false))
            qWarning("signalboxd: the audit log is written again");
        m_trouble.clear();
        m_waiting.remove(0, direct);
        m_written += direct;
        m_lost -= lost;
        m_settled.notify_all();
        return true;
    }

    const Clock& m_clock;
    const AuditOptions m_options;
    const std::unique_ptr<AuditFile> m_file; ///< the writer's
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::condition_variable m_settled;
    QList<AuditEntry> m_waiting;
    AuditSource m_source;
    QString m_trouble;
    qint64 m_added = 0;
    qint64 m_written = 0;
    qint64 m_lost = 0;
    qint64 m_wanted = 0; ///< rounds that somebody waits for
    qint64 m_round = 0;
    Steady::time_point m_grownAt;
    std::atomic<bool> m_failing = false;
    bool m_grown = false;
    bool m_ending = false;
    std::thread m_writer;
};

Result<std::unique_ptr<AuditLog>> AuditLog::open(const QString& file, const Clock& clock,
                                                 AuditOptions options) {
    auto opened = AuditFile::open(file);
    if (!opened)
        return opened.error();
    return std::unique_ptr<AuditLog>(
        new AuditLog(std::make_unique<Private>(file, clock, options, std::move(*opened))));
}

AuditLog::AuditLog(std::unique_ptr<Private> d) : m_d(std::move(d)) {}

AuditLog::~AuditLog() = default;

bool AuditLog::add(AuditEntry entry) {
    return m_d->add(std::move(entry));
}

bool AuditLog::isWriting() const {
    return m_d->isWriting();
}

void AuditLog::follow(AuditSource source) {
    m_d->follow(std::move(source));
}

void AuditLog::journalGrew() {
    m_d->journalGrew();
}

bool AuditLog::settle(Millis time) {
    return m_d->settle(time);
}

Result<AuditPage> AuditLog::list(const AuditQuery& query) const {
    auto page = readAuditPage(m_d->path, query);
    if (page)
        page->trouble = m_d->trouble();
    return page;
}

Result<void> AuditLog::exportTo(const LineSink& sink) const {
    return exportAudit(m_d->path, sink);
}

} // namespace signalbox
