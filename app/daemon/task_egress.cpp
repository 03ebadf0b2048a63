// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/task_egress.h"

#include "app/daemon/credential_audit.h"

#include <QHash>

#include <unistd.h>

#include <mutex>

namespace signalbox {

// ---- Options ----

QList<QCommandLineOption> TaskEgress::Options::flags() {
    const auto option = [](const char* name, const char* help, const char* value) {
        return QCommandLineOption(QLatin1String(name), QLatin1String(help), QLatin1String(value));
    };
    return {option("egress",
                   "What machines may reach through the core: packages (all registries), debian, pypi, npm, "
                   "or hosts, "
                   "with commas between them. Default: nothing.",
                   "list"),
            option("egress-network",
                   "A network that these names may lead to, beside the world's addresses; may be given "
                   "several times.",
                   "CIDR"),
            option("egress-mirror",
                   "Where the core fetches a host's files instead, HOST=URL; may be given several times.",
                   "mirror")};
}

Result<TaskEgress::Options> TaskEgress::Options::read(const QCommandLineParser& parser) {
    Options options;
    auto rules = EgressRules::parse(
        parser.value(QStringLiteral("egress")).split(QLatin1Char(','), Qt::SkipEmptyParts));
    if (!rules)
        return rules.error().within(QStringLiteral("--egress"));
    options.rules = std::move(*rules);
    for (const QString& text : parser.values(QStringLiteral("egress-network"))) {
        auto network = IpNetwork::parse(text);
        if (!network)
            return network.error().within(QStringLiteral("--egress-network"));
        options.networks.append(std::move(*network));
    }
    for (const QString& text : parser.values(QStringLiteral("egress-mirror"))) {
        const QString host = text.section(QLatin1Char('='), 0, 0).trimmed().toLower();
        const QUrl url(text.section(QLatin1Char('='), 1), QUrl::StrictMode);
        if (!options.rules.find(host) || !url.isValid() || url.host().isEmpty())
            return Error{
                ErrorKind::Invalid,
                QStringLiteral("--egress-mirror: \"%1\" is not HOST=URL of a host that --egress lets through")
                    .arg(text.left(200)),
                {}};
        options.mirrors.insert(host, url);
    }
    options.authorities = parser.value(QStringLiteral("upstream-ca"));
    return options;
}

// ---- The proxy ----

class TaskEgress::Pass {
public:
    TaskId task = 0;
    QString repository;
    EgressRules rules;
    QStringList missing; ///< asked for by the blueprint's step, and not let through by the core
    bool revoked = false;
    QString machine; ///< the one that it is for: the first that came with it
};

class TaskEgress::Private {
public:
    Private(const Options& settings, AuditLog& log) : options(settings), audit(log) {}

    Result<EgressCaller> identify(const Peer& peer) {
        const std::lock_guard lock(mutex);
        const auto pass = passes.value(peer.identity);
        if (peer.kind != Peer::Kind::Guest || !pass)
            return Error{ErrorKind::Denied, QStringLiteral("no attempt works in this machine"), {}};
        return EgressCaller{pass->rules};
    }

    bool write(const Peer& peer, const EgressAct& act) {
        AuditEntry entry;
        entry.kind = AuditKind::Egress;
        entry.action = act.kind == EgressAct::Kind::Allowed   ? QStringLiteral("allowed")
                       : act.kind == EgressAct::Kind::Refused ? QStringLiteral("refused")
                                                              : QStringLiteral("cut");
        entry.who = QStringLiteral("agent");
        entry.machine = peer.identity;
        entry.text = QString::fromLatin1(act.method) + QLatin1Char(' ') + act.target;
        if (!act.why.isEmpty())
            entry.text += QStringLiteral(": ") + act.why;
        entry.detail = {{QStringLiteral("method"), QString::fromLatin1(act.method.left(20))},
                        {QStringLiteral("target"), act.target.left(2000)},
                        {QStringLiteral("list"), act.list},
                        {QStringLiteral("why"), act.why}};
        {
            const std::lock_guard lock(mutex);
            if (const auto pass = passes.value(peer.identity)) {
                entry.task = pass->task;
                entry.repository = pass->repository;
            }
        }
        return audit.add(entry);
    }

