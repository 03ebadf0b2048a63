// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: a blueprint that somebody edits holds nowhere; what is wrong with it stands at its line; it is
// drawn as it would be; it is tried on a task's past, and an answer about an older text is not shown; the
// change can be taken out as a patch that Git applies; undo brings everything back.
#include "tests/views/views_test.h"
#include "views/panes/blueprints/blueprints_pane.h"
#include "views/parts/code_editor.h"
#include "views/parts/step_graph.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBlock>
#include <QTreeWidget>

using namespace signalbox;

namespace {

QAction* actionOf(const QWidget& pane, const QString& text) {
    for (QAction* action : pane.actions())
        if (action->text().remove(QLatin1Char('&')) == text)
            return action;
    return nullptr;
}

} // namespace

class Blueprints : public QObject {
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void whatHoldsIsShownAndDrawn();
    void problemsStandAtTheirLines();
    void itIsTriedOnThePast();
    void nothingHoldsThatIsWrittenHere();
    void undoBringsItBack();
    void anotherPlaceIsAnotherText();
    void patchesApply_data();
    void patchesApply();
    void longTextsStayQuick();

private:
    void replace(const QString& from, const QString& to);
    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<BlueprintsPane> m_pane;
    CodeEditor* m_editor = nullptr;
    QTreeWidget* m_findings = nullptr;
};

void Blueprints::init() {
    m_desk = deskOn(QStringLiteral("approval"));
    m_pane = std::make_unique<BlueprintsPane>(*m_desk);
    m_pane->resize(1100, 700);
    m_editor = m_pane->findChild<CodeEditor*>();
    m_findings = m_pane->findChild<QTreeWidget*>();
    m_pane->show();
    m_desk->open();
    QTRY_VERIFY(m_desk->settled());
    QTRY_VERIFY(m_desk->draft().sound());
}

void Blueprints::cleanup() {
    m_pane.reset();
    m_desk.reset();
}

/// As if typed: an edit that can be undone.
void Blueprints::replace(const QString& from, const QString& to) {
    QTextCursor found = m_editor->document()->find(from);
    QVERIFY(!found.isNull());
    found.insertText(to);
}

void Blueprints::whatHoldsIsShownAndDrawn() {
    QVERIFY(m_editor->toPlainText().contains(QStringLiteral("gate: tests_pass")));
    QVERIFY(!m_desk->draft().changed());
    const auto* graph = m_pane->findChild<StepGraph*>();
    QCOMPARE(graph->cards().size(), 9);
    QVERIFY(graph->cards().at(5).spoken().contains(QStringLiteral("coverage")));
    QVERIFY(!actionOf(*m_pane, QStringLiteral("Copy the change as a patch"))->isEnabled());
    QVERIFY(!actionOf(*m_pane, QStringLiteral("Back to the blueprint that holds"))->isEnabled());
}

void Blueprints::problemsStandAtTheirLines() {
    replace(QStringLiteral("on_fail"), QStringLiteral("onfail"));
    QVERIFY(m_desk->draft().checking());
    QTRY_COMPARE(m_editor->problems().size(), 1);
    const int line = m_editor->problems().first().line;
    QVERIFY(m_editor->document()->findBlockByNumber(line - 1).text().contains(QStringLiteral("onfail")));
    QCOMPARE(m_findings->topLevelItemCount(), 1);
    QVERIFY(!actionOf(*m_pane, QStringLiteral("Try the blueprint on the task"))->isEnabled());
    m_editor->goTo(1, 1);
    actionOf(*m_pane, QStringLiteral("Next problem of the blueprint"))->trigger();
    QCOMPARE(m_editor->textCursor().blockNumber() + 1, line);
    QCOMPARE(m_pane->findChild<StepGraph*>()->cards().size(), 9); // the last sound one stays drawn
    replace(QStringLiteral("onfail"), QStringLiteral("on_fail"));
    QTRY_VERIFY(m_desk->draft().sound());
    QCOMPARE(m_editor->problems().size(), 0);
    QVERIFY(!m_desk->draft().changed());
}

void Blueprints::itIsTriedOnThePast() {
    replace(QStringLiteral("threshold: 75"), QStringLiteral("threshold: 90"));
    QTRY_VERIFY(m_desk->draft().sound());
    QAction* attempt = actionOf(*m_pane, QStringLiteral("Try the blueprint on the task"));
    QVERIFY(attempt->isEnabled());
    QCOMPARE(attempt->statusTip(), QStringLiteral("signalboxctl blueprint try FILE 41"));
    attempt->trigger();
    QTRY_VERIFY(m_desk->draft().tried().has_value());
    QCOMPARE(m_findings->topLevelItemCount(), 2);
    QVERIFY(m_findings->topLevelItem(0)->text(1).startsWith(QStringLiteral("not known")));
    // A word more, and the answer is about another text.
    replace(QStringLiteral("threshold: 90"), QStringLiteral("threshold: 95"));
    QVERIFY(!m_desk->draft().tried());
    attempt->trigger();
    replace(QStringLiteral("threshold: 95"), QStringLiteral("threshold: 96"));
    QTRY_VERIFY(m_desk->settled() && m_desk->draft().sound());
    QVERIFY(!m_desk->draft().tried());
}

