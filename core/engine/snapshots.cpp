// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/snapshots.h"

#include "core/base/files.h"
#include "core/flow/state_image.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonDocument>

#include <algorithm>

namespace signalbox {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int snapshotFormat = 1;
constexpr qsizetype digestBytes = 32;
constexpr qint64 maxBytes = 2'000'000'000;
constexpr int restFactor = 3; ///< of the time that one takes, the pause before the next

/// The first line of the file.
struct SnapshotHeader {
    int format = snapshotFormat;
    QString madeBy;
    qint64 seq = 0;
    Digest chain; ///< of the journal after event seq
    Digest schema;
    qint64 bytes = 0; ///< of the packed state that follows
    SB_FIELDS(SnapshotHeader, format, madeBy, seq, chain, schema, bytes)
};

QByteArray magic() {
    return QByteArrayLiteral("signalbox-snapshot ");
}

Error unfit(ErrorKind kind, const QString& why) {
    return {kind, why, {}};
}

Result<SnapshotHeader> headerOf(const QByteArray& file, qsizetype lineEnd) {
    const auto damaged = unfit(ErrorKind::Corrupt, QStringLiteral("it is no snapshot, or damaged"));
    if (!file.startsWith(magic()) || lineEnd < 0)
        return damaged;
    const QJsonDocument document =
        QJsonDocument::fromJson(file.mid(magic().size(), lineEnd - magic().size()));
    auto header = fromJson<SnapshotHeader>(document.object());
    if (!document.isObject() || !header)
        return damaged;
    if (header->format != snapshotFormat)
        return unfit(ErrorKind::Invalid, QStringLiteral("it has format %1, this program reads %2")
                                             .arg(header->format)
                                             .arg(snapshotFormat));
    return header;
}

QByteArray digestOf(QByteArrayView bytes) {
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(bytes);
    return hash.result();
}

/// The packed state in a file that is whole; the header's promises about it hold.
Result<std::pair<SnapshotHeader, QByteArray>> contentsOf(const QByteArray& file) {
    const qsizetype lineEnd = file.left(4096).indexOf('\n');
    auto header = headerOf(file, lineEnd);
    if (!header)
        return header.error();
    if (file.size() != lineEnd + 1 + header->bytes + digestBytes ||
        digestOf(QByteArrayView(file).chopped(digestBytes)) != file.right(digestBytes))
        return unfit(ErrorKind::Corrupt, QStringLiteral("it is damaged"));
    if (header->schema != stateSchema())
        return unfit(ErrorKind::Invalid, QStringLiteral("%1 wrote it in another form").arg(header->madeBy));
    return std::pair(*header, file.mid(lineEnd + 1, header->bytes));
}

} // namespace

Snapshots::Snapshots(Journal& journal, SnapshotSettings settings)
    : m_journal(journal), m_settings(std::move(settings)), m_notBefore(SteadyClock::now()) {
    if (m_settings.background)
        m_thread = std::thread([this] { run(); });
}

Snapshots::~Snapshots() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

QString Snapshots::pathOf(qint64 seq) const {
    return QStringLiteral("%1/%2.snapshot").arg(m_settings.directory).arg(seq);
}

QList<qint64> Snapshots::sequences() const {
    QList<qint64> found;
    for (const QString& name :
         QDir(m_settings.directory).entryList({QStringLiteral("*.snapshot")}, QDir::Files)) {
        bool ok = false;
        const qint64 seq = name.chopped(9).toLongLong(&ok);
        if (ok && seq > 0 && name == QStringLiteral("%1.snapshot").arg(seq))
            found.append(seq);
    }
    std::sort(found.begin(), found.end(), std::greater<>());
    return found;
}

// ---- Reading
// ------------------------------------------------------------------------------------------------------

Result<State> Snapshots::read(const QString& path) {
    const auto file = readFile(path, maxBytes);
    if (!file)
        return file.error();
    const auto contents = contentsOf(*file);
    if (!contents)
        return contents.error();
    const auto& [header, packed] = *contents;
    const auto chain = m_journal.chainAt(header.seq);
    if (!chain && chain.error().kind != ErrorKind::NotFound)
        return chain.error();
    if (!chain || *chain != header.chain)
        return unfit(ErrorKind::Conflict, QStringLiteral("it belongs to another journal, or to a later "
                                                         "state of one that was restored"));
    auto state = unpackState(packed);
    if (state && state->seq != header.seq)
        return unfit(ErrorKind::Corrupt, QStringLiteral("it holds another state than it says"));
    return state;
}

