// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/forge.h"

#include "core/forge/plain_git_forge.h"

#include <QRegularExpression>
#include <QUrl>

namespace signalbox {

QString toString(PullRequestState state) {
    switch (state) {
    case PullRequestState::Open:
        return QStringLiteral("open");
    case PullRequestState::Merged:
        return QStringLiteral("merged");
    case PullRequestState::Rejected:
        return QStringLiteral("rejected");
    }
    return {};
}

/// The host in a URL or in user@host:path; empty for a local path.
static QString hostOf(const QString& url) {
    if (url.contains(QLatin1String("://")))
        return QUrl(url).host().toLower();
    static const QRegularExpression scp(QStringLiteral("^(?:[^/@:]+@)?([^/@:]+):"));
    return scp.match(url).captured(1).toLower();
}

Result<std::unique_ptr<Forge>> makeForge(const QString& url, const ForgeSettings& settings,
                                         const Mirror& mirror) {
    const QString host = hostOf(url);
    const QString kind = settings.kinds.value(host, QStringLiteral("plain"));
    if (kind == QLatin1String("plain"))
        return std::unique_ptr<Forge>(std::make_unique<PlainGitForge>(url, settings, mirror));
    if (kind == QLatin1String("github") || kind == QLatin1String("gitlab"))
        return Error{ErrorKind::Invalid,
                     QStringLiteral("%1 is set up as %2, which this version cannot open pull requests on")
                         .arg(host, kind),
                     QStringLiteral(
                         "set it to \"plain\": the branch, its description and its note are pushed, and the "
                         "pull request is opened by hand from them")};
    return Error{ErrorKind::Invalid,
                 QStringLiteral("%1 is set up as \"%2\", which is not a kind of forge").arg(host, kind),
                 QStringLiteral("known kinds: plain, github, gitlab")};
}

QString branchName(TaskId task, const QString& title) {
    constexpr int longest = 40;
    QString slug;
    // Letters with marks lose them; what is not a letter or digit of ASCII then divides words.
    for (const QChar c : title.normalized(QString::NormalizationForm_KD).toLower()) {
        if ((c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9'))
            slug += c;
        else if (!c.isMark() && !slug.isEmpty() && !slug.endsWith(u'-'))
            slug += u'-';
    }
    if (slug.size() > longest) {
        const qsizetype word = slug.lastIndexOf(u'-', longest);
        slug.truncate(word > longest / 2 ? word : longest);
    }
    while (slug.endsWith(u'-'))
        slug.chop(1);
    return slug.isEmpty() ? QStringLiteral("signalbox/task-%1").arg(task)
                          : QStringLiteral("signalbox/task-%1-%2").arg(task).arg(slug);
}

} // namespace signalbox
