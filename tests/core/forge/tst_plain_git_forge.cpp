// SPDX-License-Identifier: GPL-3.0-or-later
// Protects publication to a plain Git remote: only the approved tree gets there, a repeated or interrupted
// publication ends in one branch and one note, it can be taken back, and its outcome is told from the remote
// alone.
#include "../git/git_fixture.h"
#include "../git/result_checks.h"
#include "core/forge/forge.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>

using namespace signalbox;
using namespace signalbox::test;

namespace {

const QString branch = QStringLiteral("signalbox/task-7-fix-the-parser");

struct Scene {
    GitFixture f;
    QString work; ///< a clone where people work
    QString bare; ///< the remote
    std::optional<Mirror> mirror;
    std::unique_ptr<Forge> forge;
    PullRequest request;

    Scene() {
        const QString origin = f.makeRepository(u"origin"_qs);
        bare = f.path(u"bare.git"_qs);
        work = f.path(u"work"_qs);
        const QString agent = f.path(u"agent"_qs);
        f.must(f.path({}), {u"clone"_qs, u"-q"_qs, u"--bare"_qs, origin, bare});
        f.must(f.path({}), {u"clone"_qs, u"-q"_qs, bare, work});
        f.must(f.path({}), {u"clone"_qs, u"-q"_qs, bare, agent});
        request.baseCommit = f.must(origin, {u"rev-parse"_qs, u"HEAD"_qs});
        GitFixture::write(agent + u"/src/main.c"_qs, "int main(void) { return 1; }\n");
        f.commitAll(agent, u"First half"_qs);
        GitFixture::write(agent + u"/src/more.c"_qs, "int more;\n");
        request.commit = f.commitAll(agent, u"Second half"_qs);
        request.approvedTree = f.must(agent, {u"rev-parse"_qs, u"HEAD^{tree}"_qs});
        mirror = *Mirror::open(f.path(u"mirror.git"_qs));
        if (auto fetched = mirror->fetch(agent, Millis(60'000), {}, {}); !fetched)
            qFatal("%s", qPrintable(fetched.error().text()));
        request.taskId = 7;
        request.title = u"Fix the parser"_qs;
        request.baseBranch = u"main"_qs;
        request.bundle = QJsonObject{{u"task"_qs, 7}};
        forge = *makeForge(bare, {{}, f.path(u"published"_qs), Millis(60'000)}, *mirror);
    }
    QString stateNow(const Publication& p) {
        const auto state = forge->state(p, u"main"_qs, request.baseCommit, {});
        return state ? toString(*state) : state.error().text();
    }
};

} // namespace

class PlainGitForgeTest : public QObject {
    Q_OBJECT

private slots:
    void publishesBranchFilesAndNote() {
        Scene s;
        const auto made = s.forge->publish(s.request, {});
        VERIFY_OK(made);
        QCOMPARE(made->branch, branch);
        QCOMPARE(made->commit, s.request.commit);
        QCOMPARE(s.f.must(s.bare, {u"rev-parse"_qs, branch}), s.request.commit);
        const QString note =
            s.f.must(s.bare, {u"notes"_qs, u"--ref=signalbox"_qs, u"show"_qs, s.request.commit});
        QVERIFY(note.startsWith(u"# Fix the parser\n"));
        QFile file(made->description);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(file.readAll()).trimmed(), note);
        QFile evidence(QFileInfo(made->description).path() + u"/evidence.json"_qs);
        QVERIFY(evidence.open(QIODevice::ReadOnly));
        QVERIFY(note.contains(sha256(evidence.readAll())));
    }

    void repetitionIsHarmless() {
        Scene s;
        const auto first = s.forge->publish(s.request, {});
        VERIFY_OK(first);
        const QString notes = s.f.must(s.bare, {u"rev-parse"_qs, u"refs/notes/signalbox"_qs});
        const auto again = s.forge->publish(s.request, {});
        VERIFY_OK(again);
        QVERIFY(*first == *again);
        QCOMPARE(s.f.must(s.bare, {u"rev-parse"_qs, u"refs/notes/signalbox"_qs}), notes);
        // Killed between push and note.
        s.f.must(s.bare, {u"update-ref"_qs, u"-d"_qs, u"refs/notes/signalbox"_qs});
        VERIFY_OK(s.forge->publish(s.request, {}));
        QVERIFY(
            !s.f.must(s.bare, {u"notes"_qs, u"--ref=signalbox"_qs, u"show"_qs, s.request.commit}).isEmpty());
    }

    void onlyTheApprovedTreeIsPublished() {
        Scene s;
        PullRequest other = s.request;
        other.approvedTree = QString(40, u'1');
        VERIFY_FAILS(s.forge->publish(other, {}), ErrorKind::Conflict);
        other.approvedTree.clear();
        VERIFY_FAILS(s.forge->publish(other, {}), ErrorKind::Conflict);
        other = s.request;
        other.commit = QString(40, u'2');
        VERIFY_FAILS(s.forge->publish(other, {}), ErrorKind::NotFound);
        other = s.request;
        std::swap(other.baseCommit, other.commit);
        other.approvedTree = *s.mirror->treeOf(other.commit);
        VERIFY_FAILS(s.forge->publish(other, {}), ErrorKind::Conflict);
        QCOMPARE(s.f.must(s.bare, {u"for-each-ref"_qs, u"--format=%(refname)"_qs}), u"refs/heads/main"_qs);
        QVERIFY(!QFileInfo::exists(s.f.path(u"published"_qs)));
    }

    void anotherBranchOfThatNameStays() {
        Scene s;
        s.f.must(s.bare, {u"branch"_qs, branch, s.request.baseCommit});
        VERIFY_FAILS(s.forge->publish(s.request, {}), ErrorKind::Conflict);
        QCOMPARE(s.f.must(s.bare, {u"rev-parse"_qs, branch}), s.request.baseCommit);
        // Undoing what was never done finds nothing of ours.
        VERIFY_OK(s.forge->withdraw({s.bare, branch, s.request.commit, {}}, {}));
        QCOMPARE(s.f.must(s.bare, {u"rev-parse"_qs, branch}), s.request.baseCommit);
    }

    void itCanBeTakenBack() {
        Scene s;
        const auto made = s.forge->publish(s.request, {});
        VERIFY_OK(made);
        VERIFY_OK(s.forge->withdraw(*made, {}));
        VERIFY_OK(s.forge->withdraw(*made, {}));
        QCOMPARE(s.f.must(s.bare, {u"for-each-ref"_qs, u"--format=%(refname)"_qs, u"refs/heads"_qs}),
                 u"refs/heads/main"_qs);
        VERIFY_OK(s.forge->publish(s.request, {}));
        // Somebody went on from it: their work stays.
        s.f.must(s.work, {u"pull"_qs, u"-q"_qs, u"origin"_qs, branch});
        GitFixture::write(s.work + u"/theirs"_qs, "x");
        s.f.commitAll(s.work, u"Theirs"_qs);
        s.f.must(s.work, {u"push"_qs, u"-q"_qs, u"origin"_qs, u"HEAD:"_qs + branch});
        VERIFY_FAILS(s.forge->withdraw(*made, {}), ErrorKind::Conflict);
    }

    void theOutcomeIsSeenInTheRemote_data() {
        QTest::addColumn<QString>("how");
        for (const char* how :
             {"open", "merged", "fast-forward", "squashed", "rebased", "deleted", "merged and deleted"})
            QTest::newRow(how) << QString::fromLatin1(how);
    }
    void theOutcomeIsSeenInTheRemote() {
        QFETCH(QString, how);
        Scene s;
        const auto made = s.forge->publish(s.request, {});
        VERIFY_OK(made);
        s.f.must(s.work, {u"fetch"_qs, u"-q"_qs, u"origin"_qs});
        if (how != u"fast-forward") {
            GitFixture::write(s.work + u"/unrelated"_qs, "x");
            s.f.commitAll(s.work, u"Unrelated"_qs);
        }
        const QString theirs = u"origin/"_qs + branch;
        if (how == u"merged" || how == u"merged and deleted")
            s.f.must(s.work, {u"merge"_qs, u"-q"_qs, u"--no-ff"_qs, u"-m"_qs, u"Merge"_qs, theirs});
        else if (how == u"fast-forward")
            s.f.must(s.work, {u"merge"_qs, u"-q"_qs, u"--ff-only"_qs, theirs});
        else if (how == u"squashed") {
            s.f.must(s.work, {u"merge"_qs, u"-q"_qs, u"--squash"_qs, theirs});
            s.f.commitAll(s.work, u"Squashed"_qs);
        } else if (how == u"rebased") {
            s.f.must(s.work, {u"cherry-pick"_qs, theirs + u"~1"_qs, theirs});
        }
        s.f.must(s.work, {u"push"_qs, u"-q"_qs, u"origin"_qs, u"main"_qs});
        if (how.endsWith(u"deleted"))
            s.f.must(s.bare, {u"branch"_qs, u"-D"_qs, branch});
        QCOMPARE(s.stateNow(*made), how == u"open"      ? u"open"_qs
                                    : how == u"deleted" ? u"rejected"_qs
                                                        : u"merged"_qs);
    }

    void anUnreachableRemoteIsNamed() {
        Scene s;
        QDir(s.bare).removeRecursively();
        VERIFY_FAILS(s.forge->publish(s.request, {}), ErrorKind::NotFound);
        VERIFY_FAILS(
            s.forge->state({s.bare, branch, s.request.commit, {}}, u"main"_qs, s.request.baseCommit, {}),
            ErrorKind::NotFound);
    }

    void forgesAreChosenByHost() {
        const GitFixture f;
        const Mirror mirror = *Mirror::open(f.path(u"mirror.git"_qs));
        ForgeSettings settings;
        settings.kinds = {
            {u"github.com"_qs, u"github"_qs}, {u"git.example.org"_qs, u"gitlab"_qs}, {u"odd"_qs, u"x"_qs}};
        VERIFY_OK(makeForge(u"/srv/git/x.git"_qs, settings, mirror));
        VERIFY_OK(makeForge(u"https://elsewhere.org/x.git"_qs, settings, mirror));
        for (const QString& url : {u"https://github.com/o/r"_qs, u"git@github.com:o/r.git"_qs,
                                   u"ssh://git@GIT.example.org:22/o/r"_qs, u"https://odd/r"_qs}) {
            const auto forge = makeForge(url, settings, mirror);
            VERIFY_FAILS(forge, ErrorKind::Invalid);
            QVERIFY(!forge.error().hint.isEmpty());
        }
    }
};

QTEST_GUILESS_MAIN(PlainGitForgeTest)
#include "tst_plain_git_forge.moc"
