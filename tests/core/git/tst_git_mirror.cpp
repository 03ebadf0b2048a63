// SPDX-License-Identifier: GPL-3.0-or-later
// Protects what the mirror takes from an origin and hands to machines: fetching (with pruning, bad addresses,
// leftovers of a killed core), bundles that git itself clones, tar files that equal `git archive`, diffs, and
// composed trees.
#include "core/git/mirror.h"
#include "git_fixture.h"
#include "result_checks.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>

using namespace signalbox;
using namespace signalbox::test;

namespace {
constexpr Millis minute{60'000};
const QString tip = QStringLiteral("main");
} // namespace

class GitMirrorTest : public QObject {
    Q_OBJECT

private:
    static Mirror fetched(const GitFixture& fixture, const QString& origin) {
        auto mirror = Mirror::open(fixture.path(QStringLiteral("mirror.git")));
        if (!mirror)
            qFatal("%s", qPrintable(mirror.error().text()));
        auto done = mirror->fetch(origin, minute, {}, {});
        if (!done)
            qFatal("%s", qPrintable(done.error().text()));
        return *mirror;
    }

private slots:
    void fetchTakesBranchesAndTagsAndPrunes() {
        const GitFixture f;
        const QString origin = f.makeRepository(QStringLiteral("origin"));
        const QString first = f.must(origin, {u"rev-parse"_qs, u"HEAD"_qs});
        f.must(origin, {u"branch"_qs, u"side"_qs});
        f.must(origin, {u"tag"_qs, u"-a"_qs, u"v1"_qs, u"-m"_qs, u"one"_qs});
        Mirror mirror = fetched(f, origin);
        QCOMPARE(*mirror.defaultBranch(), u"main"_qs);
        QCOMPARE(*mirror.listRefs(u"refs/"_qs),
                 (QStringList{u"refs/remotes/origin/HEAD"_qs, u"refs/remotes/origin/main"_qs,
                              u"refs/remotes/origin/side"_qs, u"refs/tags/v1"_qs}));
        VERIFY_OK(mirror.setRef(u"refs/signalbox/t1/base"_qs, first));
        f.must(origin, {u"branch"_qs, u"-D"_qs, u"side"_qs});
        f.must(origin, {u"tag"_qs, u"-d"_qs, u"v1"_qs});
        f.must(origin, {u"branch"_qs, u"side/deeper"_qs}); // the name of the pruned branch is now a directory
        VERIFY_OK(mirror.fetch(u"file://"_qs + origin, minute, {}, {}));
        QCOMPARE(*mirror.listRefs(u"refs/"_qs),
                 (QStringList{u"refs/remotes/origin/HEAD"_qs, u"refs/remotes/origin/main"_qs,
                              u"refs/remotes/origin/side/deeper"_qs, u"refs/signalbox/t1/base"_qs}));
        const auto info = mirror.commit(tip);
        VERIFY_OK(info);
        QCOMPARE(info->oid, first);
        QCOMPARE(info->authorName, u"Ada Agent"_qs);
        QCOMPARE(info->message, u"Begin\n"_qs);
        QCOMPARE(info->time.iso(), u"2026-01-02T03:04:05.000Z"_qs);
        QCOMPARE(*mirror.treeOf(first), f.must(origin, {u"rev-parse"_qs, u"HEAD^{tree}"_qs}));
    }

    void fetchReportsProgressAndObeysCancel() {
        const GitFixture f;
        const QString origin = f.makeRepository(QStringLiteral("origin"));
        auto mirror = Mirror::open(f.path(u"mirror.git"_qs));
        VERIFY_OK(mirror);
        CancelToken cancel;
        cancel.cancel();
        VERIFY_FAILS(mirror->fetch(origin, minute, {}, cancel), ErrorKind::Cancelled);
        VERIFY_FAILS(mirror->fetch(origin, Millis(0), {}, {}), ErrorKind::Timeout);
        qint64 objects = 0;
        VERIFY_OK(mirror->fetch(origin, minute, [&](const TransferProgress& p) { objects = p.objects; }, {}));
        QVERIFY(objects > 0);
    }

