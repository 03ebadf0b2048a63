// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/egress/egress_rules.h"

#include <QRegularExpression>

#include <algorithm>

namespace signalbox {

namespace {

const QString everyRegistry = QStringLiteral("packages");

QList<EgressRule> registries() {
    const auto rule = [](const char* list, const char* host, bool tls) {
        return EgressRule{QLatin1String(list), QLatin1String(host), tls, false};
    };
    // Debian's are signed and commonly fetched in the clear.
    return {rule("debian", "deb.debian.org", false), rule("debian", "security.debian.org", false),
            rule("pypi", "pypi.org", true), rule("pypi", "files.pythonhosted.org", true),
            rule("npm", "registry.npmjs.org", true)};
}

bool isHostName(const QString& word) {
    static const QRegularExpression rule(QStringLiteral(
        "^(\\*\\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?\\z"));
    return word.size() <= 253 && rule.match(word).hasMatch();
}

} // namespace

Result<EgressRules> EgressRules::parse(const QStringList& words) {
    QList<EgressRule> rules;
    for (const QString& given : words) {
        const QString word = given.trimmed().toLower();
        const qsizetype before = rules.size();
        for (const EgressRule& rule : registries())
            if (word == everyRegistry || word == rule.list)
                rules.append(rule);
        if (rules.size() > before || word.isEmpty())
            continue;
        if (!isHostName(word))
            return Error{
                ErrorKind::Invalid,
                QStringLiteral("\"%1\" is neither a list of registries nor a host's name").arg(word.left(80)),
                QStringLiteral("packages, debian, pypi, npm, or a name like example.org or *.example.org")};
        rules.append({word, word, false, true});
    }
    return EgressRules(rules);
}

const EgressRule* EgressRules::find(const QString& host) const {
    const auto found = std::find_if(m_rules.begin(), m_rules.end(), [&](const EgressRule& rule) {
        return rule.host.startsWith(QLatin1Char('*'))
                   ? host.endsWith(rule.host.mid(1)) && host.size() >= rule.host.size()
                   : host == rule.host;
    });
    return found == m_rules.end() ? nullptr : &*found;
}

EgressRules EgressRules::only(const QStringList& words) const {
    QList<EgressRule> kept;
    for (const EgressRule& rule : m_rules) {
        const bool isRegistry = !rule.tunnel;
        if (words.contains(rule.list) || (isRegistry && words.contains(everyRegistry)))
            kept.append(rule);
    }
    return EgressRules(kept);
}

QStringList EgressRules::lists() const {
    QStringList words;
    for (const EgressRule& rule : m_rules)
        if (!words.contains(rule.list))
            words.append(rule.list);
    return words;
}

bool isImmutablePackage(const EgressRule& rule, const QByteArray& path) {
    if (path.contains('?'))
        return false;
    if (rule.list == QLatin1String("npm"))
        return path.contains("/-/") && path.endsWith(".tgz");
    if (rule.list == QLatin1String("pypi"))
        return rule.host == QLatin1String("files.pythonhosted.org") && path.startsWith("/packages/");
    return rule.list == QLatin1String("debian") && (path.contains("/pool/") || path.contains("/by-hash/"));
}

} // namespace signalbox
