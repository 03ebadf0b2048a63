// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace signalbox {

/// libvirt's file of a saved machine: a header, the machine's description, and the memory as QEMU wrote it.
/// libvirt restores such a file only as the machine that it is of, by name and number; what stands in the
/// file itself decides what that is.

/// The description in the file; Corrupt when it is none of libvirt's, or not of the form known here.
Result<QByteArray> descriptionInSave(const QString& path);
/// Puts another description in the place of the one that is there, leaving the memory as it is. LimitReached
/// when it is longer than the place. Killed in the midst of it, the file is of no more use.
Result<void> putDescriptionIntoSave(const QString& path, const QByteArray& description);

/// What is a machine's own in its description.
struct DescribedIdentity {
    QByteArray name;          ///< also a part of the paths of its files
    QByteArray number;        ///< a UUID
    QByteArray authorizedKey; ///< the public key that may log in
};

/// A description with room in it, so that the file of a machine that is saved by it has place for that of
/// another machine with longer names. describedAs() takes it out.
QByteArray withRoom(QByteArray description);
/// Whose a description is; what is not found is empty.
DescribedIdentity identityIn(const QByteArray& description);
/// A saved machine's description as that of another machine. Invalid when something of the former would stay:
/// a disk whose layers are told one by one, or an identity that is not found in it.
Result<QByteArray> describedAs(QByteArray description, const DescribedIdentity& other);

} // namespace signalbox
