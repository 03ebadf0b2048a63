// SPDX-License-Identifier: GPL-3.0-or-later
#include "hostile_guest.h"

#include <algorithm>

namespace signalbox::test {

HostileGuest::HostileGuest(const GitFixture& fixture, const QString& origin, const QString& dir)
    : m_fixture(fixture), m_dir(dir) {
    m_fixture.must(fixture.path({}), {u"clone"_qs, u"-q"_qs, origin, dir});
    m_base = m_fixture.must(dir, {u"rev-parse"_qs, u"HEAD"_qs});
}

QString HostileGuest::object(const QByteArray& type, const QByteArray& raw) {
    const QString id = m_fixture.must(
        m_dir,
        {u"hash-object"_qs, u"-w"_qs, u"--literally"_qs, u"-t"_qs, QString::fromLatin1(type), u"--stdin"_qs},
        raw);
    m_made << id;
    return id;
}

QString HostileGuest::tree(const QList<Entry>& entries) {
    QByteArray raw;
    for (const Entry& entry : entries)
        raw += entry.mode + ' ' + entry.name + '\0' + QByteArray::fromHex(entry.id.toLatin1());
    return object("tree", raw);
}

QString HostileGuest::treeWith(const QList<Entry>& entries) {
    QList<Entry> all = entries;
    const QString lines = m_fixture.must(m_dir, {u"ls-tree"_qs, m_base});
    for (const QString& line : lines.split(u'\n')) {
        Entry entry{line.section(u' ', 0, 0).toLatin1(), line.section(u'\t', 1).toUtf8(),
                    line.section(u' ', 2).section(u'\t', 0, 0)};
        if (entry.mode == "040000")
            entry.mode = "40000";
        const bool replaced = std::any_of(entries.begin(), entries.end(),
                                          [&](const Entry& other) { return other.name == entry.name; });
        if (!replaced)
            all << entry;
    }
    const auto key = [](const Entry& e) { return e.mode == "40000" ? e.name + '/' : e.name; };
    std::sort(all.begin(), all.end(), [&](const Entry& a, const Entry& b) { return key(a) < key(b); });
    return tree(all);
}

QString HostileGuest::commit(const QString& tree, const QStringList& parents, const QByteArray& message) {
    QByteArray raw = "tree " + tree.toLatin1() + '\n';
    for (const QString& parent : parents)
        raw += "parent " + parent.toLatin1() + '\n';
    raw +=
        "author Mal <mal@example.org> 1767323046 +0000\ncommitter Mal <mal@example.org> 1767323046 +0000\n\n";
    return object("commit", raw + message);
}

QByteArray HostileGuest::pack() const {
    return m_fixture
        .git(m_dir, {u"pack-objects"_qs, u"--stdout"_qs, u"-q"_qs, u"--delta-base-offset"_qs},
             (m_made.join(u'\n') + u'\n').toUtf8())
        .output;
}

QByteArray HostileGuest::header(const QString& tip) const {
    return "# v2 git bundle\n-" + m_base.toLatin1() + " Begin\n" + tip.toLatin1() + " HEAD\n\n";
}

QString HostileGuest::bundle(const QByteArray& header, const QByteArray& pack) const {
    const QString file = m_dir + QStringLiteral(".bundle");
    GitFixture::write(file, header + pack);
    return file;
}

QString HostileGuest::bundle(const QString& tip) const {
    return bundle(header(tip), pack());
}

} // namespace signalbox::test
