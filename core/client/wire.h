// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/audit.h"
#include "core/domain/blueprint_source.h"
#include "core/domain/budget_report.h"
#include "core/domain/log_kind.h"
#include "core/domain/model_use.h"
#include "core/domain/summary.h"
#include "core/domain/what_if.h"

#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>

namespace signalbox {

// What the API answers beyond the domain's own structs. The wire form is the JSON that SB_FIELDS gives.

/// The hypervisor that the core runs on; all empty while the core is still probing it.
struct ProviderReport {
    QString uri;
    bool isolated = false; ///< false: the loudly marked development provider without a virtual machine
    QString accelerator;   ///< "kvm", "tcg"
    QString acceleratorReason;
    QString version;
    QStringList warnings;
    SB_FIELDS(ProviderReport, uri, isolated, accelerator, acceleratorReason, version, warnings)
};

/// A part of the core that works by itself, under supervision.
struct OrganInfo {
    QString name;
    QString state; ///< "running", "restarting", "stopped", "given_up"
    int restarts = 0;
    QString trouble; ///< why it last failed; empty: it never did
    Moment since;    ///< of the state
    SB_FIELDS(OrganInfo, name, state, restarts, trouble, since)
};

struct CoreInfo {
    QString version;
    QString instance; ///< differs after the core was started again
    Moment started;
    qint64 seq = 0;    ///< number of the last event
    QString user;      ///< who our token says we are
    QStringList roles; ///< what we may do here, as words of Role; empty from a core that knows no roles
    ProviderReport provider;
    QString providerError;
    QMap<QString, Digest> images; ///< layer name to digest; empty: not built yet
    int machineSlots = 0;
    int machinesBusy = 0;
    int machinesPerRepository = 0; ///< of one repository at the same time; 0: as many as there are
    int machinesReady = 0;         ///< made ahead, waiting for work
    QList<OrganInfo> organs;       ///< empty from a core that does not tell
    SB_FIELDS(CoreInfo, version, instance, started, seq, user, roles, provider, providerError, images,
              machineSlots, machinesBusy, machinesPerRepository, machinesReady, organs)
};

/// Somebody who may use the core.
struct PersonInfo {
    QString name;
    QStringList roles;
    SB_FIELDS(PersonInfo, name, roles)
};

/// An event as it is sent: readable without knowing its type. eventFrom(type, body) gives the typed one.
struct RecordView {
    qint64 seq = 0;
    Moment at;
    QString type;
    TaskId task = 0; ///< 0: about none
    QJsonObject body;
    SB_FIELDS(RecordView, seq, at, type, task, body)
};

struct TaskDetail {
    Task task;
    TaskSummary summary;
    qint64 seq = 0;              ///< true up to and with this event
    std::optional<ModelUse> use; ///< of a core with a model gateway
    SB_FIELDS(TaskDetail, task, summary, seq, use)
};

struct ApprovalEntry {
    TaskSummary task;
    Approval approval;
    SB_FIELDS(ApprovalEntry, task, approval)
};

/// A page of tasks that are over.
struct FinishedTasks {
    QList<TaskSummary> tasks;
    qint64 next = 0; ///< for the page after; 0: there is none
    qint64 seq = 0;  ///< true up to and with this event
    SB_FIELDS(FinishedTasks, tasks, next, seq)
};

/// What one task's agent wants to do and may not unasked.
struct ToolCallGroup {
    TaskSummary task;
    int count = 0;                 ///< of all that it asked about and that were not answered
    int refused = 0;               ///< of these, denied at once: too many were open
    QList<ToolQuestion> questions; ///< that wait for a person
    SB_FIELDS(ToolCallGroup, task, count, refused, questions)
};

struct ToolCallEntry {
    TaskSummary task;
    ToolQuestion question;
    SB_FIELDS(ToolCallEntry, task, question)
};

struct DeadLetterEntry {
    TaskSummary task;
    DeadLetter letter;
    SB_FIELDS(DeadLetterEntry, task, letter)
};

struct MachineInfo {
    QString name;
    QString state;
    QString reason;
    qint64 cpuTimeMs = 0;
    qint64 memoryBytes = 0;
    qint64 diskBytes = 0;
    Moment startedAt;
    QJsonObject labels; ///< task, step, attempt: read them with the functions below
    QString liveness;   ///< what it is doing, judged from outside: "working", "waiting", "frozen", "looping",
                        ///< "lying", "unknown"; empty from a core that does not tell
    Moment since;       ///< of the liveness
    QString because;    ///< how it is known
    SB_FIELDS(MachineInfo, name, state, reason, cpuTimeMs, memoryBytes, diskBytes, startedAt, labels,
              liveness, since, because)
    /// What to show: the liveness of a machine that runs, else its state.
    [[nodiscard]] QString activity() const;
    [[nodiscard]] TaskId task() const; ///< 0: leased to none
    [[nodiscard]] QString step() const;
    [[nodiscard]] int attempt() const;
};

/// The whole fleet as it was after one event of the core's journal.
struct FleetMoment {
    qint64 seq = 0;
    Moment at;       ///< of that event
    qint64 last = 0; ///< the last event that there is by now
    QList<TaskSummary> tasks;
    QList<ApprovalEntry> approvals; ///< open then
    QList<DeadLetterEntry> deadLetters;
    QList<MachineInfo> machines; ///< leased then; what they were doing no journal knows
    QList<Repository> repositories;
    SB_FIELDS(FleetMoment, seq, at, last, tasks, approvals, deadLetters, machines, repositories)
};

struct ChangedFile {
    QString path;
    QString oldPath; ///< renamed files
    QString status;  ///< "added", "modified", "deleted", "renamed"
    int added = 0;   ///< lines
    int removed = 0;
    bool binary = false;
    SB_FIELDS(ChangedFile, path, oldPath, status, added, removed, binary)
};
struct ChangeList {
    QString base;
    QString commit;
    QList<ChangedFile> files;
    SB_FIELDS(ChangeList, base, commit, files)
};

/// The gate results that speak for the task's present commit; `digest` is what an approval binds.
struct EvidenceBundle {
    QString commit;
    QString tree;
    Digest digest;
    QList<GateResult> evidence;
    QJsonObject cost; ///< reserved; empty as long as nothing is metered
    SB_FIELDS(EvidenceBundle, commit, tree, digest, evidence, cost)
};

struct BlueprintInfo {
    QString name;
    QString version;
    QString description;
    Digest digest;
    SB_FIELDS(BlueprintInfo, name, version, description, digest)
};

/// Old bulk that may go.
struct RetentionLook {
    QList<qint64> tasks;
    int logs = 0;
    int artifacts = 0;
    qint64 bytes = 0;
    int keptTasks = 0; ///< over for long enough, and needed all the same
    SB_FIELDS(RetentionLook, tasks, logs, artifacts, bytes, keptTasks)
};

struct JournalCheck {
    bool ok = false;
    qint64 records = 0;
    QString head; ///< digest of the chain
    QString problem;
    SB_FIELDS(JournalCheck, ok, records, head, problem)
};

/// A part of the journal that lies in a file of its own.
struct JournalVolume {
    qint64 first = 0;
    qint64 last = 0;
    QString head;     ///< digest of the chain after its last event
    QString file;     ///< its name beside the journal, on the core's host
    qint64 bytes = 0; ///< 0: it is not there
    SB_FIELDS(JournalVolume, first, last, head, file, bytes)
};

struct JournalVolumes {
    qint64 events = 0; ///< that were sealed now
    QList<JournalVolume> volumes;
    SB_FIELDS(JournalVolumes, events, volumes)
};

struct LogLine {
    Moment at;
    QString step;
    int attempt = 0;
    LogKind kind = LogKind::Output; ///< an unknown word reads as Output
    QString text;                   ///< one line, may hold ANSI colour
    qint64 end = 0;                 ///< byte offset behind this line in the task's log
};
/// From one line of NDJSON. A line that is no JSON object gives its raw text, so that nothing is hidden.
LogLine logLineFrom(const QByteArray& json, qint64 end);
QByteArray toNdjson(const LogLine& line);

/// A whole document of the API as T; Corrupt names what is wrong with it.
template <typename T>
Result<T> parseAnswer(const QByteArray& body);
/// The object in body; Corrupt when it is none.
Result<QJsonObject> jsonObjectFrom(const QByteArray& body);

template <typename T>
Result<T> parseAnswer(const QByteArray& body) {
    const Result<QJsonObject> object = jsonObjectFrom(body);
    if (!object)
        return object.error();
    Result<T> value = fromJson<T>(*object);
    if (!value)
        return Error{ErrorKind::Corrupt,
                     QStringLiteral("the core's answer is not as it must be: %1").arg(value.error().message),
                     QStringLiteral("Do core and program have the same version?")};
    return value;
}

} // namespace signalbox