    void write(const QString& action, const std::shared_ptr<Pass>& pass, const QString& machine) {
        const QStringList lists = pass->rules.lists();
        QString what =
            QStringLiteral("way to the world outside: %1")
                .arg(lists.isEmpty() ? QStringLiteral("nothing") : lists.join(QStringLiteral(", ")));
        if (!pass->missing.isEmpty())
            what += QStringLiteral(" (its step asks for %1 too, which this core does not let through)")
                        .arg(pass->missing.join(QStringLiteral(", ")));
        audit.add(credentialEntry(action, pass->task, pass->repository, machine, what));
    }

    const Options options;
    AuditLog& audit;
    std::unique_ptr<EgressProxy> proxy;
    std::mutex mutex;
    QHash<QString, std::shared_ptr<Pass>> passes; ///< by machine
};

Result<std::unique_ptr<TaskEgress>> TaskEgress::start(const Options& options, const QString& cacheDirectory,
                                                      AuditLog& audit) {
    auto d = std::make_unique<Private>(options, audit);
    EgressOptions egress;
    egress.cacheDirectory = cacheDirectory;
    egress.networks = options.networks;
    egress.mirrors = options.mirrors;
    egress.authorities = options.authorities;
    egress.identify = [raw = d.get()](const Peer& peer) { return raw->identify(peer); };
    egress.audit = [raw = d.get()](const Peer& peer, const EgressAct& act) { return raw->write(peer, act); };
    auto started = EgressProxy::start(std::move(egress));
    if (!started)
        return started.error();
    d->proxy = std::move(*started);
    return std::unique_ptr<TaskEgress>(new TaskEgress(std::move(d)));
}

TaskEgress::TaskEgress(std::unique_ptr<Private> d) : m_d(std::move(d)) {}

TaskEgress::~TaskEgress() {
    stop();
}

std::shared_ptr<TaskEgress::Pass> TaskEgress::issue(const Task& task,
                                                    const std::optional<QStringList>& only) {
    auto pass = std::make_shared<Pass>();
    pass->task = task.id;
    pass->repository = task.spec.repository;
    pass->rules = only ? m_d->options.rules.only(*only) : m_d->options.rules;
    if (only)
        for (const QString& word : *only)
            if (!m_d->options.rules.lets(word))
                pass->missing.append(word);
    m_d->write(QStringLiteral("issued"), pass, {});
    return pass;
}

QString TaskEgress::script(const std::shared_ptr<Pass>& pass, const QString& port) const {
    QString text =
        QStringLiteral(
            "export http_proxy=\"http://127.0.0.1:%1\" no_proxy=127.0.0.1,localhost,::1\n"
            "export https_proxy=\"$http_proxy\" HTTP_PROXY=\"$http_proxy\" HTTPS_PROXY=\"$http_proxy\" "
            "NO_PROXY=\"$no_proxy\"\n")
            .arg(port);
    const QStringList lists = pass->rules.lists();
    // In the clear as far as the core, which speaks TLS to them: so it can keep what they send.
    if (lists.contains(QStringLiteral("npm")))
        text += QStringLiteral("export npm_config_registry=http://registry.npmjs.org/ npm_config_audit=false "
                               "npm_config_fund=false "
                               "npm_config_update_notifier=false\n");
    if (lists.contains(QStringLiteral("pypi")))
        text += QStringLiteral(
            "export PIP_INDEX_URL=http://pypi.org/simple/ PIP_TRUSTED_HOST='pypi.org files.pythonhosted.org' "
            "PIP_DISABLE_PIP_VERSION_CHECK=1\n");
    return text;
}

void TaskEgress::open(const std::shared_ptr<Pass>& pass, const QString& machine, int descriptor) {
    {
        const std::lock_guard lock(m_d->mutex);
        if (pass->revoked || (!pass->machine.isEmpty() && pass->machine != machine)) {
            m_d->write(QStringLiteral("refused"), pass, machine);
            ::close(descriptor);
            return;
        }
        pass->machine = machine;
        m_d->passes.insert(machine, pass);
    }
    m_d->proxy->adopt(descriptor,
                      Peer{Peer::Kind::Guest, machine, QStringLiteral("task %1").arg(pass->task)});
}

void TaskEgress::revoke(const std::shared_ptr<Pass>& pass, const QString& machine) {
    {
        const std::lock_guard lock(m_d->mutex);
        if (!std::exchange(pass->revoked, true))
            m_d->write(QStringLiteral("revoked"), pass, machine);
        if (m_d->passes.value(machine) != pass)
            return;
        m_d->passes.remove(machine);
    }
    m_d->proxy->forget(machine);
}

void TaskEgress::stop() {
    m_d->proxy->stop();
}

} // namespace signalbox
