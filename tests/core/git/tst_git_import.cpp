// SPDX-License-Identifier: GPL-3.0-or-later
// Protects the core from what comes out of a guest: honest work is taken in whole, and every hostile bundle
// is refused with an error that names the cause, before anything of it is visible in the mirror.
#include "core/git/mirror.h"
#include "hostile_guest.h"
#include "result_checks.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRandomGenerator>
#include <QTest>

#include <functional>

using namespace signalbox;
using namespace signalbox::test;

namespace {

constexpr Millis minute{60'000};
const QString target = QStringLiteral("refs/signalbox/task-1/work");

struct Scene {
    Scene()
        : origin(f.makeRepository(u"origin"_qs)), mirror(*Mirror::open(f.path(u"mirror.git"_qs))),
          guest(f, origin, f.path(u"guest"_qs)) {
        auto fetched = mirror.fetch(origin, minute, {}, {});
        if (!fetched)
            qFatal("%s", qPrintable(fetched.error().text()));
    }
    Result<ImportedCommit> import(const QString& bundle, const ImportLimits& limits = {}) {
        return mirror.importBundle(bundle, guest.base(), target, limits, {});
    }
    /// Nothing of a refused bundle may remain.
    [[nodiscard]] bool isClean() const {
        QDirIterator left(mirror.directory() + u"/quarantine"_qs, QDir::AllEntries | QDir::NoDotAndDotDot);
        return mirror.listRefs(u"refs/signalbox/"_qs)->isEmpty() && !left.hasNext();
    }

    GitFixture f;
    QString origin;
    Mirror mirror;
    HostileGuest guest;
};

using Entry = HostileGuest::Entry;

/// A tree that must be refused, and words that the error must hold.
struct HostileTree {
    const char* name;
    std::function<QString(HostileGuest&)> make;
    const char* words;
};

Entry file(HostileGuest& g, const QByteArray& name, const QByteArray& mode = "100644") {
    return {mode, name, g.blob("content of " + name)};
}
Entry link(HostileGuest& g, const QByteArray& name, const QByteArray& to) {
    return {"120000", name, g.blob(to)};
}

QString named(HostileGuest& g, const QByteArray& name) {
    return g.treeWith({file(g, name)});
}

QString nested(HostileGuest& g, const QList<Entry>& entries) {
    return g.treeWith({{"40000", "deep", g.tree(entries)}});
}

QString linked(HostileGuest& g, const QByteArray& to) {
    return nested(g, {link(g, "ln", to)});
}

const QList<HostileTree>& hostileTrees() {
    static const QList<HostileTree> list{
        {"dot dot", [](auto& g) { return named(g, ".."); }, "named \"..\""},
        {"dot", [](auto& g) { return nested(g, {file(g, ".")}); }, "named \".\""},
        {"slash", [](auto& g) { return named(g, "a/../../b"); }, "named \"..\""},
        {"absolute", [](auto& g) { return named(g, "/etc/passwd"); }, "slash"},
        {"empty name", [](auto& g) { return named(g, ""); }, "empty name"},
        {"backslash dot dot", [](auto& g) { return named(g, "..\\up"); }, "named \"..\""},
        {".git directory",
         [](auto& g) {
             return g.treeWith({{"40000", ".git", g.tree({file(g, "config")})}});
         },
         ".git"},
        {".git deep",
         [](auto& g) {
             return nested(g, {{"40000", ".git", g.tree({file(g, "hooks")})}});
         },
         "deep/.git"},
        {".GIT", [](auto& g) { return named(g, ".GIT"); }, ".GIT"},
        {".git and dots", [](auto& g) { return named(g, ".git. . "); }, "take its name for .git"},
        {".git stream", [](auto& g) { return named(g, ".git::$INDEX_ALLOCATION"); },
         "take its name for .git"},
        {"git~1", [](auto& g) { return named(g, "GIT~1"); }, "take its name for .git"},
        {".git with HFS characters", [](auto& g) { return named(g, ".g\xe2\x80\x8cit"); }, "U+200c"},
        {".git behind a backslash", [](auto& g) { return named(g, "a\\.git\\config"); },
         "take its name for .git"},
        {"control character", [](auto& g) { return named(g, "a\x1b[31mb"); }, "control character (U+001b)"},
        {"line feed", [](auto& g) { return named(g, "a\nb"); }, "U+000a"},
        {"C1 control",
         [](auto& g) {
             return named(g, "a\xc2\x9b"
                             "b");
         },
         "U+009b"},
        {"bidi override", [](auto& g) { return named(g, "photo\xe2\x80\xaegpj.exe"); },
         "reading direction (U+202e)"},
        {"bidi isolate", [](auto& g) { return named(g, "a\xe2\x81\xa6z"); }, "U+2066"},
        {"zero width",
         [](auto& g) {
             return named(g, "a\xe2\x80\x8b"
                             "b");
         },
         "invisible"},
        {"not UTF-8", [](auto& g) { return named(g, "a\xff\xfe"); }, "not UTF-8"},
        {"name too long", [](auto& g) { return named(g, QByteArray(300, 'n')); }, "255"},
        {"submodule",
         [](auto& g) {
             return g.treeWith({{"160000", "sub", g.base()}});
         },
         "submodule"},
        {".gitmodules", [](auto& g) { return named(g, ".gitmodules"); }, "submodules"},
        {".gitmodules link", [](auto& g) { return g.treeWith({link(g, ".gitModules", "x")}); }, "submodules"},
        {"GITMOD~1", [](auto& g) { return named(g, "GITMOD~1"); }, "submodules"},
        {"mode 100664", [](auto& g) { return g.treeWith({file(g, "m", "100664")}); }, "100664"},
        {"mode 120777", [](auto& g) { return g.treeWith({file(g, "m", "120777")}); }, "120777"},
        {"mode 0100644", [](auto& g) { return g.treeWith({file(g, "m", "0100644")}); }, "damaged"},
        {"mode 060000", [](auto& g) { return g.treeWith({file(g, "m", "60000")}); }, "60000"},
        {"mode 40000 on a file",
         [](auto& g) {
             return g.treeWith({{"40000", "d", g.blob("x")}});
         },
         "is a blob"},
        {"mode 100644 on a directory",
         [](auto& g) {
             return g.treeWith({{"100644", "d", g.tree({file(g, "f")})}});
         },
         "is a tree"},
        {"absolute link", [](auto& g) { return linked(g, "/etc/shadow"); }, "absolute path"},
        {"escaping link", [](auto& g) { return linked(g, "../../x"); }, "outside of the repository"},
        {"long escape", [](auto& g) { return linked(g, "./a/..//../b/../../../x"); },
         "outside of the repository"},
        {"link into .git", [](auto& g) { return linked(g, "../.git/config"); }, "into .git"},
        {"link into .GIT", [](auto& g) { return linked(g, "../.GIT./hooks"); }, "into .git"},
        {"empty link", [](auto& g) { return linked(g, ""); }, "sensible target"},
        {"link with zero byte", [](auto& g) { return linked(g, QByteArray("a\0b", 3)); }, "sensible target"},
        {"link too long", [](auto& g) { return linked(g, QByteArray(5000, 'l')); }, "sensible target"},
        {"escape by two links",
         [](auto& g) {
             return g.treeWith(
                 {{"40000", "deep", g.tree({link(g, "up", "..")})}, link(g, "out", "deep/up/..")});
         },
         "outside of the repository"},
        {"missing blob",
         [](auto& g) {
             return g.treeWith({{"100644", "m", QString(40, u'a')}});
         },
         "not in the bundle"},
        {"missing tree",
         [](auto& g) {
             return g.treeWith({{"40000", "m", QString(40, u'b')}});
         },
         "not in the bundle"},
        {"two of one name",
         [](auto& g) {
             return nested(g, {file(g, "a"), file(g, "a")});
         },
         "twice"},
        {"file and directory of one name",
         [](auto& g) {
             return nested(g, {file(g, "a"), file(g, "a.b"), {"40000", "a", g.tree({file(g, "x")})}});
         },
         "twice"},
        {"wrong order",
         [](auto& g) {
             return nested(g, {file(g, "b"), file(g, "a")});
         },
         "order"},
        {"damaged tree",
         [](auto& g) {
             return g.treeWith({{"40000", "d", g.object("tree", "100644 x")}});
         },
         "damaged"},
        {"very deep",
         [](auto& g) {
             QString tree = g.tree({file(g, "f")});
             for (int i = 0; i < 250; ++i)
                 tree = g.tree({{"40000", "d", tree}});
             return tree;
         },
         "directories deep"},
        {"a tree bomb",
         [](auto& g) {
             QString tree = g.tree({file(g, "f")});
             for (int i = 0; i < 12; ++i) {
                 QList<Entry> entries;
                 for (char c = 'a'; c < 'k'; ++c)
                     entries << Entry{"40000", QByteArray(1, c), tree};
                 tree = g.tree(entries);
             }
             return tree;
         },
         "directory entries"},
    };
    return list;
}

} // namespace

class GitImportTest : public QObject {
    Q_OBJECT

private slots:
    void honestWorkIsTakenIn() {
        Scene s;
        const QString dir = s.guest.dir();
        GitFixture::write(dir + u"/src/main.c"_qs, "int main(void) { return 1; }\n");
        const QString first = s.f.commitAll(dir, u"First"_qs);
        GitFixture::write(dir + u"/tests/ünit test.py"_qs, "assert True\n");
        QFile::link(u"../README.md"_qs, dir + u"/tests/readme"_qs);
        const QString tip = s.f.commitAll(dir, u"Second"_qs);
        const QString bundle = s.f.path(u"work.bundle"_qs);
        s.f.must(dir, {u"bundle"_qs, u"create"_qs, u"-q"_qs, bundle, s.guest.base() + u"..HEAD"_qs});
        for (int again = 0; again < 2; ++again) {
            const auto imported = s.import(bundle);
            VERIFY_OK(imported);
            QCOMPARE(imported->tip, tip);
            QCOMPARE(imported->commits, (QStringList{tip, first}));
            QCOMPARE(imported->tree, s.f.must(dir, {u"rev-parse"_qs, u"HEAD^{tree}"_qs}));
        }
        QCOMPARE(*s.mirror.listRefs(u"refs/signalbox/"_qs), QStringList{target});
        QCOMPARE(s.mirror.changes(s.guest.base(), tip)->files.size(), 3);
        s.f.must(s.mirror.directory(), {u"fsck"_qs, u"--strict"_qs});
        QDirIterator left(s.mirror.directory() + u"/quarantine"_qs, QDir::AllEntries | QDir::NoDotAndDotDot);
        QVERIFY(!left.hasNext());
    }

