// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gate/test_paths.h"

namespace signalbox {

namespace {

const QStringList& usualTests() {
    static const QStringList globs{
        QStringLiteral("test/"),       QStringLiteral("tests/"),    QStringLiteral("spec/"),
        QStringLiteral("__tests__/"),  QStringLiteral("t/*.t"),     QStringLiteral("test_*.*"),
        QStringLiteral("*_test.*"),    QStringLiteral("*_tests.*"), QStringLiteral("*.test.*"),
        QStringLiteral("*.spec.*"),    QStringLiteral("tst_*.*"),   QStringLiteral("*Test.java"),
        QStringLiteral("conftest.py"),
    };
    return globs;
}

// Programs that run tests load these by themselves; one that is new can change the meaning of every old test.
const QStringList& steeringFiles() {
    static const QStringList globs{QStringLiteral("conftest.py"),      QStringLiteral("sitecustomize.py"),
                                   QStringLiteral("usercustomize.py"), QStringLiteral("pytest.ini"),
                                   QStringLiteral("jest.config.*"),    QStringLiteral("jest.setup.*"),
                                   QStringLiteral("vitest.config.*"),  QStringLiteral("vitest.setup.*"),
                                   QStringLiteral(".mocharc.*")};
    return globs;
}

} // namespace

bool isGateDefinition(const QString& path) {
    return path == QLatin1String(".signalbox") || path.startsWith(QLatin1String(".signalbox/"));
}

Result<TestPaths> TestPaths::of(const Blueprint& blueprint) {
    TestPaths paths;
    auto tests = PathPatterns::parse(blueprint.testPaths.isEmpty() ? usualTests() : blueprint.testPaths);
    if (!tests)
        return tests.error().within(QStringLiteral("testPaths of the blueprint"));
    auto steering = PathPatterns::parse(steeringFiles());
    if (!steering)
        return steering.error();
    paths.m_tests = *tests;
    paths.m_steering = *steering;
    return paths;
}

bool TestPaths::contains(const QString& path) const {
    return !isGateDefinition(path) && m_tests.matches(path);
}

QStringList TestPaths::addedOrModified(const ChangeSet& changes) const {
    QStringList files;
    for (const FileChange& change : changes.files)
        if (change.status != FileStatus::Deleted && contains(change.path))
            files.append(change.path);
    return files;
}

QStringList TestPaths::notAsOnBase(const ChangeSet& changes) const {
    QStringList files;
    for (const FileChange& change : changes.files) {
        if (change.status == FileStatus::Added) {
            if (!isGateDefinition(change.path) && m_steering.matches(change.path))
                files.append(change.path);
            continue;
        }
        const QString onBase = change.status == FileStatus::Renamed ? change.oldPath : change.path;
        if (contains(onBase))
            files.append(onBase);
    }
    return files;
}

} // namespace signalbox