    void badAddressesAreRefusedClearly_data() {
        QTest::addColumn<QString>("url");
        QTest::addColumn<int>("kind");
        QTest::newRow("missing") << u"/nowhere/at/all"_qs << int(ErrorKind::NotFound);
        QTest::newRow("missing file url") << u"file:///nowhere/at/all"_qs << int(ErrorKind::NotFound);
        QTest::newRow("not a repository") << QDir::tempPath() << int(ErrorKind::NotFound);
        QTest::newRow("empty") << QString() << int(ErrorKind::Invalid);
        QTest::newRow("option") << u"--upload-pack=evil"_qs << int(ErrorKind::Invalid);
        QTest::newRow("scheme") << u"ext://sh -c evil"_qs << int(ErrorKind::Invalid);
        QTest::newRow("closed port") << u"http://127.0.0.1:1/x.git"_qs << int(ErrorKind::Unavailable);
        QTest::newRow("closed ssh port") << u"ssh://git@127.0.0.1:1/x.git"_qs << int(ErrorKind::Unavailable);
    }
    void badAddressesAreRefusedClearly() {
        QFETCH(QString, url);
        QFETCH(int, kind);
        const GitFixture f;
        auto mirror = Mirror::open(f.path(u"mirror.git"_qs));
        VERIFY_OK(mirror);
        const auto fetched = mirror->fetch(url, minute, {}, {});
        QVERIFY(!fetched.ok());
        QVERIFY2(int(fetched.error().kind) == kind, qPrintable(fetched.error().text()));
        QVERIFY(!fetched.error().hint.isEmpty());
    }

    void anEmptyOriginHasNoDefaultBranch() {
        const GitFixture f;
        const QString origin = f.path(u"empty"_qs);
        QDir().mkpath(origin);
        f.must(origin, {u"init"_qs, u"-q"_qs, u"--bare"_qs});
        const Mirror mirror = fetched(f, origin);
        VERIFY_FAILS(mirror.defaultBranch(), ErrorKind::NotFound);
        VERIFY_FAILS(mirror.commit(tip), ErrorKind::NotFound);
    }

    void leftoversOfAKilledCoreAreNotInTheWay() {
        const GitFixture f;
        const QString origin = f.makeRepository(QStringLiteral("origin"));
        Mirror mirror = fetched(f, origin);
        const QString dir = mirror.directory();
        GitFixture::write(dir + u"/refs/remotes/origin/main.lock"_qs, "half");
        GitFixture::write(dir + u"/refs/signalbox/t1/base.lock"_qs, "half");
        GitFixture::write(dir + u"/objects/pack/pack_ab12cd"_qs, "half");
        GitFixture::write(origin + u"/new"_qs, "x");
        const QString second = f.commitAll(origin, u"More"_qs);
        VERIFY_OK(mirror.fetch(origin, minute, {}, {}));
        QCOMPARE(mirror.commit(tip)->oid, second);
        VERIFY_OK(mirror.setRef(u"refs/signalbox/t1/base"_qs, second));
        QVERIFY(!QFile::exists(dir + u"/objects/pack/pack_ab12cd"_qs));
        QVERIFY(QFile::remove(dir + u"/HEAD"_qs)); // creation was interrupted
        VERIFY_OK(Mirror::open(dir));
    }

