// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace signalbox {

/// One host that machines may reach.
struct EgressRule {
    QString list;        ///< the word that asked for it: "npm"; a host's own name where it was named
    QString host;        ///< "pypi.org", or "*.example.org" for all names below it
    bool tls = false;    ///< the core speaks TLS to it, whoever asks for it in the clear
    bool tunnel = false; ///< CONNECT to its port 443
    bool operator==(const EgressRule&) const = default;
};

/// Which hosts machines may reach, and how: GET and HEAD in the clear, and CONNECT where a rule says so.
/// Nothing by default. Package registries have no tunnel: through one, packages could be published.
class EgressRules {
public:
    /// Words: "packages" for all registries, "debian", "pypi", "npm", or names of hosts ("*.example.org" for
    /// all below one), which get a tunnel too. Invalid for what is none; an address is no name.
    static Result<EgressRules> parse(const QStringList& words);
    EgressRules() = default;
    explicit EgressRules(QList<EgressRule> rules) : m_rules(std::move(rules)) {}

    /// The rule for a host (lower case, without port and final dot); nullptr: it may not be reached.
    [[nodiscard]] const EgressRule* find(const QString& host) const;
    /// Those of these words alone; a word that is not allowed gives nothing.
    [[nodiscard]] EgressRules only(const QStringList& words) const;
    /// Whether only() of this word gives anything.
    [[nodiscard]] bool lets(const QString& word) const { return !only({word}).isEmpty(); }
    [[nodiscard]] bool isEmpty() const { return m_rules.isEmpty(); }
    /// Of the words: "packages" is none of them, but its parts are.
    [[nodiscard]] QStringList lists() const;

private:
    QList<EgressRule> m_rules;
};

/// Whether what stands at this path (with its query) never changes, so that it need not be asked for twice.
bool isImmutablePackage(const EgressRule& rule, const QByteArray& path);

} // namespace signalbox
