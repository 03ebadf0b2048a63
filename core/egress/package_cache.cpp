// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/egress/package_cache.h"

#include "core/base/files.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonDocument>
#include <QUuid>

#include <algorithm>

namespace signalbox {

namespace {
constexpr qint64 largestNote = 64 * 1024;
const QString noteEnding = QStringLiteral(".json");
const QString dataEnding = QStringLiteral(".data");
const QString partEnding = QStringLiteral(".part");
} // namespace

struct PackageCache::Writer::Sum {
    QCryptographicHash hash{QCryptographicHash::Sha256};
};

PackageCache::Writer::Writer(const QString& path) : m_file(path), m_sum(std::make_unique<Sum>()) {
    m_good = m_file.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered);
}

PackageCache::Writer::~Writer() {
    if (m_file.fileName().endsWith(partEnding))
        m_file.remove();
}

bool PackageCache::Writer::write(QByteArrayView bytes) {
    m_good = m_good && m_file.write(bytes.data(), bytes.size()) == bytes.size();
    if (m_good) {
        m_bytes += bytes.size();
        m_sum->hash.addData(bytes);
    }
    return m_good;
}

Result<std::unique_ptr<PackageCache>> PackageCache::open(const QString& directory, qint64 mostBytes) {
    if (const auto made = makeDirectory(directory, 0700); !made)
        return made.error();
    std::unique_ptr<PackageCache> cache(new PackageCache(directory, mostBytes));
    cache->load();
    cache->makeRoom(0);
    return cache;
}

QString PackageCache::pathOf(const QString& url) const {
    return m_directory + QLatin1Char('/') + sha256(url.toUtf8());
}

/// What is there from before, the last used last.
void PackageCache::load() {
    QDir directory(m_directory);
    for (const QString& name : directory.entryList(QDir::Files, QDir::Time | QDir::Reversed)) {
        if (!name.endsWith(noteEnding)) {
            // Data without its note is left over; with it, it is judged there.
            if (!name.endsWith(dataEnding) || !directory.exists(name.chopped(dataEnding.size()) + noteEnding))
                directory.remove(name);
            continue;
        }
        const auto note = readFile(directory.filePath(name), largestNote);
        const auto file = note ? fromJson<CachedFile>(QJsonDocument::fromJson(*note).object())
                               : Result<CachedFile>(note.error());
        const QString data = file ? pathOf(file->url) + dataEnding : QString();
        if (!file || pathOf(file->url) + noteEnding != directory.filePath(name) ||
            QFileInfo(data).size() != file->bytes) {
            directory.remove(name);
            directory.remove(name.chopped(noteEnding.size()) + dataEnding);
            continue;
        }
        m_entries.insert(file->url, {*file, ++m_uses});
        m_bytes += file->bytes;
    }
}

std::unique_ptr<PackageCache::Writer> PackageCache::begin() {
    return std::unique_ptr<Writer>(
        new Writer(m_directory + QLatin1Char('/') + QUuid::createUuid().toString(QUuid::Id128) + partEnding));
}

bool PackageCache::keep(std::unique_ptr<Writer> writer, CachedFile file) {
    if (!writer->m_good || writer->m_bytes > m_most)
        return false;
    drop(file.url);
    makeRoom(writer->m_bytes);
    file.bytes = writer->m_bytes;
    file.digest = QString::fromLatin1(writer->m_sum->hash.result().toHex());
    const QString path = pathOf(file.url);
    writer->m_file.close();
    if (!writer->m_file.rename(path + dataEnding))
        return false;
    if (!writeFileAtomically(path + noteEnding, canonicalJson(toJson(file)), 0600)) {
        QFile::remove(path + dataEnding);
        return false;
    }
    m_entries.insert(file.url, {file, ++m_uses});
    m_bytes += file.bytes;
    return true;
}

const CachedFile* PackageCache::find(const QString& url) const {
    const auto found = m_entries.constFind(url);
    return found == m_entries.cend() ? nullptr : &found->file;
}

std::unique_ptr<QFile> PackageCache::read(const QString& url) {
    const auto found = m_entries.find(url);
    if (found == m_entries.end())
        return nullptr;
    auto file = std::make_unique<QFile>(pathOf(url) + dataEnding);
    if (!file->open(QIODevice::ReadOnly) || file->size() != found->file.bytes) {
        drop(url);
        return nullptr;
    }
    found->used = ++m_uses;
    return file;
}

void PackageCache::drop(const QString& url) {
    const auto found = m_entries.find(url);
    if (found == m_entries.end())
        return;
    const QString path = pathOf(url);
    QFile::remove(path + noteEnding);
    QFile::remove(path + dataEnding);
    m_bytes -= found->file.bytes;
    m_entries.erase(found);
}

void PackageCache::makeRoom(qint64 forBytes) {
    while (m_bytes + forBytes > m_most && !m_entries.isEmpty()) {
        const auto oldest = std::min_element(m_entries.cbegin(), m_entries.cend(),
                                             [](const Entry& a, const Entry& b) { return a.used < b.used; });
        drop(QString(oldest->file.url));
    }
}

} // namespace signalbox
