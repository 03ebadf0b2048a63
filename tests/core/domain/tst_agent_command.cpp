// SPDX-License-Identifier: GPL-3.0-or-later
// Protects who does the work of an agent step: the task's word goes before the blueprint's, a name becomes
// the program of its image layer, and no command is ever mistaken for a name.
#include "core/domain/agent_command.h"

#include <QtTest>

using namespace signalbox;

class AgentCommandTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isTheTasksOrTheSteps_data() {
        QTest::addColumn<QString>("task");
        QTest::addColumn<QString>("step");
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("layer");
        const QString make = QStringLiteral("make it\n");
        const QString claude = QStringLiteral("agent-claude");
        QTest::newRow("nobody") << QString() << QString() << QString() << QString();
        QTest::newRow("step") << QString() << make << make << QString();
        QTest::newRow("blank task") << QStringLiteral(" \n") << make << make << QString();
        QTest::newRow("task first") << make << QStringLiteral("@claude") << make << QString();
        QTest::newRow("named by task") << QStringLiteral("@claude") << make << claude << claude;
        QTest::newRow("named by step") << QString() << QStringLiteral(" @claude\n") << claude << claude;
        for (const char* command :
             {"@Claude", "@", "@9", "@a b", "@claude; rm -rf /", "@../x", "claude", "@claude\nmake"}) {
            const QString text = QString::fromLatin1(command);
            QTest::newRow(command) << text << make << text << QString();
        }
    }
    void isTheTasksOrTheSteps() {
        QFETCH(const QString, task);
        QFETCH(const QString, step);
        TaskSpec spec;
        spec.agent = task;
        Step one;
        one.run = step;
        const AgentCommand command = agentCommand(spec, one);
        QTEST(command.script, "script");
        QTEST(command.layer, "layer");
    }
};

QTEST_GUILESS_MAIN(AgentCommandTest)
#include "tst_agent_command.moc"
