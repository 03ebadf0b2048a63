// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal/chain.h"

#include <array>
#include <openssl/evp.h>

namespace signalbox {

Digest chainStart() {
    return QString(64, QLatin1Char('0'));
}

QJsonObject chainLink(qint64 seq, qint64 atMs, const QString& type, qint64 task, const QJsonObject& body) {
    return {{QStringLiteral("seq"), seq},
            {QStringLiteral("at"), atMs},
            {QStringLiteral("type"), type},
            {QStringLiteral("task"), task},
            {QStringLiteral("body"), body}};
}

Digest chainAfter(const Digest& previous, const QJsonObject& link) {
    return sha256(previous.toLatin1() + canonicalJson(link));
}

struct ChainSum::Hash {
    std::unique_ptr<EVP_MD, void (*)(EVP_MD*)> kind{EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free};
    std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

ChainSum::ChainSum() : m_hash(std::make_unique<Hash>()) {
    SB_ASSERT(m_hash->kind && m_hash->context, "libcrypto has SHA-256");
}

ChainSum::~ChainSum() = default;

QByteArray ChainSum::after(const QByteArray& previous, qint64 seq, qint64 atMs, const QByteArray& type,
                           qint64 task, const QByteArray& body) {
    m_link.resize(0); // keeps its memory
    m_link.append(previous)
        .append("{\"at\":")
        .append(QByteArray::number(atMs))
        .append(",\"body\":")
        .append(body)
        .append(",\"seq\":")
        .append(QByteArray::number(seq))
        .append(",\"task\":")
        .append(QByteArray::number(task))
        .append(",\"type\":\"")
        .append(type)
        .append("\"}");
    std::array<unsigned char, 32> sum;
    EVP_MD_CTX* const context = m_hash->context.get();
    const bool good = EVP_DigestInit_ex2(context, m_hash->kind.get(), nullptr) == 1 &&
                      EVP_DigestUpdate(context, m_link.constData(), std::size_t(m_link.size())) == 1 &&
                      EVP_DigestFinal_ex(context, sum.data(), nullptr) == 1;
    SB_ASSERT(good, "a digest of bytes in memory cannot fail");
    return QByteArray::fromRawData(reinterpret_cast<const char*>(sum.data()), sum.size()).toHex();
}

} // namespace signalbox
