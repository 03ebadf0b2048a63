// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/base/result.h"

#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QStringList>

namespace signalbox {

/// The files a machine boots from: read-only, shared by all machines, named by their digests.
struct ImageFiles {
    QString kernel;                ///< path of the vmlinux
    QString initrd;                ///< path
    QStringList layers;            ///< paths of the squashfs files, the base first
    QMap<QString, Digest> digests; ///< "kernel", "initrd" and each layer's name
};

/// The image store that resources/image/build fills: manifest.json and store/DIGEST.EXT. Never written
/// here. Thread-safe: it keeps no state, the manifest is read at each call (a rebuilt image
/// is seen at once).
class ImageStore {
public:
    explicit ImageStore(QString directory) : m_directory(std::move(directory)) {}

    /// Errors: NotFound (no image built, unknown layer, missing file) and Corrupt (bad manifest), with what
    /// to do.
    [[nodiscard]] Result<ImageFiles> resolve(const QStringList& layers) const;
    /// What the manifest says about a layer besides its file: of an agent's its title and how its output is
    /// read (resources/agents/README.md). Empty when there is no such layer.
    [[nodiscard]] QJsonObject described(const QString& layer) const;
    /// Changes when the kernel or initrd changes; empty when there is no readable manifest.
    [[nodiscard]] QString bootKey() const;

private:
    QString m_directory;
};

} // namespace signalbox
