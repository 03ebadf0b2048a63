// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"

#include <QJsonObject>

#include <memory>

namespace signalbox {

/// The chain before the first record: 64 zeros.
Digest chainStart();

/// A record's own contribution to the chain: {"at","body","seq","task","type"}.
QJsonObject chainLink(qint64 seq, qint64 atMs, const QString& type, qint64 task, const QJsonObject& body);

/// The chain after a record: SHA-256 over the previous chain's 64 characters followed by the canonical JSON
/// of the link. A stranger can do this sum over an export with any tool.
Digest chainAfter(const Digest& previous, const QJsonObject& link);

/// The same sum, record after record, from bodies that are canonical JSON already. libcrypto's SHA-256 takes
/// 0.2 us where Qt's takes 1.3.
class ChainSum {
public:
    ChainSum();
    ~ChainSum();
    ChainSum(const ChainSum&) = delete;
    ChainSum& operator=(const ChainSum&) = delete;

    /// The chain after a record, from the chain before it; both 64 characters.
    QByteArray after(const QByteArray& previous, qint64 seq, qint64 atMs, const QByteArray& type, qint64 task,
                     const QByteArray& body);

private:
    struct Hash;
    std::unique_ptr<Hash> m_hash;
    QByteArray m_link;
};

} // namespace signalbox
