// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sim/world.h"

namespace signalbox::sim {

namespace {

class BlueprintDrawer {
public:
    explicit BlueprintDrawer(Random& random) : m_random(random) {}

    Blueprint draw(const QString& name) {
        m_blueprint = {};
        m_blueprint.name = name;
        m_blueprint.digest = sha256(name.toUtf8());
        m_blueprint.iterations = m_random.below(4);
        m_blueprint.repetition = m_random.chance(300) ? 0 : 2 + m_random.below(3);
        m_blueprint.onExhausted = m_random.chance(400) ? u"fail"_qs : u"person"_qs;
        if (m_random.chance(600))
            m_blueprint.wallTime = m_random.between(std::chrono::minutes(10), std::chrono::hours(3));
        step(StepKind::Admission);
        if (m_random.chance(850))
            step(StepKind::Workspace);
        if (m_random.chance(300))
            step(StepKind::Run);
        step(StepKind::Agent);
        for (int gates = m_random.below(4); gates > 0; --gates)
            step(m_random.chance(800)   ? StepKind::Gate
                 : m_random.chance(500) ? StepKind::Agent
                                        : StepKind::Run);
        step(StepKind::Approval);
        if (m_random.chance(150)) // what was approved no longer stands, or more evidence than was approved
            step(m_random.chance(500) ? StepKind::Gate : StepKind::Run);
        if (m_random.chance(200))
            step(StepKind::Approval);
        if (m_random.chance(900))
            step(StepKind::Publish);
        if (m_random.chance(200)) // what follows may fail: then the publication is withdrawn
            step(StepKind::Gate);
        step(StepKind::Teardown);
        return m_blueprint;
    }

private:
    void step(StepKind kind) {
        Step s;
        s.kind = kind;
        s.id = kind == StepKind::Admission || kind == StepKind::Teardown
                   ? enumWord(kind)
                   : u"%1-%2"_qs.arg(enumWord(kind)).arg(m_blueprint.steps.size());
        s.tries = 1 + m_random.below(4);
        s.approvals = 1 + m_random.below(3);
        if (m_random.chance(300))
            s.expires = m_random.between(std::chrono::seconds(30), std::chrono::hours(2));
        if (m_random.chance(250))
            s.approvers = QStringList{u"ann"_qs, u"bob"_qs, u"cleo"_qs};
        if (m_random.chance(400)) {
            s.escalates = m_random.between(std::chrono::seconds(10), std::chrono::minutes(30));
            s.escalateTo = QStringList{u"dan"_qs, u"role:admin"_qs};
        }
        // Back to an agent or a run step before it, to a person, or as it is by default.
        QStringList routes{{}, u"person"_qs, u"fail"_qs};
        for (const Step& before : m_blueprint.steps)
            if (before.kind == StepKind::Agent || before.kind == StepKind::Run)
                routes << before.id << before.id << before.id;
        s.onFail = m_random.pick(routes);
        m_blueprint.steps.append(s);
    }

    Random& m_random;
    Blueprint m_blueprint;
};

} // namespace

std::map<QString, Blueprint> drawBlueprints(Random& random, int count) {
    std::map<QString, Blueprint> blueprints;
    for (int i = 1; i <= count; ++i) {
        const QString name = u"repo%1"_qs.arg(i);
        blueprints[name] = BlueprintDrawer(random).draw(name);
    }
    return blueprints;
}

Command drawReport(World& world, const Task& task, const Effect& effect) {
    Random& random = world.random;
    const bool calm = world.faults.calm();
    AttemptResult result;
    switch (effect.kind) {
    case EffectKind::Admit:
        if (random.chance(60))
            return ReportRefused{task.id, effect.key, {ErrorKind::NotFound, u"no such repository"_qs, {}}};
        return ReportAdmitted{task.id,    effect.key,      u"main"_qs,
                              u"base"_qs, u"base-tree"_qs, world.blueprints.at(task.spec.repository)};
    case EffectKind::AskAgent:
        return ReportAnswer{task.id, effect.key, u"because"_qs};
    case EffectKind::TearDown:
    case EffectKind::DropWork:
    case EffectKind::Withdraw:
        return ReportUndone{task.id, effect.key, u"undone"_qs};
    case EffectKind::Publish:
        result.verdict = Verdict::Passed;
        result.publication = Publication{u"remote"_qs, u"branch-%1"_qs.arg(task.id), task.commit, {}};
        break;
    default:
        result.verdict =
            random.chance(calm ? 900 : 750) ? Verdict::Passed : static_cast<Verdict>(1 + random.below(4));
    }
    result.summary = !calm && random.chance(4) ? u"unwritable"_qs : enumWord(result.verdict);
    result.commit = task.commit;
    result.tree = task.tree;
    if (effect.kind == EffectKind::RunAgent ||
        (effect.kind == EffectKind::RunCommand && random.chance(500))) {
        // Now and then the same work again, or the work of before: repetition and flapping.
        const int number = random.chance(200) ? random.below(3) : ++world.commits + 10;
        result.commit = u"c%1"_qs.arg(number);
        result.tree = u"tree-%1"_qs.arg(number);
    } else if (effect.kind == EffectKind::RunGate) {
        result.gate = GateResult{};
        result.gate->gate = effect.step;
        result.gate->verdict = result.verdict;
        result.gate->commit = task.commit;
        result.gate->tree = task.tree;
        result.gate->numbers[u"tests"_qs] = random.below(3);
        result.feedback = u"mend line %1"_qs.arg(random.below(5));
    }
    return ReportAttempt{task.id, effect.key, result};
}

} // namespace signalbox::sim
