// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace signalbox::test {

/// Real repositories in a temporary directory, made and read with the git program: what it thinks of our work
/// is what users will see.
class GitFixture {
public:
    struct Run {
        int exitCode = -1;
        QByteArray output;
        QByteArray errors;
        [[nodiscard]] QString text() const { return QString::fromUtf8(output).trimmed(); }
    };

    [[nodiscard]] QString path(const QString& name) const { return m_dir.filePath(name); }
    /// Runs git in dir, without any configuration but ours.
    Run git(const QString& dir, const QStringList& arguments, const QByteArray& input = {}) const;
    /// The same, and fails the test unless it succeeds; the trimmed output.
    QString must(const QString& dir, const QStringList& arguments, const QByteArray& input = {}) const;
    static Run run(const QString& dir, const QString& program, const QStringList& arguments,
                   const QByteArray& input = {});

    /// A repository with a working tree and one commit on main: README.md, src/main.c, bin/tool (executable)
    /// and link -> README.md.
    QString makeRepository(const QString& name) const;
    /// Writes a file, making its directories.
    static void write(const QString& file, const QByteArray& content);
    /// Adds everything and commits; the new commit's id.
    QString commitAll(const QString& dir, const QString& message) const;

private:
    QTemporaryDir m_dir;
};

} // namespace signalbox::test
