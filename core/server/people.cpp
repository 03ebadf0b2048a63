// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/people.h"

#include "core/base/digest.h"
#include "core/base/files.h"
#include "core/server/http_guard.h"

#include <QFile>
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

} // namespace

Result<std::unique_ptr<People>> People::open(const QString& path) {
    std::unique_ptr<People> people(new People(path));
    if (const auto read = people->refresh(); !read)
        return read.error();
    return people;
}

Result<void> People::refresh() const {
    const QByteArray fingerprint = fingerprintOf(m_path);
    if (fingerprint.isEmpty()) {
        m_digests.clear();
        m_read.clear();
        return {};
    }
    if (fingerprint == m_read)
        return {};
    const auto bytes = readFile(m_path, 1024 * 1024);
    if (!bytes)
        return bytes.error();
    const QJsonDocument document = QJsonDocument::fromJson(*bytes);
    if (!document.isObject())
        return Error{ErrorKind::Corrupt, QStringLiteral("%1 is not the list of people").arg(m_path),
                     QStringLiteral("restore it or remove it, and issue tokens anew")};
    m_digests.clear();
    const QJsonObject object = document.object();
    for (auto it = object.begin(); it != object.end(); ++it)
        m_digests.insert(it.key(), it.value().toString());
    m_read = fingerprint;
    return {};
}

Result<void> People::save() {
    QJsonObject object;
    for (auto it = m_digests.begin(); it != m_digests.end(); ++it)
        object.insert(it.key(), it.value());
    const auto written = writeFileAtomically(m_path, QJsonDocument(object).toJson(), 0600);
    m_read = fingerprintOf(m_path);
    return written;
}

QByteArray People::newToken() {
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    return QByteArray(reinterpret_cast<const char*>(words.data()), sizeof words).toHex();
}

Result<QByteArray> People::issue(const QString& name) {
    static const QRegularExpression rule(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}\\z"));
    if (!rule.match(name).hasMatch())
        return Error{ErrorKind::Invalid, QStringLiteral("\"%1\" is no name for a person").arg(name),
                     QStringLiteral("use letters, digits, '.', '_', '-' and '@', at most 64")};
    const QByteArray token = newToken();
    const std::lock_guard lock(m_mutex);
    if (const auto read = refresh(); !read)
        return read.error();
    m_digests.insert(name, sha256(token));
    if (const auto saved = save(); !saved)
        return saved.error();
    return token;
}

Result<void> People::remove(const QString& name) {
    const std::lock_guard lock(m_mutex);
    if (const auto read = refresh(); !read)
        return read.error();
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
    if (!refresh())
        m_digests.clear(); // a list that cannot be read lets nobody in but the local owner
    for (const QMap<QString, QString>* known :
         {&m_transient, static_cast<const QMap<QString, QString>*>(&m_digests)})
        for (auto it = known->begin(); it != known->end(); ++it)
            if (equalSecrets(it.value().toLatin1(), digest))
                return it.key();
    return {};
}

} // namespace signalbox
