// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the verifier that a stranger uses: each way of tampering is seen, and the first line that it
// touched is named.
#include "core/audit/audit_check.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QJsonDocument>
#include <QTest>

using namespace signalbox;

namespace {

QByteArray lineOf(const QJsonObject& object) {
    return canonicalJson(object) + '\n';
}

/// A log of so many entries, as the core exports it.
QByteArrayList sample(qint64 entries, qint64 after = 0, Digest chain = auditStart()) {
    AuditHeader header;
    header.after = after;
    header.chain = chain;
    QByteArrayList lines{QByteArray()};
    for (qint64 i = 1; i <= entries; ++i) {
        AuditEntry entry;
        entry.seq = after + i;
        entry.at = {1'700'000'000'000 + i};
        entry.kind = AuditKind::Decision;
        entry.action = QStringLiteral("approved");
        entry.who = QStringLiteral("ann");
        entry.text = QStringLiteral("Ünï \"%1\"\n").arg(i);
        entry.detail = {{QStringLiteral("approval"), i}};
        QJsonObject object = toJson(entry);
        chain = auditChainAfter(chain, object);
        object.insert(QStringLiteral("chain"), chain);
        lines.append(lineOf(object));
    }
    header.last = after + entries;
    header.head = chain;
    lines[0] = lineOf(toJson(header));
    return lines;
}

AuditCheck check(const QByteArray& bytes, const QString& head = {}) {
    QBuffer buffer;
    buffer.setData(bytes);
    buffer.open(QIODevice::ReadOnly);
    const auto result = checkAudit(buffer, head);
    return result.ok() ? *result : AuditCheck();
}

AuditCheck check(const QByteArrayList& lines, const QString& head = {}) {
    return check(lines.join(), head);
}

/// With another value in it; the sums stay as they were.
QByteArray changed(const QByteArray& line, const QString& name, const QJsonValue& value) {
    QJsonObject object = QJsonDocument::fromJson(line).object();
    object.insert(name, value);
    return lineOf(object);
}

/// Numbers and sums made anew from a line on, as by one who knows how.
void sumAnew(QByteArrayList& lines, qsizetype from) {
    Digest chain =
        from == 1 ? auditStart()
                  : QJsonDocument::fromJson(lines[from - 1]).object()[QStringLiteral("chain")].toString();
    for (qsizetype i = from; i < lines.size(); ++i) {
        QJsonObject object = QJsonDocument::fromJson(lines[i]).object();
        object.insert(QStringLiteral("seq"), i);
        chain = auditChainAfter(chain, object);
        object.insert(QStringLiteral("chain"), chain);
        lines[i] = lineOf(object);
    }
}

} // namespace

class TestAuditCheck : public QObject {
    Q_OBJECT

private slots:
    void aSoundLogIsSound() {
        for (const qint64 entries : {0, 1, 2, 50}) {
            const AuditCheck found = check(sample(entries));
            QVERIFY2(found.ok, qPrintable(found.problem));
            QCOMPARE(found.entries, entries);
            QCOMPARE(found.line, 0);
        }
    }

    void aLogWhoseBeginningWasRotatedAwayIsSound() {
        const AuditCheck found = check(sample(5, 1000, QString(64, QLatin1Char('7'))));
        QVERIFY2(found.ok, qPrintable(found.problem));
        QCOMPARE(found.after, 1000);
    }

    /// The sum is what it is said to be, done here without our own code.
    void aStrangerCanDoTheSum() {
        const QByteArrayList lines = sample(3);
        QByteArray chain(64, '0');
        for (qsizetype i = 1; i < lines.size(); ++i) {
            const QByteArray line = lines[i].chopped(1);
            const QByteArray sum =
                QJsonDocument::fromJson(line).object()[QStringLiteral("chain")].toString().toLatin1();
            const QByteArray without = QByteArray(line).replace(R"("chain":")" + sum + R"(",)", "");
            chain = QCryptographicHash::hash(chain + without, QCryptographicHash::Sha256).toHex();
            QCOMPARE(chain, sum);
        }
    }

