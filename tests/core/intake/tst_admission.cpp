// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: a task is admitted by the right blueprint out of the four that may apply, the protected base's
// own before what anybody else says of it; and what cannot work is refused before anything is spent, with a
// way out.
#include "core/blueprint/shipped.h"
#include "core/intake/admission.h"
#include "core/intake/mirrors.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace signalbox;

namespace {

/// The shipped blueprint for Node under another name.
QString ownText(const QString& name) {
    QString text = QString::fromUtf8(shippedBlueprintText(QStringLiteral("fix-node")).value());
    return text.replace(QStringLiteral("name: fix-node"), QStringLiteral("name: ") + name);
}

} // namespace

class TestAdmission : public QObject {
    Q_OBJECT

private slots:
    void init();
    void basesOwnBlueprintComesBeforeTheRepositorys();
    void textKeptByTheCoreServesForeignRepositories();
    void shippedOneServesAsItIs();
    void theTasksChoiceComesFirst();
    void badTextNamesRepositoryAndPlace();
    void aBrokenBlueprintOfTheBaseIsNotPassedOver();
    void withoutAnyTheRefusalNamesTheWaysOut();
    void aStepThatNobodyDoesIsRefused();
    void unknownBranchAndRepositoryAreRefused();
    void missingLayersAreRefused();

private:
    void write(const QString& path, const QString& text);
    void git(const QStringList& arguments);
    Result<Admission> admitted();

    std::unique_ptr<QTemporaryDir> m_folder;
    Task m_task;
    QStringList m_layers; ///< that admission asked for
    Result<void> m_layersThere;
};

void TestAdmission::git(const QStringList& arguments) {
    QProcess process;
    process.setWorkingDirectory(m_folder->filePath(QStringLiteral("project")));
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("GIT_CONFIG_NOSYSTEM"), QStringLiteral("1"));
    environment.insert(QStringLiteral("GIT_CONFIG_GLOBAL"), QStringLiteral("/dev/null"));
    for (const char* who : {"AUTHOR", "COMMITTER"}) {
        environment.insert(QStringLiteral("GIT_%1_NAME").arg(QLatin1String(who)), QStringLiteral("Tester"));
        environment.insert(QStringLiteral("GIT_%1_EMAIL").arg(QLatin1String(who)),
                           QStringLiteral("tester@example.org"));
    }
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral("git"), arguments);
    QVERIFY(process.waitForFinished(60'000));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
}

void TestAdmission::write(const QString& path, const QString& text) {
    QFile file(m_folder->filePath(QStringLiteral("project/") + path));
    QVERIFY(QDir().mkpath(QFileInfo(file).path()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text.toUtf8());
    file.close();
    git({QStringLiteral("add"), QStringLiteral("-A")});
    git({QStringLiteral("commit"), QStringLiteral("-q"), QStringLiteral("-m"),
         QStringLiteral("Add ") + path});
}

void TestAdmission::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir().mkpath(m_folder->filePath(QStringLiteral("project"))));
    git({QStringLiteral("init"), QStringLiteral("-q"), QStringLiteral("-b"), QStringLiteral("main")});
    write(QStringLiteral("index.js"), QStringLiteral("module.exports = 1\n"));
    m_task = {};
    m_task.spec.repository = QStringLiteral("project");
    m_task.spec.agent = QStringLiteral("true");
    m_task.repositoryUrl = m_folder->filePath(QStringLiteral("project"));
    m_layers.clear();
    m_layersThere = {};
}

Result<Admission> TestAdmission::admitted() {
    Mirrors mirrors(m_folder->filePath(QStringLiteral("mirrors")));
    auto mirror = mirrors.of(m_task.repositoryUrl);
    if (!mirror)
        return mirror.error();
    return admit(m_task, *mirror,
                 [this](const QStringList& layers) {
                     m_layers = layers;
                     return m_layersThere;
                 },
                 {});
}

void TestAdmission::basesOwnBlueprintComesBeforeTheRepositorys() {
    write(QStringLiteral(".signalbox/blueprint.yaml"), ownText(QStringLiteral("bases-own")));
    m_task.defaultBlueprintText = ownText(QStringLiteral("kept"));
    m_task.defaultBlueprint = QStringLiteral("fix");
    const auto admission = admitted();
    QVERIFY2(admission.ok(), admission ? "" : qPrintable(admission.error().text()));
    QCOMPARE(admission->blueprint.name, QStringLiteral("bases-own"));
    QCOMPARE(admission->baseBranch, QStringLiteral("main"));
    QVERIFY(admission->blueprint.origin.contains(admission->baseCommit.left(10)));
}

