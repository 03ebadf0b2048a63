// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/evidence.h"

namespace signalbox {

/// Content-addressed bytes on disk: a file is named by its digest, read-only, and written once. Thread-safe.
class ArtifactStore {
public:
    /// Makes the directory (0700) where it is missing.
    static Result<std::unique_ptr<ArtifactStore>> open(const QString& directory);

    Result<Artifact> keep(const QString& name, const QString& type, const QByteArray& bytes);
    /// Takes a copy of a file, read in pieces.
    Result<Artifact> keepFile(const QString& name, const QString& type, const QString& path);
    /// NotFound when there is none; Corrupt when the bytes are not those of the digest.
    [[nodiscard]] Result<QByteArray> read(const Digest& digest, qint64 maxBytes) const;
    /// Where the bytes of a digest are; NotFound when there are none, Invalid for what is no digest.
    [[nodiscard]] Result<QString> pathOf(const Digest& digest) const;

private:
    explicit ArtifactStore(QString directory) : m_directory(std::move(directory)) {}
    [[nodiscard]] QString fileFor(const Digest& digest) const;

    QString m_directory;
};

} // namespace signalbox
