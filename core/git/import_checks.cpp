// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/import_checks.h"

#include "core/git/tree_links.h"
#include "core/git/tree_names.h"

#include <git2.h>

#include <QRegularExpression>
#include <QSet>

namespace signalbox::git {

namespace {

constexpr qint64 commitBytes = 256 * 1024;
constexpr qint64 treeObjectBytes = 16LL << 20;
constexpr qsizetype pathBytes = 4096;
constexpr int deepest = 200;

Error refused(const QByteArray& path, const QString& why, const QString& hint) {
    return {ErrorKind::Invalid, QStringLiteral("%1 cannot be accepted: %2").arg(shown(path), why), hint};
}

Error limit(const QString& what) {
    return {ErrorKind::LimitReached, what,
            QStringLiteral(
                "remove it from every commit, not only from the last one (git rebase), and list generated "
                "files in .gitignore")};
}

git_oid oidOf(const QByteArray& raw) {
    git_oid oid;
    git_oid_fromraw(&oid, reinterpret_cast<const unsigned char*>(raw.constData()));
    return oid;
}

QByteArray rawOf(const git_oid& oid) {
    return QByteArray(reinterpret_cast<const char*>(oid.id), GIT_OID_RAWSZ);
}

/// Git sorts a directory as if its name ended in a slash.
QByteArray sortKey(const RawEntry& entry) {
    return entry.mode == "40000" ? entry.name + '/' : entry.name;
}

bool isPerson(const QByteArray& line) {
    static const QRegularExpression form(
        QStringLiteral("^[^<>\\x00-\\x1f\\x7f]* ?<[^<>\\x00-\\x1f\\x7f]*> [0-9]{1,11} [+-][0-9]{4}$"));
    return form.match(QString::fromUtf8(line)).hasMatch();
}

bool isIdLine(const QByteArray& line, const QByteArray& key) {
    static const QRegularExpression hex(QStringLiteral("^[0-9a-f]{40}$"));
    return line.startsWith(key) && hex.match(QString::fromLatin1(line.mid(key.size()))).hasMatch();
}

} // namespace

QString commitProblem(const QByteArray& raw) {
    const qsizetype headEnd = raw.indexOf("\n\n");
    if (raw.contains('\0') || headEnd < 0)
        return QStringLiteral("it has no message, or a zero byte");
    const QList<QByteArray> lines = raw.left(headEnd).split('\n');
    qsizetype i = 0;
    if (i >= lines.size() || !isIdLine(lines[i++], "tree "))
        return QStringLiteral("it does not begin with a tree");
    while (i < lines.size() && lines[i].startsWith("parent "))
        if (!isIdLine(lines[i++], "parent "))
            return QStringLiteral("a parent is not an object id");
    if (i >= lines.size() || !lines[i].startsWith("author ") || !isPerson(lines[i].mid(7)))
        return QStringLiteral("its author is not \"name <mail> time zone\"");
    ++i;
    if (i >= lines.size() || !lines[i].startsWith("committer ") || !isPerson(lines[i].mid(10)))
        return QStringLiteral("its committer is not \"name <mail> time zone\"");
    for (++i; i < lines.size(); ++i)
        if (isIdLine(lines[i], "tree ") || lines[i].startsWith("parent ") || lines[i].startsWith("author ") ||
            lines[i].startsWith("committer "))
            return QStringLiteral("it names its tree, parents or people twice");
    return {};
}

QString parseTree(const QByteArray& raw, QList<RawEntry>& entries) {
    QSet<QByteArray> names;
    for (qsizetype at = 0; at < raw.size();) {
        const qsizetype space = raw.indexOf(' ', at);
        const qsizetype end = space < 0 ? -1 : raw.indexOf('\0', space);
        if (space < 0 || space - at > 6 || end < 0 || end + 1 + GIT_OID_RAWSZ > raw.size())
            return QStringLiteral("a directory is damaged");
        RawEntry entry{raw.mid(at, space - at), raw.mid(space + 1, end - space - 1),
                       raw.mid(end + 1, GIT_OID_RAWSZ)};
        at = end + 1 + GIT_OID_RAWSZ;
        if (names.contains(entry.name))
            return QStringLiteral("a directory has the name %1 twice").arg(shown(entry.name));
        if (!entries.isEmpty() && sortKey(entries.constLast()) >= sortKey(entry))
            return QStringLiteral("a directory is not in git's order at %1").arg(shown(entry.name));
        names.insert(entry.name);
        entries.append(entry);
    }
    return {};
}

ImportChecks::ImportChecks(git_repository* repo, git_odb* odb, QString baseTree, const ImportLimits& limits,
                           const CancelToken& cancel)
    : m_repo(repo), m_odb(odb), m_baseTree(std::move(baseTree)), m_limits(limits), m_cancel(cancel) {}

Result<QByteArray> ImportChecks::read(const QByteArray& id, int type, qint64 maxBytes,
                                      const QByteArray& path) {
    const git_oid oid = oidOf(id);
    size_t size = 0;
    git_object_t found = GIT_OBJECT_INVALID;
    if (git_odb_read_header(&size, &found, m_odb, &oid) != 0)
        return Error{ErrorKind::Invalid,
                     QStringLiteral("the object %1 of %2 is not in the bundle").arg(toHex(oid), shown(path)),
                     QStringLiteral("create the bundle with `git bundle create FILE BASE..HEAD`")};
    if (found != type)
        return refused(
            path, QStringLiteral("its object is a %1").arg(QLatin1String(git_object_type2string(found))), {});
    if (qint64(size) > maxBytes)
        return limit(QStringLiteral("%1 has %2 bytes, more than the limit of %3")
                         .arg(shown(path))
                         .arg(size)
                         .arg(maxBytes));
    Handle<git_odb_object> object;
    if (const int code = git_odb_read(into(object), m_odb, &oid))
        return lastError(code, shown(path));
    return QByteArray(static_cast<const char*>(git_odb_object_data(object.get())),
                      qsizetype(git_odb_object_size(object.get())));
}

Result<void> ImportChecks::checkCommit(const git_oid& commit) {
    const QString name = QStringLiteral("commit %1").arg(toHex(commit).left(12));
    auto raw = read(rawOf(commit), GIT_OBJECT_COMMIT, commitBytes, name.toUtf8());
    if (!raw)
        return raw.error();
    if (const QString problem = commitProblem(*raw); !problem.isEmpty())
        return Error{ErrorKind::Invalid, QStringLiteral("%1 is not well formed: %2").arg(name, problem),
                     QStringLiteral("make commits with git itself")};
    const QByteArray tree = QByteArray::fromHex(raw->mid(5, GIT_OID_HEXSZ));
    m_treeBytes = 0;
    if (auto good = checkTree(tree, QByteArray::fromHex(m_baseTree.toLatin1()), {}, 0); !good)
        return good.error().within(name);
    if (auto good = checkLinks(QString::fromLatin1(tree.toHex())); !good)
        return good.error().within(name);
    return {};
}

Result<void> ImportChecks::checkTree(const QByteArray& id, const QByteArray& baseId, const QByteArray& prefix,
                                     int depth) {
    if (id == baseId)
        return {};
    const QByteArray key = prefix + '\0' + id;
    if (const auto passed = m_passed.constFind(key); passed != m_passed.constEnd())
        return addBytes(*passed);
    const qint64 bytesBefore = m_treeBytes;
    if (m_cancel.cancelled())
        return Error{ErrorKind::Cancelled, QStringLiteral("the import was cancelled"), {}};
    if (depth > deepest)
        return limit(
            QStringLiteral("%1 is more than %2 directories deep").arg(shown(prefix.left(200))).arg(deepest));
    auto raw = read(id, GIT_OBJECT_TREE, treeObjectBytes, prefix);
    if (!raw)
        return raw.error();
    QList<RawEntry> entries;
    if (const QString problem = parseTree(*raw, entries); !problem.isEmpty())
        return refused(prefix, problem, QStringLiteral("make commits with git itself"));
    Entries base;
    if (!baseId.isEmpty()) {
        auto baseRaw = read(baseId, GIT_OBJECT_TREE, treeObjectBytes, prefix);
        if (!baseRaw)
            return baseRaw.error();
        QList<RawEntry> baseEntries;
        (void)parseTree(*baseRaw,
                        baseEntries); // the base is as it is: what cannot be read just counts as changed
        for (const RawEntry& entry : std::as_const(baseEntries))
            base.insert(entry.name, entry);
    }
    for (const RawEntry& entry : std::as_const(entries)) {
        if (++m_entries > m_limits.treeEntries)
            return limit(
                QStringLiteral("the commits hold more than %1 directory entries").arg(m_limits.treeEntries));
        if (auto good = checkEntry(entry, base.value(entry.name), prefix + entry.name, depth); !good)
            return good.error();
    }
    m_passed.insert(key, m_treeBytes - bytesBefore);
    return {};
}

Result<void> ImportChecks::addBytes(qint64 bytes) {
    m_treeBytes += bytes;
    if (m_treeBytes > m_limits.treeBytes)
        return limit(
            QStringLiteral("the new files have together more than %1 bytes").arg(m_limits.treeBytes));
    return {};
}

Result<void> ImportChecks::checkEntry(const RawEntry& entry, const RawEntry& base, const QByteArray& path,
                                      int depth) {
    if (entry.id == base.id && entry.mode == base.mode)
        return {};
    if (const QString problem = nameProblem(entry.name); !problem.isEmpty())
        return refused(path, problem, QStringLiteral("rename or remove it"));
    if (path.size() > pathBytes)
        return limit(
            QStringLiteral("%1... is longer than %2 bytes").arg(shown(path.left(200))).arg(pathBytes));
    if (entry.mode == "160000")
        return refused(
            path, QStringLiteral("it is a submodule"),
            QStringLiteral("submodules cannot be added or moved by an agent; commit the files themselves, "
                           "and remove a nested .git directory"));
    if (readsAs(entry.name, ".gitmodules"))
        return refused(path, QStringLiteral("it configures submodules"),
                       QStringLiteral("restore it as it is in the base"));
    if (entry.mode == "40000") {
        const QByteArray baseId = base.mode == "40000" ? base.id : QByteArray();
        return checkTree(entry.id, baseId, path + '/', depth + 1);
    }
    if (entry.mode != "100644" && entry.mode != "100755" && entry.mode != "120000")
        return refused(
            path, QStringLiteral("it has the mode %1").arg(QString::fromLatin1(entry.mode)),
            QStringLiteral("only files (100644, 100755), links (120000) and directories are accepted"));
    return checkFile(entry, path);
}

Result<void> ImportChecks::checkFile(const RawEntry& entry, const QByteArray& path) {
    const git_oid oid = oidOf(entry.id);
    size_t size = 0;
    git_object_t type = GIT_OBJECT_INVALID;
    if (git_odb_read_header(&size, &type, m_odb, &oid) != 0)
        return Error{
            ErrorKind::Invalid,
            QStringLiteral("the content of %1 (%2) is not in the bundle").arg(shown(path), toHex(oid)),
            QStringLiteral("create the bundle with `git bundle create FILE BASE..HEAD`")};
    if (type != GIT_OBJECT_BLOB)
        return refused(
            path, QStringLiteral("its object is a %1").arg(QLatin1String(git_object_type2string(type))), {});
    if (qint64(size) > m_limits.fileBytes)
        return limit(QStringLiteral("%1 has %2 bytes, more than the limit of %3 for one file")
                         .arg(shown(path))
                         .arg(size)
                         .arg(m_limits.fileBytes));
    return addBytes(qint64(size));
}

Result<void> ImportChecks::checkLinks(const QString& treeId) {
    auto tree = findTree(m_repo, treeId);
    if (!tree)
        return tree.error();
    auto baseTree = findTree(m_repo, m_baseTree);
    if (!baseTree)
        return baseTree.error();
    const TreeLinks links(m_repo, tree->get());
    const TreeLinks baseLinks(m_repo, baseTree->get());
    auto paths = links.list();
    if (!paths)
        return paths.error();
    for (const QByteArray& path : std::as_const(*paths)) {
        const QString problem = links.problem(path);
        if (problem.isEmpty())
            continue;
        // A link that left the tree in the base already is not the agent's doing.
        if (baseLinks.target(path) == links.target(path) && !baseLinks.problem(path).isEmpty())
            continue;
        return refused(path, problem,
                       QStringLiteral("make it relative, to something inside of the repository"));
    }
    return {};
}

} // namespace signalbox::git