    void onlyOwnRefsAreWritten() {
        const GitFixture f;
        const QString origin = f.makeRepository(QStringLiteral("origin"));
        Mirror mirror = fetched(f, origin);
        for (const QString& name : {u"refs/heads/main"_qs, u"refs/remotes/origin/main"_qs,
                                    u"refs/signalbox/../heads/x"_qs, u"HEAD"_qs, u"refs/signalbox/a b"_qs}) {
            VERIFY_FAILS(mirror.setRef(name, tip), ErrorKind::Denied);
            VERIFY_FAILS(mirror.deleteRef(name), ErrorKind::Denied);
        }
        VERIFY_OK(mirror.setRef(u"refs/signalbox/t2/x"_qs, tip));
        VERIFY_OK(mirror.deleteRef(u"refs/signalbox/t2/x"_qs));
        VERIFY_OK(mirror.deleteRef(u"refs/signalbox/t2/x"_qs));
        QVERIFY(mirror.listRefs(u"refs/signalbox/"_qs)->isEmpty());
    }

    void gitClonesTheBundle() {
        const GitFixture f;
        const QString origin = f.makeRepository(QStringLiteral("origin"));
        for (int i = 0; i < 30; ++i) {
            GitFixture::write(origin + u"/src/file%1.c"_qs.arg(i), QByteArray(2000 + i, 'x'));
            f.commitAll(origin, u"Change %1"_qs.arg(i));
        }
        const Mirror mirror = fetched(f, origin);
        const QString bundle = f.path(u"base.bundle"_qs);
        VERIFY_OK(mirror.writeBundle(tip, u"refs/heads/main"_qs, bundle, {}));
        f.must(f.path({}), {u"clone"_qs, u"-q"_qs, bundle, f.path(u"clone"_qs)});
        const QString clone = f.path(u"clone"_qs);
        QCOMPARE(f.must(clone, {u"rev-parse"_qs, u"HEAD"_qs}), f.must(origin, {u"rev-parse"_qs, u"HEAD"_qs}));
        QCOMPARE(f.must(clone, {u"rev-list"_qs, u"--count"_qs, u"HEAD"_qs}), u"31"_qs);
        QCOMPARE(f.must(clone, {u"symbolic-ref"_qs, u"HEAD"_qs}), u"refs/heads/main"_qs);
        f.must(clone, {u"fsck"_qs, u"--strict"_qs});
        CancelToken cancel;
        cancel.cancel();
        VERIFY_FAILS(mirror.writeBundle(tip, u"refs/heads/main"_qs, f.path(u"no"_qs), cancel),
                     ErrorKind::Cancelled);
        QVERIFY(!QFile::exists(f.path(u"no"_qs)));
        VERIFY_FAILS(mirror.writeBundle(tip, u"refs/heads/a b"_qs, bundle, {}), ErrorKind::Invalid);
    }

    void bundlesAreKeptForTheNextMachine() {
        const GitFixture f;
        const QString origin = f.makeRepository(QStringLiteral("origin"));
        const Mirror mirror = fetched(f, origin);
        const QString first = f.path(u"first.bundle"_qs);
        const QString second = f.path(u"second.bundle"_qs);
        VERIFY_OK(mirror.writeBundle(tip, u"refs/heads/main"_qs, first, {}));
        VERIFY_OK(mirror.writeBundle(tip, u"refs/heads/main"_qs, second, {}));
        QCOMPARE(GitFixture::run({}, u"cmp"_qs, {first, second}).exitCode, 0);
        // Another ref name is another bundle, and only a few are kept.
        for (int i = 0; i < 10; ++i) {
            VERIFY_OK(mirror.writeBundle(tip, u"refs/heads/b%1"_qs.arg(i), second, {}));
            QVERIFY(f.must(origin, {u"bundle"_qs, u"list-heads"_qs, second})
                        .contains(u"refs/heads/b%1"_qs.arg(i)));
        }
        QVERIFY(QDir(mirror.directory() + u"/bundles"_qs).entryList(QDir::Files).size() <= 6);
    }

