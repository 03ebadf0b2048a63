// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the core's memory and time from packs that are small on the wire and huge when unpacked: bombs of
// deflate and of deltas, chains, lies about sizes, and everything that is cut, too long or refers to nothing.
#include "core/git/pack_scan.h"
#include "result_checks.h"

#include <QBuffer>
#include <QTest>

using namespace signalbox;
using namespace signalbox::git;

namespace {

constexpr int blob = 3;
constexpr int offsetDelta = 6;
constexpr int refDelta = 7;

QByteArray deflated(const QByteArray& bytes) {
    // qCompress makes nothing at all out of nothing.
    return bytes.isEmpty() ? QByteArray::fromHex("789c030000000001") : qCompress(bytes, 9).mid(4);
}

QByteArray head(int type, quint64 size) {
    QByteArray out;
    int byte = (type << 4) | int(size & 15);
    size >>= 4;
    while (size) {
        out += char(byte | 0x80);
        byte = int(size & 0x7f);
        size >>= 7;
    }
    return out + char(byte);
}

QByteArray backwards(quint64 distance) {
    QByteArray out(1, char(distance & 0x7f));
    while (distance >>= 7)
        out.prepend(char(0x80 | (--distance & 0x7f)));
    return out;
}

QByteArray varint(quint64 value) {
    QByteArray out;
    while (value > 0x7f) {
        out += char(0x80 | (value & 0x7f));
        value >>= 7;
    }
    return out + char(value);
}

/// The instructions of a delta; what follows the two sizes is not read by the scan.
QByteArray delta(quint64 baseSize, quint64 size) {
    return varint(baseSize) + varint(size) + "\x90\x01";
}

QByteArray whole(const QByteArray& content) {
    return head(blob, quint64(content.size())) + deflated(content);
}

QByteArray offsetEntry(quint64 distance, const QByteArray& instructions) {
    return head(offsetDelta, quint64(instructions.size())) + backwards(distance) + deflated(instructions);
}

QByteArray packHead(quint32 count, quint32 version = 2) {
    QByteArray out = "PACK";
    for (const quint32 number : {version, count})
        for (int shift = 24; shift >= 0; shift -= 8)
            out += char((number >> shift) & 0xff);
    return out;
}

QByteArray packOf(const QList<QByteArray>& entries) {
    QByteArray out = packHead(quint32(entries.size()));
    for (const QByteArray& entry : entries)
        out += entry;
    return out + QByteArray(20, 's');
}

Result<PackSummary> scan(QByteArray pack, const ImportLimits& limits = {}) {
    QBuffer file(&pack);
    file.open(QIODevice::ReadOnly);
    const KnownObject known = [](const QByteArray& id) -> std::optional<qint64> {
        return id == QByteArray(20, 'k') ? std::optional<qint64>(100) : std::nullopt;
    };
    return scanPack(file, limits, known, {});
}

} // namespace

class GitPackScanTest : public QObject {
    Q_OBJECT

private slots:
    void honestPacksAreSummed() {
        const QByteArray base = whole(QByteArray(1000, 'a'));
        const QByteArray first = offsetEntry(quint64(base.size()), delta(1000, 1010));
        const QByteArray second = offsetEntry(quint64(first.size()), delta(1010, 1020));
        const QByteArray named =
            head(refDelta, quint64(delta(100, 50).size())) + QByteArray(20, 'k') + deflated(delta(100, 50));
        const auto summary = scan(packOf({base, first, second, named, whole({})}));
        VERIFY_OK(summary);
        QCOMPARE(summary->objects, 5);
        QVERIFY(summary->inflatedBytes >= 1000 + 1010 + 1020 + 50);
        VERIFY_OK(scan(packOf({})));
    }

    void liesAboutSizesAreSeen() {
        const QByteArray bomb(64 << 20, '\0');
        VERIFY_FAILS(scan(packOf({head(blob, 10) + deflated(bomb)})), ErrorKind::Corrupt);
        VERIFY_FAILS(scan(packOf({head(blob, 10) + deflated("short")})), ErrorKind::Corrupt);
        VERIFY_FAILS(scan(packOf({head(blob, 5) + "not deflated"})), ErrorKind::Corrupt);
        VERIFY_FAILS(scan(packOf({head(blob, 0x7fffffffffffffffULL) + deflated("x")})), ErrorKind::Corrupt);
        VERIFY_FAILS(scan(packOf({QByteArray(100, char(0xbf))})), ErrorKind::Corrupt);
        VERIFY_FAILS(scan(packOf({head(blob, 1ULL << 45) + deflated("x")})), ErrorKind::LimitReached);
        // A tree of that size would be held in memory.
        VERIFY_FAILS(scan(packOf({head(2, 64 << 20) + deflated(bomb)})), ErrorKind::LimitReached);
    }

