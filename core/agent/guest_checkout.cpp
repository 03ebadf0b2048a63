// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agent/guest_checkout.h"

#include <QFile>
#include <QTemporaryDir>

namespace signalbox {

namespace {

const QString markFile = QStringLiteral("/home/agent/.signalbox/checkout"); ///< for which use it is ready
const QString sentBundle = QStringLiteral("/home/agent/sent.bundle");
const QString outBundle = QStringLiteral("/home/agent/out.bundle");

struct Output {
    JobResult result;
    QByteArray text;
};

Result<Output> runShort(Machine& machine, const QString& id, const QString& script, Millis limit,
                        const CancelToken& cancel) {
    Job job;
    job.id = id;
    job.script = script;
    job.directory = QStringLiteral("/home/agent");
    job.timeLimit = limit;
    job.survivesCancel = true;
    job.outputLimit = 256 * 1024;
    Output output;
    const auto result = machine.run(
        job, [&](QByteArrayView bytes) { output.text.append(bytes.data(), bytes.size()); }, cancel);
    if (!result)
        return result.error();
    output.result = *result;
    return output;
}

Error guestFailed(const QString& what, const Output& output) {
    return {ErrorKind::Unavailable,
            QStringLiteral("%1 in the guest: %2: %3")
                .arg(what, output.result.describe(), QString::fromUtf8(output.text.right(500)).trimmed()),
            {}};
}

} // namespace

QString GuestCheckout::directory() {
    return QStringLiteral("/home/agent/work");
}

Result<bool> GuestCheckout::send(Machine& machine, const Mirror& mirror, const QString& commit,
                                 const QString& baseCommit, const QString& use, const QString& scratch,
                                 const CancelToken& cancel) {
    // Read as a file: a job of its own would, the second time, only tell what it told the first time.
    const auto known = machine.get(markFile, 200);
    if (!known && known.error().isTransient())
        return known.error();
    const QByteArray mark = (use + u' ' + commit).toLatin1();
    if (known && known->trimmed() == mark)
        return true;
    // What the last use left for the core is not this one's.
    const QString begin = QStringLiteral("rm -rf out .signalbox in.bundle out.bundle\n");
    const QString end = QStringLiteral("git update-ref refs/signalbox/base %1\nmkdir -p ../.signalbox\n"
                                       "echo '%2' > ../.signalbox/checkout\n")
                            .arg(baseCommit, QString::fromLatin1(mark));
    if (known) {
        const auto there =
            runShort(machine, QStringLiteral("look-") + use,
                     QStringLiteral("set -e\ncd work\n[ \"$(git rev-parse HEAD)\" = %1 ] || exit 0\ncd ..\n%2"
                                    "cd work\ngit checkout -q -B signalbox/work\n%3echo current\n")
                         .arg(commit, begin, end),
                     std::chrono::minutes(10), cancel);
        if (!there)
            return there.error();
        if (there->result.succeeded() && there->text.trimmed() == "current")
            return false;
    }

    QTemporaryDir onTheWay(scratch + QStringLiteral("/checkout-XXXXXX"));
    const QString bundle = onTheWay.filePath(QStringLiteral("in.bundle"));
    if (const auto written =
            mirror.writeBundle(commit, QStringLiteral("refs/heads/signalbox/work"), bundle, cancel);
        !written)
        return written.error();
    if (const auto put = machine.putFile(bundle, sentBundle, 0644, QStringLiteral("agent"), cancel); !put)
        return put.error();
    const auto cloned =
        runShort(machine, QStringLiteral("checkout-") + use,
                 QStringLiteral("set -e\n%1"
                                "git config --global user.name 'Signalbox agent'\n"
                                "git config --global user.email agent@signalbox.invalid\n"
                                "git config --global advice.detachedHead false\n"
                                "if ! ( cd work && git fetch -q %2 signalbox/work && "
                                "git checkout -q -f -B signalbox/work FETCH_HEAD ) 2>/dev/null; then\n"
                                "rm -rf work\ngit clone -q -b signalbox/work %2 work\n"
                                "( cd work && git remote remove origin )\nfi\nrm -f %2\ncd work\n%3")
                     .arg(begin, sentBundle, end),
                 std::chrono::minutes(10), cancel);
    if (!cloned)
        return cloned.error();
    if (!cloned->result.succeeded())
        return guestFailed(QStringLiteral("cloning"), *cloned);
    return false;
}

Result<GuestCheckout::Work> GuestCheckout::takeBack(Machine& machine, Mirror& mirror, const QString& since,
                                                    const QString& baseCommit, const QString& use,
                                                    const QString& targetRef, const QString& scratch,
                                                    const CancelToken& cancel) {
    // The guest's git may be configured to do anything; nothing it says is believed but the bundle, which is
    // checked.
    const auto collected = runShort(
        machine, QStringLiteral("collect-") + use,
        QStringLiteral("cd work || exit 9\nrm -f %1\n"
                       "[ -z \"$(git status --porcelain 2>/dev/null | head -c 1)\" ] || echo uncommitted\n"
                       "[ \"$(git rev-parse HEAD)\" = %2 ] && exit 0\n"
                       "git bundle create -q %1 HEAD ^%3 2>&1 && echo bundled\n")
            .arg(outBundle, since, baseCommit),
        std::chrono::minutes(10), cancel);
    if (!collected)
        return collected.error();
    Work work;
    work.uncommitted = collected->text.contains("uncommitted");
    if (!collected->text.contains("bundled")) {
        if (!collected->result.succeeded())
            return Error{ErrorKind::Invalid,
                         QStringLiteral("no commit can be taken from %1: %2")
                             .arg(directory(), QString::fromUtf8(collected->text.right(500)).trimmed()),
                         QStringLiteral("leave the repository in %1 with your work committed on HEAD")
                             .arg(directory())};
        return work;
    }
    QTemporaryDir temporary(scratch + QStringLiteral("/takeback-XXXXXX"));
    const QString bundle = temporary.filePath(QStringLiteral("out.bundle"));
    const ImportLimits limits;
    if (const auto got = machine.getFile(outBundle, bundle, limits.packBytes, cancel); !got)
        return got.error();
    const auto imported = mirror.importBundle(bundle, baseCommit, targetRef, limits, cancel);
    if (!imported)
        return imported.error();
    work.any = imported->tip != since;
    work.tip = imported->tip;
    work.tree = imported->tree;
    return work;
}

} // namespace signalbox
