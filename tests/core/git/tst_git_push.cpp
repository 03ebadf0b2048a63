// SPDX-License-Identifier: GPL-3.0-or-later
// Protects what the core writes into a remote: a branch is made once, never over somebody else's work, can be
// taken back, and notes are added to those that are there.
#include "core/git/mirror.h"
#include "git_fixture.h"
#include "result_checks.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QTest>

#include <atomic>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace signalbox;
using namespace signalbox::test;

namespace {
constexpr Millis minute{60'000};
const QString branch = QStringLiteral("signalbox/task-7-fix");
} // namespace

class GitPushTest : public QObject {
    Q_OBJECT

    struct Scene {
        GitFixture f;
        QString origin; ///< with a working tree, main checked out
        QString bare;
        QString base;
        QString change;
        std::optional<Mirror> mirror;
    };

    /// The mirror holds base and one more commit that the remotes lack.
    static void prepare(Scene& s) {
        s.origin = s.f.makeRepository(u"origin"_qs);
        s.base = s.f.must(s.origin, {u"rev-parse"_qs, u"HEAD"_qs});
        s.bare = s.f.path(u"bare.git"_qs);
        s.f.must(s.f.path({}), {u"clone"_qs, u"-q"_qs, u"--bare"_qs, s.origin, s.bare});
        const QString work = s.f.path(u"work"_qs);
        s.f.must(s.f.path({}), {u"clone"_qs, u"-q"_qs, s.origin, work});
        GitFixture::write(work + u"/src/main.c"_qs, "fixed\n");
        s.change = s.f.commitAll(work, u"Fix"_qs);
        s.mirror = *Mirror::open(s.f.path(u"mirror.git"_qs));
        auto fetched = s.mirror->fetch(work, minute, {}, {});
        if (!fetched)
            qFatal("%s", qPrintable(fetched.error().text()));
    }

private slots:
    void aBranchIsPushedOnceAndTakenBack_data() {
        QTest::addColumn<bool>("bare");
        QTest::newRow("bare") << true;
        QTest::newRow("with a working tree") << false;
    }
    void aBranchIsPushedOnceAndTakenBack() {
        QFETCH(bool, bare);
        Scene s;
        prepare(s);
        const QString url = bare ? u"file://"_qs + s.bare : s.origin;
        const QString dir = bare ? s.bare : s.origin;
        const auto first = s.mirror->push(url, s.change, branch, {}, minute, {});
        VERIFY_OK(first);
        QVERIFY(!first->alreadyThere);
        QCOMPARE(s.f.must(dir, {u"rev-parse"_qs, branch}), s.change);
        s.f.must(dir, {u"fsck"_qs, u"--strict"_qs});
        const auto again = s.mirror->push(url, s.change, branch, {}, minute, {});
        VERIFY_OK(again);
        QVERIFY(again->alreadyThere);
        VERIFY_FAILS(s.mirror->deleteRemoteBranch(url, branch, s.base, minute, {}), ErrorKind::Conflict);
        VERIFY_OK(s.mirror->deleteRemoteBranch(url, branch, s.change, minute, {}));
        VERIFY_OK(s.mirror->deleteRemoteBranch(url, branch, s.change, minute, {}));
        QVERIFY(s.f.git(dir, {u"rev-parse"_qs, u"--verify"_qs, u"-q"_qs, branch}).exitCode != 0);
    }

    void othersWorkIsNotOverwritten() {
        Scene s;
        prepare(s);
        s.f.must(s.bare, {u"branch"_qs, branch, s.base});
        VERIFY_FAILS(s.mirror->push(s.bare, s.change, branch, {}, minute, {}), ErrorKind::Conflict);
        QCOMPARE(s.mirror->push(s.bare, s.change, branch, s.change, minute, {}).ok(), false);
        QCOMPARE(s.f.must(s.bare, {u"rev-parse"_qs, branch}), s.base);
        const auto pushed = s.mirror->push(s.bare, s.change, branch, s.base, minute, {});
        VERIFY_OK(pushed);
        QCOMPARE(pushed->oldOid, s.base);
        VERIFY_FAILS(s.mirror->push(s.bare, s.change, u"new"_qs, s.base, minute, {}), ErrorKind::Conflict);
        VERIFY_FAILS(s.mirror->push(s.bare, s.change, u"a b"_qs, {}, minute, {}), ErrorKind::Invalid);
        VERIFY_FAILS(s.mirror->push(u"/nowhere"_qs, s.change, branch, {}, minute, {}), ErrorKind::NotFound);
    }