    void tarHoldsWhatGitArchiveHolds() {
        const GitFixture f;
        const QString origin = f.makeRepository(QStringLiteral("origin"));
        const QString deep = QString(60, u'd') + u'/' + QString(60, u'e') + u'/' + QString(60, u'g');
        GitFixture::write(origin + u'/' + deep + u"/file"_qs, "deep");
        GitFixture::write(origin + u'/' + QString(180, u'n'), "long name");
        GitFixture::write(origin + u"/ünïcode"_qs, "u");
        GitFixture::write(origin + u"/exact"_qs, QByteArray(512, 'e'));
        GitFixture::write(origin + u"/empty"_qs, "");
        QFile::link(deep, origin + u"/longlink"_qs);
        f.commitAll(origin, u"Names"_qs);
        const Mirror mirror = fetched(f, origin);
        const QString tar = f.path(u"ours.tar"_qs);
        VERIFY_OK(mirror.exportTar(mirror.commit(tip)->tree, tar, {}));
        const QString again = f.path(u"again.tar"_qs);
        VERIFY_OK(mirror.exportTar(mirror.commit(tip)->oid, again, {}));
        QCOMPARE(GitFixture::run({}, u"cmp"_qs, {tar, again}).exitCode, 0);
        f.must(origin, {u"archive"_qs, u"--format=tar"_qs, u"-o"_qs, f.path(u"theirs.tar"_qs), u"HEAD"_qs});
        for (const QString& which : {u"ours"_qs, u"theirs"_qs}) {
            QDir().mkpath(f.path(which));
            const auto out =
                GitFixture::run(f.path(which), u"tar"_qs, {u"xf"_qs, f.path(which + u".tar"_qs)});
            QVERIFY2(out.exitCode == 0, out.errors.constData());
        }
        const auto diff = GitFixture::run(f.path({}), u"diff"_qs,
                                          {u"-r"_qs, u"--no-dereference"_qs, u"ours"_qs, u"theirs"_qs});
        QVERIFY2(diff.exitCode == 0, diff.output.constData());
        QVERIFY(QFileInfo(f.path(u"ours/bin/tool"_qs)).isExecutable());
        QCOMPARE(QFile::permissions(f.path(u"ours/README.md"_qs)) & QFile::ExeOwner, QFile::Permissions());
        QCOMPARE(QFile::symLinkTarget(f.path(u"ours/link"_qs)), f.path(u"ours/README.md"_qs));
        VERIFY_FAILS(mirror.exportTar(QString(40, u'1'), tar, {}), ErrorKind::NotFound);
    }

