// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/sample.h"

#include "core/base/files.h"
#include "core/blueprint/shipped.h"

#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>

namespace signalbox {

namespace {

Result<void> git(const QString& directory, const QStringList& arguments) {
    QProcess process;
    process.setWorkingDirectory(directory);
    process.setProcessChannelMode(QProcess::MergedChannels);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("GIT_CONFIG_NOSYSTEM"), QStringLiteral("1"));
    environment.insert(QStringLiteral("HOME"), directory);
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral("git"), arguments);
    if (!process.waitForFinished(60'000) || process.exitCode() != 0)
        return Error{
            ErrorKind::Unavailable,
            QStringLiteral("git %1 failed: %2")
                .arg(arguments.join(QLatin1Char(' ')), process.error() == QProcess::FailedToStart
                                                           ? process.errorString()
                                                           : QString::fromUtf8(process.readAll().right(500))),
            QStringLiteral("see that git is installed")};
    return {};
}

} // namespace

Result<Sample> makeSample(const QString& directory) {
    auto spec = sampleTask();
    if (!spec)
        return spec.error();
    Sample sample;
    sample.task = *spec;
    sample.repository.name = spec->repository;
    sample.repository.url = directory + QLatin1Char('/') + spec->repository + QStringLiteral(".git");
    sample.repository.branch = QStringLiteral("main");
    if (QFileInfo::exists(sample.repository.url))
        return sample;
    if (const auto made = makeDirectory(directory, 0700); !made)
        return made.error();
    QTemporaryDir work(directory + QStringLiteral("/.making-XXXXXX"));
    const QString tree = work.filePath(QStringLiteral("tree"));
    if (const auto unpacked = writeSampleFiles(tree); !unpacked)
        return unpacked.error();
    const QList<QStringList> commands{
        {QStringLiteral("init"), QStringLiteral("-q"), QStringLiteral("-b"), QStringLiteral("main")},
        {QStringLiteral("add"), QStringLiteral("-A")},
        {QStringLiteral("-c"), QStringLiteral("user.name=Signalbox sample"), QStringLiteral("-c"),
         QStringLiteral("user.email=sample@signalbox.invalid"), QStringLiteral("commit"),
         QStringLiteral("-q"), QStringLiteral("-m"), QStringLiteral("Begin the sample")},
        {QStringLiteral("clone"), QStringLiteral("-q"), QStringLiteral("--bare"), tree,
         work.filePath(QStringLiteral("bare.git"))},
    };
    for (const QStringList& command : commands)
        if (const auto done = git(tree, command); !done)
            return done.error();
    if (!QFile::rename(work.filePath(QStringLiteral("bare.git")), sample.repository.url) &&
        !QFileInfo::exists(sample.repository.url))
        return Error{ErrorKind::Unavailable, QStringLiteral("cannot make %1").arg(sample.repository.url), {}};
    return sample;
}

} // namespace signalbox