    void bombsOfDeltasAreSeen() {
        const QByteArray base = whole(QByteArray(1000, 'a'));
        const auto back = quint64(base.size());
        VERIFY_FAILS(scan(packOf({base, offsetEntry(back, delta(1000, 1ULL << 40))})),
                     ErrorKind::LimitReached);
        // Each is allowed, all together are not.
        ImportLimits limits;
        limits.fileBytes = 10 << 20;
        limits.inflatedBytes = 100 << 20;
        QList<QByteArray> entries{base};
        quint64 distance = back;
        for (int i = 0; i < 11; ++i) {
            entries << offsetEntry(distance, delta(1000, 10 << 20));
            distance += quint64(entries.last().size());
        }
        VERIFY_FAILS(scan(packOf(entries), limits), ErrorKind::LimitReached);
        entries.removeLast();
        entries.removeLast();
        VERIFY_OK(scan(packOf(entries), limits));
    }

    void longChainsAreSeen() {
        QList<QByteArray> entries{whole(QByteArray(10, 'a'))};
        for (int i = 0; i < 350; ++i)
            entries << offsetEntry(quint64(entries.last().size()), delta(10, 10));
        VERIFY_FAILS(scan(packOf(entries)), ErrorKind::LimitReached);
        // A shorter one of large objects would cost hundreds of gigabytes of copying.
        entries = {whole(QByteArray(10, 'a'))};
        for (int i = 0; i < 200; ++i)
            entries << offsetEntry(quint64(entries.last().size()), delta(i == 0 ? 10 : 10 << 20, 10 << 20));
        VERIFY_FAILS(scan(packOf(entries)), ErrorKind::LimitReached);
    }

    void deltasNeedABase() {
        const QByteArray base = whole(QByteArray(1000, 'a'));
        const auto back = quint64(base.size());
        VERIFY_FAILS(scan(packOf({base, offsetEntry(back + 1, delta(1000, 10))})), ErrorKind::Corrupt);
        VERIFY_FAILS(scan(packOf({base, offsetEntry(0, delta(1000, 10))})), ErrorKind::Corrupt);
        VERIFY_FAILS(scan(packOf({base, offsetEntry(1ULL << 50, delta(1000, 10))})), ErrorKind::Corrupt);
        VERIFY_FAILS(scan(packOf({base, offsetEntry(back, delta(999, 10))})), ErrorKind::Corrupt);
        VERIFY_FAILS(
            scan(packOf({base, offsetEntry(back, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff")})),
            ErrorKind::Corrupt);
        VERIFY_FAILS(scan(packOf({base, offsetEntry(back, "")})), ErrorKind::Corrupt);
        const QByteArray stranger =
            head(refDelta, quint64(delta(1, 1).size())) + QByteArray(20, 'x') + deflated(delta(1, 1));
        VERIFY_FAILS(scan(packOf({stranger})), ErrorKind::Invalid);
    }

    void theFrameIsCheckedToo() {
        const QByteArray good = packOf({whole("a"), whole("b")});
        VERIFY_OK(scan(good));
        VERIFY_FAILS(scan(good + "x"), ErrorKind::Corrupt);
        VERIFY_FAILS(scan(packHead(2, 3) + good.mid(12)), ErrorKind::Corrupt);
        VERIFY_FAILS(scan("JUNK" + good.mid(4)), ErrorKind::Corrupt);
        VERIFY_FAILS(scan(packHead(0xffffffff) + good.mid(12)), ErrorKind::LimitReached);
        VERIFY_FAILS(scan(packHead(3) + good.mid(12)), ErrorKind::Corrupt);
        VERIFY_FAILS(scan(packHead(1) + good.mid(12)), ErrorKind::Corrupt);
        for (int type : {0, 5})
            VERIFY_FAILS(scan(packOf({head(type, 1) + deflated("a")})), ErrorKind::Corrupt);
        for (qsizetype cut = 0; cut < good.size(); ++cut)
            VERIFY_FAILS(scan(good.left(cut)), ErrorKind::Corrupt);
    }
};

QTEST_GUILESS_MAIN(GitPackScanTest)
#include "tst_git_pack_scan.moc"
