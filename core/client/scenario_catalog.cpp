// SPDX-License-Identifier: GPL-3.0-or-later
// What each scenario consists of.
#include "core/client/scenario_story.h"
#include "core/client/scenario_transport.h"

#include <array>

namespace signalbox {

namespace {

using std::chrono::minutes;
using std::chrono::seconds;

Step step(const char* id, StepKind kind, const char* title) {
    Step s;
    s.id = QLatin1String(id);
    s.kind = kind;
    s.title = QLatin1String(title);
    return s;
}

Step gate(const char* id, GateKind kind, const char* title, const char* run) {
    Step s = step(id, StepKind::Gate, title);
    s.gate = kind;
    s.run = QLatin1String(run);
    s.onFail = QStringLiteral("implement");
    s.timeLimit = minutes(10);
    return s;
}

void addRepository(ScenarioCore& core, const char* name, const char* url) {
    core.schedule(ScenarioCore::epoch() + Millis(-8 * 3'600'000), 0, [&core, name, url] {
        Repository repository;
        repository.name = QLatin1String(name);
        repository.url = QLatin1String(url);
        repository.branch = QStringLiteral("main");
        repository.blueprint = QStringLiteral("fix");
        repository.addedBy = QStringLiteral("maria");
        repository.addedAt = core.now();
        core.post(RepositoryAdded{repository});
    });
}

struct Entry {
    TaskId id;
    const char* repository;
    const char* title;
    Plot plot;
    int flavour;
    int minutesAgo;
    int approvals = 1;
    double pace = 1;
    int priority = 0;
};

void addTask(ScenarioCore& core, const Entry& e) {
    StorySpec story;
    story.spec.repository = QLatin1String(e.repository);
    story.spec.title = QLatin1String(e.title);
    story.spec.text =
        QStringLiteral("%1.\n\nFind the cause, not a way around it.").arg(QLatin1String(e.title));
    story.spec.criteria = {QStringLiteral("A new test fails on the base and passes on the change."),
                           QStringLiteral("No test is deleted or skipped.")};
    story.spec.priority = e.priority;
    story.by = e.id % 3 == 0 ? QStringLiteral("jonas") : QStringLiteral("maria");
    story.plot = e.plot;
    story.flavour = e.flavour;
    story.ago = minutes(e.minutesAgo);
    story.approvals = e.approvals;
    story.pace = e.pace;
    Story(core, e.id).plan(story);
}

void someRepositories(ScenarioCore& core) {
    addRepository(core, "words", "https://git.example.org/team/words.git");
    addRepository(core, "feeds", "https://git.example.org/team/feeds.git");
    addRepository(core, "calendar", "https://git.example.org/team/calendar.git");
}

constexpr Entry parserTask{41, "words", "Fix the flaky parser test", Plot::RoutedBack, 0, 12};

void firstStart(ScenarioCore&) {}

void running(ScenarioCore& core) {
    someRepositories(core);
    Entry entry = parserTask;
    entry.minutesAgo = 5; // in the midst of the second attempt
    addTask(core, entry);
}

void approval(ScenarioCore& core) {
    someRepositories(core);
    core.setNextApproval(7);
    addTask(core, parserTask);
}

void busyDay(ScenarioCore& core) {
    someRepositories(core);
    core.setNextApproval(12);
    constexpr std::array entries{
        Entry{14, "feeds", "Read feeds with a byte order mark", Plot::Published, 1, 390},
        Entry{15, "calendar", "Show week numbers", Plot::Published, 2, 350},
        Entry{16, "words", "Speed up the tokenizer", Plot::Published, 0, 318},
        Entry{17, "feeds", "Support proxies", Plot::Failed, 1, 301},
        Entry{18, "words", "Remove the deprecated reader", Plot::Published, 0, 262},
        Entry{19, "calendar", "Backport the time zone fix", Plot::Refused, 2, 240},
        Entry{20, "calendar", "Import calendars with CRLF", Plot::Published, 2, 214},
        Entry{21, "words", "Port the build to CMake presets", Plot::Failed, 0, 190},
        Entry{22, "feeds", "Update the XML library", Plot::Parked, 1, 150, 1, 1, 1},
        Entry{23, "words", "Fix the flaky parser test", Plot::RoutedBack, 0, 26, 2, 1, 2},
        Entry{24, "feeds", "Try again when the network fails", Plot::RoutedBack, 1, 19},
        Entry{25, "calendar", "Format days in UTC", Plot::Straight, 2, 16, 1, 1, 1},
        Entry{26, "words", "Cover the error paths of the lexer", Plot::Noisy, 0, 8, 1, 1.2},
        Entry{27, "feeds", "Keep the order of items", Plot::RoutedBack, 1, 7, 1, 1.2},
        Entry{28, "calendar", "Recurring events across DST", Plot::RoutedBack, 2, 6, 1, 1.2},
        Entry{29, "words", "Reject overlong UTF-8", Plot::RoutedBack, 0, 5},
        Entry{30, "feeds", "Log slow hosts", Plot::RoutedBack, 1, 5, 1, 1.5},
        Entry{31, "calendar", "Type the public API", Plot::RoutedBack, 2, 4},
        Entry{32, "words", "CVE in the bundled regex", Plot::RoutedBack, 0, 4, 2, 0.7, 5},
        Entry{33, "feeds", "Replace the date parser", Plot::RoutedBack, 1, 3},
        Entry{34, "calendar", "Dark mode for the month view", Plot::RoutedBack, 2, 3, 1, 0.8},
        Entry{35, "words", "Lint: unused includes", Plot::RoutedBack, 0, 2},
        Entry{36, "feeds", "Document the cache", Plot::RoutedBack, 1, 1},
        Entry{37, "calendar", "Upgrade the test runner", Plot::Retrying, 2, 3},
        Entry{38, "words", "Fuzz the reader", Plot::NoMachine, 0, 2},
        Entry{39, "feeds", "Fuzz the feed parser", Plot::NoMachine, 1, 1},
    };
    for (const Entry& entry : entries)
        addTask(core, entry);
}

/// Work that was given up, a machine that runs in a circle, an organ that was started anew, and a history
/// that goes back further than what the core holds.
void trouble(ScenarioCore& core) {
    someRepositories(core);
    core.setNextApproval(31);
    constexpr std::array titles{"Read feeds with a byte order mark",
                                "Show week numbers",
                                "Speed up the tokenizer",
                                "Support proxies",
                                "Remove the deprecated reader",
                                "Backport the time zone fix",
                                "Import calendars with CRLF"};
    constexpr std::array names{"feeds", "calendar", "words"};
    constexpr TaskId archived = 24;
    for (TaskId id = 1; id <= archived + 3; ++id)
        addTask(core, {id, names[std::size_t(id) % names.size()], titles[std::size_t(id) % titles.size()],
                       id % 5 == 0 ? Plot::Failed : Plot::Published, int(id % 3), int(1600 - id * 20)});
    addTask(core, {51, "words", "Fix the flaky parser test", Plot::RoutedBack, 0, 26, 1, 1, 2});
    addTask(core, {52, "feeds", "Update the XML library", Plot::GivenUp, 1, 40, 1, 1, 1});
    addTask(core, {53, "calendar", "Type the public API", Plot::NotUndone, 2, 33});
    addTask(core, {54, "words", "Reject overlong UTF-8", Plot::RoutedBack, 0, 5});
    addTask(core, {55, "feeds", "Log slow hosts", Plot::RoutedBack, 1, 4});
    core.setLiveness(54, QStringLiteral("looping"),
                     QStringLiteral("its processor was busy for 11 min, and nothing came out"));
    core.schedule(ScenarioCore::epoch(), 0, [&core] {
        for (TaskId id = 1; id <= archived; ++id)
            core.archive(id);
    });
    OrganInfo& pool = core.info().organs[1];
    pool.restarts = 2;
    pool.state = QStringLiteral("restarting");
    pool.trouble = QStringLiteral("the hypervisor did not answer within 10 s");
    pool.since = ScenarioCore::epoch() + Millis(-40'000);
    core.info().machinesReady = 0;
    core.info().provider.warnings = {
        QStringLiteral("machines have no cgroup: processor and memory limits are those of QEMU itself")};
}

/// Four tasks of one repository that ask the same, by the same rule, and one that does not.
void sameRule(ScenarioCore& core) {
    someRepositories(core);
    core.setNextApproval(21);
    constexpr std::array entries{
        Entry{61, "words", "Remove unused includes from the lexer", Plot::Straight, 0, 31},
        Entry{62, "words", "Remove unused includes from the parser", Plot::Straight, 1, 27},
        Entry{63, "words", "Remove unused includes from the reader", Plot::Straight, 2, 24},
        Entry{64, "words", "Remove unused includes from the tests", Plot::RoutedBack, 0, 22},
        Entry{65, "feeds", "Update the XML library", Plot::Straight, 1, 20},
    };
    for (const Entry& entry : entries)
        addTask(core, entry);
}

/// Model calls are counted: a month that is going to be short, and a task that its budget stopped.
void budgets(ScenarioCore& core) {
    someRepositories(core);
    core.setMetered();
    core.setNextApproval(61);
    addTask(core, {61, "words", "Speed up the tokenizer", Plot::Published, 0, 190});
    addTask(core, {62, "feeds", "Support proxies", Plot::Published, 1, 150});
    addTask(core, {63, "calendar", "Replace the date parser", Plot::OverBudget, 2, 24, 1, 1, 1});
    addTask(core, {64, "words", "Reject overlong UTF-8", Plot::RoutedBack, 0, 8, 1, 1.4});
    addTask(core, {65, "feeds", "Log slow hosts", Plot::RoutedBack, 1, 5});
    addTask(core, {66, "words", "Fix the flaky parser test", Plot::Straight, 0, 16});
}

} // namespace

Blueprint scenarioBlueprint(int approvals) {
    Blueprint b;
    b.name = QStringLiteral("fix");
    b.version = QStringLiteral("3");
    b.description = QStringLiteral("Mend a fault and prove it with a test");
    b.origin = QStringLiteral("shipped: fix");
    b.iterations = 5;
    b.wallTime = minutes(90);
    b.testPaths = {QStringLiteral("test/**"), QStringLiteral("tests/**")};
    b.guidance = {QStringLiteral("CONTRIBUTING.md")};
    Step implement = step("implement", StepKind::Agent, "Implement");
    implement.timeLimit = minutes(30);
    implement.outputLimit = 16 << 20;
    Step workspace = step("workspace", StepKind::Workspace, "Workspace");
    workspace.timeLimit = minutes(5);
    Step tests =
        gate("tests", GateKind::TestsPass, "Tests", "ctest --test-dir build --output-junit report.xml");
    tests.report = ReportSpec{QStringLiteral("junit"), QStringLiteral("build/report.xml")};
    Step coverage = gate("coverage", GateKind::Coverage, "Coverage", "lcov --capture -o coverage.info");
    coverage.report = ReportSpec{QStringLiteral("lcov"), QStringLiteral("coverage.info")};
    coverage.threshold = 75;
    Step approve = step("approve", StepKind::Approval, "Approve");
    approve.approvals = approvals;
    approve.onFail = QStringLiteral("implement");
    b.steps = {step("admission", StepKind::Admission, "Admission"),
               workspace,
               implement,
               gate("compile", GateKind::Compiles, "Compile", "cmake --build build"),
               tests,
               coverage,
               approve,
               step("publish", StepKind::Publish, "Publish"),
               step("teardown", StepKind::Teardown, "Tear down")};
    b.digest = sha256(canonicalJson(json::write(b.steps)));
    return b;
}

const QList<Scenario>& scenarios() {
    static const QList<Scenario> all{
        {QStringLiteral("first-start"), QStringLiteral("a core that has done nothing yet"), firstStart, {}},
        {QStringLiteral("running"), QStringLiteral("one task, sent back once, at work"), running, {}},
        {QStringLiteral("approval"), QStringLiteral("one task that waits for a decision"), approval, {}},
        {QStringLiteral("busy-day"), QStringLiteral("many tasks of three repositories"), busyDay, {}},
        {QStringLiteral("trouble"),
         QStringLiteral("work given up, a machine in a circle, a long history"),
         trouble,
         {}},
        {QStringLiteral("same-rule"),
         QStringLiteral("several tasks that ask the same, by the same rule"),
         sameRule,
         {}},
        {QStringLiteral("budgets"),
         QStringLiteral("model calls are counted, and a budget stopped a task"),
         budgets,
         {}},
        {QStringLiteral("offline"), QStringLiteral("the busy day, and the core is gone"), busyDay,
         minutes(7)},
    };
    return all;
}

} // namespace signalbox
