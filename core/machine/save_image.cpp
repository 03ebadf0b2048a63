// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/save_image.h"

#include <QFile>
#include <QRegularExpression>

#include <cstring>

namespace signalbox {

namespace {

constexpr char saveMagic[] = "LibvirtQemudSave";
constexpr quint32 saveVersion = 2;
constexpr quint32 largestDescription = 1024 * 1024;
constexpr qsizetype roomForNames = 1024;

/// As libvirt writes it, in the host's byte order.
struct SaveHeader {
    char magic[sizeof(saveMagic) - 1];
    quint32 version;
    quint32 dataLength; ///< of the description and what libvirt notes after it
    quint32 wasRunning;
    quint32 compressed;
    quint32 notesAt; ///< of libvirt's notes in the data; 0: there are none
    quint32 unused[14];
};
static_assert(sizeof(SaveHeader) == 92);

Error unreadable(const QString& path, const QString& why) {
    return {ErrorKind::Corrupt, QStringLiteral("%1 is no saved machine: %2").arg(path, why), {}};
}

Result<SaveHeader> readHeader(QFile& file) {
    SaveHeader header{};
    if (file.read(reinterpret_cast<char*>(&header), sizeof header) != qint64(sizeof header))
        return unreadable(file.fileName(), QStringLiteral("it is too short"));
    if (std::memcmp(header.magic, saveMagic, sizeof header.magic) != 0)
        return unreadable(file.fileName(), QStringLiteral("it does not begin as one"));
    if (header.version != saveVersion)
        return unreadable(file.fileName(), QStringLiteral("its version is %1").arg(header.version));
    if (header.dataLength == 0 || header.dataLength > largestDescription ||
        header.notesAt > header.dataLength)
        return unreadable(file.fileName(), QStringLiteral("its header contradicts itself"));
    return header;
}

/// How many bytes there are for the description and the zero that ends it.
quint32 roomIn(const SaveHeader& header) {
    return header.notesAt > 0 ? header.notesAt : header.dataLength;
}

} // namespace

Result<QByteArray> descriptionInSave(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{
            ErrorKind::NotFound, QStringLiteral("cannot read %1: %2").arg(path, file.errorString()), {}};
    const Result<SaveHeader> header = readHeader(file);
    if (!header)
        return header.error();
    QByteArray text = file.read(roomIn(*header));
    if (text.size() != qsizetype(roomIn(*header)))
        return unreadable(path, QStringLiteral("it is cut short"));
    const qsizetype end = text.indexOf('\0');
    if (end < 0)
        return unreadable(path, QStringLiteral("its description does not end"));
    text.truncate(end);
    return text;
}

Result<void> putDescriptionIntoSave(const QString& path, const QByteArray& description) {
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite))
        return Error{
            ErrorKind::Unavailable, QStringLiteral("cannot write %1: %2").arg(path, file.errorString()), {}};
    const Result<SaveHeader> header = readHeader(file);
    if (!header)
        return header.error();
    const auto room = qsizetype(roomIn(*header));
    if (description.size() >= room)
        return Error{ErrorKind::LimitReached,
                     QStringLiteral("a description of %1 bytes finds no room in %2, which has %3")
                         .arg(description.size())
                         .arg(path)
                         .arg(room),
                     {}};
    const QByteArray padded = description + QByteArray(room - description.size(), '\0');
    if (file.write(padded) != padded.size() || !file.flush())
        return Error{
            ErrorKind::Unavailable, QStringLiteral("cannot write %1: %2").arg(path, file.errorString()), {}};
    return {};
}

QByteArray withRoom(QByteArray description) {
    static const QRegularExpression empty(QStringLiteral("<sb:machine([^<>]*)/>"));
    const QByteArray room = "<sb:room>" + QByteArray(roomForNames, '.') + "</sb:room>";
    description = QString::fromUtf8(description)
                      .replace(empty, QStringLiteral("<sb:machine\\1></sb:machine>"))
                      .toUtf8();
    const qsizetype at = description.indexOf("</sb:machine>");
    return at < 0 ? description : description.insert(at, room);
}

DescribedIdentity identityIn(const QByteArray& description) {
    static const QRegularExpression name(QStringLiteral("<name>([^<>]+)</name>"));
    static const QRegularExpression number(QStringLiteral("<uuid>([0-9a-f-]{36})</uuid>"));
    static const QRegularExpression key(QStringLiteral("authorized_key['\"]>([^<>&]+)</entry>"));
    const QString text = QString::fromUtf8(description);
    const auto found = [&](const QRegularExpression& what) { return what.match(text).captured(1).toUtf8(); };
    return {found(name), found(number), found(key)};
}

Result<QByteArray> describedAs(QByteArray description, const DescribedIdentity& other) {
    static const QRegularExpression ends(QStringLiteral("<backingStore[^<>]*/>"));
    const auto invalid = [](const QString& why) {
        return Error{ErrorKind::Invalid, QStringLiteral("a saved machine cannot be copied: %1").arg(why), {}};
    };
    static const QRegularExpression room(QStringLiteral("<sb:room>[.]*</sb:room>"));
    description = QString::fromUtf8(description).remove(ends).remove(room).toUtf8();
    if (description.contains("<backingStore"))
        return invalid(QStringLiteral("its description tells a disk's layers"));
    const DescribedIdentity former = identityIn(description);
    const std::pair<QByteArray, QByteArray> changes[] = {{former.name, other.name},
                                                         {former.number, other.number},
                                                         {former.authorizedKey, other.authorizedKey}};
    for (const auto& [before, after] : changes) {
        if (before.isEmpty() || after.isEmpty())
            return invalid(QStringLiteral("its description does not tell whose it is"));
        description.replace(before, after);
    }
    return description;
}

} // namespace signalbox
