// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/people.h"

#include "core/base/digest.h"
#include "core/base/files.h"
#include "core/server/http_guard.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QRegularExpression>

#include <array>

namespace signalbox {

Result<std::unique_ptr<People>> People::open(const QString& path) {
    std::unique_ptr<People> people(new People(path));
    if (!QFileInfo::exists(path))
        return people;
    const auto bytes = readFile(path, 1024 * 1024);
    if (!bytes)
        return bytes.error();
    const QJsonDocument document = QJsonDocument::fromJson(*bytes);
    if (!document.isObject())
        return Error{ErrorKind::Corrupt, QStringLiteral("%1 is not the list of people").arg(path),
                     QStringLiteral("restore it or remove it, and issue tokens anew")};
    const QJsonObject object = document.object();
    for (auto it = object.begin(); it != object.end(); ++it)
        people->m_digests.insert(it.key(), it.value().toString());
    return people;
}

Result<void> People::save() const {
    QJsonObject object;
    for (auto it = m_digests.begin(); it != m_digests.end(); ++it)
        object.insert(it.key(), it.value());
    return writeFileAtomically(m_path, QJsonDocument(object).toJson(), 0600);
}

QByteArray People::newToken() {
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return QByteArray(reinterpret_cast<const char*>(words.data()), sizeof words).toHex();
}

Result<QByteArray> People::issue(const QString& name) {
    static const QRegularExpression rule(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$"));
    if (!rule.match(name).hasMatch())
        return Error{ErrorKind::Invalid, QStringLiteral("\"%1\" is no name for a person").arg(name),
                     QStringLiteral("use letters, digits, '.', '_', '-' and '@', at most 64")};
    const QByteArray token = newToken();
    const std::lock_guard lock(m_mutex);
    m_digests.insert(name, sha256(token));
    if (const auto saved = save(); !saved)
        return saved.error();
    return token;
}

Result<void> People::remove(const QString& name) {
    const std::lock_guard lock(m_mutex);
    if (m_digests.remove(name) == 0)
        return Error{ErrorKind::NotFound, QStringLiteral("nobody is named %1").arg(name), {}};
    return save();
}

QStringList People::names() const {
    const std::lock_guard lock(m_mutex);
    return m_digests.keys();
}

void People::admit(const QString& name, const QByteArray& token) {
    const std::lock_guard lock(m_mutex);
    m_transient.insert(name, sha256(token));
}

QString People::holderOf(const QByteArray& token) const {
    const QByteArray digest = sha256(token).toLatin1();
    const std::lock_guard lock(m_mutex);
    for (const auto* known : {&m_transient, &m_digests})
        for (auto it = known->begin(); it != known->end(); ++it)
            if (equalSecrets(it.value().toLatin1(), digest))
                return it.key();
    return {};
}

} // namespace signalbox
