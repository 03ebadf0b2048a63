// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/gateway/model_protocol.h"

#include <QByteArrayList>

namespace signalbox {

/// The keys of one provider. One is used until the provider turns it away; then the next, while it rests: so
/// that what the provider cached for a key is found again. Not thread-safe.
class ProviderKeys {
public:
    ProviderKeys() = default;
    explicit ProviderKeys(QByteArrayList keys);

    /// Empty when there are none. When all rest: the one that rests the shortest.
    [[nodiscard]] QByteArray current(Moment now) const;
    /// The provider turned it away (401, 403, 429).
    void rest(const QByteArray& key, Moment until);
    [[nodiscard]] bool isEmpty() const { return m_keys.isEmpty(); }

private:
    struct Key {
        QByteArray text;
        Moment restsUntil;
    };
    QList<Key> m_keys;
};

/// Keys for a provider: from the file; else from the environment (ANTHROPIC_API_KEY, OPENAI_API_KEY,
/// GEMINI_API_KEY), which forgets them; else from the systemd credential anthropic-key, openai-key or
/// gemini-key. Several are separated by commas or lines. Empty when there are none. Denied when others may
/// read the file, Invalid when a key could not be a header's value. Not thread-safe: changes the environment.
Result<QByteArrayList> takeKeys(Provider provider, const QString& file);
/// The same for any one secret: from the file, the environment, or the credential.
Result<QByteArrayList> takeSecrets(const QString& file, const char* variable, const QString& credential);

} // namespace signalbox
