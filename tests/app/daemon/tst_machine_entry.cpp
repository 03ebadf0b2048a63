// SPDX-License-Identifier: GPL-3.0-or-later
// Protects: which machines a person may enter. A gate's verdict and a machine that was made ahead are worth
// nothing once somebody was in there; what does not run cannot be entered.
#include "app/daemon/machine_entry.h"

#include <QTest>

using namespace signalbox;
using State = MachineStatus::State;

class TestMachineEntry : public QObject {
    Q_OBJECT

private slots:
    void onlyTheRunningMachineOfAnAttempt_data() {
        QTest::addColumn<QStringList>("labels");
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("refusal");
        const QStringList attempt{QStringLiteral("task"), QStringLiteral("step"), QStringLiteral("attempt"),
                                  QStringLiteral("use")};
        const QStringList gate{QStringLiteral("task"), QStringLiteral("step"), QStringLiteral("attempt"),
                               QStringLiteral("variant")};
        QTest::newRow("an attempt's") << attempt << int(State::Running) << QString();
        QTest::newRow("a gate's") << gate << int(State::Running) << QStringLiteral("nobody may touch");
        QTest::newRow("made ahead") << QStringList{QStringLiteral("pool")} << int(State::Running)
                                    << QStringLiteral("serves nobody yet");
        QTest::newRow("without labels")
            << QStringList() << int(State::Running) << QStringLiteral("serves nobody yet");
        QTest::newRow("asleep") << attempt << int(State::Hibernated) << QStringLiteral("is hibernated");
        for (const State state : {State::Starting, State::Paused, State::Stopped, State::Failed})
            QTest::newRow(qPrintable(toString(state))) << attempt << int(state) << toString(state);
    }
    void onlyTheRunningMachineOfAnAttempt() {
        QFETCH(QStringList, labels);
        QFETCH(int, state);
        QFETCH(QString, refusal);
        MachineStatus machine;
        machine.name = QStringLiteral("sb-m1");
        machine.state = State(state);
        for (const QString& label : labels)
            machine.labels.insert(label, QStringLiteral("1"));
        const Result<void> allowed = mayEnter(machine);
        QCOMPARE(allowed.ok(), refusal.isEmpty());
        if (!allowed)
            QVERIFY2(allowed.error().message.contains(refusal), qPrintable(allowed.error().message));
        if (state == int(State::Hibernated))
            QVERIFY(allowed.error().hint.contains(QLatin1String("machine resume sb-m1")));
    }
};

QTEST_GUILESS_MAIN(TestMachineEntry)
#include "tst_machine_entry.moc"