void TestAdmission::textKeptByTheCoreServesForeignRepositories() {
    m_task.defaultBlueprintText = ownText(QStringLiteral("kept"));
    m_task.defaultBlueprint = QStringLiteral("fix");
    const auto admission = admitted();
    QVERIFY2(admission.ok(), admission ? "" : qPrintable(admission.error().text()));
    QCOMPARE(admission->blueprint.name, QStringLiteral("kept"));
    QCOMPARE(admission->blueprint.origin, QStringLiteral("kept by the core for project"));
    QCOMPARE(m_layers, QStringList({QStringLiteral("base"), QStringLiteral("node")}));
}

void TestAdmission::shippedOneServesAsItIs() {
    m_task.defaultBlueprint = QStringLiteral("fix-node");
    const auto admission = admitted();
    QVERIFY2(admission.ok(), admission ? "" : qPrintable(admission.error().text()));
    QCOMPARE(admission->blueprint.origin, QStringLiteral("shipped: fix-node"));
}

void TestAdmission::theTasksChoiceComesFirst() {
    write(QStringLiteral(".signalbox/blueprint.yaml"), ownText(QStringLiteral("bases-own")));
    m_task.spec.blueprint = QStringLiteral("fix-cpp");
    const auto admission = admitted();
    QVERIFY2(admission.ok(), admission ? "" : qPrintable(admission.error().text()));
    QCOMPARE(admission->blueprint.name, QStringLiteral("fix-cpp"));
}

void TestAdmission::badTextNamesRepositoryAndPlace() {
    m_task.defaultBlueprintText =
        ownText(QStringLiteral("kept"))
            .replace(QStringLiteral("gate: tests_pass"), QStringLiteral("gate: tests_passed"));
    const auto admission = admitted();
    QVERIFY(!admission);
    QVERIFY2(admission.error().text().contains(QStringLiteral("blueprint of project:")),
             qPrintable(admission.error().text()));
    QVERIFY2(admission.error().text().contains(QStringLiteral("tests_passed")),
             qPrintable(admission.error().text()));
}

void TestAdmission::aBrokenBlueprintOfTheBaseIsNotPassedOver() {
    write(QStringLiteral(".signalbox/blueprint.yaml"), QStringLiteral("signalbox: 1\nsteps: 7\n"));
    m_task.defaultBlueprint = QStringLiteral("fix-node");
    const auto admission = admitted();
    QVERIFY(!admission);
    QVERIFY(admission.error().kind == ErrorKind::Invalid);
    QVERIFY2(admission.error().text().contains(QStringLiteral(".signalbox/blueprint.yaml")),
             qPrintable(admission.error().text()));
}

void TestAdmission::withoutAnyTheRefusalNamesTheWaysOut() {
    const auto admission = admitted();
    QVERIFY(!admission);
    QVERIFY(admission.error().kind == ErrorKind::NotFound);
    QVERIFY(admission.error().message.contains(QStringLiteral("no blueprint")));
    for (const QString& name : shippedBlueprints())
        QVERIFY(admission.error().hint.contains(name));
}

void TestAdmission::aStepThatNobodyDoesIsRefused() {
    m_task.defaultBlueprint = QStringLiteral("fix-node");
    m_task.spec.agent = QStringLiteral("  ");
    const auto admission = admitted();
    QVERIFY(!admission);
    QVERIFY(admission.error().message.contains(QStringLiteral("implement")));
    QVERIFY(admission.error().hint.contains(QStringLiteral("--agent")));
}

void TestAdmission::unknownBranchAndRepositoryAreRefused() {
    m_task.defaultBlueprint = QStringLiteral("fix-node");
    m_task.baseBranch = QStringLiteral("stable");
    const auto noBranch = admitted();
    QVERIFY(!noBranch);
    QVERIFY(noBranch.error().message.contains(QStringLiteral("no branch stable")));
    m_task.repositoryUrl = m_folder->filePath(QStringLiteral("nowhere"));
    const auto noRepository = admitted();
    QVERIFY(!noRepository);
    QVERIFY2(noRepository.error().message.contains(QStringLiteral("repository project")),
             qPrintable(noRepository.error().text()));
}

void TestAdmission::missingLayersAreRefused() {
    m_task.defaultBlueprint = QStringLiteral("fix-node");
    m_layersThere = Error{ErrorKind::NotFound, QStringLiteral("there is no layer node"), {}};
    const auto admission = admitted();
    QVERIFY(!admission);
    QCOMPARE(admission.error().message, QStringLiteral("there is no layer node"));
}

QTEST_GUILESS_MAIN(TestAdmission)
#include "tst_admission.moc"
