// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/machine/machine_folder.h"

#include "core/base/files.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <cerrno>
#include <sys/stat.h>
#include <unistd.h>

namespace signalbox {

namespace {

QJsonObject toJson(const QMap<QString, QString>& map) {
    QJsonObject object;
    for (auto entry = map.cbegin(); entry != map.cend(); ++entry)
        object.insert(entry.key(), entry.value());
    return object;
}

QMap<QString, QString> mapFrom(const QJsonValue& value) {
    QMap<QString, QString> map;
    const QJsonObject object = value.toObject();
    for (auto entry = object.begin(); entry != object.end(); ++entry)
        map.insert(entry.key(), entry.value().toString());
    return map;
}

} // namespace

MachineFolder::MachineFolder(const QString& machinesDirectory, const QString& name)
    : m_path(machinesDirectory + u'/' + name) {}

bool MachineFolder::exists() const {
    return QFileInfo::exists(m_path);
}

QString MachineFolder::bornAs() const {
    const QFileInfo info(m_path);
    return info.isSymLink() ? QFileInfo(info.symLinkTarget()).fileName() : info.fileName();
}

Result<void> MachineFolder::takeOver(const QString& ahead) const {
    const QByteArray name = QFile::encodeName(m_path);
    if (QFileInfo(m_path).isSymLink() && !exists())
        QFile::remove(m_path); // of a machine whose removal was cut short
    if (::symlink(QFile::encodeName(ahead).constData(), name.constData()) != 0)
        return Error{errno == EEXIST ? ErrorKind::Conflict : ErrorKind::Unavailable,
                     QStringLiteral("%1 cannot be given to the machine %2").arg(m_path, ahead),
                     {}};
    return {};
}

Result<void> MachineFolder::save(const MachineRecord& record) const {
    const MachineSpec& spec = record.spec;
    const QJsonObject object{
        {u"format"_qs, 1},
        {u"name"_qs, spec.name},
        {u"layers"_qs, QJsonArray::fromStringList(spec.layers)},
        {u"cpus"_qs, spec.cpus},
        {u"memory_mib"_qs, spec.memoryMiB},
        {u"disk_mib"_qs, spec.diskMiB},
        {u"lifetime_ms"_qs, qint64(spec.lifetime.count())},
        {u"labels"_qs, toJson(spec.labels)},
        {u"created_ms"_qs, record.createdAt.ms},
        {u"deadline_ms"_qs, record.deadline.ms},
        {u"digests"_qs, toJson(record.digests)},
        {u"host_key"_qs, QString::fromLatin1(record.hostPublicKey)},
        {u"accelerator"_qs, record.accelerator},
    };
    return writeFileAtomically(m_path + u"/machine.json"_qs, QJsonDocument(object).toJson(), 0600);
}

std::optional<Moment> MachineFolder::asleepSince() const {
    const QFileInfo info(memory());
    return info.exists() ? std::optional(Moment{info.lastModified().toMSecsSinceEpoch()}) : std::nullopt;
}

qint64 MachineFolder::bytesOnDisk() const {
    qint64 bytes = 0;
    for (const QString& path : {scratch(), memory()}) {
        struct stat info {};
        if (::stat(QFile::encodeName(path).constData(), &info) == 0)
            bytes += qint64(info.st_blocks) * 512;
    }
    return bytes;
}

Result<MachineRecord> MachineFolder::load() const {
    Result<MachineRecord> record = loadAny();
    if (record && record->spec.name != QFileInfo(m_path).fileName())
        return Error{ErrorKind::Corrupt,
                     QStringLiteral("%1/machine.json is no record of this machine").arg(m_path),
                     {}};
    return record;
}

Result<MachineRecord> MachineFolder::loadAny() const {
    Result<QByteArray> bytes = readFile(m_path + u"/machine.json"_qs, 1024 * 1024);
    if (!bytes)
        return bytes.error();
    const QJsonObject object = QJsonDocument::fromJson(*bytes).object();
    MachineRecord record;
    record.spec.name = object.value(u"name").toString();
    if (object.value(u"format").toInt() != 1)
        return Error{ErrorKind::Corrupt,
                     QStringLiteral("%1/machine.json is no record of this machine").arg(m_path),
                     {}};
    record.spec.layers.clear();
    for (const QJsonValue& layer : object.value(u"layers").toArray())
        record.spec.layers.append(layer.toString());
    record.spec.cpus = object.value(u"cpus").toInt();
    record.spec.memoryMiB = object.value(u"memory_mib").toInt();
    record.spec.diskMiB = object.value(u"disk_mib").toInt();
    record.spec.lifetime = Millis(object.value(u"lifetime_ms").toInteger());
    record.spec.labels = mapFrom(object.value(u"labels"));
    record.createdAt = {object.value(u"created_ms").toInteger()};
    record.deadline = {object.value(u"deadline_ms").toInteger()};
    record.digests = mapFrom(object.value(u"digests"));
    record.hostPublicKey = object.value(u"host_key").toString().toLatin1();
    record.accelerator = object.value(u"accelerator").toString();
    return record;
}

Moment MachineFolder::jobBegan(const QString& job, Moment now) const {
    QFile file(m_path + u"/job-"_qs + job);
    if (file.open(QIODevice::WriteOnly | QIODevice::NewOnly)) {
        file.write(QByteArray::number(now.ms));
        return now;
    }
    bool known = false;
    if (file.open(QIODevice::ReadOnly))
        if (const qint64 began = file.read(32).toLongLong(&known); known && began <= now.ms)
            return {began};
    return now;
}

void MachineFolder::noteEnd(const QString& reason) const {
    QFile file(m_path + u"/ended"_qs);
    // Created or refused in one step: the first to know the reason is the one who was closest to it.
    if (file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        file.write(reason.toUtf8());
}

QString MachineFolder::end() const {
    QFile file(m_path + u"/ended"_qs);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.read(4096)) : QString();
}

std::optional<Moment> MachineFolder::endedAt() const {
    const QFileInfo info(m_path + u"/ended"_qs);
    if (!info.exists())
        return std::nullopt;
    return Moment{info.lastModified().toMSecsSinceEpoch()};
}

QString MachineFolder::panicInLog() const {
    QFile file(serialLog());
    if (!file.open(QIODevice::ReadOnly))
        return {};
    file.seek(std::max<qint64>(0, file.size() - 16 * 1024));
    const QString tail = QString::fromUtf8(file.readAll());
    static const QRegularExpression own(QStringLiteral("signalbox: fatal: ([^\\r\\n]*)"));
    static const QRegularExpression kernel(QStringLiteral("Kernel panic - not syncing: ([^\\r\\n]*)"));
    if (const auto match = own.match(tail); match.hasMatch())
        return QStringLiteral("the guest could not start: %1").arg(match.captured(1));
    if (const auto match = kernel.match(tail); match.hasMatch())
        return QStringLiteral("the guest's kernel panicked: %1").arg(match.captured(1));
    return {};
}

Result<void> MachineFolder::remove() const {
    // Out of sight in one step: an event that comes late must not put a note into a folder that is being
    // removed, and half a folder is never taken for a machine.
    const QFileInfo info(m_path);
    if (info.isSymLink()) {
        // The link first: what is left without it is an unused machine, which nobody takes for a used one.
        const MachineFolder born(info.path(), bornAs());
        QFile::remove(m_path);
        return born.remove();
    }
    const QString doomed = QStringLiteral("%1/.removed-%2").arg(info.path(), info.fileName());
    if (Result<void> cleared = removeTree(doomed); !cleared)
        return cleared;
    if (info.exists() && !QFile::rename(m_path, doomed))
        return Error{ErrorKind::Unavailable, QStringLiteral("cannot remove %1").arg(m_path), {}};
    return removeTree(doomed);
}

void MachineFolder::finishRemovals(const QString& machines) {
    for (const QFileInfo& doomed :
         QDir(machines).entryInfoList({QStringLiteral(".removed-*")}, QDir::Dirs | QDir::Hidden))
        if (const auto gone = removeTree(doomed.filePath()); !gone)
            qWarning("signalbox: %s", qPrintable(gone.error().text()));
}

} // namespace signalbox