    void aLockInTheRemoteIsNamed() {
        Scene s;
        prepare(s);
        GitFixture::write(s.bare + u"/refs/heads/"_qs + branch + u".lock"_qs, "");
        const auto pushed = s.mirror->push(s.bare, s.change, branch, {}, minute, {});
        VERIFY_FAILS(pushed, ErrorKind::Conflict);
        QVERIFY2(pushed.error().message.contains(branch + u".lock"_qs), qPrintable(pushed.error().text()));
        QVERIFY2(pushed.error().hint.contains(u"lock file"), qPrintable(pushed.error().text()));
    }

    void aCheckedOutBranchIsLeftAlone() {
        Scene s;
        prepare(s);
        const auto pushed = s.mirror->push(s.origin, s.change, u"main"_qs, s.base, minute, {});
        QVERIFY(!pushed.ok());
        VERIFY_FAILS(pushed, ErrorKind::Conflict);
        QCOMPARE(s.f.must(s.origin, {u"rev-parse"_qs, u"main"_qs}), s.base);
    }

    void aUsersRepositoryStaysTheirs() {
        if (::geteuid() != 0)
            QSKIP("only root writes into repositories of others");
        Scene s;
        prepare(s);
        constexpr uint nobody = 65534;
        QVERIFY(GitFixture::run({}, u"chown"_qs, {u"-R"_qs, u"65534"_qs, s.bare}).exitCode == 0);
        VERIFY_OK(s.mirror->push(s.bare, s.change, branch, {}, minute, {}));
        VERIFY_OK(s.mirror->publishNote(s.bare, u"refs/notes/signalbox"_qs, s.change, u"x\n"_qs, minute, {}));
        QDirIterator walk(s.bare, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot,
                          QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            const QFileInfo info(walk.next());
            QVERIFY2(info.ownerId() == nobody, qPrintable(info.filePath()));
        }
    }

    void severalThreadsShareAMirror() {
        Scene s;
        prepare(s);
        std::atomic<int> failures{0};
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&, t] {
                const QString ref = u"refs/signalbox/task-%1/work"_qs.arg(t);
                for (int i = 0; i < 15; ++i) {
                    const bool good = s.mirror->setRef(ref, i % 2 ? s.base : s.change).ok() &&
                                      s.mirror->changes(s.base, s.change).ok() &&
                                      s.mirror->fetch(s.bare, minute, {}, {}).ok() &&
                                      s.mirror->deleteRef(ref).ok();
                    failures += good ? 0 : 1;
                }
            });
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(failures.load(), 0);
    }

    void notesAreAddedToThoseOfOthers() {
        Scene s;
        prepare(s);
        const QString ref = u"refs/notes/signalbox"_qs;
        VERIFY_OK(s.mirror->push(s.bare, s.change, branch, {}, minute, {}));
        VERIFY_OK(s.mirror->publishNote(s.bare, ref, s.change, u"First\n"_qs, minute, {}));
        s.f.must(s.bare, {u"notes"_qs, u"--ref=signalbox"_qs, u"add"_qs, u"-m"_qs, u"theirs"_qs, s.base});
        VERIFY_OK(s.mirror->publishNote(s.bare, ref, s.change, u"Second\n"_qs, minute, {}));
        QCOMPARE(s.f.must(s.bare, {u"notes"_qs, u"--ref=signalbox"_qs, u"show"_qs, s.base}), u"theirs"_qs);
        QCOMPARE(s.f.must(s.bare, {u"notes"_qs, u"--ref=signalbox"_qs, u"show"_qs, s.change}), u"Second"_qs);
        const QString before = s.f.must(s.bare, {u"rev-parse"_qs, ref});
        VERIFY_OK(s.mirror->publishNote(s.bare, ref, s.change, u"Second\n"_qs, minute, {}));
        QCOMPARE(s.f.must(s.bare, {u"rev-parse"_qs, ref}), before);
        QCOMPARE(*s.mirror->note(ref, s.change), u"Second\n"_qs);
        VERIFY_FAILS(s.mirror->publishNote(s.bare, u"refs/heads/main"_qs, s.change, u"x"_qs, minute, {}),
                     ErrorKind::Invalid);
        VERIFY_OK(s.mirror->fetch(s.bare, minute, {}, {})); // prunes nothing of ours
        QCOMPARE(*s.mirror->note(ref, s.change), u"Second\n"_qs);
    }
};

QTEST_GUILESS_MAIN(GitPushTest)
#include "tst_git_push.moc"
