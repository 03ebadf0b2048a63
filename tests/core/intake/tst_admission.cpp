// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the entrance: a task is admitted only on a base that is there, with a sound blueprint from where
// only the repository's owners or the core's can put one, and with somebody to do the work; all else is
// refused before anything is spent, with the place and what to do. And the sample that comes along is a real
// repository.
#include "core/intake/admission.h"
#include "core/intake/mirrors.h"
#include "core/intake/sample.h"
#include "tests/core/git/git_fixture.h"
#include "tests/core/git/result_checks.h"

#include <QFileInfo>
#include <QTest>

using namespace signalbox;
using namespace signalbox::test;

namespace {

QByteArray blueprintNamed(const QByteArray& name, const QByteArray& more = {}) {
    return "signalbox: 1\nname: " + name + "\n" + more +
           "limits: {iterations: 1}\nsteps:\n  - {id: implement, kind: agent}\n";
}

} // namespace

class AdmissionTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_git = std::make_unique<GitFixture>();
        m_origin = m_git->makeRepository(u"origin"_qs);
        m_mirrors = std::make_unique<Mirrors>(m_git->path(u"mirrors"_qs));
        m_layers.clear();
        m_rules = {};
        m_task = {};
        m_task.spec.repository = u"origin"_qs;
        m_task.spec.agent = u"true"_qs;
        m_task.repositoryUrl = m_origin;
        m_task.baseBranch = u"main"_qs;
    }

    void blueprintComesFromTheFirstPlaceThatHasOne() {
        VERIFY_FAILS(admitted(), ErrorKind::NotFound);
        QVERIFY2(admitted().error().hint.contains(u"fix"), qPrintable(admitted().error().text()));

        m_task.defaultBlueprint = u"fix"_qs; // named by the repository
        QCOMPARE(nameNow(), u"fix"_qs);
        m_task.defaultBlueprintText = QString::fromUtf8(blueprintNamed("kept-by-core"));
        QCOMPARE(nameNow(), u"kept-by-core"_qs);
        commit(blueprintNamed("own"));
        QCOMPARE(nameNow(), u"own"_qs);
        m_task.spec.blueprint = u"fix-cpp"_qs; // named by the task
        QCOMPARE(nameNow(), u"fix-cpp"_qs);
    }

    void blueprintIsThatOfTheBaseBranch() {
        commit(blueprintNamed("protected"));
        m_git->must(m_origin, {u"checkout"_qs, u"-q"_qs, u"-b"_qs, u"elsewhere"_qs});
        const QString other = commit(blueprintNamed("smuggled"));
        const auto admission = admitted();
        VERIFY_OK(admission);
        QCOMPARE(admission->blueprint.name, u"protected"_qs);
        QVERIFY(admission->baseCommit != other);
        QCOMPARE(admission->baseBranch, u"main"_qs);
        QCOMPARE(admission->baseTree, m_git->must(m_origin, {u"rev-parse"_qs, u"main^{tree}"_qs}));
        QVERIFY(admission->blueprint.origin.contains(admission->baseCommit.left(10)));
    }

    void baseIsFreshAtEachAdmission() {
        commit(blueprintNamed("one"));
        QCOMPARE(nameNow(), u"one"_qs);
        const QString tip = commit(blueprintNamed("two"));
        const auto admission = admitted();
        VERIFY_OK(admission);
        QCOMPARE(admission->baseCommit, tip);
        QCOMPARE(admission->blueprint.name, u"two"_qs);
    }

    void branchIsTheRemotesDefaultWhereNoneIsNamed() {
        m_git->must(m_origin, {u"checkout"_qs, u"-q"_qs, u"-b"_qs, u"trunk"_qs});
        commit(blueprintNamed("own"));
        m_task.baseBranch.clear();
        const auto admission = admitted();
        VERIFY_OK(admission);
        QCOMPARE(admission->baseBranch, u"trunk"_qs);
    }

    void refusals_data() {
        QTest::addColumn<QByteArray>("blueprint");
        QTest::addColumn<QString>("said");
        QTest::newRow("typo") << blueprintNamed("x").replace("kind: agent", "kind: agnet")
                              << u".signalbox/blueprint.yaml:5"_qs;
        QTest::newRow("no YAML") << QByteArray("steps: [") << u".signalbox/blueprint.yaml"_qs;
        QTest::newRow("empty") << QByteArray() << u".signalbox/blueprint.yaml"_qs;
        QTest::newRow("too large") << blueprintNamed("x") + QByteArray(2 << 20, '#') << u"blueprint.yaml"_qs;
        QTest::newRow("layer") << blueprintNamed("x", "machine: {layers: [cobol]}\n") << u"cobol"_qs;
    }
    void refusals() {
        QFETCH(QByteArray, blueprint);
        QFETCH(QString, said);
        commit(blueprint);
        m_task.defaultBlueprint = u"fix"_qs; // a broken one is never passed over
        const auto refused = admitted();
        QVERIFY(!refused);
        QVERIFY2(refused.error().text().contains(said), qPrintable(refused.error().text()));
        QVERIFY(!refused.error().isTransient());
    }

    void wrongNamesAreRefused() {
        commit(blueprintNamed("own"));
        m_task.spec.blueprint = u"fixx"_qs;
        VERIFY_FAILS(admitted(), ErrorKind::NotFound);
        QVERIFY(admitted().error().message.contains(u"fix"));
        m_task.spec.blueprint.clear();
        m_task.baseBranch = u"release"_qs;
        VERIFY_FAILS(admitted(), ErrorKind::NotFound);
        QVERIFY(admitted().error().message.contains(u"release"));
        m_task.baseBranch = u"main"_qs;
        m_task.repositoryUrl = m_git->path(u"nowhere"_qs);
        VERIFY_FAILS(admitted(), ErrorKind::NotFound);
        QVERIFY(admitted().error().message.contains(u"origin"));
    }

    void somebodyMustDoTheWork() {
        commit(blueprintNamed("own"));
        m_task.spec.agent = u"  "_qs;
        VERIFY_FAILS(admitted(), ErrorKind::Invalid);
        QVERIFY(admitted().error().message.contains(u"implement"));
        commit(blueprintNamed("own").replace("kind: agent", "kind: agent, run: ./agent"));
        VERIFY_OK(admitted());
    }

    void everyLayerThatAnyStepNeedsIsAskedFor() {
        commit(blueprintNamed("own", "machine: {layers: [python]}\n") +
               "  - {id: more, kind: run, run: x, machine: {layers: [cpp, python]}}\n");
        VERIFY_OK(admitted());
        QCOMPARE(m_layers, (QStringList{u"base"_qs, u"python"_qs, u"cpp"_qs}));
        m_task.spec.agent = u"@claude"_qs;
        VERIFY_OK(admitted());
        QCOMPARE(m_layers, (QStringList{u"base"_qs, u"python"_qs, u"cpp"_qs, u"agent-claude"_qs}));
    }

    void cancelledIsNotRefused() {
        CancelToken cancel;
        cancel.cancel();
        commit(blueprintNamed("own"));
        VERIFY_FAILS(admit(m_task, *m_mirrors->of(m_origin), rules(), cancel), ErrorKind::Cancelled);
    }

    void everyUrlHasAMirrorOfItsOwn() {
        const auto one = m_mirrors->of(u"/a"_qs);
        const auto same = m_mirrors->of(u"/a"_qs);
        const auto other = m_mirrors->of(u"/b"_qs);
        QVERIFY(one && same && other);
        QCOMPARE(one->directory(), same->directory());
        QVERIFY(one->directory() != other->directory());
        Mirrors afterRestart(m_git->path(u"mirrors"_qs));
        QCOMPARE(afterRestart.of(u"/a"_qs)->directory(), one->directory());
    }

    void machinesThatCannotBeHadAreRefused() {
        commit("signalbox: 1\nname: big\nmachine: {memory: 4GB}\nlimits: {iterations: 1}\nsteps:\n"
               "  - {id: implement, kind: agent, machine: {cpus: 8}}\n");
        m_rules.capacity = {16, 8192, 0};
        VERIFY_OK(admitted());
        m_rules.capacity = {4, 8192, 0};
        VERIFY_FAILS(admitted(), ErrorKind::Invalid);
        QVERIFY2(admitted().error().message.contains(u"step \"implement\""),
                 qPrintable(admitted().error().text()));
        QVERIFY2(admitted().error().message.contains(u"8 processors"), qPrintable(admitted().error().text()));
        m_rules.capacity = {0, 2048, 0};
        VERIFY_FAILS(admitted(), ErrorKind::Invalid);
        QVERIFY2(admitted().error().message.contains(u"4096 MiB"), qPrintable(admitted().error().text()));
        QVERIFY(!admitted().error().hint.isEmpty());
        QVERIFY2(m_layers.isEmpty() || m_layers.contains(u"base"_qs), "layers are looked at last");
    }

    void repositoriesElsewhereAreNotTouched() {
        commit(blueprintNamed("own"));
        m_rules.repositoryUrls = {u"https://git.example/*"_qs};
        VERIFY_FAILS(admitted(), ErrorKind::Denied);
        QVERIFY(admitted().error().hint.contains(u"https://git.example/*"));
        // Nothing was fetched from there.
        QVERIFY(!m_mirrors->of(m_task.repositoryUrl)->commit(u"refs/remotes/origin/main"_qs));
        m_rules.repositoryUrls.append(m_git->path(u"*"_qs));
        VERIFY_OK(admitted());
    }

    void urlPatterns_data() {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("same") << u"https://a/x"_qs << u"https://a/x"_qs << true;
        QTest::newRow("below") << u"https://a/x/y.git"_qs << u"https://a/*"_qs << true;
        QTest::newRow("another host") << u"https://a.evil/x"_qs << u"https://a/*"_qs << false;
        QTest::newRow("in the middle") << u"ssh://git@a/team/x.git"_qs << u"ssh://git@a/*/x.git"_qs << true;
        QTest::newRow("only the beginning") << u"https://a/x"_qs << u"https://a"_qs << false;
        QTest::newRow("only the end") << u"https://evil/https://a/x"_qs << u"https://a/x"_qs << false;
        QTest::newRow("case") << u"https://A/x"_qs << u"https://a/x"_qs << false;
        QTest::newRow("nothing") << u""_qs << u"https://a/*"_qs << false;
        QTest::newRow("anything") << u"/srv/x"_qs << u"*"_qs << true;
        QTest::newRow("many stars") << QString(5000, u'a') << QString(u"*a"_qs.repeated(50) + u'b') << false;
    }
    void urlPatterns() {
        QFETCH(QString, url);
        QFETCH(QString, pattern);
        QFETCH(bool, allowed);
        const auto answer = checkRepositoryUrl(url, {pattern});
        QCOMPARE(answer.ok(), allowed);
        QVERIFY(allowed || answer.error().kind == ErrorKind::Denied);
        QVERIFY(checkRepositoryUrl(url, {}).ok());
    }

    void theTighterLimitCounts() {
        const MachineCapacity capacity = tighter({0, 100, 5}, {2, 50, 0});
        QCOMPARE(capacity.cpus, 2);
        QCOMPARE(capacity.memoryMiB, 50);
        QCOMPARE(capacity.diskMiB, 5);
        QVERIFY2(hostCapacity().memoryMiB >= 64, "this host has memory");
    }

    void sampleIsARealRepository() {
        const QString directory = m_git->path(u"sample"_qs);
        const auto sample = makeSample(directory);
        VERIFY_OK(sample);
        QCOMPARE(m_git->must(sample->repository.url, {u"rev-parse"_qs, u"--is-bare-repository"_qs}),
                 u"true"_qs);
        QCOMPARE(m_git->must(sample->repository.url, {u"rev-list"_qs, u"--count"_qs, u"main"_qs}), u"1"_qs);
        const QString tip = m_git->must(sample->repository.url, {u"rev-parse"_qs, u"main"_qs});
        // It admits its own task, and is made once.
        m_task.spec = sample->task;
        m_task.repositoryUrl = sample->repository.url;
        m_task.baseBranch = sample->repository.branch;
        VERIFY_OK(admitted());
        const auto again = makeSample(directory);
        VERIFY_OK(again);
        QCOMPARE(m_git->must(again->repository.url, {u"rev-parse"_qs, u"main"_qs}), tip);
        QCOMPARE(QDir(directory).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
                 QStringList{QFileInfo(again->repository.url).fileName()});
    }

    void sampleSaysWhatItLacks() {
        const QByteArray path = qgetenv("PATH");
        qputenv("PATH", "/nowhere");
        const auto sample = makeSample(m_git->path(u"sample"_qs));
        qputenv("PATH", path);
        QVERIFY(!sample);
        QVERIFY2(sample.error().text().contains(u"git"), qPrintable(sample.error().text()));
        QVERIFY2(makeSample(m_git->path(u"sample"_qs)), "it can be tried again");
    }

private:
    QString commit(const QByteArray& blueprint) const {
        GitFixture::write(m_origin + u"/.signalbox/blueprint.yaml"_qs, blueprint);
        return m_git->commitAll(m_origin, u"Blueprint"_qs);
    }
    std::function<Result<void>(const QStringList&)> checkLayers() {
        return [this](const QStringList& layers) -> Result<void> {
            m_layers = layers;
            if (layers.contains(u"cobol"_qs))
                return Error{ErrorKind::NotFound, u"no layer cobol was built"_qs, {}};
            return {};
        };
    }
    AdmissionRules rules() {
        AdmissionRules rules = m_rules;
        rules.checkLayers = checkLayers();
        return rules;
    }
    Result<Admission> admitted() { return admit(m_task, *m_mirrors->of(m_task.repositoryUrl), rules(), {}); }
    QString nameNow() {
        const auto admission = admitted();
        return admission ? admission->blueprint.name : admission.error().text();
    }

    std::unique_ptr<GitFixture> m_git;
    std::unique_ptr<Mirrors> m_mirrors;
    QString m_origin;
    QStringList m_layers;
    AdmissionRules m_rules;
    Task m_task;
};

QTEST_GUILESS_MAIN(AdmissionTest)
#include "tst_admission.moc"
