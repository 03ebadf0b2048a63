// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the one place where a file of libvirt's is changed: only what is one is touched, the memory in it
// stays as it is byte for byte, and a copy keeps nothing of the machine that it is a copy of.
#include "core/machine/save_image.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox;

namespace {

const QByteArray memory = QByteArray("QEVM") + QByteArray(5000, '\1');
const QByteArray libvirtsNotes = "<cookie>notes</cookie>";

QByteArray description() {
    return "<domain type='qemu'>\n  <name>sb-spare-1111</name>\n"
           "  <uuid>6c6bbc58-67ae-4d0e-8d0b-0d1a1a5b8f10</uuid>\n"
           "  <sysinfo type='fwcfg'>\n"
           "    <entry name='opt/signalbox/hostname'>sb-spare-1111</entry>\n"
           "    <entry name='opt/signalbox/authorized_key'>ssh-ed25519 AAAAone</entry>\n"
           "    <entry name='opt/signalbox/hostkey' file='/s/machines/sb-spare-1111/host_key'/>\n"
           "  </sysinfo>\n"
           "  <disk type='file'><source file='/s/machines/sb-spare-1111/scratch.qcow2'/>\n"
           "  <backingStore type='file'/></disk>\n</domain>\n";
}

DescribedIdentity another() {
    return {"sb-spare-2222", "11111111-2222-3333-4444-555555555555", "ssh-ed25519 AAAAtwo"};
}

template <typename Number>
QByteArray bytesOf(Number number) {
    return QByteArray(reinterpret_cast<const char*>(&number), sizeof number);
}

/// As libvirt writes it.
QByteArray saved(const QByteArray& text, bool notes, quint32 version = 2) {
    const QByteArray data = text + '\0' + (notes ? libvirtsNotes + '\0' : QByteArray());
    QByteArray head = "LibvirtQemudSave";
    head += bytesOf(version) + bytesOf(quint32(data.size())) + bytesOf(quint32(1)) + bytesOf(quint32(0));
    head += bytesOf(quint32(notes ? text.size() + 1 : 0)) + QByteArray(14 * 4, '\0');
    return head + data + memory;
}

} // namespace

class TestSaveImage : public QObject {
    Q_OBJECT

private slots:
    void theDescriptionComesAndGoes_data() {
        QTest::addColumn<bool>("notes");
        QTest::newRow("with libvirt's notes") << true;
        QTest::newRow("without") << false;
    }
    void theDescriptionComesAndGoes() {
        QFETCH(bool, notes);
        const QString path = write(saved(description(), notes));
        QCOMPARE(*descriptionInSave(path), description());
        const auto copy = describedAs(description(), another());
        QVERIFY(copy);
        QVERIFY(putDescriptionIntoSave(path, *copy));
        QCOMPARE(*descriptionInSave(path), *copy);
        const QByteArray all = read(path);
        QCOMPARE(all.size(), saved(description(), notes).size());
        QVERIFY(all.endsWith(notes ? libvirtsNotes + '\0' + memory : memory));
        // Once more from there, and back.
        QVERIFY(putDescriptionIntoSave(path, "<x/>"));
        QCOMPARE(*descriptionInSave(path), QByteArray("<x/>"));
    }

    void aCopyKeepsNothingOfTheFormer() {
        const auto copy = describedAs(description(), another());
        QVERIFY(copy);
        for (const char* former : {"1111<", "sb-spare-1111", "6c6bbc58", "AAAAone", "backingStore"})
            QVERIFY2(!copy->contains(former), former);
        QCOMPARE(copy->count("sb-spare-2222"), description().count("sb-spare-1111"));
        QCOMPARE(identityIn(*copy).name, another().name);
        QCOMPARE(identityIn(*copy).number, another().number);
        QCOMPARE(identityIn(*copy).authorizedKey, another().authorizedKey);
        QVERIFY(copy->size() <= description().size());
    }

    void roomIsForLongerNames_data() {
        QTest::addColumn<QByteArray>("metadata");
        QTest::newRow("labels") << QByteArray("<sb:machine xmlns:sb='x'><sb:label/></sb:machine>");
        QTest::newRow("no labels") << QByteArray("<sb:machine xmlns:sb='x' owner='me'/>");
    }
    void roomIsForLongerNames() {
        QFETCH(QByteArray, metadata);
        QByteArray labelled = description();
        labelled.replace("<sysinfo", "<metadata>" + metadata + "</metadata><sysinfo");
        DescribedIdentity longer = another();
        longer.name = "sb-spare-" + QByteArray(54, 'x');
        QVERIFY(!putDescriptionIntoSave(write(saved(labelled, true)), *describedAs(labelled, longer)));
        const QString path = write(saved(withRoom(labelled), true));
        const auto copy = describedAs(*descriptionInSave(path), longer);
        QVERIFY(copy);
        QVERIFY(!copy->contains("room"));
        QVERIFY(putDescriptionIntoSave(path, *copy));
        QCOMPARE(*descriptionInSave(path), *copy);
        QCOMPARE(withRoom(description()), description()); // no place to put it
    }

    void whatTellsTooLittleOrTooMuchIsNotCopied() {
        for (const QByteArray& piece : {QByteArray("<name>"), QByteArray("<uuid>"), QByteArray("authorized")})
            QVERIFY2(!describedAs(description().replace(piece, "<other>"), another()), piece.constData());
        QVERIFY(!describedAs(
            description().replace("<backingStore type='file'/>", "<backingStore><source/></backingStore>"),
            another()));
        QVERIFY(!describedAs(description(), {}));
        QVERIFY(!describedAs({}, another()));
    }

    void aLongerDescriptionIsRefused() {
        const QString path = write(saved(description(), true));
        const QByteArray before = read(path);
        const auto put = putDescriptionIntoSave(path, description() + ' ');
        QVERIFY(!put);
        QVERIFY(put.error().kind == ErrorKind::LimitReached);
        QCOMPARE(read(path), before);
    }

    void whatIsNoSavedMachineIsLeftAlone() {
        const QByteArray good = saved(description(), true);
        QByteArray longer = good;
        longer.replace(20, 4, bytesOf(quint32(0x7fffffff)));
        QByteArray outside = good;
        outside.replace(32, 4, bytesOf(quint32(description().size() + 1000)));
        QByteArray unended = saved(QByteArray(description()).replace('\n', ' '), false);
        unended.replace(20, 4, bytesOf(quint32(10)));
        const QByteArray cases[] = {{},
                                    "LibvirtQemudSave",
                                    "LibvirtQemudPart" + good.mid(16),
                                    saved(description(), true, 3),
                                    longer,
                                    outside,
                                    unended,
                                    good.left(200)};
        for (const QByteArray& bytes : cases) {
            const QString path = write(bytes);
            QVERIFY2(!descriptionInSave(path), bytes.left(60).constData());
            if (bytes.size() != 200 && bytes != unended) { // of these the header says nothing wrong
                QVERIFY(!putDescriptionIntoSave(path, "<x/>"));
                QCOMPARE(read(path), bytes);
            }
        }
        QVERIFY(!descriptionInSave(m_directory.filePath(QStringLiteral("none"))));
        QVERIFY(!putDescriptionIntoSave(m_directory.filePath(QStringLiteral("none/x")), "<x/>"));
    }

private:
    QString write(const QByteArray& bytes) {
        const QString path = m_directory.filePath(QStringLiteral("memory.save"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", qPrintable(path));
        return path;
    }
    static QByteArray read(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir m_directory;
};

QTEST_GUILESS_MAIN(TestSaveImage)
#include "tst_save_image.moc"