    void deltasAgainstTheBaseAreResolved() {
        Scene s;
        QByteArray big;
        for (int i = 0; i < 5000; ++i)
            big += QByteArray::number(i * 7919) + '\n';
        GitFixture::write(s.origin + u"/big.txt"_qs, big);
        const QString base = s.f.commitAll(s.origin, u"Big"_qs);
        QVERIFY(s.mirror.fetch(s.origin, minute, {}, {}).ok());
        const QString dir = s.guest.dir();
        s.f.must(dir, {u"pull"_qs, u"-q"_qs});
        GitFixture::write(dir + u"/big.txt"_qs, big + "one more\n");
        const QString tip = s.f.commitAll(dir, u"Change"_qs);
        const QString bundle = s.f.path(u"work.bundle"_qs);
        s.f.must(dir, {u"bundle"_qs, u"create"_qs, u"-q"_qs, bundle, base + u"..HEAD"_qs});
        QVERIFY(QFileInfo(bundle).size() < 2000); // a thin pack
        const auto imported = s.mirror.importBundle(bundle, base, target, {}, {});
        VERIFY_OK(imported);
        QCOMPARE(*s.mirror.fileAt(tip, u"big.txt"_qs, 1 << 20), QByteArray(big + "one more\n"));
    }

    void hostileTreesAreRefused_data() {
        QTest::addColumn<int>("index");
        for (int i = 0; i < hostileTrees().size(); ++i)
            QTest::newRow(hostileTrees()[i].name) << i;
    }
    void hostileTreesAreRefused() {
        QFETCH(int, index);
        const HostileTree& hostile = hostileTrees()[index];
        Scene s;
        const QString tip = s.guest.commit(hostile.make(s.guest), {s.guest.base()});
        const auto imported = s.import(s.guest.bundle(tip));
        QVERIFY2(!imported.ok(), "it was accepted");
        QVERIFY2(imported.error().message.contains(QString::fromUtf8(hostile.words)),
                 qPrintable(imported.error().message));
        QVERIFY2(imported.error().message.contains(tip.left(12)), qPrintable(imported.error().message));
        QVERIFY(imported.error().kind == ErrorKind::Invalid ||
                imported.error().kind == ErrorKind::LimitReached);
        for (const QChar c : imported.error().message)
            QVERIFY2(c.isPrint(), "the message itself carries the trick");
        QVERIFY(s.isClean());
    }

