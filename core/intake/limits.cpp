// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/limits.h"

#include "core/git/git_types.h"

#include <algorithm>
#include <limits>

#include <unistd.h>

namespace signalbox {

namespace {

int lower(int a, int b) {
    if (a == 0 || b == 0)
        return std::max(a, b);
    return std::min(a, b);
}

Result<void> checkOne(const QString& who, const QString& what, int asked, int most) {
    if (asked == 0 || most == 0 || asked <= most)
        return {};
    return Error{
        ErrorKind::Invalid,
        QStringLiteral("%1 asks for a machine with %2 %3, and the core gives at most %4")
            .arg(who)
            .arg(asked)
            .arg(what)
            .arg(most),
        QStringLiteral("ask for less in the blueprint, or start the core on a larger host or with other "
                       "limits for machines")};
}

Result<void> checkNeeds(const QString& who, const MachineNeeds& needs, const MachineCapacity& capacity) {
    if (auto fits = checkOne(who, QStringLiteral("processors"), needs.cpus, capacity.cpus); !fits)
        return fits;
    if (auto fits = checkOne(who, QStringLiteral("MiB of memory"), needs.memoryMiB, capacity.memoryMiB);
        !fits)
        return fits;
    return checkOne(who, QStringLiteral("MiB of disk"), needs.diskMiB, capacity.diskMiB);
}

/// Time in proportion to text times pattern at worst.
bool matches(QStringView text, QStringView pattern) {
    qsizetype t = 0, p = 0, star = -1, resume = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern.at(p) == u'*') {
            star = p++;
            resume = t;
        } else if (p < pattern.size() && pattern.at(p) == text.at(t)) {
            ++p;
            ++t;
        } else if (star >= 0) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern.at(p) == u'*')
        ++p;
    return p == pattern.size();
}

} // namespace

MachineCapacity tighter(const MachineCapacity& a, const MachineCapacity& b) {
    return {lower(a.cpus, b.cpus), lower(a.memoryMiB, b.memoryMiB), lower(a.diskMiB, b.diskMiB)};
}

MachineCapacity hostCapacity() {
    const qint64 bytes = qint64(::sysconf(_SC_PHYS_PAGES)) * ::sysconf(_SC_PAGESIZE);
    MachineCapacity capacity;
    if (bytes > 0)
        capacity.memoryMiB = int(std::min<qint64>(bytes >> 20, std::numeric_limits<int>::max()));
    return capacity;
}

Result<void> checkCapacity(const Blueprint& blueprint, const MachineCapacity& capacity) {
    if (auto fits =
            checkNeeds(QStringLiteral("blueprint %1").arg(blueprint.name), blueprint.machine, capacity);
        !fits)
        return fits;
    for (const Step& step : blueprint.steps)
        if (auto fits = checkNeeds(QStringLiteral("step \"%1\" of blueprint %2").arg(step.id, blueprint.name),
                                   step.machine, capacity);
            !fits)
            return fits;
    return {};
}

Result<void> checkRepositoryUrl(const QString& url, const QStringList& patterns) {
    if (patterns.isEmpty())
        return {};
    for (const QString& pattern : patterns)
        if (matches(url, pattern))
            return {};
    return Error{ErrorKind::Denied,
                 QStringLiteral("repositories at %1 may not be worked on here").arg(shownUrl(url)),
                 QStringLiteral("this core works on: %1").arg(patterns.join(QStringLiteral(", ")))};
}

} // namespace signalbox