    void changesAndPatchAreThoseOfGit() {
        const GitFixture f;
        const QString origin = f.makeRepository(QStringLiteral("origin"));
        GitFixture::write(origin + u"/moved.txt"_qs, "a\nb\nc\nd\ne\nf\n");
        GitFixture::write(origin + u"/gone.txt"_qs, "gone\n");
        const QString base = f.commitAll(origin, u"Base"_qs);
        f.must(origin, {u"mv"_qs, u"moved.txt"_qs, u"new place.txt"_qs});
        f.must(origin, {u"rm"_qs, u"-q"_qs, u"gone.txt"_qs});
        GitFixture::write(origin + u"/README.md"_qs, "# Sample\n\nOne.\n2.\nThree.\nFour.\n");
        GitFixture::write(origin + u"/data.bin"_qs, QByteArray("\0\1\2\3", 4));
        f.must(origin, {u"update-index"_qs, u"--chmod=+x"_qs, u"src/main.c"_qs});
        f.must(origin, {u"add"_qs, u"README.md"_qs, u"data.bin"_qs});
        f.must(origin, {u"commit"_qs, u"-q"_qs, u"-m"_qs, u"Change"_qs});
        const QString after = f.must(origin, {u"rev-parse"_qs, u"HEAD"_qs});
        const Mirror mirror = fetched(f, origin);
        const auto set = mirror.changes(base, after);
        VERIFY_OK(set);
        QStringList lines;
        for (const FileChange& c : set->files)
            lines << u"%1 %2<%3 +%4 -%5 %6%7"_qs.arg(toString(c.status), c.path, c.oldPath)
                         .arg(c.added)
                         .arg(c.removed)
                         .arg(c.binary ? u"binary"_qs : QString(), c.modeChanged() ? u"mode"_qs : QString());
        QCOMPARE(lines, (QStringList{
                            u"modified README.md<README.md +2 -1 "_qs,
                            u"added data.bin<data.bin +0 -0 binary"_qs,
                            u"deleted gone.txt<gone.txt +0 -1 "_qs,
                            u"renamed new place.txt<moved.txt +0 -0 "_qs,
                            u"modified src/main.c<src/main.c +0 -0 mode"_qs,
                        }));
        QCOMPARE(set->added, 2);
        QCOMPARE(set->removed, 2);
        const auto patch = mirror.patch(base, after, 1 << 20);
        VERIFY_OK(patch);
        QVERIFY(!patch->truncated);
        QVERIFY(patch->text.contains("rename from moved.txt"));
        QVERIFY(patch->text.contains("\n-Two.\n+2.\n"));
        const QByteArray gits = f.git(origin, {u"diff"_qs, u"-M"_qs, base, after}).output;
        const auto strip = [](const QByteArray& text) { // ids are abbreviated differently
            QByteArray kept;
            for (const QByteArray& line : text.split('\n'))
                if (!line.startsWith("index "))
                    kept += line + '\n';
            return kept;
        };
        QCOMPARE(strip(patch->text), strip(gits));
        const auto cut = mirror.patch(base, after, 100);
        VERIFY_OK(cut);
        QVERIFY(cut->truncated && cut->text.size() <= 100);
        QVERIFY(mirror.changes(base, base)->files.isEmpty());
        VERIFY_FAILS(mirror.changes(base, QString(40, u'2')), ErrorKind::NotFound);
    }

    void filesAreReadWithinLimits() {
        const GitFixture f;
        const QString origin = f.makeRepository(QStringLiteral("origin"));
        const Mirror mirror = fetched(f, origin);
        const QString commit = mirror.commit(tip)->oid;
        QCOMPARE(*mirror.fileAt(commit, u"src/main.c"_qs, 1000),
                 QByteArray("int main(void) { return 0; }\n"));
        VERIFY_FAILS(mirror.fileAt(commit, u"src/main.c"_qs, 10), ErrorKind::LimitReached);
        VERIFY_FAILS(mirror.fileAt(commit, u"src"_qs, 10), ErrorKind::NotFound);
        VERIFY_FAILS(mirror.fileAt(commit, u"../etc/passwd"_qs, 10), ErrorKind::NotFound);
        QCOMPARE(*mirror.listFiles(commit),
                 (QStringList{u"README.md"_qs, u"bin/tool"_qs, u"link"_qs, u"src/main.c"_qs}));
    }

