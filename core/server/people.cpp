// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/people.h"

#include "core/base/digest.h"
#include "core/base/files.h"
#include "core/server/http_guard.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QRegularExpression>

#include <array>
#include <sys/stat.h>

namespace signalbox {

namespace {

/// Differs when the file does. Its time alone would not do: a second change within one tick of the system's
/// clock, a token that is taken back right after it was issued, would go unseen.
QByteArray fingerprintOf(const QString& path) {
    struct stat info {};
    if (::stat(QFile::encodeName(path).constData(), &info) != 0)
        return {};
    return QByteArray::number(qulonglong(info.st_ino)) + ' ' + QByteArray::number(qlonglong(info.st_size)) +
           ' ' + QByteArray::number(qlonglong(info.st_mtim.tv_sec)) + '.' +
           QByteArray::number(qlonglong(info.st_mtim.tv_nsec));
}

Error notOurs(const QString& path) {
    return {ErrorKind::Corrupt, QStringLiteral("%1 is not the list of people").arg(path),
            QStringLiteral("restore it or remove it, and issue tokens anew")};
}

constexpr qint64 mostBytes = 1024 * 1024;
constexpr int fileFormat = 2; ///< 1 was an object of names and digests, without roles

} // namespace

Result<std::unique_ptr<People>> People::open(const QString& path) {
    std::unique_ptr<People> people(new People(path));
    if (const auto read = people->refresh(); !read)
        return read.error();
    // What an older core knew is no news; what was noted and cannot be read is told anew.
    if (!people->m_hadRoles)
        people->m_seen = people->m_stored;
    else if (const auto bytes = readFile(people->seenPath(), mostBytes))
        if (const auto seen = read(*bytes))
            people->m_seen = seen->people;
    return people;
}

Result<People::Document> People::read(const QByteArray& bytes) {
    const QJsonDocument json = QJsonDocument::fromJson(bytes);
    if (!json.isObject())
        return notOurs({});
    const QJsonObject object = json.object();
    Document document;
    const QJsonValue people = object.value(QStringLiteral("people"));
    if (!people.isObject()) {
        document.hasRoles = object.isEmpty();
        for (auto it = object.begin(); it != object.end(); ++it)
            document.people.insert(it.key(), {it.value().toString(), {Role::Admin}, {}});
        return document;
    }
    if (object.value(QStringLiteral("format")).toInt() != fileFormat)
        return notOurs({});
    document.removedBy = object.value(QStringLiteral("removedBy")).toString();
    const QJsonObject known = people.toObject();
    for (auto it = known.begin(); it != known.end(); ++it) {
        QStringList words;
        for (const QJsonValue& word : it.value()[QStringLiteral("roles")].toArray())
            words.append(word.toString());
        const auto roles = rolesFrom(words);
        if (!roles)
            return notOurs({});
        document.people.insert(it.key(), {it.value()[QStringLiteral("token")].toString(), *roles,
                                          it.value()[QStringLiteral("by")].toString()});
    }
    return document;
}

QByteArray People::write(const Entries& entries, const QString& removedBy) {
    QJsonObject people;
    for (auto it = entries.begin(); it != entries.end(); ++it)
        people.insert(it.key(),
                      QJsonObject{{QStringLiteral("token"), it->digest},
                                  {QStringLiteral("roles"), QJsonArray::fromStringList(roleWords(it->roles))},
                                  {QStringLiteral("by"), it->by}});
    return QJsonDocument(QJsonObject{{QStringLiteral("format"), fileFormat},
                                     {QStringLiteral("removedBy"), removedBy},
                                     {QStringLiteral("people"), people}})
        .toJson();
}

Result<void> People::refresh() const {
    const QByteArray fingerprint = fingerprintOf(m_path);
    if (fingerprint.isEmpty()) {
        m_stored.clear();
        m_read.clear();
        return {};
    }
    if (fingerprint == m_read)
        return {};
    const auto bytes = readFile(m_path, mostBytes);
    if (!bytes)
        return bytes.error();
    auto document = read(*bytes);
    if (!document)
        return notOurs(m_path);
    m_stored = std::move(document->people);
    m_removedBy = document->removedBy;
    m_hadRoles = document->hasRoles;
    m_read = fingerprint;
    return {};
}

Result<void> People::save() {
    const auto written = writeFileAtomically(m_path, write(m_stored, m_removedBy), 0600);
    m_read = fingerprintOf(m_path);
    return written;
}

Result<void> People::noted() {
    const std::lock_guard lock(m_mutex);
    return writeFileAtomically(seenPath(), write(m_seen, {}), 0600);
}

QByteArray People::newToken() {
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return QByteArray(reinterpret_cast<const char*>(words.data()), sizeof words).toHex();
}

Result<QByteArray> People::issue(const QString& name, const Roles& roles, const QString& by) {
    static const QRegularExpression rule(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}\\z"));
    if (!rule.match(name).hasMatch())
        return Error{ErrorKind::Invalid, QStringLiteral("\"%1\" is no name for a person").arg(name),
                     QStringLiteral("use letters, digits, '.', '_', '-' and '@', at most 64")};
    const QByteArray token = newToken();
    const std::lock_guard lock(m_mutex);
    if (const auto read = refresh(); !read)
        return read.error();
    Entry& entry = m_stored[name];
    entry.digest = sha256(token);
    entry.by = by;
    if (!roles.isEmpty())
        entry.roles = roles;
    else if (entry.roles.isEmpty())
        entry.roles = {Role::Viewer};
    if (const auto saved = save(); !saved)
        return saved.error();
    return token;
}

Result<void> People::setRoles(const QString& name, const Roles& roles, const QString& by) {
    SB_ASSERT(!roles.isEmpty(), "who has no role is removed");
    const std::lock_guard lock(m_mutex);
    if (const auto read = refresh(); !read)
        return read.error();
    const auto entry = m_stored.find(name);
    if (entry == m_stored.end())
        return Error{ErrorKind::NotFound, QStringLiteral("nobody is named %1").arg(name),
                     QStringLiteral("who started the core is an admin, and always will be")};
    entry->roles = roles;
    entry->by = by;
    return save();
}

Result<void> People::remove(const QString& name, const QString& by) {
    const std::lock_guard lock(m_mutex);
    if (const auto read = refresh(); !read)
        return read.error();
    if (m_stored.remove(name) == 0)
        return Error{ErrorKind::NotFound, QStringLiteral("nobody is named %1").arg(name), {}};
    m_removedBy = by;
    return save();
}

QList<Person> People::list() const {
    const std::lock_guard lock(m_mutex);
    (void)refresh();
    QList<Person> people;
    for (auto it = m_stored.begin(); it != m_stored.end(); ++it)
        people.append({it.key(), it->roles});
    return people;
}

void People::admit(const QString& name, const QByteArray& token, const Roles& roles) {
    const std::lock_guard lock(m_mutex);
    m_transient.insert(name, {sha256(token), roles, {}});
}

Person People::holderOf(const QByteArray& token) const {
    const QByteArray digest = sha256(token).toLatin1();
    const std::lock_guard lock(m_mutex);
    if (!refresh())
        m_stored.clear(); // a list that cannot be read lets nobody in but the local owner
    for (const Entries* known : {&m_transient, static_cast<const Entries*>(&m_stored)})
        for (auto it = known->begin(); it != known->end(); ++it)
            if (equalSecrets(it->digest.toLatin1(), digest))
                return {it.key(), it->roles};
    return {};
}

Roles People::rolesOf(const QString& name) const {
    const std::lock_guard lock(m_mutex);
    if (!refresh())
        m_stored.clear();
    return m_transient.value(name).roles + m_stored.value(name).roles;
}

QList<PersonChange> People::look() {
    using What = PersonChange::What;
    const std::lock_guard lock(m_mutex);
    if (!refresh())
        return {}; // told when it can be read again
    QList<PersonChange> changes;
    for (auto it = m_stored.begin(); it != m_stored.end(); ++it) {
        const auto before = m_seen.constFind(it.key());
        if (before == m_seen.constEnd())
            changes.append({What::Added, it.key(), it->roles, {}, it->by});
        else if (before->roles != it->roles)
            changes.append({What::Changed, it.key(), it->roles, before->roles, it->by});
        else if (before->digest != it->digest)
            changes.append({What::Renewed, it.key(), it->roles, before->roles, it->by});
    }
    for (auto it = m_seen.begin(); it != m_seen.end(); ++it)
        if (!m_stored.contains(it.key()))
            changes.append({What::Removed, it.key(), it->roles, it->roles, m_removedBy});
    m_seen = m_stored;
    return changes;
}

} // namespace signalbox