SnapshotFound Snapshots::newest() {
    SnapshotFound found;
    for (const qint64 seq : sequences()) {
        auto state = read(pathOf(seq));
        if (!state) {
            found.warnings.append(
                QStringLiteral("the snapshot %1 is not used: %2").arg(pathOf(seq), state.error().message));
            continue;
        }
        found.state = std::move(*state);
        break;
    }
    const std::lock_guard lock(m_mutex);
    m_figures.seq = found.state.seq;
    m_lastAsked = found.state.seq;
    return found;
}

// ---- Writing
// ------------------------------------------------------------------------------------------------------

void Snapshots::committed(const State& state) {
    if (!isDue(state.seq))
        return;
    if (!m_settings.background) {
        (void)take(state); // what fails is counted, and told
        return;
    }
    const auto begun = SteadyClock::now();
    State copy = state;
    const auto copying = std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - begun);
    const std::lock_guard lock(m_mutex);
    m_pending = std::move(copy);
    m_figures.copying = std::max(m_figures.copying, copying);
    m_wake.notify_all();
}

bool Snapshots::isDue(qint64 seq) {
    const std::lock_guard lock(m_mutex);
    if (seq - m_lastAsked < m_settings.everyEvents || m_busy || m_pending ||
        (m_settings.background && SteadyClock::now() < m_notBefore))
        return false;
    m_lastAsked = seq;
    return true;
}

void Snapshots::run() {
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_stopping || m_pending; });
        if (m_stopping)
            return;
        m_busy = true;
        std::optional<State> state = std::exchange(m_pending, std::nullopt);
        lock.unlock();
        const auto begun = SteadyClock::now();
        (void)take(*state); // what fails is counted, and told
        state.reset();
        const auto cost = SteadyClock::now() - begun;
        lock.lock();
        m_busy = false;
        m_notBefore = SteadyClock::now() + restFactor * cost;
    }
}

Result<void> Snapshots::take(const State& state) {
    const std::lock_guard writing(m_writing);
    {
        const std::lock_guard lock(m_mutex);
        if (state.seq <= m_figures.seq)
            return {};
    }
    const auto begun = SteadyClock::now();
    const auto done = write(state);
    const std::lock_guard lock(m_mutex);
    m_figures.writing = std::chrono::duration_cast<Millis>(SteadyClock::now() - begun);
    if (!done) {
        ++m_figures.failed;
        qWarning("signalboxd: no snapshot was kept: %s", qPrintable(done.error().text()));
        return done;
    }
    ++m_figures.taken;
    m_figures.seq = state.seq;
    return {};
}

Result<void> Snapshots::write(const State& state) {
    const auto chain = m_journal.chainAt(state.seq);
    if (!chain)
        return chain.error();
    const QByteArray packed = packState(state);
    const SnapshotHeader header{snapshotFormat, QStringLiteral("signalbox " SIGNALBOX_VERSION),
                                state.seq,      *chain,
                                stateSchema(),  packed.size()};
    QByteArray file = magic() + canonicalJson(toJson(header)) + '\n' + packed;
    file += digestOf(file);
    if (const auto made = makeDirectory(m_settings.directory, 0700); !made)
        return made;
    if (const auto written = writeFileAtomically(pathOf(state.seq), file, 0600); !written)
        return written;
    {
        const std::lock_guard lock(m_mutex);
        m_figures.bytes = file.size();
    }
    removeOthers(state.seq);
    return {};
}

// What claims to be later than the newest is of another history: a journal was restored.
void Snapshots::removeOthers(qint64 newest) {
    int kept = 0;
    for (const qint64 seq : sequences()) {
        if (seq <= newest && kept < std::max(1, m_settings.keep))
            ++kept;
        else if (const auto gone = removeTree(pathOf(seq)); !gone)
            qWarning("signalboxd: %s", qPrintable(gone.error().text()));
    }
}

SnapshotFigures Snapshots::figures() const {
    const std::lock_guard lock(m_mutex);
    return m_figures;
}

} // namespace signalbox