void Blueprints::nothingHoldsThatIsWrittenHere() {
    const int before = int(scriptOf(*m_desk).core().info().seq);
    replace(QStringLiteral("threshold: 75"), QStringLiteral("threshold: 0"));
    QTRY_VERIFY(m_desk->draft().sound());
    actionOf(*m_pane, QStringLiteral("Copy the change as a patch"))->trigger();
    QCoreApplication::processEvents();
    QCOMPARE(int(scriptOf(*m_desk).core().info().seq), before); // the core heard nothing but questions
    const QString patch = QApplication::clipboard()->text();
    QVERIFY(patch.contains(QStringLiteral("+++ b/.signalbox/blueprint.yaml")));
    QVERIFY(patch.contains(QStringLiteral("-    threshold: 75\n+    threshold: 0\n")));
    QStringList words;
    for (const QLabel* label : m_pane->findChildren<QLabel*>())
        words.append(label->text());
    QVERIFY(words.join(u' ').contains(QStringLiteral("no rule until it is there")));
}

void Blueprints::undoBringsItBack() {
    const QString before = m_editor->toPlainText();
    replace(QStringLiteral("threshold: 75"), QStringLiteral("threshold: 90"));
    QVERIFY(m_desk->draft().changed());
    actionOf(*m_pane, QStringLiteral("Back to the blueprint that holds"))->trigger();
    QCOMPARE(m_editor->toPlainText(), before);
    QVERIFY(!m_desk->draft().changed());
    m_editor->undo();
    QVERIFY(m_editor->toPlainText().contains(QStringLiteral("threshold: 90")));
    m_editor->undo();
    QCOMPARE(m_editor->toPlainText(), before);
}

void Blueprints::anotherPlaceIsAnotherText() {
    replace(QStringLiteral("threshold: 75"), QStringLiteral("threshold: 90"));
    // A repository that comes or goes elsewhere takes nothing away.
    Repository more;
    more.name = QStringLiteral("more");
    more.url = QStringLiteral("/srv/more");
    scriptOf(*m_desk).core().post(RepositoryAdded{more});
    auto* places = m_pane->findChild<QComboBox*>();
    QTRY_VERIFY(places->findText(QStringLiteral("more")) >= 0);
    QVERIFY(m_editor->toPlainText().contains(QStringLiteral("threshold: 90")));
    places->setCurrentIndex(places->findText(QStringLiteral("more")));
    emit places->activated(places->currentIndex());
    QTRY_VERIFY(m_desk->draft().sound());
    QVERIFY(!m_desk->draft().changed());
    QVERIFY(!m_editor->document()->isUndoAvailable());
}

void Blueprints::patchesApply_data() {
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    const QString ten = QStringLiteral("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n");
    QTest::newRow("in the midst") << ten
                                  << QString(ten).replace(QStringLiteral("5\n"), QStringLiteral("five\n"));
    QTest::newRow("first line") << ten
                                << QString(ten).replace(QStringLiteral("1\n2"), QStringLiteral("one\n2"));
    QTest::newRow("last line") << ten
                               << QString(ten).replace(QStringLiteral("10\n"), QStringLiteral("ten\n"));
    QTest::newRow("more at the end") << ten << ten + QStringLiteral("11\n12\n");
    QTest::newRow("less") << ten << QStringLiteral("1\n10\n");
    QTest::newRow("all gone but one") << ten << QStringLiteral("x\n");
    QTest::newRow("far apart") << ten << QStringLiteral("one\n2\n3\n4\n5\n6\n7\n8\n9\nten\n");
    QTest::newRow("end of line lost") << ten << ten.chopped(1);
    QTest::newRow("end of line gained") << ten.chopped(1) << ten;
    QTest::newRow("repeated lines") << QStringLiteral("a\na\na\n") << QStringLiteral("a\na\na\na\n");
    QTest::newRow("a new file") << QString() << ten;
    QTest::newRow("not only ASCII") << QStringLiteral("a: b\n") << QStringLiteral("a: Überprüfung\n");
}

void Blueprints::patchesApply() {
    QFETCH(QString, before);
    QFETCH(QString, after);
    QTemporaryDir clone;
    const QDir folder(clone.path());
    const auto git = [&](const QStringList& arguments, const QByteArray& input = {}) {
        QProcess process;
        process.setWorkingDirectory(clone.path());
        process.start(QStringLiteral("git"), arguments);
        process.write(input);
        process.closeWriteChannel();
        process.waitForFinished(30'000);
        return process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0
                   ? QByteArray()
                   : process.readAllStandardError() + "!";
    };
    QVERIFY(git({QStringLiteral("init"), QStringLiteral("-q")}).isEmpty());
    QVERIFY(folder.mkpath(QStringLiteral(".signalbox")));
    const QString path = QStringLiteral(".signalbox/blueprint.yaml");
    QFile file(folder.filePath(path));
    if (!before.isEmpty()) {
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(before.toUtf8());
        file.close();
    }
    const QByteArray patch = unifiedPatch(path, before, after);
    QCOMPARE(git({QStringLiteral("apply"), QStringLiteral("-")}, patch), QByteArray());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(QString::fromUtf8(file.readAll()), after);
    QVERIFY(unifiedPatch(path, after, after).isEmpty());
}

void Blueprints::longTextsStayQuick() {
    QString text;
    for (int i = 0; i < 5000; ++i)
        text += QStringLiteral("  - {id: s%1, onfail: person}\n").arg(i);
    m_editor->setPlainText(text);
    QTRY_COMPARE(m_editor->problems().size(), 5000);
    m_editor->goTo(4000, 1);
    QVERIFY(!m_editor->grab().isNull());
    QVERIFY(m_editor->goToNextProblem());
    QCOMPARE(m_editor->textCursor().blockNumber() + 1, 4001);
}

QTEST_MAIN(Blueprints)
#include "tst_blueprints.moc"
