// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/tar.h"

#include "core/git/handles.h"
#include "core/git/mirror.h"

#include <git2.h>

#include <QSaveFile>

#include <array>
#include <cstring>

namespace signalbox {

using namespace git;

namespace git {

namespace {

constexpr qsizetype block = 512;
/// 2000-01-01: late enough for archive formats that know no time before 1980.
constexpr qint64 fixedTime = 946684800;

void putText(std::array<char, block>& header, int at, int room, const QByteArray& text) {
    std::memcpy(header.data() + at, text.constData(), size_t(qMin<qsizetype>(room, text.size())));
}

void putOctal(std::array<char, block>& header, int at, int room, qint64 value) {
    putText(header, at, room, QByteArray::number(value, 8).rightJustified(room - 1, '0'));
}

QByteArray paxRecord(const QByteArray& key, const QByteArray& value) {
    // A record begins with its own length, digits included.
    const qsizetype rest = key.size() + value.size() + 3;
    qsizetype length = rest + QByteArray::number(rest).size();
    if (rest + QByteArray::number(length).size() > length)
        ++length;
    return QByteArray::number(length) + ' ' + key + '=' + value + '\n';
}

/// Splits a path into ustar's prefix (155) and name (100) at a slash; false when it does not fit.
bool splitPath(const QByteArray& path, QByteArray& prefix, QByteArray& name) {
    if (path.size() <= 100) {
        name = path;
        return true;
    }
    for (qsizetype cut = path.indexOf('/', qMax<qsizetype>(1, path.size() - 101)); cut > 0 && cut <= 155;
         cut = path.indexOf('/', cut + 1))
        if (path.size() - cut - 1 > 0 && path.size() - cut - 1 <= 100) {
            prefix = path.left(cut);
            name = path.mid(cut + 1);
            return true;
        }
    return false;
}

} // namespace

bool TarWriter::writeHeader(char type, int mode, const QByteArray& name, const QByteArray& prefix,
                            const QByteArray& link, qint64 size) {
    std::array<char, block> header{};
    putText(header, 0, 100, name);
    putOctal(header, 100, 8, mode);
    putOctal(header, 108, 8, 0);
    putOctal(header, 116, 8, 0);
    putOctal(header, 124, 12, size);
    putOctal(header, 136, 12, fixedTime);
    std::memset(header.data() + 148, ' ', 8);
    header[156] = type;
    putText(header, 157, 100, link);
    std::memcpy(header.data() + 257,
                "ustar\0"
                "00",
                8);
    putText(header, 265, 32, "root");
    putText(header, 297, 32, "root");
    putOctal(header, 329, 8, 0);
    putOctal(header, 337, 8, 0);
    putText(header, 345, 155, prefix);
    qint64 sum = 0;
    for (const char c : header)
        sum += static_cast<unsigned char>(c);
    putText(header, 148, 7, QByteArray::number(sum, 8).rightJustified(6, '0'));
    header[154] = '\0';
    return m_out.write(header.data(), block) == block;
}

bool TarWriter::writePadded(const QByteArray& bytes) {
    if (m_out.write(bytes) != bytes.size())
        return false;
    const qsizetype over = bytes.size() % block;
    return over == 0 || m_out.write(QByteArray(block - over, '\0')) == block - over;
}

bool TarWriter::add(Kind kind, const QByteArray& path, const QByteArray& content) {
    const QByteArray full = kind == Kind::Directory ? path + '/' : path;
    const bool isFile = kind == Kind::File || kind == Kind::Executable;
    const QByteArray link = kind == Kind::Link ? content : QByteArray();
    QByteArray prefix;
    QByteArray name;
    QByteArray pax;
    if (!splitPath(full, prefix, name)) {
        pax += paxRecord("path", full);
        name = full.left(100);
    }
    if (link.size() > 100)
        pax += paxRecord("linkpath", link);
    if (!pax.isEmpty() && !(writeHeader('x', 0644, "pax_header", {}, {}, pax.size()) && writePadded(pax)))
        return false;
    const char type = kind == Kind::Directory ? '5' : kind == Kind::Link ? '2' : '0';
    const int mode = kind == Kind::File ? 0644 : kind == Kind::Link ? 0777 : 0755;
    return writeHeader(type, mode, name, prefix, link.left(100), isFile ? content.size() : 0) &&
           (!isFile || writePadded(content));
}

bool TarWriter::finish() {
    return m_out.write(QByteArray(2 * block, '\0')) == 2 * block;
}

} // namespace git

namespace {

/// Adds one tree and all below it.
Result<void> addTree(git_repository* repo, const git_tree* tree, const QByteArray& prefix, TarWriter& tar,
                     const CancelToken& cancel) {
    const auto cannotWrite = [] {
        return Error{ErrorKind::Unavailable, QStringLiteral("writing failed"), {}};
    };
    for (size_t i = 0; i < git_tree_entrycount(tree); ++i) {
        if (cancel.cancelled())
            return Error{ErrorKind::Cancelled, QStringLiteral("it was cancelled"), {}};
        const git_tree_entry* entry = git_tree_entry_byindex(tree, i);
        const QByteArray path = prefix + git_tree_entry_name(entry);
        const git_filemode_t mode = git_tree_entry_filemode(entry);
        if (mode == GIT_FILEMODE_TREE) {
            Handle<git_tree> sub;
            if (const int code = git_tree_lookup(into(sub), repo, git_tree_entry_id(entry)))
                return lastError(code, QString::fromUtf8(path));
            if (!tar.add(TarWriter::Kind::Directory, path, {}))
                return cannotWrite();
            if (auto added = addTree(repo, sub.get(), path + '/', tar, cancel); !added)
                return added.error();
        } else if (mode == GIT_FILEMODE_COMMIT) {
            // A submodule of the base: its commit is elsewhere; `git archive` writes an empty directory too.
            if (!tar.add(TarWriter::Kind::Directory, path, {}))
                return cannotWrite();
        } else {
            Handle<git_blob> blob;
            if (const int code = git_blob_lookup(into(blob), repo, git_tree_entry_id(entry)))
                return lastError(code, QString::fromUtf8(path));
            const auto kind = mode == GIT_FILEMODE_LINK              ? TarWriter::Kind::Link
                              : mode == GIT_FILEMODE_BLOB_EXECUTABLE ? TarWriter::Kind::Executable
                                                                     : TarWriter::Kind::File;
            const auto bytes =
                QByteArray::fromRawData(static_cast<const char*>(git_blob_rawcontent(blob.get())),
                                        qsizetype(git_blob_rawsize(blob.get())));
            if (!tar.add(kind, path, bytes))
                return cannotWrite();
        }
    }
    return {};
}

} // namespace

Result<void> Mirror::exportTar(const QString& tree, const QString& hostPath,
                               const CancelToken& cancel) const {
    auto repo = openBare(m_dir);
    if (!repo)
        return repo.error();
    auto found = findTree(repo->get(), tree);
    if (!found)
        return found.error();
    QSaveFile file(hostPath);
    if (!file.open(QIODevice::WriteOnly))
        return Error{ErrorKind::Unavailable,
                     QStringLiteral("cannot write %1: %2").arg(hostPath, file.errorString()),
                     {}};
    TarWriter tar(file);
    auto added = addTree(repo->get(), found->get(), {}, tar, cancel);
    if (!added)
        return added.error().within(QStringLiteral("cannot export the tree %1 to %2").arg(tree, hostPath));
    if (!tar.finish() || !file.commit())
        return Error{ErrorKind::Unavailable,
                     QStringLiteral("cannot write %1: %2").arg(hostPath, file.errorString()),
                     QStringLiteral("check the room on the disk")};
    return {};
}

} // namespace signalbox
