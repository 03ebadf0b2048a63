// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gate/gate_services.h"

#include <QSet>

namespace signalbox {

/// A tree: path to content.
using Files = QMap<QString, QString>;

/// Trees in memory, with the mirror's meaning of compose and changes. A tar is the tree as JSON.
class FakeTrees final : public TreeSource {
public:
    QString add(const Files& files);
    [[nodiscard]] Files files(const QString& tree) const { return m_trees.value(tree); }

    Result<ChangeSet> changes(const QString& base, const QString& tip) override;
    Result<QString> composeTree(const QString& base, const QString& overlay,
                                const std::function<bool(const QString&)>& takeFromOverlay) override;
    Result<void> exportTar(const QString& tree, const QString& hostPath, const CancelToken& cancel) override;

    std::optional<Error> exportError;
    QStringList exported; ///< trees

private:
    QMap<QString, Files> m_trees;
};

/// What the fake guest does when the gate's command runs on a tree.
struct Behaviour {
    JobResult::End end = JobResult::End::Exited;
    int code = 0;
    QByteArray output;
    std::optional<QByteArray> report;
};

/// Machines in memory, which note all that is done with them.
class FakeProvider final : public MachineProvider {
public:
    Result<ProviderInfo> info() override { return ProviderInfo{}; }
    Result<std::shared_ptr<Machine>> acquire(const MachineSpec& spec, const ProgressSink& progress,
                                             const CancelToken& cancel) override;
    Result<void> destroy(const QString& name, Millis grace) override;
    Result<QList<MachineStatus>> list() override { return QList<MachineStatus>{}; }

    std::function<Behaviour(const Files&, const Job&)> behaviour;
    std::function<std::optional<Error>(const QString& stage)>
        trouble;                                           ///< "acquire", "put", "unpack", "gate", "report"
    std::function<Digest(const QString& machine)> imageOf; ///< empty: always the same
    std::optional<int> unpackCode;
    QByteArray flood; ///< sent instead of the report
    JobResult::End reportEnd = JobResult::End::Exited;

    QSet<QString> live;
    QList<MachineSpec> acquired;
    QStringList destroyed;
    QMap<QString, Files> ran; ///< machine -> the tree that it ran the command on
    QList<Job> jobs;
};

class FakeArtifacts final : public ArtifactSink {
public:
    Result<Artifact> keep(const QString& name, const QString& mediaType, const QByteArray& bytes) override;

    QMap<QString, QByteArray> kept;
    bool full = false;
};

/// A made-up language for trees: each line "name: word" of a file below tests/ is a test that passes when
/// src/code holds the word ("skip": is skipped). "broken" in src/code: no report. Answers with JUnit XML.
Behaviour runMadeUpTests(const Files& files, const Job& job);

} // namespace signalbox