    void aChangedLineIsNamed_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("who") << QStringLiteral("who") << QJsonValue(QStringLiteral("bob"));
        QTest::newRow("action") << QStringLiteral("action") << QJsonValue(QStringLiteral("rejected"));
        QTest::newRow("time") << QStringLiteral("at") << QJsonValue(5);
        QTest::newRow("detail") << QStringLiteral("detail") << QJsonValue(QJsonObject());
        QTest::newRow("a further member") << QStringLiteral("zz") << QJsonValue(1);
        QTest::newRow("chain") << QStringLiteral("chain") << QJsonValue(QString(64, QLatin1Char('a')));
    }
    void aChangedLineIsNamed() {
        QFETCH(QString, name);
        QFETCH(QJsonValue, value);
        for (const qsizetype at : {1, 5, 10}) {
            QByteArrayList lines = sample(10);
            lines[at] = changed(lines[at], name, value);
            const AuditCheck found = check(lines);
            QVERIFY(!found.ok);
            QCOMPARE(found.line, at + 1);
            QCOMPARE(found.entries, at - 1);
            QVERIFY2(found.problem.contains(QStringLiteral("changed")), qPrintable(found.problem));
        }
    }

    void whiteSpaceIsAChange() {
        QByteArrayList lines = sample(4);
        lines[2].insert(1, ' ');
        QCOMPARE(check(lines).line, 3);
    }

    void removedLinesAreNamed() {
        QByteArrayList lines = sample(10);
        lines.removeAt(4);
        AuditCheck found = check(lines);
        QCOMPARE(found.line, 5);
        QVERIFY2(found.problem.contains(QStringLiteral("entry 4 was removed before line 5")),
                 qPrintable(found.problem));
        lines = sample(10);
        lines.remove(2, 3);
        found = check(lines);
        QCOMPARE(found.line, 3);
        QVERIFY2(found.problem.contains(QStringLiteral("entries 2 to 4 were removed")),
                 qPrintable(found.problem));
        // The first ones, and the last.
        lines = sample(10);
        lines.removeAt(1);
        QCOMPARE(check(lines).line, 2);
        lines = sample(10);
        lines.removeLast();
        found = check(lines);
        QVERIFY(!found.ok &&
                found.problem.contains(QStringLiteral("entries 10 to 10 were removed at the end")));
    }

    void addedLinesAreNamed() {
        const auto added = [](qsizetype at, qint64 seq) {
            QByteArrayList lines = sample(10);
            lines.insert(at, changed(lines[at], QStringLiteral("seq"), seq));
            return check(lines);
        };
        // A copy of the next one, one with the number of the one before, one behind the end.
        for (const auto& [at, seq] : {std::pair(5, 5), std::pair(6, 5), std::pair(1, 1)}) {
            const AuditCheck found = added(at, seq);
            QVERIFY2(!found.ok && found.problem.contains(QStringLiteral("added")), qPrintable(found.problem));
        }
        QByteArrayList lines = sample(3);
        QByteArrayList longer = sample(4);
        lines.append(longer.last());
        const AuditCheck found = check(lines);
        QCOMPARE(found.line, 5);
        QVERIFY2(found.problem.contains(QStringLiteral("added")), qPrintable(found.problem));
        // A forged entry in a number's place, the true one after it.
        lines = sample(6);
        lines.insert(3, changed(lines[3], QStringLiteral("who"), QStringLiteral("eve")));
        QCOMPARE(check(lines).line, 4);
        QVERIFY(check(lines).problem.contains(QStringLiteral("added")));
    }

    void swappedLinesAreSeen() {
        QByteArrayList lines = sample(10);
        lines.swapItemsAt(4, 5);
        QCOMPARE(check(lines).line, 5);
    }

    /// Who removes a line and sums all anew is seen by the header, and who changes that as well by the head.
    void whatWasSummedAnewIsSeenByItsHead() {
        QByteArrayList lines = sample(10);
        const QString head = check(lines).head;
        QVERIFY(check(lines, head).ok);
        lines[3] = changed(lines[3], QStringLiteral("who"), QStringLiteral("eve"));
        sumAnew(lines, 3);
        AuditCheck found = check(lines);
        QVERIFY(!found.ok);
        QCOMPARE(found.line, 1);
        lines[0] = changed(lines[0], QStringLiteral("head"), found.head);
        QVERIFY(check(lines).ok); // nothing in the file itself can tell
        QVERIFY(!check(lines, head).ok);
    }

    void aCutFileIsSeen() {
        const QByteArray whole = sample(5).join();
        for (const qsizetype cut : {1, 2, 40, 200}) {
            const AuditCheck found = check(whole.chopped(cut));
            QVERIFY2(!found.ok && found.line > 0, qPrintable(QString::number(cut)));
        }
    }

    void whatIsNoLogIsRefused() {
        for (const QByteArray& bytes :
             {QByteArray(), QByteArray("\n"), QByteArray("{}\n"), QByteArray("[1]\n"), QByteArray(300, '{'),
              QByteArray("\0\0\0\n", 4), QByteArray("{\"format\":\"other\"}\n")})
            QVERIFY(!check(bytes).ok);
        QByteArrayList lines = sample(3);
        lines[2] = "not json\n";
        QCOMPARE(check(lines).line, 3);
    }
};

QTEST_GUILESS_MAIN(TestAuditCheck)
#include "tst_audit_check.moc"