    void aBadCommitInTheMiddleCountsToo() {
        Scene s;
        const QString bad = s.guest.commit(named(s.guest, ".git"), {s.guest.base()});
        const QString tip = s.guest.commit(named(s.guest, "fine"), {bad});
        const auto imported = s.import(s.guest.bundle(tip));
        QVERIFY(!imported.ok());
        QVERIFY(imported.error().message.contains(bad.left(12)));
        QVERIFY(s.isClean());
    }

    void whatTheBaseHasMayStay() {
        Scene s;
        // The base itself has a submodule and a link that leaves the tree; an agent that changes something
        // else is not to blame.
        QFile::link(u"/usr/share/dict"_qs, s.origin + u"/dict"_qs);
        s.f.must(s.origin, {u"update-index"_qs, u"--add"_qs, u"--cacheinfo"_qs,
                            u"160000,"_qs + s.guest.base() + u",sub"_qs});
        s.f.must(s.origin, {u"add"_qs, u"dict"_qs});
        s.f.must(s.origin, {u"commit"_qs, u"-q"_qs, u"-m"_qs, u"Odd"_qs});
        QVERIFY(s.mirror.fetch(s.origin, minute, {}, {}).ok());
        HostileGuest guest(s.f, s.origin, s.f.path(u"guest2"_qs));
        const QString good = guest.commit(guest.treeWith({file(guest, "new")}), {guest.base()});
        VERIFY_OK(s.mirror.importBundle(guest.bundle(good), guest.base(), target, {}, {}));
        const QString tree = guest.treeWith({link(guest, "words", "dict/words")});
        const QString bad = guest.commit(tree, {guest.base()});
        const auto imported = s.mirror.importBundle(guest.bundle(bad), guest.base(), target, {}, {});
        QVERIFY(!imported.ok());
        QVERIFY2(imported.error().message.contains(u"by way of \"dict\""),
                 qPrintable(imported.error().text()));
    }

