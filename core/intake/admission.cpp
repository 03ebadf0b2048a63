// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/admission.h"

#include "core/blueprint/blueprint_parser.h"
#include "core/blueprint/shipped.h"
#include "core/domain/agent_command.h"

namespace signalbox {

namespace {

constexpr Millis fetchLimit = std::chrono::minutes(10);
const QString ownBlueprint = QStringLiteral(".signalbox/blueprint.yaml");

Result<Blueprint> blueprintOf(const Task& task, const Mirror& mirror, const QString& commit) {
    if (!task.spec.blueprint.isEmpty())
        return shippedBlueprint(task.spec.blueprint);
    const auto own = mirror.fileAt(commit, ownBlueprint, maxBlueprintBytes);
    if (own)
        return parseBlueprint(*own, ownBlueprint,
                              QStringLiteral("%1 at %2").arg(ownBlueprint, commit.left(10)));
    if (own.error().kind != ErrorKind::NotFound)
        return own.error();
    if (!task.defaultBlueprintText.isEmpty())
        return parseBlueprint(task.defaultBlueprintText.toUtf8(),
                              QStringLiteral("blueprint of %1").arg(task.spec.repository),
                              QStringLiteral("kept by the core for %1").arg(task.spec.repository));
    if (!task.defaultBlueprint.isEmpty())
        return shippedBlueprint(task.defaultBlueprint);
    return Error{ErrorKind::NotFound,
                 QStringLiteral("no blueprint: %1 has no %2 and none was named")
                     .arg(task.spec.repository, ownBlueprint),
                 QStringLiteral("commit one, name a shipped one (%1), or register one with the repository")
                     .arg(shippedBlueprints().join(QStringLiteral(", ")))};
}

QStringList layersOf(const TaskSpec& spec, const Blueprint& blueprint) {
    QStringList layers{QStringLiteral("base")};
    layers += blueprint.machine.layers;
    for (const Step& step : blueprint.steps)
        layers += step.machine.layers;
    for (const Step& step : blueprint.steps)
        if (step.kind == StepKind::Agent)
            layers += agentCommand(spec, step).layer;
    layers.removeAll(QString());
    layers.removeDuplicates();
    return layers;
}

} // namespace

Result<BlueprintSource> shippedBlueprintSource(const QString& name) {
    const auto text = shippedBlueprintText(name);
    if (!text)
        return text.error();
    return BlueprintSource{
        QString::fromUtf8(*text), QStringLiteral("shipped"), QStringLiteral("shipped: %1").arg(name), {}};
}

Result<BlueprintSource> blueprintSourceOf(const Repository& repository, Mirror mirror,
                                          const CancelToken& cancel) {
    if (const auto fetched = mirror.fetch(repository.url, fetchLimit, {}, cancel); !fetched)
        return fetched.error().within(QStringLiteral("repository %1").arg(repository.name));
    QString branch = repository.branch;
    if (branch.isEmpty()) {
        const auto usual = mirror.defaultBranch();
        if (!usual)
            return usual.error().within(QStringLiteral("repository %1").arg(repository.name));
        branch = *usual;
    }
    const auto base = mirror.commit(QStringLiteral("refs/remotes/origin/") + branch);
    if (!base)
        return base.error().within(QStringLiteral("repository %1").arg(repository.name));
    const auto own = mirror.fileAt(base->oid, ownBlueprint, maxBlueprintBytes);
    if (own)
        return BlueprintSource{QString::fromUtf8(*own), QStringLiteral("repository"),
                               QStringLiteral("%1 on %2 at %3").arg(ownBlueprint, branch, base->oid.left(10)),
                               ownBlueprint};
    if (own.error().kind != ErrorKind::NotFound)
        return own.error();
    if (!repository.blueprintText.isEmpty())
        return BlueprintSource{repository.blueprintText,
                               QStringLiteral("core"),
                               QStringLiteral("kept by the core for %1").arg(repository.name),
                               {}};
    if (!repository.blueprint.isEmpty())
        return shippedBlueprintSource(repository.blueprint);
    return Error{
        ErrorKind::NotFound,
        QStringLiteral("no blueprint: %1 has no %2 and none was named").arg(repository.name, ownBlueprint),
        QStringLiteral("begin with a shipped one (%1), and commit it as %2")
            .arg(shippedBlueprints().join(QStringLiteral(", ")), ownBlueprint)};
}

Result<Admission> admit(const Task& task, Mirror mirror, const AdmissionRules& rules,
                        const CancelToken& cancel) {
    if (auto allowed = checkRepositoryUrl(task.repositoryUrl, rules.repositoryUrls); !allowed)
        return allowed.error().within(QStringLiteral("repository %1").arg(task.spec.repository));
    if (const auto fetched = mirror.fetch(task.repositoryUrl, fetchLimit, {}, cancel); !fetched)
        return fetched.error().within(QStringLiteral("repository %1").arg(task.spec.repository));
    Admission admission;
    admission.baseBranch = task.baseBranch;
    if (admission.baseBranch.isEmpty()) {
        auto branch = mirror.defaultBranch();
        if (!branch)
            return branch.error().within(QStringLiteral("repository %1").arg(task.spec.repository));
        admission.baseBranch = *branch;
    }
    const auto base = mirror.commit(QStringLiteral("refs/remotes/origin/") + admission.baseBranch);
    if (!base)
        return Error{
            base.error().kind,
            QStringLiteral("repository %1 has no branch %2").arg(task.spec.repository, admission.baseBranch),
            QStringLiteral("register the repository with the branch that pull requests go to")};
    admission.baseCommit = base->oid;
    admission.baseTree = base->tree;
    auto blueprint = blueprintOf(task, mirror, base->oid);
    if (!blueprint)
        return blueprint.error();
    admission.blueprint = std::move(*blueprint);
    for (const Step& step : admission.blueprint.steps)
        if (step.kind == StepKind::Agent && agentCommand(task.spec, step).script.trimmed().isEmpty())
            return Error{
                ErrorKind::Invalid,
                QStringLiteral("nobody is named to do the work: step \"%1\" of blueprint %2 has no command")
                    .arg(step.id, admission.blueprint.name),
                QStringLiteral(
                    "name an agent (--agent @claude) or a command with the task, or in the blueprint (run)")};
    if (const auto fits = checkCapacity(admission.blueprint, rules.capacity); !fits)
        return fits.error();
    if (rules.checkLayers)
        if (const auto layers = rules.checkLayers(layersOf(task.spec, admission.blueprint)); !layers)
            return layers.error();
    return admission;
}

} // namespace signalbox