    void treesAreComposedBothWays() {
        const GitFixture f;
        const QString origin = f.makeRepository(QStringLiteral("origin"));
        GitFixture::write(origin + u"/tests/keep.py"_qs, "keep");
        GitFixture::write(origin + u"/tests/change.py"_qs, "before");
        GitFixture::write(origin + u"/tests/old/gone.py"_qs, "gone");
        const QString base = f.commitAll(origin, u"Base"_qs);
        GitFixture::write(origin + u"/tests/change.py"_qs, "after");
        GitFixture::write(origin + u"/tests/new/added.py"_qs, "added");
        f.must(origin, {u"rm"_qs, u"-q"_qs, u"tests/old/gone.py"_qs});
        GitFixture::write(origin + u"/src/main.c"_qs, "fixed");
        GitFixture::write(origin + u"/src/more.c"_qs, "more");
        const QString change = f.commitAll(origin, u"Change"_qs);
        Mirror mirror = fetched(f, origin);
        const auto isTest = [](const QString& path) { return path.startsWith(u"tests/"); };
        const auto content = [&](const QString& tree, const QString& path) {
            const auto bytes = mirror.fileAt(tree, path, 1000);
            return bytes ? QString::fromUtf8(*bytes) : u"-"_qs;
        };
        const auto newTestsOnBase = mirror.composeTree(base, change, isTest);
        VERIFY_OK(newTestsOnBase);
        QCOMPARE(content(*newTestsOnBase, u"tests/change.py"_qs), u"after"_qs);
        QCOMPARE(content(*newTestsOnBase, u"tests/new/added.py"_qs), u"added"_qs);
        QCOMPARE(content(*newTestsOnBase, u"tests/old/gone.py"_qs), u"-"_qs);
        QCOMPARE(content(*newTestsOnBase, u"tests/keep.py"_qs), u"keep"_qs);
        QCOMPARE(content(*newTestsOnBase, u"src/main.c"_qs), u"int main(void) { return 0; }\n"_qs);
        QCOMPARE(content(*newTestsOnBase, u"src/more.c"_qs), u"-"_qs);
        const auto oldTestsOnChange = mirror.composeTree(change, base, isTest);
        VERIFY_OK(oldTestsOnChange);
        QCOMPARE(content(*oldTestsOnChange, u"tests/change.py"_qs), u"before"_qs);
        QCOMPARE(content(*oldTestsOnChange, u"tests/new/added.py"_qs), u"-"_qs);
        QCOMPARE(content(*oldTestsOnChange, u"tests/old/gone.py"_qs), u"gone"_qs);
        QCOMPARE(content(*oldTestsOnChange, u"src/main.c"_qs), u"fixed"_qs);
        const auto none = [](const QString&) { return false; };
        const auto all = [](const QString&) { return true; };
        QCOMPARE(*mirror.composeTree(base, change, none), *mirror.treeOf(base));
        QCOMPARE(*mirror.composeTree(base, change, all), *mirror.treeOf(change));
        f.must(mirror.directory(), {u"fsck"_qs, u"--strict"_qs});
    }

    void composedFilesAndDirectoriesOfOneName() {
        const GitFixture f;
        const QString origin = f.makeRepository(QStringLiteral("origin"));
        GitFixture::write(origin + u"/thing"_qs, "file");
        const QString base = f.commitAll(origin, u"File"_qs);
        f.must(origin, {u"rm"_qs, u"-q"_qs, u"thing"_qs});
        GitFixture::write(origin + u"/thing/test.py"_qs, "in directory");
        const QString change = f.commitAll(origin, u"Directory"_qs);
        Mirror mirror = fetched(f, origin);
        const auto inside = [](const QString& path) { return path == u"thing/test.py"; };
        const auto composed = mirror.composeTree(base, change, inside);
        VERIFY_OK(composed);
        QCOMPARE(*mirror.fileAt(*composed, u"thing/test.py"_qs, 100), QByteArray("in directory"));
        const auto back =
            mirror.composeTree(change, base, [](const QString& path) { return path == u"thing"; });
        VERIFY_OK(back);
        QCOMPARE(*mirror.fileAt(*back, u"thing"_qs, 100), QByteArray("file"));
    }

    void ancestorsAreKnown() {
        const GitFixture f;
        const QString origin = f.makeRepository(QStringLiteral("origin"));
        const QString first = f.must(origin, {u"rev-parse"_qs, u"HEAD"_qs});
        GitFixture::write(origin + u"/x"_qs, "x");
        const QString second = f.commitAll(origin, u"Second"_qs);
        const Mirror mirror = fetched(f, origin);
        QVERIFY(*mirror.isAncestor(first, second));
        QVERIFY(*mirror.isAncestor(second, second));
        QVERIFY(!*mirror.isAncestor(second, first));
        QVERIFY(!mirror.isAncestor(QString(40, u'3'), first).ok());
    }
};

QTEST_GUILESS_MAIN(GitMirrorTest)
#include "tst_git_mirror.moc"