    void malformedCommitsAreRefused_data() {
        QTest::addColumn<QByteArray>("raw");
        const QByteArray people = "author A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n";
        QTest::newRow("no author") << QByteArray("tree %T\nparent %B\ncommitter A <a@b> 1 +0000\n\nm\n");
        QTest::newRow("no mail") << QByteArray(
            "tree %T\nparent %B\nauthor A 1 +0000\ncommitter A <a@b> 1 +0000\n\nm\n");
        QTest::newRow("no time") << QByteArray(
            "tree %T\nparent %B\nauthor A <a@b>\ncommitter A <a@b> 1 +0000\n\nm\n");
        QTest::newRow("zero byte") << QByteArray("tree %T\nparent %B\n" + people + "\nm" +
                                                 QByteArray(1, '\0') + "\n");
        QTest::newRow("two trees") << QByteArray("tree %T\ntree %T\nparent %B\n" + people + "\nm\n");
        QTest::newRow("late parent") << QByteArray("tree %T\nparent %B\n" + people + "parent %B\n\nm\n");
        QTest::newRow("no end of header") << QByteArray("tree %T\nparent %B\n" + people);
        QTest::newRow("escape in name") << QByteArray(
            "tree %T\nparent %B\nauthor \x1b[2J <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nm\n");
        QTest::newRow("huge") << QByteArray("tree %T\nparent %B\n" + people + "\n" +
                                            QByteArray(400'000, 'm'));
    }
    void malformedCommitsAreRefused() {
        QFETCH(QByteArray, raw);
        Scene s;
        raw.replace("%T", s.guest.treeWith({file(s.guest, "new")}).toLatin1());
        raw.replace("%B", s.guest.base().toLatin1());
        const QString tip = s.guest.object("commit", raw);
        const auto imported = s.import(s.guest.bundle(tip));
        QVERIFY2(!imported.ok(), "it was accepted");
        QVERIFY(s.isClean());
    }

    void onlyWorkOnTheBaseIsTakenIn() {
        Scene s;
        HostileGuest& g = s.guest;
        const auto refused = [&](const QString& bundle, ErrorKind kind, const QString& words) {
            const auto imported = s.import(bundle);
            return !imported.ok() && imported.error().kind == kind &&
                   imported.error().message.contains(words) && s.isClean();
        };
        const QString tree = g.treeWith({file(g, "new")});
        QVERIFY(refused(g.bundle(g.base()), ErrorKind::Invalid, u"nothing was committed"_qs));
        QVERIFY(refused(g.bundle(g.commit(tree, {})), ErrorKind::Invalid, u"does not descend"_qs));
        const QString tip = g.commit(tree, {g.base()});
        const auto holed = s.import(g.bundle(g.commit(tree, {g.base(), QString(40, u'c')})));
        QVERIFY(!holed.ok() && s.isClean());
        qInfo("%s", qPrintable(holed.error().text()));
        // A second root merged in is new history, and is checked like the rest.
        VERIFY_OK(s.import(g.bundle(g.commit(tree, {tip, g.commit(tree, {})}))));
        // Another commit of the mirror that the guest was not given.
        GitFixture::write(s.origin + u"/secret"_qs, "s");
        const QString other = s.f.commitAll(s.origin, u"Other"_qs);
        QVERIFY(s.mirror.fetch(s.origin, minute, {}, {}).ok());
        QVERIFY(s.mirror.deleteRef(target).ok());
        QVERIFY(refused(g.bundle(g.commit(tree, {g.base(), other})), ErrorKind::Invalid,
                        u"neither new nor part"_qs));
        const QByteArray pack = g.pack();
        QVERIFY(refused(
            g.bundle("# v2 git bundle\n-" + other.toLatin1() + "\n" + tip.toLatin1() + " HEAD\n\n", pack),
            ErrorKind::Invalid, u"not part of the base"_qs));
        VERIFY_FAILS(s.mirror.importBundle(g.bundle(tip), g.base(), u"refs/heads/main"_qs, {}, {}),
                     ErrorKind::Denied);
        VERIFY_FAILS(s.mirror.importBundle(g.bundle(tip), QString(40, u'd'), target, {}, {}),
                     ErrorKind::NotFound);
    }

    void headersAreReadStrictly_data() {
        QTest::addColumn<QByteArray>("header");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("version 3") << QByteArray("# v3 git bundle\n@object-format=sha1\n%T HEAD\n\n");
        QTest::newRow("two refs") << QByteArray("# v2 git bundle\n%T HEAD\n%T refs/heads/x\n\n");
        QTest::newRow("no ref") << QByteArray("# v2 git bundle\n-%B x\n\n");
        QTest::newRow("short id") << QByteArray("# v2 git bundle\nabc HEAD\n\n");
        QTest::newRow("upper case") << QByteArray(
            "# v2 git bundle\nABCDEF0123456789ABCDEF0123456789ABCDEF01 HEAD\n\n");
        QTest::newRow("odd ref") << QByteArray("# v2 git bundle\n%T ../../x\n\n");
        QTest::newRow("ref with space") << QByteArray("# v2 git bundle\n%T refs/heads/a b\n\n");
        QTest::newRow("capability") << QByteArray("# v2 git bundle\n@filter=blob:none\n%T HEAD\n\n");
        QTest::newRow("endless line") << QByteArray("# v2 git bundle\n-%B ") + QByteArray(1 << 20, 'x');
        QTest::newRow("endless header")
            << QByteArray("# v2 git bundle\n") + QByteArray("-%B x\n").repeated(5000);
        QTest::newRow("prerequisite after ref") << QByteArray("# v2 git bundle\n%T HEAD\n-%B\n\n");
    }
    void headersAreReadStrictly() {
        QFETCH(QByteArray, header);
        Scene s;
        const QString tip = s.guest.commit(s.guest.treeWith({file(s.guest, "new")}), {s.guest.base()});
        header.replace("%T", tip.toLatin1());
        header.replace("%B", s.guest.base().toLatin1());
        const auto imported = s.import(s.guest.bundle(header, s.guest.pack()));
        QVERIFY(!imported.ok());
        VERIFY_FAILS(imported, ErrorKind::Corrupt);
        QVERIFY(s.isClean());
    }

    void limitsAreKept_data() {
        QTest::addColumn<QString>("what");
        for (const char* what : {"pack", "objects", "file", "inflated", "commits", "entries", "tree"})
            QTest::newRow(what) << QString::fromLatin1(what);
    }
    void limitsAreKept() {
        QFETCH(QString, what);
        Scene s;
        ImportLimits limits;
        if (what == u"pack")
            limits.packBytes = 100;
        else if (what == u"objects")
            limits.objects = 2;
        else if (what == u"file")
            limits.fileBytes = 10'000;
        else if (what == u"inflated")
            limits.inflatedBytes = 10'000;
        else if (what == u"commits")
            limits.commits = 1;
        else if (what == u"entries")
            limits.treeEntries = 1;
        else
            limits.treeBytes = 10'000;
        HostileGuest& g = s.guest;
        const QString first = g.commit(
            g.treeWith({{"100644", "large.bin", g.blob(QByteArray(20'000, 'z'))}, file(g, "b")}), {g.base()});
        const QString tip = g.commit(g.treeWith({file(g, "b")}), {first});
        const auto imported = s.import(g.bundle(tip), limits);
        QVERIFY(!imported.ok());
        VERIFY_FAILS(imported, ErrorKind::LimitReached);
        QVERIFY(!imported.error().hint.isEmpty());
        if (what == u"file")
            QVERIFY2(imported.error().message.contains(u"\"large.bin\""),
                     qPrintable(imported.error().message));
        QVERIFY(s.isClean());
        VERIFY_OK(s.import(g.bundle(tip)));
    }

    void aGigabyteIsNamed() {
        Scene s;
        const QString dir = s.guest.dir();
        QFile huge(dir + u"/build/core.dump"_qs);
        QDir().mkpath(dir + u"/build"_qs);
        QVERIFY(huge.open(QIODevice::WriteOnly));
        QVERIFY(huge.resize(1LL << 30));
        huge.close();
        s.f.must(dir, {u"-c"_qs, u"core.compression=1"_qs, u"add"_qs, u"-A"_qs});
        s.f.must(dir, {u"commit"_qs, u"-q"_qs, u"-m"_qs, u"Huge"_qs});
        QVERIFY(huge.remove());
        const QString bundle = s.f.path(u"work.bundle"_qs);
        s.f.must(dir, {u"bundle"_qs, u"create"_qs, u"-q"_qs, bundle, s.guest.base() + u"..HEAD"_qs});
        const auto imported = s.import(bundle);
        QVERIFY(!imported.ok());
        VERIFY_FAILS(imported, ErrorKind::LimitReached);
        QVERIFY2(imported.error().message.contains(u"\"build/core.dump\" has 1073741824 bytes"),
                 qPrintable(imported.error().message));
        QVERIFY(s.isClean());
    }

    void damagedPacksNeverGetThrough() {
        // Any single changed byte, and any cut, must be refused or (in the header's free text) change
        // nothing.
        Scene s;
        HostileGuest& g = s.guest;
        const QString tip = g.commit(g.treeWith({file(g, "new"), file(g, "other")}), {g.base()});
        const QByteArray header = g.header(tip);
        const QByteArray pack = g.pack();
        QRandomGenerator random(20260102);
        for (int i = 0; i < 300; ++i) {
            QByteArray hostile = pack;
            switch (i % 3) {
            case 0:
                hostile.truncate(random.bounded(int(pack.size())));
                break;
            case 1:
                hostile[random.bounded(int(pack.size()))] = char(random.bounded(256));
                break;
            default:
                hostile.insert(random.bounded(int(pack.size()) + 1),
                               QByteArray(1 + random.bounded(8), char(random.bounded(256))));
                break;
            }
            if (hostile == pack)
                continue;
            const auto imported = s.import(g.bundle(header, hostile));
            QVERIFY2(!imported.ok(), "a damaged pack was accepted");
            QVERIFY(s.isClean());
        }
        VERIFY_OK(s.import(g.bundle(tip)));
    }

    void aCancelledImportLeavesNothing() {
        Scene s;
        const QString tip = s.guest.commit(s.guest.treeWith({file(s.guest, "new")}), {s.guest.base()});
        CancelToken cancel;
        cancel.cancel();
        const auto imported = s.mirror.importBundle(s.guest.bundle(tip), s.guest.base(), target, {}, cancel);
        QVERIFY(!imported.ok());
        VERIFY_FAILS(imported, ErrorKind::Cancelled);
        QVERIFY(s.isClean());
    }
};

QTEST_GUILESS_MAIN(GitImportTest)
#include "tst_git_import.moc"
