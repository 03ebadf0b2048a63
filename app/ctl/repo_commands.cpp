// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/ctl.h"

#include "core/base/files.h"

#include <QDir>
#include <QFileInfo>

namespace signalbox::ctl {

namespace {

/// A path of this machine becomes absolute: the core has another working directory.
QString absoluteUrl(const QString& url) {
    const bool isPath = !url.contains(QLatin1String("://")) && QFileInfo(url).isDir();
    return isPath ? QDir(url).absolutePath() : url;
}

/// "words" of "https://host/team/words.git".
QString nameFrom(const QString& url) {
    QString name = url;
    while (name.endsWith(QLatin1Char('/')))
        name.chop(1);
    name = name.section(QLatin1Char('/'), -1).section(QLatin1Char(':'), -1);
    if (name.endsWith(QLatin1String(".git")))
        name.chop(4);
    return name;
}

int add(Ctl& ctl, const Arguments& arguments) {
    Repository repository;
    const bool named = arguments.words().size() == 2;
    repository.url = absoluteUrl(arguments.word(named ? 1 : 0));
    repository.name = named ? arguments.word(0) : nameFrom(repository.url);
    repository.branch = arguments.value(QStringLiteral("branch"));
    repository.blueprint = arguments.value(QStringLiteral("blueprint"));
    if (arguments.has(QStringLiteral("blueprint-file"))) {
        const Result<QByteArray> text = readFile(arguments.value(QStringLiteral("blueprint-file")), 1 << 20);
        if (!text)
            return ctl.usage(text.error());
        repository.blueprintText = QString::fromUtf8(*text);
    }
    const Result<Repository> added =
        ctl.query<Repository>([&](auto done) { ctl.client().addRepository(repository, &ctl, done); });
    if (!added)
        return ctl.fail(added.error());
    if (ctl.out().json())
        ctl.out().document(toJson(*added));
    else
        ctl.out().line(QStringLiteral("repository %1 was added: %2").arg(added->name, added->url));
    return Done;
}

int list(Ctl& ctl, const Arguments&) {
    const auto all =
        ctl.query<QList<Repository>>([&](auto done) { ctl.client().listRepositories(&ctl, done); });
    if (!all)
        return ctl.fail(all.error());
    if (ctl.out().json()) {
        ctl.out().document({{QStringLiteral("repositories"), json::write(*all)}});
        return Done;
    }
    QList<QStringList> rows;
    for (const Repository& r : *all)
        rows.append({harmless(r.name), harmless(r.url),
                     r.branch.isEmpty() ? QStringLiteral("(default)") : r.branch,
                     !r.blueprintText.isEmpty() ? QStringLiteral("(own)")
                     : r.blueprint.isEmpty()    ? QStringLiteral("(its own)")
                                                : r.blueprint,
                     harmless(r.addedBy)});
    ctl.out().table({QStringLiteral("NAME"), QStringLiteral("URL"), QStringLiteral("BRANCH"),
                     QStringLiteral("BLUEPRINT"), QStringLiteral("ADDED BY")},
                    rows);
    if (rows.isEmpty())
        ctl.out().line(QStringLiteral("no repository yet: signalboxctl repo add NAME URL"));
    return Done;
}

int remove(Ctl& ctl, const Arguments& arguments) {
    const auto done = ctl.query<void>(
        [&](auto callback) { ctl.client().removeRepository(arguments.word(0), &ctl, callback); });
    if (!done)
        return ctl.fail(done.error());
    if (ctl.out().json())
        ctl.out().document({{QStringLiteral("removed"), arguments.word(0)}});
    else
        ctl.out().line(
            QStringLiteral("repository %1 was removed; its remote is untouched").arg(arguments.word(0)));
    return Done;
}

} // namespace

QList<Command> repoCommands() {
    return {
        {QStringLiteral("repo add"),
         QStringLiteral("[NAME] URL"),
         QStringLiteral("Register a Git repository"),
         QStringLiteral(
             "URL is a path, file://, https://, ssh:// or user@host:path. NAME is taken from it when it "
             "is not given.\n\n"
             "Examples:\n"
             "  signalboxctl repo add words https://git.example.org/team/words.git\n"
             "  signalboxctl repo add --branch stable --blueprint fix ./words"),
         {{QStringLiteral("branch"), QStringLiteral("NAME"),
           QStringLiteral("protected base; the remote's default otherwise"), false},
          {QStringLiteral("blueprint"), QStringLiteral("NAME"),
           QStringLiteral("shipped blueprint to use when the repository has none"), false},
          {QStringLiteral("blueprint-file"), QStringLiteral("FILE"),
           QStringLiteral("the same with one of yours, kept by the core"), false}},
         1,
         2,
         add},
        {QStringLiteral("repo list"),
         {},
         QStringLiteral("List the registered repositories"),
         {},
         {},
         0,
         0,
         list},
        {QStringLiteral("repo remove"),
         QStringLiteral("NAME"),
         QStringLiteral("Forget a repository"),
         QStringLiteral("Example: signalboxctl repo remove words"),
         {},
         1,
         1,
         remove},
    };
}

} // namespace signalbox::ctl
