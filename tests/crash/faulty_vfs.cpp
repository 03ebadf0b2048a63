// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/crash/faulty_vfs.h"

#include <QFile>
#include <QFileInfo>
#include <QHash>

#include <cstdio>
#include <mutex>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

namespace signalbox::crash {

struct FaultyVfs::Private {
    mutable std::mutex mutex;
    sqlite3_vfs* real = nullptr;
    sqlite3_vfs vfs{};
    QByteArray directory; ///< recorded; empty: none
    Disk names;           ///< to know files by their names
    int nextFile = 1;
    QHash<int, ino_t> inodes; ///< of the real files, by number
    QList<Op> ops;
    std::optional<Fault> fault;
    qint64 calls = 0;
    qint64 fired = 0;

    /// The name within the recorded directory; empty for others.
    [[nodiscard]] QString nameIn(const QByteArray& path) const {
        if (directory.isEmpty() || !path.startsWith(directory + '/'))
            return {};
        return QString::fromUtf8(path.mid(directory.size() + 1));
    }
    void note(const Op& op) {
        names.apply({op.kind, op.file, 0, {}, op.name, op.newName});
        ops.append(op);
    }
    int fileFor(const QString& name) {
        if (const int known = names.fileOf(name))
            return known;
        const int file = nextFile++;
        note({Op::Kind::Create, file, 0, {}, name, {}});
        return file;
    }
    bool fails(Fault::Kind kind) {
        if (!fault || fault->kind != kind)
            return false;
        const qint64 call = calls++;
        if (call != fault->at && !(fault->lasting && call > fault->at))
            return false;
        ++fired;
        return true;
    }
};

namespace {

struct File {
    sqlite3_file base;
    FaultyVfs::Private* vfs;
    int number;        ///< 0: not recorded
    bool syncsItsName; ///< SQLite syncs the directory with the first sync of a new log
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File* fileOf(sqlite3_file* file) {
    return reinterpret_cast<File*>(file);
}

FaultyVfs::Private* vfsOf(sqlite3_vfs* vfs) {
    return static_cast<FaultyVfs::Private*>(vfs->pAppData);
}

int closeFile(sqlite3_file* file) {
    return fileOf(file)->real()->pMethods->xClose(fileOf(file)->real());
}

int readFile(sqlite3_file* file, void* to, int amount, sqlite3_int64 offset) {
    File* f = fileOf(file);
    {
        const std::lock_guard lock(f->vfs->mutex);
        if (f->vfs->fails(Fault::Kind::ReadError))
            return SQLITE_IOERR_READ;
    }
    return f->real()->pMethods->xRead(f->real(), to, amount, offset);
}

int writeFile(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
    File* f = fileOf(file);
    const std::lock_guard lock(f->vfs->mutex);
    if (f->vfs->fails(Fault::Kind::WriteError))
        return SQLITE_IOERR_WRITE;
    if (f->vfs->fails(Fault::Kind::Full))
        return SQLITE_FULL;
    const bool cutShort = f->vfs->fails(Fault::Kind::ShortWrite);
    const int written = cutShort ? amount / 2 : amount;
    const int code = f->real()->pMethods->xWrite(f->real(), from, written, offset);
    if (f->number != 0 && code == SQLITE_OK)
        f->vfs->note({Op::Kind::Write,
                      f->number,
                      offset,
                      QByteArray(static_cast<const char*>(from), written),
                      {},
                      {}});
    return cutShort && code == SQLITE_OK ? SQLITE_FULL : code;
}

int truncateFile(sqlite3_file* file, sqlite3_int64 size) {
    File* f = fileOf(file);
    const std::lock_guard lock(f->vfs->mutex);
    if (f->vfs->fails(Fault::Kind::TruncateError))
        return SQLITE_IOERR_TRUNCATE;
    const int code = f->real()->pMethods->xTruncate(f->real(), size);
    if (f->number != 0 && code == SQLITE_OK)
        f->vfs->note({Op::Kind::Truncate, f->number, size, {}, {}, {}});
    return code;
}

// The real file is not synced: it is thrown away, and the disk that counts is the recorded one.
int syncFile(sqlite3_file* file, int) {
    File* f = fileOf(file);
    const std::lock_guard lock(f->vfs->mutex);
    if (f->vfs->fails(Fault::Kind::SyncError))
        return SQLITE_IOERR_FSYNC;
    if (f->number == 0)
        return SQLITE_OK;
    f->vfs->note({Op::Kind::SyncFile, f->number, 0, {}, {}, {}});
    if (std::exchange(f->syncsItsName, false))
        f->vfs->note({Op::Kind::SyncDirectory, 0, 0, {}, {}, {}});
    return SQLITE_OK;
}

int fileSize(sqlite3_file* file, sqlite3_int64* size) {
    return fileOf(file)->real()->pMethods->xFileSize(fileOf(file)->real(), size);
}
int lockFile(sqlite3_file* file, int level) {
    return fileOf(file)->real()->pMethods->xLock(fileOf(file)->real(), level);
}
int unlockFile(sqlite3_file* file, int level) {
    return fileOf(file)->real()->pMethods->xUnlock(fileOf(file)->real(), level);
}
int checkReserved(sqlite3_file* file, int* reserved) {
    return fileOf(file)->real()->pMethods->xCheckReservedLock(fileOf(file)->real(), reserved);
}
int fileControl(sqlite3_file* file, int op, void* argument) {
    return fileOf(file)->real()->pMethods->xFileControl(fileOf(file)->real(), op, argument);
}
int sectorSize(sqlite3_file* file) {
    return fileOf(file)->real()->pMethods->xSectorSize(fileOf(file)->real());
}
int characteristics(sqlite3_file* file) {
    return fileOf(file)->real()->pMethods->xDeviceCharacteristics(fileOf(file)->real());
}
int shmMap(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
    File* f = fileOf(file);
    {
        const std::lock_guard lock(f->vfs->mutex);
        if (f->vfs->fails(Fault::Kind::ShmError))
            return SQLITE_IOERR_SHMMAP;
    }
    return f->real()->pMethods->xShmMap(f->real(), page, size, extend, memory);
}
int shmLock(sqlite3_file* file, int offset, int count, int flags) {
    return fileOf(file)->real()->pMethods->xShmLock(fileOf(file)->real(), offset, count, flags);
}
void shmBarrier(sqlite3_file* file) {
    fileOf(file)->real()->pMethods->xShmBarrier(fileOf(file)->real());
}
int shmUnmap(sqlite3_file* file, int remove) {
    return fileOf(file)->real()->pMethods->xShmUnmap(fileOf(file)->real(), remove);
}

const sqlite3_io_methods methods{2,           closeFile,  readFile,        writeFile,  truncateFile,
                                 syncFile,    fileSize,   lockFile,        unlockFile, checkReserved,
                                 fileControl, sectorSize, characteristics, shmMap,     shmLock,
                                 shmBarrier,  shmUnmap,   nullptr,         nullptr};

int openFile(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* outFlags) {
    FaultyVfs::Private* d = vfsOf(vfs);
    File* f = fileOf(file);
    *f = File{};
    f->vfs = d;
    const int code = d->real->xOpen(d->real, name, f->real(), flags, outFlags);
    if (code != SQLITE_OK) {
        file->pMethods = nullptr;
        return code;
    }
    file->pMethods = &methods;
    const std::lock_guard lock(d->mutex);
    if (const QString known = d->nameIn(name ? QByteArray(name) : QByteArray()); !known.isEmpty()) {
        struct stat info {};
        const ino_t inode = ::stat(name, &info) == 0 ? info.st_ino : 0;
        // Another file under a known name: somebody removed it and made it anew without asking us.
        const int before = d->names.fileOf(known);
        if (before != 0 && d->inodes.value(before, inode) != inode)
            d->note({Op::Kind::Delete, before, 0, {}, known, {}});
        const bool isNew = d->names.fileOf(known) == 0;
        f->number = d->fileFor(known);
        d->inodes.insert(f->number, inode);
        f->syncsItsName = isNew && (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
    }
    return SQLITE_OK;
}

int deleteFile(sqlite3_vfs* vfs, const char* name, int syncDirectory) {
    FaultyVfs::Private* d = vfsOf(vfs);
    const std::lock_guard lock(d->mutex);
    if (d->fails(Fault::Kind::DeleteError))
        return SQLITE_IOERR_DELETE;
    const int code = d->real->xDelete(d->real, name, 0);
    const QString known = d->nameIn(name);
    if (code == SQLITE_OK && !known.isEmpty() && d->names.fileOf(known) != 0) {
        d->note({Op::Kind::Delete, d->names.fileOf(known), 0, {}, known, {}});
        if (syncDirectory)
            d->note({Op::Kind::SyncDirectory, 0, 0, {}, {}, {}});
    }
    return code;
}

} // namespace

QString nameOf(Fault::Kind kind) {
    static constexpr std::array<const char*, 8> words{"write error", "disk full",      "short write",
                                                      "sync error",  "truncate error", "delete error",
                                                      "read error",  "shm error"};
    return QString::fromLatin1(words.at(std::size_t(kind)));
}

FaultyVfs& FaultyVfs::instance() {
    static FaultyVfs vfs;
    return vfs;
}

FaultyVfs::FaultyVfs() : d(std::make_unique<Private>()) {
    d->real = sqlite3_vfs_find(nullptr);
    d->vfs = *d->real;
    d->vfs.zName = "faulty";
    d->vfs.szOsFile = int(sizeof(File)) + d->real->szOsFile;
    d->vfs.pAppData = d.get();
    d->vfs.pNext = nullptr;
    d->vfs.xOpen = openFile;
    d->vfs.xDelete = deleteFile;
    sqlite3_vfs_register(&d->vfs, 1);
}

FaultyVfs::~FaultyVfs() {
    sqlite3_vfs_unregister(&d->vfs);
}

void FaultyVfs::record(const QString& directory, const Disk& before) {
    const std::lock_guard lock(d->mutex);
    d->directory = QFile::encodeName(QFileInfo(directory).canonicalFilePath());
    d->names = before;
    d->nextFile = before.nextFile();
    d->ops.clear();
    d->inodes.clear();
}

void FaultyVfs::stopRecording() {
    const std::lock_guard lock(d->mutex);
    d->directory.clear();
}

QList<Op> FaultyVfs::ops() const {
    const std::lock_guard lock(d->mutex);
    return d->ops;
}

qsizetype FaultyVfs::opCount() const {
    const std::lock_guard lock(d->mutex);
    return d->ops.size();
}

void FaultyVfs::plan(const std::optional<Fault>& fault) {
    const std::lock_guard lock(d->mutex);
    d->fault = fault;
    d->calls = 0;
    d->fired = 0;
}

qint64 FaultyVfs::calls() const {
    const std::lock_guard lock(d->mutex);
    return d->calls;
}

qint64 FaultyVfs::fired() const {
    const std::lock_guard lock(d->mutex);
    return d->fired;
}

/// Sees the journal's own calls.
class Wrapped {
public:
    static void renamed(FaultyVfs::Private* d, const char* from, const char* to) {
        const std::lock_guard lock(d->mutex);
        const QString name = d->nameIn(from);
        if (!name.isEmpty() && d->names.fileOf(name) != 0)
            d->note({Op::Kind::Rename, d->names.fileOf(name), 0, {}, name, d->nameIn(to)});
    }
    static void synced(FaultyVfs::Private* d, int descriptor) {
        char path[4096];
        const QByteArray link = "/proc/self/fd/" + QByteArray::number(descriptor);
        const ssize_t length = ::readlink(link.constData(), path, sizeof(path));
        const QByteArray target(path, std::max<ssize_t>(0, length));
        const std::lock_guard lock(d->mutex);
        if (d->directory.isEmpty())
            return;
        const QString name = d->nameIn(target);
        if (target == d->directory)
            d->note({Op::Kind::SyncDirectory, 0, 0, {}, {}, {}});
        else if (!name.isEmpty() && d->names.fileOf(name) != 0)
            d->note({Op::Kind::SyncFile, d->names.fileOf(name), 0, {}, {}, {}});
    }
};

} // namespace signalbox::crash

extern "C" {
int __real_rename(const char* from, const char* to);
int __wrap_rename(const char* from, const char* to);
int __wrap_fsync(int descriptor);

int __wrap_rename(const char* from, const char* to) {
    const int code = __real_rename(from, to);
    if (code == 0)
        if (sqlite3_vfs* vfs = sqlite3_vfs_find("faulty"))
            signalbox::crash::Wrapped::renamed(signalbox::crash::vfsOf(vfs), from, to);
    return code;
}

int __wrap_fsync(int descriptor) {
    if (sqlite3_vfs* vfs = sqlite3_vfs_find("faulty"))
        signalbox::crash::Wrapped::synced(signalbox::crash::vfsOf(vfs), descriptor);
    return 0;
}
}
