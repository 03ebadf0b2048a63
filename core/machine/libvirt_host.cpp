// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/libvirt_host.h"

#include "core/base/files.h"
#include "core/machine/child_reaper.h"
#include "core/machine/domain_xml.h"
#include "core/machine/libvirt_loop.h"

#include <QDir>
#include <QFileInfo>
#include <QUrl>
#include <QUrlQuery>

#include <atomic>
#include <condition_variable>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <set>
#include <thread>
#include <unistd.h>

namespace signalbox {

namespace {

constexpr Millis answerLimit{5'000}; ///< of the hypervisor's process to a question about its counters

QString endOf(int event, int detail) {
    if (event == VIR_DOMAIN_EVENT_CRASHED)
        return QStringLiteral("the guest's kernel panicked");
    if (event != VIR_DOMAIN_EVENT_STOPPED)
        return {};
    switch (detail) {
    case VIR_DOMAIN_EVENT_STOPPED_SAVED:
        return {}; // it sleeps
    case VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN:
        return QStringLiteral("the guest shut itself down");
    case VIR_DOMAIN_EVENT_STOPPED_CRASHED:
        return QStringLiteral("the guest's kernel panicked");
    case VIR_DOMAIN_EVENT_STOPPED_FAILED:
        return QStringLiteral("the hypervisor's process was killed or crashed");
    case VIR_DOMAIN_EVENT_STOPPED_DESTROYED:
        return QStringLiteral("the machine was destroyed");
    default:
        return QStringLiteral("the machine stopped");
    }
}

QString pauseReason(int reason) {
    switch (reason) {
    case VIR_DOMAIN_PAUSED_IOERROR:
        return QStringLiteral("paused: its disk could not be written (is the host's disk full?)");
    case VIR_DOMAIN_PAUSED_CRASHED:
        return QStringLiteral("the guest's kernel panicked");
    default:
        return QStringLiteral("paused");
    }
}

QString makeOwner(const QString& stateDirectory) {
    // The place identifies the installation: a second one on the same computer has another.
    return sha256(QFileInfo(stateDirectory).absoluteFilePath().toUtf8()).left(16);
}

Result<ConnectPtr> cannotConnect(const QString& uri, bool embedded) {
    Error error = libvirtError(QStringLiteral("cannot connect to the hypervisor %1").arg(uri));
    if (error.message.contains(u"driver.pid"))
        error.hint = QStringLiteral("another core uses this state directory; stop it, or set SIGNALBOX_HOME");
    else if (embedded)
        error.hint = QStringLiteral("apt install qemu-system-x86 libvirt-daemon libvirt-daemon-system");
    else
        error.hint =
            QStringLiteral("is libvirtd running there, and may this user use it? try: virsh -c %1 list")
                .arg(uri);
    return error;
}

} // namespace

/// Gets the hypervisor's events on libvirt's thread; outlives the connection it was registered with.
struct LibvirtHost::Watcher {
    QString machines;
    std::atomic<bool> lost{false};

    static void release(void* self) { delete static_cast<std::shared_ptr<Watcher>*>(self); }
    static Watcher& of(void* self) { return **static_cast<std::shared_ptr<Watcher>*>(self); }

