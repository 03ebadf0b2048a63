// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/provider_keys.h"

#include "core/base/files.h"

#include <QFileInfo>

#include <algorithm>

namespace signalbox {

namespace {

constexpr qint64 maxKeyFile = 64 * 1024;
constexpr qsizetype maxKey = 4096;

Result<QByteArrayList> splitKeys(QByteArray text, const QString& source) {
    QByteArrayList keys;
    text.replace('\n', ',').replace('\r', ',');
    for (const QByteArray& piece : text.split(',')) {
        const QByteArray key = piece.trimmed();
        if (key.isEmpty())
            continue;
        const bool clean = std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 0x7f; });
        if (!clean || key.size() > maxKey)
            return Error{ErrorKind::Invalid, QStringLiteral("%1 holds no key").arg(source),
                         QStringLiteral("A key is one word of letters, digits and signs; several are "
                                        "separated by commas or lines.")};
        keys.append(key);
    }
    return keys;
}

Result<QByteArrayList> keysFromFile(const QString& file) {
    const QFileInfo info(file);
    constexpr auto foreign = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther |
                             QFile::WriteOther | QFile::ExeOther;
    if (info.exists() && (info.permissions() & foreign))
        return Error{ErrorKind::Denied, QStringLiteral("others may read the key in %1").arg(file),
                     QStringLiteral("chmod 600 %1").arg(file)};
    const auto text = readFile(file, maxKeyFile);
    return text ? splitKeys(*text, file) : Result<QByteArrayList>(text.error());
}

} // namespace

ProviderKeys::ProviderKeys(QByteArrayList keys) {
    for (const QByteArray& key : keys)
        m_keys.append({key, {}});
}

QByteArray ProviderKeys::current(Moment now) const {
    const Key* best = nullptr;
    for (const Key& key : m_keys) {
        if (key.restsUntil <= now)
            return key.text;
        if (!best || key.restsUntil < best->restsUntil)
            best = &key;
    }
    return best ? best->text : QByteArray();
}

void ProviderKeys::rest(const QByteArray& text, Moment until) {
    for (Key& key : m_keys)
        if (key.text == text)
            key.restsUntil = until;
}

Result<QByteArrayList> takeSecrets(const QString& file, const char* variable, const QString& credential) {
    if (!file.isEmpty())
        return keysFromFile(file);
    if (const QByteArray text = qgetenv(variable); !text.isEmpty()) {
        qunsetenv(variable); // children have no use for it
        return splitKeys(text, QLatin1String(variable));
    }
    const QString directory = qEnvironmentVariable("CREDENTIALS_DIRECTORY");
    const QString path = directory + u'/' + credential;
    if (!directory.isEmpty() && QFileInfo::exists(path)) {
        const auto text = readFile(path, maxKeyFile);
        return text ? splitKeys(*text, path) : Result<QByteArrayList>(text.error());
    }
    return QByteArrayList();
}

Result<QByteArrayList> takeKeys(Provider provider, const QString& file) {
    switch (provider) {
    case Provider::Anthropic:
        return takeSecrets(file, "ANTHROPIC_API_KEY", QStringLiteral("anthropic-key"));
    case Provider::OpenAi:
        return takeSecrets(file, "OPENAI_API_KEY", QStringLiteral("openai-key"));
    case Provider::Gemini:
        return takeSecrets(file, "GEMINI_API_KEY", QStringLiteral("gemini-key"));
    }
    return QByteArrayList();
}

} // namespace signalbox
