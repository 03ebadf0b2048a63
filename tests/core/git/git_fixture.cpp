// SPDX-License-Identifier: GPL-3.0-or-later
#include "git_fixture.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcessEnvironment>

namespace signalbox::test {

GitFixture::Run GitFixture::run(const QString& dir, const QString& program, const QStringList& arguments,
                                const QByteArray& input) {
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("GIT_CONFIG_GLOBAL"), QStringLiteral("/dev/null"));
    environment.insert(QStringLiteral("GIT_CONFIG_NOSYSTEM"), QStringLiteral("1"));
    environment.insert(QStringLiteral("GIT_TERMINAL_PROMPT"), QStringLiteral("0"));
    for (const char* who : {"AUTHOR", "COMMITTER"}) {
        const QString prefix = QStringLiteral("GIT_%1_").arg(QLatin1String(who));
        environment.insert(prefix + QStringLiteral("NAME"), QStringLiteral("Ada Agent"));
        environment.insert(prefix + QStringLiteral("EMAIL"), QStringLiteral("ada@example.org"));
        environment.insert(prefix + QStringLiteral("DATE"), QStringLiteral("2026-01-02T03:04:05Z"));
    }
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(dir);
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(60'000))
        return {-1, {}, process.errorString().toUtf8()};
    Run done;
    done.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    done.output = process.readAllStandardOutput();
    done.errors = process.readAllStandardError();
    return done;
}

GitFixture::Run GitFixture::git(const QString& dir, const QStringList& arguments,
                                const QByteArray& input) const {
    return run(dir, QStringLiteral("git"),
               QStringList{QStringLiteral("-c"), QStringLiteral("safe.directory=*")} + arguments, input);
}

QString GitFixture::must(const QString& dir, const QStringList& arguments, const QByteArray& input) const {
    const Run done = git(dir, arguments, input);
    if (done.exitCode != 0)
        qFatal("git %s: %s%s", qPrintable(arguments.join(QLatin1Char(' '))), done.output.constData(),
               done.errors.constData());
    return done.text();
}

void GitFixture::write(const QString& path, const QByteArray& content) {
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
}

QString GitFixture::commitAll(const QString& dir, const QString& message) const {
    must(dir, {QStringLiteral("add"), QStringLiteral("-A")});
    must(dir, {QStringLiteral("commit"), QStringLiteral("-q"), QStringLiteral("-m"), message});
    return must(dir, {QStringLiteral("rev-parse"), QStringLiteral("HEAD")});
}

QString GitFixture::makeRepository(const QString& name) const {
    const QString dir = path(name);
    QDir().mkpath(dir);
    must(dir, {QStringLiteral("init"), QStringLiteral("-q"), QStringLiteral("-b"), QStringLiteral("main")});
    write(dir + QStringLiteral("/README.md"), "# Sample\n\nOne.\nTwo.\nThree.\n");
    write(dir + QStringLiteral("/src/main.c"), "int main(void) { return 0; }\n");
    write(dir + QStringLiteral("/bin/tool"), "#!/bin/sh\necho tool\n");
    QFile::setPermissions(dir + QStringLiteral("/bin/tool"), QFile::ReadOwner | QFile::WriteOwner |
                                                                 QFile::ExeOwner | QFile::ReadGroup |
                                                                 QFile::ExeGroup);
    QFile::link(QStringLiteral("README.md"), dir + QStringLiteral("/link"));
    commitAll(dir, QStringLiteral("Begin"));
    return dir;
}

} // namespace signalbox::test
