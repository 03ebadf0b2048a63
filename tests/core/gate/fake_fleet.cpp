// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/gate/fake_fleet.h"

#include "core/base/files.h"

#include <QJsonDocument>

namespace signalbox {

namespace {

class FakeMachine final : public Machine {
public:
    FakeMachine(FakeProvider& provider, QString name) : m_provider(provider), m_name(std::move(name)) {}

    QString name() const override { return m_name; }
    QMap<QString, Digest> imageDigests() const override {
        return {{QStringLiteral("base"), m_provider.imageOf ? m_provider.imageOf(m_name) : sha256("image")}};
    }

    Result<JobResult> run(const Job& job, const OutputSink& sink, const CancelToken& cancel) override {
        m_provider.jobs.append(job);
        if (cancel.cancelled())
            return Error{ErrorKind::Cancelled, QStringLiteral("cancelled"), {}};
        if (m_provider.trouble)
            if (auto error = m_provider.trouble(job.id))
                return *error;
        JobResult result;
        if (job.id == QLatin1String("unpack")) {
            result.code = m_provider.unpackCode.value_or(0);
        } else if (job.id == QLatin1String("gate")) {
            m_provider.ran.insert(m_name, m_files);
            const Behaviour what = m_provider.behaviour(m_files, job);
            sink(what.output);
            m_report = what.report;
            result.end = what.end;
            result.code = what.code;
        } else if (job.id == QLatin1String("report")) {
            if (!m_provider.flood.isEmpty()) {
                sink(m_provider.flood);
                result.end = JobResult::End::OutputLimit;
                return result;
            }
            result.code = m_report ? 0 : 44;
            result.end = m_provider.reportEnd;
            if (m_report)
                sink(*m_report);
        }
        return result;
    }

    Result<void> putFile(const QString& hostPath, const QString&, int, const QString& user,
                         const CancelToken&) override {
        if (m_provider.trouble)
            if (auto error = m_provider.trouble(QStringLiteral("put")))
                return *error;
        if (user != QLatin1String("agent"))
            return Error{ErrorKind::Internal, QStringLiteral("the tree must belong to the agent"), {}};
        auto bytes = readFile(hostPath, 1 << 20);
        if (!bytes)
            return bytes.error();
        const QJsonObject object = QJsonDocument::fromJson(*bytes).object();
        for (auto it = object.begin(); it != object.end(); ++it)
            m_files.insert(it.key(), it.value().toString());
        return {};
    }

    // Not used by gates: a call is a defect.
    Result<void> put(const QString&, const QByteArray&, int, const QString&) override { return unexpected(); }
    Result<QByteArray> get(const QString&, qint64) override { return unexpected(); }
    Result<void> getFile(const QString&, const QString&, qint64, const CancelToken&) override {
        return unexpected();
    }
    Result<void> forward(quint16, ConnectionHandler) override { return unexpected(); }
    Result<MachineStatus> status() override { return MachineStatus{}; }

private:
    static Error unexpected() { return {ErrorKind::Internal, QStringLiteral("unexpected call"), {}}; }

    FakeProvider& m_provider;
    const QString m_name;
    Files m_files;
    std::optional<QByteArray> m_report;
};

} // namespace

QString FakeTrees::add(const Files& files) {
    QJsonObject object;
    for (auto it = files.cbegin(); it != files.cend(); ++it)
        object.insert(it.key(), it.value());
    const QString id = sha256(canonicalJson(object)).left(40);
    m_trees.insert(id, files);
    return id;
}

Result<ChangeSet> FakeTrees::changes(const QString& base, const QString& tip) {
    ChangeSet set;
    const Files before = files(base);
    const Files after = files(tip);
    QStringList paths = before.keys() + after.keys();
    paths.sort();
    paths.removeDuplicates();
    for (const QString& path : paths) {
        FileChange change;
        change.path = change.oldPath = path;
        if (!before.contains(path))
            change.status = FileStatus::Added;
        else if (!after.contains(path))
            change.status = FileStatus::Deleted;
        else if (before.value(path) == after.value(path))
            continue;
        set.files.append(change);
    }
    return set;
}

Result<QString> FakeTrees::composeTree(const QString& base, const QString& overlay,
                                       const std::function<bool(const QString&)>& takeFromOverlay) {
    if (!m_trees.contains(base) || !m_trees.contains(overlay))
        return Error{ErrorKind::NotFound, QStringLiteral("no such tree"), {}};
    Files result;
    const Files below = files(base);
    const Files above = files(overlay);
    for (auto it = below.cbegin(); it != below.cend(); ++it)
        if (!takeFromOverlay(it.key()))
            result.insert(it.key(), it.value());
    for (auto it = above.cbegin(); it != above.cend(); ++it)
        if (takeFromOverlay(it.key()))
            result.insert(it.key(), it.value());
    return add(result);
}

Result<void> FakeTrees::exportTar(const QString& tree, const QString& hostPath, const CancelToken&) {
    if (exportError)
        return *exportError;
    exported.append(tree);
    QJsonObject object;
    const Files all = files(tree);
    for (auto it = all.cbegin(); it != all.cend(); ++it)
        object.insert(it.key(), it.value());
    return writeFileAtomically(hostPath, canonicalJson(object), 0600);
}

Result<std::shared_ptr<Machine>> FakeProvider::acquire(const MachineSpec& spec, const ProgressSink& progress,
                                                       const CancelToken& cancel) {
    progress(QStringLiteral("booting"));
    // A machine that failed to come up may leave something behind: it counts as live until it is destroyed.
    live.insert(spec.name);
    if (cancel.cancelled())
        return Error{ErrorKind::Cancelled, QStringLiteral("cancelled"), {}};
    if (trouble)
        if (auto error = trouble(QStringLiteral("acquire")))
            return *error;
    acquired.append(spec);
    return std::shared_ptr<Machine>(std::make_shared<FakeMachine>(*this, spec.name));
}

Result<void> FakeProvider::destroy(const QString& name, Millis) {
    destroyed.append(name);
    live.remove(name);
    return {};
}

Result<Artifact> FakeArtifacts::keep(const QString& name, const QString& mediaType, const QByteArray& bytes) {
    if (full)
        return Error{ErrorKind::LimitReached, QStringLiteral("the disk is full"), {}};
    kept.insert(name, bytes);
    return Artifact{name, mediaType, sha256(bytes), bytes.size()};
}

Behaviour runMadeUpTests(const Files& files, const Job&) {
    Behaviour what;
    const QString code = files.value(QStringLiteral("src/code"));
    if (code.contains(QLatin1String("broken"))) {
        what.code = 2;
        what.output = "src/code:1:1: error: it is broken\n";
        return what;
    }
    QByteArray xml = "<testsuites>";
    for (auto it = files.cbegin(); it != files.cend(); ++it) {
        if (!it.key().startsWith(QLatin1String("tests/")))
            continue;
        for (const QString& line : it.value().split(u'\n', Qt::SkipEmptyParts)) {
            const QString word = line.section(QLatin1String(": "), 1);
            const bool skipped = word == QLatin1String("skip");
            const bool passed = skipped || code.contains(word);
            what.code = passed ? what.code : 1;
            xml += "<testsuite><testcase name='" + line.section(u':', 0, 0).toUtf8() + "' file='" +
                   it.key().toUtf8() + "'>" +
                   (skipped  ? "<skipped/>"
                    : passed ? ""
                             : "<failure message='not there'/>") +
                   "</testcase></testsuite>";
        }
    }
    what.output = "ran\n";
    what.report = xml + "</testsuites>";
    return what;
}

} // namespace signalbox
