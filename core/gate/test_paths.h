// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/path_pattern.h"
#include "core/domain/blueprint.h"
#include "core/git/git_types.h"

namespace signalbox {

/// True for what defines the gates: it is always taken from the protected base, and no change may touch it.
bool isGateDefinition(const QString& path);

/// Which files are tests, and what a change does to them.
class TestPaths {
public:
    /// From the blueprint's globs; where it has none, from the names that tests usually have. Invalid for a
    /// bad glob.
    static Result<TestPaths> of(const Blueprint& blueprint);

    /// Never true for a gate definition.
    [[nodiscard]] bool contains(const QString& path) const;
    /// Files of tests that the change adds or modifies, by their names in the change.
    [[nodiscard]] QStringList addedOrModified(const ChangeSet& changes) const;
    /// Files of tests that stand differently on the base: modified, deleted or renamed ones by their names
    /// there, and added ones that steer other tests merely by being there (conftest.py).
    [[nodiscard]] QStringList notAsOnBase(const ChangeSet& changes) const;

private:
    PathPatterns m_tests;
    PathPatterns m_steering;
};

} // namespace signalbox