    static int onLifecycle(virConnectPtr, virDomainPtr domain, int event, int detail, void* self) {
        const QString name = QString::fromUtf8(virDomainGetName(domain));
        const MachineFolder folder(of(self).machines, name);
        if (const QString end = endOf(event, detail); !end.isEmpty() && folder.exists())
            folder.noteEnd(end);
        return 0;
    }
    static void onClosed(virConnectPtr, int, void* self) { of(self).lost = true; }
};

/// Questions to hypervisors' processes that are not answered yet, by machine. Outlives the host: a thread
/// that asks a process that hangs comes back only when that ends.
struct LibvirtHost::Questions {
    std::mutex mutex;
    std::condition_variable answered;
    std::set<QString> open;
};

LibvirtHost::LibvirtHost(QString uri, const MachineConfig& config)
    : m_uri(std::move(uri)), m_machines(config.stateDirectory + u"/machines"_qs),
      m_owner(makeOwner(config.stateDirectory)), m_questions(std::make_shared<Questions>()) {
    const QUrl url(m_uri);
    m_embedded = url.path() == u"/embed";
    m_root = QUrlQuery(url).queryItemValue(QStringLiteral("root"), QUrl::FullyDecoded);
    m_remote = !url.host().isEmpty();
    m_enforcesLimits = url.path() == u"/system" || (m_embedded && ::geteuid() == 0);
    m_limitsProcessor =
        m_enforcesLimits && (!m_embedded || QFileInfo::exists(QStringLiteral("/run/systemd/system")));
    if (m_embedded && ::geteuid() == 0)
        m_user = accountOfQemu();
}

LibvirtHost::~LibvirtHost() = default;

Result<ConnectPtr> LibvirtHost::connect() {
    const std::lock_guard lock(m_mutex);
    if (m_connection && !m_watcher->lost && virConnectIsAlive(m_connection.get()) == 1)
        return m_connection;
    m_connection.reset();
    return open();
}

Result<ConnectPtr> LibvirtHost::open() {
    if (Result<void> started = startLibvirt(); !started)
        return started.error();
    if (Result<void> made = makeDirectory(m_machines, m_user ? 0711 : 0700); !made)
        return made.error();
    MachineFolder::finishRemovals(m_machines);
    QUrl reachable(m_uri);
    if (m_embedded) {
        const Result<QString> root = prepareEmbeddedDriver(m_root, m_user, m_limitsProcessor);
        if (!root)
            return root.error();
        reachable.setQuery(QUrlQuery({{QStringLiteral("root"), *root}}));
    }
    expectChildren();
    ConnectPtr connection(virConnectOpen(reachable.toEncoded().constData()), [](virConnectPtr pointer) {
        if (pointer)
            virConnectClose(pointer);
    });
    if (!connection)
        return cannotConnect(m_uri, m_embedded);
    m_watcher = std::make_shared<Watcher>();
    m_watcher->machines = m_machines;
    watchEvents(connection.get());
    m_connection = connection;
    return connection;
}

void LibvirtHost::watchEvents(virConnectPtr connection) {
    const auto share = [this] { return new std::shared_ptr<Watcher>(m_watcher); };
    virConnectDomainEventRegisterAny(connection, nullptr, VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                     VIR_DOMAIN_EVENT_CALLBACK(&Watcher::onLifecycle), share(),
                                     &Watcher::release);
    if (m_embedded)
        return;
    // A dead daemon or network gives no error on a stream: only these tell.
    virConnectRegisterCloseCallback(connection, &Watcher::onClosed, share(), &Watcher::release);
    virConnectSetKeepAlive(connection, 5, 3);
}

Result<DomainPtr> LibvirtHost::find(const QString& name) {
    Result<ConnectPtr> connection = connect();
    if (!connection)
        return connection.error();
    DomainPtr domain(virDomainLookupByName(connection->get(), folder(name).bornAs().toUtf8().constData()),
                     [](virDomainPtr pointer) {
                         if (pointer)
                             virDomainFree(pointer);
                     });
    if (!domain)
        return libvirtError(QStringLiteral("no machine %1").arg(name));
    if (!m_embedded) {
        const std::unique_ptr<char, decltype(&::free)> xml(virDomainGetXMLDesc(domain.get(), 0), ::free);
        if (!xml || ownerInDomainXml(QString::fromUtf8(xml.get())) != m_owner)
            return Error{
                ErrorKind::Conflict,
                QStringLiteral("the machine %1 belongs to another installation of Signalbox").arg(name),
                {}};
    }
    return domain;
}

QString LibvirtHost::whyGone(const QString& name) const {
    const MachineFolder place = folder(name);
    if (place.asleepSince())
        return QStringLiteral("it hibernates");
    QString why = place.end();
    const QString panic = place.panicInLog();
    // A panic in the log says more than "killed" or "panicked" from the hypervisor.
    if (!panic.isEmpty() && (why.isEmpty() || why.contains(u"panicked")))
        return panic;
    if (!why.isEmpty())
        return why;
    return place.exists() ? QStringLiteral("it is gone from the hypervisor (killed, or the host restarted)")
                          : QStringLiteral("it was destroyed");
}

Result<void> LibvirtHost::checkRunning(const QString& name) {
    const auto gone = [&](const QString& why) {
        return Error{ErrorKind::Unavailable, QStringLiteral("the machine %1 is lost: %2").arg(name, why), {}};
    };
    Result<DomainPtr> domain = find(name);
    if (!domain)
        return domain.error().kind == ErrorKind::NotFound ? gone(whyGone(name)) : domain.error();
    int state = 0;
    int reason = 0;
    if (virDomainGetState(domain->get(), &state, &reason, 0) != 0 || state == VIR_DOMAIN_SHUTOFF)
        return gone(whyGone(name));
    if (state == VIR_DOMAIN_CRASHED)
        return gone(QStringLiteral("the guest's kernel panicked"));
    if (state == VIR_DOMAIN_PAUSED)
        return Error{ErrorKind::Unavailable,
                     QStringLiteral("the machine %1 does not run: %2").arg(name, pauseReason(reason)),
                     QStringLiteral("free space on the host's disk")};
    return {};
}

QString LibvirtHost::pausedBecause(const QString& name) {
    Result<DomainPtr> domain = find(name);
    int state = 0;
    int reason = 0;
    if (!domain || virDomainGetState(domain->get(), &state, &reason, 0) != 0 || state != VIR_DOMAIN_PAUSED)
        return {};
    return pauseReason(reason);
}

void LibvirtHost::resumeAfterFullDisk(const QString& name) {
    constexpr qint64 enough = 128LL * 1024 * 1024;
    Result<DomainPtr> domain = find(name);
    int state = 0;
    int reason = 0;
    if (!domain || virDomainGetState(domain->get(), &state, &reason, 0) != 0 || state != VIR_DOMAIN_PAUSED ||
        reason != VIR_DOMAIN_PAUSED_IOERROR)
        return;
    if (Result<qint64> free = freeBytes(m_machines); !free || *free < enough)
        return;
    virDomainResume(domain->get());
}

LibvirtHost::Counters LibvirtHost::counters(const DomainPtr& domain, const QString& name, Millis limit) {
    struct Answer {
        virDomainBlockStatsStruct moved{};
        virDomainBlockInfo scratch{};
        bool known = false;
    };
    Counters counters;
    virDomainInfo info{};
    if (virDomainGetInfo(domain.get(), &info) == 0) // asks the kernel, not the process
        counters.cpuMs = qint64(info.cpuTime / 1'000'000);
    std::unique_lock lock(m_questions->mutex);
    if (m_questions->open.contains(name)) {
        counters.mute = true;
        return counters;
    }
    int lastDisk = 0;
    if (const Result<MachineRecord> record = folder(name).load())
        lastDisk = int(record->spec.layers.size());
    m_questions->open.insert(name);
    const auto answer = std::make_shared<Answer>();
    std::thread([questions = m_questions, domain, name, answer, lastDisk] {
        Answer got;
        const QByteArray disk = QByteArray("vd") + char('a' + lastDisk);
        got.known = virDomainBlockStats(domain.get(), "", &got.moved, sizeof got.moved) == 0;
        virDomainGetBlockInfo(domain.get(), disk.constData(), &got.scratch, 0);
        const std::lock_guard guard(questions->mutex);
        *answer = got;
        questions->open.erase(name);
        questions->answered.notify_all();
    }).detach();
    counters.mute =
        !m_questions->answered.wait_for(lock, limit, [&] { return !m_questions->open.contains(name); });
    if (!counters.mute && answer->known)
        counters.diskMoved =
            std::max<qint64>(0, answer->moved.rd_bytes) + std::max<qint64>(0, answer->moved.wr_bytes);
    if (!counters.mute)
        counters.diskAllocated = qint64(answer->scratch.allocation);
    return counters;
}

Result<MachineStatus> LibvirtHost::inspect(const QString& name) {
    using State = MachineStatus::State;
    MachineStatus status;
    status.name = name;
    const MachineFolder place = folder(name);
    if (Result<MachineRecord> record = place.load(); record) {
        status.labels = record->spec.labels;
        status.startedAt = record->createdAt;
    }
    Result<DomainPtr> domain = find(name);
    if (!domain) {
        if (domain.error().kind != ErrorKind::NotFound)
            return domain.error();
        if (!place.exists())
            return Error{ErrorKind::NotFound, QStringLiteral("there is no machine %1").arg(name), {}};
        const auto asleep = place.asleepSince();
        status.state = asleep ? State::Hibernated : State::Failed;
        status.reason =
            asleep ? QStringLiteral("its memory is on disk since %1").arg(asleep->iso()) : whyGone(name);
        status.diskBytes = place.bytesOnDisk();
        return status;
    }
    int state = 0;
    int reason = 0;
    virDomainGetState(domain->get(), &state, &reason, 0);
    const Counters counted = counters(*domain, name, answerLimit);
    status.cpuTimeMs = counted.cpuMs;
    status.diskBytes = counted.diskAllocated;
    // A process that hangs holds the machine's lock: whoever asks more waits for half a minute.
    virDomainMemoryStatStruct memory[VIR_DOMAIN_MEMORY_STAT_NR];
    const int count =
        counted.mute ? 0 : virDomainMemoryStats(domain->get(), memory, VIR_DOMAIN_MEMORY_STAT_NR, 0);
    for (int i = 0; i < count; ++i)
        if (memory[i].tag == VIR_DOMAIN_MEMORY_STAT_RSS)
            status.memoryBytes = qint64(memory[i].val) * 1024;
    switch (state) {
    case VIR_DOMAIN_RUNNING:
    case VIR_DOMAIN_BLOCKED:
        status.state = State::Running;
        break;
    case VIR_DOMAIN_PAUSED:
        status.state = reason == VIR_DOMAIN_PAUSED_STARTING_UP ? State::Starting : State::Paused;
        status.reason = pauseReason(reason);
        break;
    case VIR_DOMAIN_CRASHED:
        status.state = State::Failed;
        status.reason = QStringLiteral("the guest's kernel panicked");
        break;
    default:
        status.state = State::Stopped;
        status.reason = whyGone(name);
    }
    if (!place.exists())
        status.reason = QStringLiteral("left over: its folder is missing");
    return status;
}

Result<QStringList> LibvirtHost::names() {
    Result<ConnectPtr> connection = connect();
    if (!connection)
        return connection.error();
    virDomainPtr* domains = nullptr;
    const int count = virConnectListAllDomains(connection->get(), &domains, 0);
    if (count < 0)
        return libvirtError(QStringLiteral("cannot list the machines of %1").arg(m_uri));
    QStringList found;
    for (int i = 0; i < count; ++i) {
        const QString name = QString::fromUtf8(virDomainGetName(domains[i]));
        virDomainFree(domains[i]);
        if (name.startsWith(u"sb-") && (m_embedded || find(name)))
            found.append(name);
    }
    ::free(domains);
    QStringList taken; // known by another name now
    for (const QString& name :
         QDir(m_machines).entryList({QStringLiteral("sb-*")}, QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (const QString born = folder(name).bornAs(); born != name)
            taken.append(born);
        if (!found.contains(name))
            found.append(name);
    }
    for (const QString& name : taken)
        found.removeAll(name);
    found.sort();
    return found;
}

} // namespace signalbox
