// SPDX-License-Identifier: GPL-3.0-or-later
// The shipped tables: what programs are known for. What is in none of them is an ordinary program.
#include "core/policy/known_programs.h"

#include <QSet>

#include <algorithm>

namespace signalbox {

namespace {

QSet<QString> setOf(const char* words) {
    const QStringList list = QString::fromLatin1(words).split(u' ', Qt::SkipEmptyParts);
    return {list.begin(), list.end()};
}

const QSet<QString>& networkPrograms() {
    static const QSet<QString> names = setOf("curl wget wget2 nc ncat netcat socat telnet ftp sftp ssh scp "
                                             "rsync ping dig nslookup host whois traceroute "
                                             "tracepath lynx w3m links aria2c http https xh gh glab hub aws "
                                             "gcloud az kubectl helm docker podman mosh "
                                             "openssl nmap rclone smbclient mail sendmail git-remote-https");
    return names;
}

const QSet<QString>& powerPrograms() {
    static const QSet<QString> names = setOf("sudo su doas pkexec chroot unshare nsenter mount umount mkfs "
                                             "fdisk parted losetup insmod modprobe rmmod "
                                             "iptables ip6tables nft ip ifconfig route systemctl service "
                                             "shutdown reboot halt poweroff init telinit crontab "
                                             "at batch useradd usermod userdel groupadd passwd visudo setcap "
                                             "chattr swapon swapoff sysctl gdb strace "
                                             "ptrace bwrap hash enable bind");
    return names;
}

const QSet<QString>& packagePrograms() {
    static const QSet<QString> names = setOf("apt apt-get aptitude dpkg snap brew yum dnf apk pacman zypper "
                                             "flatpak nix nix-env npx pipx uvx bunx conda mamba "
                                             "rustup nvm volta corepack");
    return names;
}

/// Programs that bring packages in by some of their verbs.
const QMap<QString, QSet<QString>>& packageVerbs() {
    static const QSet<QString> node =
        setOf("install i ci add update up upgrade exec x dlx create publish login link audit in isntall");
    static const QMap<QString, QSet<QString>> verbs{
        {u"pip"_qs, setOf("install download wheel")},
        {u"pip3"_qs, setOf("install download wheel")},
        {u"uv"_qs, setOf("pip add sync tool lock run python")},
        {u"poetry"_qs, setOf("add install update self publish")},
        {u"npm"_qs, node},
        {u"pnpm"_qs, node},
        {u"yarn"_qs, node},
        {u"bun"_qs, node},
        {u"cargo"_qs, setOf("install add fetch update publish search")},
        {u"go"_qs, setOf("get install mod")},
        {u"gem"_qs, setOf("install update push")},
        {u"bundle"_qs, setOf("install update add")},
        {u"composer"_qs, setOf("install update require create-project")},
        {u"dotnet"_qs, setOf("add restore tool")},
        {u"luarocks"_qs, setOf("install")},
    };
    return verbs;
}

/// The first word that is no option, from a place on; empty: none.
QString verbOf(const QList<ShellWord>& words, qsizetype from, const QStringList& withValue = {}) {
    for (qsizetype i = from; i < words.size(); ++i) {
        const QString& text = words.at(i).text;
        if (withValue.contains(text))
            ++i;
        else if (words.at(i).dynamic)
            return u"?"_qs;
        else if (!text.startsWith(u'-'))
            return text;
    }
    return {};
}

ProgramRisk high(const char* why) {
    return {RiskTier::High, QString::fromLatin1(why)};
}

ProgramRisk gitRisk(const QList<ShellWord>& words) {
    static const QSet<QString> reach = setOf("push fetch pull clone remote submodule ls-remote send-email "
                                             "svn p4 daemon fetch-pack http-fetch credential "
                                             "filter-branch bisect lfs maintenance");
    for (qsizetype i = 1; i + 1 < words.size() && words.at(i).text.startsWith(u'-'); ++i)
        if (words.at(i).text == u"-c") {
            const QString set = words.at(++i).text;
            if (!set.startsWith(u"user.") && !set.startsWith(u"color.") && !set.startsWith(u"advice.") &&
                !set.startsWith(u"core.quotepath"))
                return high("it sets an option of git that may run something");
        } else if (words.at(i).text == u"-C") {
            ++i;
        } else if (words.at(i).text.startsWith(u"--exec-path") ||
                   words.at(i).text.startsWith(u"--config-env")) {
            return high("it changes what git runs");
        }
    const QString verb = verbOf(words, 1, {u"-C"_qs, u"-c"_qs, u"--git-dir"_qs, u"--work-tree"_qs});
    if (verb == u"?")
        return high("it is not told what git shall do");
    if (reach.contains(verb))
        return high("it reaches for another repository, or runs what a repository says");
    if (verb == u"rebase" && std::any_of(words.begin(), words.end(), [](const ShellWord& w) {
            return w.text == u"-x" || w.text.startsWith(u"--exec");
        }))
        return high("it has git run something");
    return {};
}

} // namespace

QString programName(const QString& word) {
    static const QStringList usual{u"/bin/"_qs, u"/usr/bin/"_qs, u"/usr/local/bin/"_qs, u"/sbin/"_qs,
                                   u"/usr/sbin/"_qs};
    for (const QString& folder : usual)
        if (word.startsWith(folder) && !QStringView(word).mid(folder.size()).contains(u'/'))
            return word.mid(folder.size());
    return word;
}

bool onlyReads(const QString& program) {
    static const QSet<QString> names =
        setOf("cat head tail less more grep egrep fgrep rg ls dir tree stat file wc diff cmp sort uniq cut "
              "nl od xxd "
              "hexdump md5sum sha1sum sha256sum test [ [[ echo printf true false pwd basename dirname "
              "realpath readlink "
              "cd which type jq column fold fmt tac rev strings du df find git");
    return names.contains(program);
}

bool isShell(const QString& program) {
    static const QSet<QString> names = setOf("sh bash dash zsh ash ksh mksh fish busybox rbash");
    return names.contains(program);
}

bool isInterpreter(const QString& program) {
    static const QStringList names{u"python"_qs, u"perl"_qs, u"ruby"_qs, u"node"_qs,   u"nodejs"_qs,
                                   u"php"_qs,    u"lua"_qs,  u"deno"_qs, u"Rscript"_qs};
    return std::any_of(names.begin(), names.end(), [&](const QString& name) {
        return program.startsWith(name) && std::all_of(program.begin() + name.size(), program.end(),
                                                       [](QChar c) { return c.isDigit() || c == u'.'; });
    });
}

ProgramRisk riskOf(const QList<ShellWord>& words) {
    const QString program = programName(words.first().text);
    if (networkPrograms().contains(program))
        return high("it reaches for a network");
    if (powerPrograms().contains(program) || program.startsWith(u"mkfs."))
        return high("it reaches for the machine itself");
    if (packagePrograms().contains(program))
        return high("it installs packages");
    if (program == u"git")
        return gitRisk(words);
    const QString verb = verbOf(words, 1, {u"--prefix"_qs, u"-C"_qs, u"--cwd"_qs, u"--dir"_qs});
    if (const auto verbs = packageVerbs().constFind(program); verbs != packageVerbs().constEnd()) {
        if (verbs->contains(verb) || verb == u"?" || (program == u"yarn" && verb.isEmpty()))
            return high("it installs packages");
        return {};
    }
    if (isInterpreter(program)) {
        if (words.size() > 2 && words.at(1).text == u"-m") {
            const QString module = words.at(2).text;
            if (module == u"pip" || module == u"ensurepip" || module == u"venv" || words.at(2).dynamic)
                return high("it installs packages");
            if (module.startsWith(u"http.") || module == u"smtplib" || module == u"ftplib")
                return high("it reaches for a network");
            return {};
        }
        // A file that it is given is an ordinary program; a text is not looked into.
        const bool file = std::any_of(words.begin() + 1, words.end(), [](const ShellWord& w) {
            return w.text.size() > 1 && !w.text.startsWith(u'-');
        });
        const bool text = std::any_of(words.begin() + 1, words.end(), [](const ShellWord& w) {
            return w.text == u"-c" || w.text == u"-e" || w.text == u"-E" || w.text == u"-p" ||
                   w.text == u"-" || w.text == u"-r" || w.text == u"--eval" || w.text == u"--print" ||
                   w.text.startsWith(u"-pe") || w.text.startsWith(u"-ne") || w.text.startsWith(u"-i");
        });
        if (text || !file)
            return {RiskTier::Medium, QStringLiteral("it runs a text in a language that is not looked into")};
    }
    return {};
}

} // namespace signalbox
