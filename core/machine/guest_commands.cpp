// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/guest_commands.h"

#include <QRegularExpression>

#include <array>
#include <cstdlib>
#include <limits>

namespace signalbox {

namespace {

constexpr auto resultMark = "signalbox-result ";

bool isKnownUser(const QString& user) {
    return user == u"agent" || user == u"root";
}

QByteArray framed(const char* word, const QByteArray& bytes) {
    return QByteArray(word) + ' ' + QByteArray::number(bytes.size()) + '\n' + bytes + '\n';
}

Result<JobState> stateOf(const QList<QByteArray>& words) {
    JobState state;
    std::array<qint64, 4> numbers{};
    for (int i = 0; i < 4; ++i) {
        bool ok = false;
        numbers.at(size_t(i)) = words.value(i + 1).toLongLong(&ok);
        if (!ok)
            return Error{ErrorKind::Corrupt, QStringLiteral("the guest gave a result without numbers"), {}};
    }
    const bool possible =
        std::abs(numbers[0]) <= 255 && numbers[1] >= 0 && numbers[2] >= 0 && numbers[3] >= 0;
    if (!possible)
        return Error{ErrorKind::Corrupt, QStringLiteral("the guest gave impossible figures for the job"), {}};
    state.result.code = int(numbers[0]);
    state.result.duration = Millis(numbers[1]);
    state.result.outputBytes = numbers[2];
    state.lostBytes = numbers[3];
    const QByteArray& word = words.first();
    state.kind = JobState::Kind::Ended;
    if (word == "running")
        state.kind = JobState::Kind::Running;
    else if (word == "exited")
        state.result.end = JobResult::End::Exited;
    else if (word == "signalled")
        state.result.end = JobResult::End::Signalled;
    else if (word == "timeout")
        state.result.end = JobResult::End::TimedOut;
    else if (word == "outputlimit")
        state.result.end = JobResult::End::OutputLimit;
    else if (word == "oom") {
        state.result.end = JobResult::End::Signalled;
        state.result.code = 9;
        state.outOfMemory = true;
    } else if (word == "killed")
        state.kind = JobState::Kind::Killed;
    else if (word == "failed")
        state.kind = JobState::Kind::Failed;
    else if (word == "lost")
        state.kind = JobState::Kind::Lost;
    else
        return Error{
            ErrorKind::Corrupt,
            QStringLiteral("the guest gave an unknown result: %1").arg(QString::fromUtf8(word.left(40))),
            {}};
    return state;
}

} // namespace

QByteArray shellQuoted(const QString& text) {
    QByteArray bytes = text.toUtf8();
    bytes.replace('\'', "'\\''");
    return '\'' + bytes + '\'';
}

Result<void> validate(const Job& job) {
    static const QRegularExpression id(QStringLiteral("^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}\\z"));
    static const QRegularExpression variable(QStringLiteral("^[A-Za-z_][A-Za-z0-9_]*\\z"));
    const auto invalid = [&](const QString& why) {
        return Error{ErrorKind::Invalid, QStringLiteral("this is no job: %1").arg(why), {}};
    };
    if (!id.match(job.id).hasMatch())
        return invalid(
            QStringLiteral("the id \"%1\" must be 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-'").arg(job.id));
    if (!isKnownUser(job.user))
        return invalid(QStringLiteral("there is no user \"%1\" in a guest (agent or root)").arg(job.user));
    if (!job.directory.startsWith(u'/') || job.directory.contains(u'\n') ||
        job.directory.contains(QChar(u'\0')))
        return invalid(QStringLiteral("the directory \"%1\" must be an absolute path").arg(job.directory));
    if (job.timeLimit.count() <= 0 || job.outputLimit <= 0 || job.outputFrom < 0)
        return invalid(QStringLiteral("its limits must be above zero"));
    for (auto entry = job.environment.cbegin(); entry != job.environment.cend(); ++entry)
        if (!variable.match(entry.key()).hasMatch() || entry.value().contains(QChar(u'\0')))
            return invalid(QStringLiteral("the environment variable \"%1\"").arg(entry.key()));
    return {};
}

QByteArray jobDescription(const Job& job) {
    QByteArray text = "signalbox-job 1\n";
    text += "user " + job.user.toUtf8() + '\n';
    text += "dir " + job.directory.toUtf8() + '\n';
    text += "time-limit-ms " + QByteArray::number(qint64(job.timeLimit.count())) + '\n';
    text += "output-limit-bytes " + QByteArray::number(job.outputLimit) + '\n';
    for (auto entry = job.environment.cbegin(); entry != job.environment.cend(); ++entry)
        text += framed("env", entry.key().toUtf8() + '=' + entry.value().toUtf8());
    return text + framed("script", job.script.toUtf8());
}

QByteArray jobCommand(const QString& id, qint64 outputFrom) {
    // One command, not three: starting a program in an emulated guest costs more than running it.
    const QByteArray quoted = shellQuoted(id);
    return "sb-guest job start " + quoted + " >&2 || exit $?; sb-guest job attach " + quoted + ' ' +
           QByteArray::number(outputFrom) + " || exit $?; printf '" + resultMark +
           "' >&2; exec sb-guest job result " + quoted + " >&2";
}

QByteArray jobKillCommand(const QString& id) {
    return "exec sb-guest job kill " + shellQuoted(id);
}

Result<void> validate(const TerminalRequest& request) {
    if (isKnownUser(request.user))
        return {};
    return Error{ErrorKind::Denied, QStringLiteral("a machine has no user \"%1\"").arg(request.user.left(40)),
                 QStringLiteral("agent and root are there")};
}

QStringList terminalEnvironment(const QString& user, const QString& home) {
    return {QStringLiteral("HOME=") + home,
            QStringLiteral("USER=") + user,
            QStringLiteral("LOGNAME=") + user,
            QStringLiteral("SHELL=/bin/sh"),
            QStringLiteral("LANG=C.UTF-8"),
            QStringLiteral("TERM=xterm-256color"),
            QStringLiteral("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")};
}

QByteArray terminalCommand(const QString& user) {
    const bool root = user == u"root";
    const QString home = root ? QStringLiteral("/root") : QStringLiteral("/home/agent");
    QByteArray command = "cd " + shellQuoted(home) + " || cd /; exec ";
    // exec all the way: a shell of root's that waits behind the agent's could be typed into from there.
    if (!root)
        command += "setpriv --reuid=agent --regid=agent --init-groups ";
    command += "env -i";
    for (const QString& entry : terminalEnvironment(user, home))
        command += ' ' + shellQuoted(entry);
    return command + " sh -c 'if command -v bash >/dev/null; then exec bash -l; fi; exec sh -l'";
}

QByteArray pulseCommand() {
    return "exec sb-guest pulse";
}

Result<GuestPulse> parsePulse(const QByteArray& text) {
    const QList<QByteArray> words = text.simplified().split(' ');
    std::array<qint64, 4> numbers{};
    bool ok = words.size() == 4;
    for (int i = 0; ok && i < 4; ++i) {
        numbers.at(size_t(i)) = words.at(i).toLongLong(&ok);
        ok = ok && numbers.at(size_t(i)) >= 0;
    }
    if (!ok)
        return Error{ErrorKind::Corrupt, QStringLiteral("the guest's pulse is no pulse"), {}};
    const qint64 jobs = std::min<qint64>(numbers[2], std::numeric_limits<int>::max());
    return GuestPulse{numbers[0], numbers[1], int(jobs), numbers[3]};
}

QByteArray renewCommand() {
    return "exec sb-guest renew";
}

QByteArray identityDescription(const GuestIdentity& identity) {
    QByteArray text = "signalbox-identity 1\n";
    if (!identity.hostname.isEmpty())
        text += "hostname " + identity.hostname.toUtf8() + '\n';
    if (identity.clock)
        text += "clock-ms " + QByteArray::number(identity.clock->ms) + '\n';
    const std::pair<const char*, const QByteArray&> counted[] = {
        {"seed", identity.seed}, {"authorized-key", identity.authorizedKey}, {"host-key", identity.hostKey}};
    for (const auto& [word, bytes] : counted)
        if (!bytes.isEmpty())
            text += framed(word, bytes);
    return text + "end\n";
}

Result<JobState> parseJobState(const QByteArray& text) {
    const qsizetype at = text.lastIndexOf(resultMark);
    if (at < 0)
        return Error{ErrorKind::Corrupt, QStringLiteral("the guest gave no result for the job"), {}};
    QByteArray line = text.mid(at + qsizetype(qstrlen(resultMark)));
    line.truncate(std::max<qsizetype>(line.indexOf('\n'), 0));
    const QList<QByteArray> words = line.simplified().split(' ');
    if (words.size() != 5)
        return Error{ErrorKind::Corrupt, QStringLiteral("the guest gave half a result for the job"), {}};
    return stateOf(words);
}

QByteArray putCommand(const QString& path, qint64 size, int mode, const QString& user) {
    const QByteArray owner = isKnownUser(user) ? user.toUtf8() : QByteArray("agent");
    // Few programs: each costs tens of milliseconds in an emulated guest. head, not cat: it ends by the
    // count.
    const int wanted = mode & 07777;
    const bool plain = (wanted & ~0666) == 0;
    const QByteArray write =
        "umask " + QByteArray::number(plain ? 0666 & ~wanted : 077, 8) +
        "; d=${p%/*}; t=$p.signalbox-new.$$; "
        "if [ -d \"$p\" ]; then echo \"$p is a directory\" >&2; exit 1; fi; "
        "{ [ -d \"${d:-/}\" ] || (umask 022; mkdir -p \"$d\"); } && head -c " +
        QByteArray::number(size) + " >\"$t\" && { [ \"$(stat -c %s \"$t\")\" = " + QByteArray::number(size) +
        " ] || { echo the transfer broke off >&2; false; }; } && " +
        (plain ? QByteArray() : "chmod " + QByteArray::number(wanted, 8) + " \"$t\" && ") +
        "mv -fT \"$t\" \"$p\" || { e=$?; rm -f \"$t\"; exit $e; }";
    QByteArray command = "p=" + shellQuoted(path) + "; export p; ";
    if (owner == "root")
        return command + write;
    // Outside of the places where users may write, root makes the missing directories and hands them over.
    command += "d=${p%/*}; case \"$p\" in /home/*|/tmp/*|/var/tmp/*) ;; *) "
               "[ -d \"${d:-/}\" ] || { mkdir -p \"$d\" && chown " +
               owner + ": \"$d\"; } || exit 1;; esac; ";
    return command + "exec setpriv --reuid=" + owner + " --regid=" + owner + " --init-groups sh -c " +
           shellQuoted(QString::fromUtf8(write));
}

QByteArray getCommand(const QString& path, qint64 maxBytes) {
    // Only regular files: a pipe or a device laid in place of a report must not hold the reader.
    return "p=" + shellQuoted(path) + "; [ -e \"$p\" ] || exit " + QByteArray::number(guestFileMissing) +
           "; [ -f \"$p\" ] || exit " + QByteArray::number(guestFileIrregular) + "; exec head -c " +
           QByteArray::number(maxBytes + 1) + " -- \"$p\"";
}

} // namespace signalbox
