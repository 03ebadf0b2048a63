// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/mirror.h"
#include "core/client/wire.h"

#include <QObject>
#include <QUrl>

#include <functional>
#include <memory>

class QIODevice;

namespace signalbox {

class Transport;

struct ClientOptions {
    QString token;              ///< empty: SIGNALBOX_TOKEN, else (local:) the one in core.json
    QByteArray pinnedSha256;    ///< https: hex SHA-256 of the server's certificate; accepts exactly that one
    QString home;               ///< local: SIGNALBOX_HOME; empty: the environment's, else the user's default
    bool startLocalCore = true; ///< local: start a core when none runs
    QString daemonProgram;      ///< local: empty: signalboxd beside this program, else in PATH
    Millis startLimit{60'000};  ///< local: how long a core may take to answer after its start
    Millis requestLimit{30'000};
    Millis firstBackoff{250}; ///< between tries to reconnect; doubles up to backoffLimit
    Millis backoffLimit{8'000};
    Millis silenceLimit{40'000}; ///< event stream without even a heartbeat: it counts as lost
    bool frozen = false;         ///< test: no time passes in the scenario (screenshots)
};

enum class ConnectionState {
    Disconnected, ///< not open, or given up: lastError() says why
    Connecting,
    Connected,
    Reconnecting, ///< the mirror holds the last known state as of lastSeen()
};

template <typename T>
using Callback = std::function<void(Result<T>)>;

/// The connection to one core and the typed calls to it. The URL decides what the core is, and nobody else
/// needs to know: `local:` (found or started on demand, outlives us), `http://127.0.0.1:PORT`,
/// `https://host`, `ssh://[user@]host` (through the user's OpenSSH), `test:///SCENARIO` (scripted, in
/// process; `?freeze` stops its time, `?as=viewer` gives one that role).
///
/// Lives on one thread; all callbacks and signals come there, from the event loop, never from within the
/// call. A callback is dropped when its context object is gone by then, and is called exactly once otherwise.
/// Errors are those of the core's answer, or Unavailable / Timeout when there was none, Denied for a wrong
/// token or certificate, Corrupt for an answer that cannot be read.
class CoreClient : public QObject {
    Q_OBJECT
public:
    /// Invalid: a URL of no known kind, with what is known in the hint. Does not connect yet.
    static Result<std::unique_ptr<CoreClient>> create(const QUrl& url, ClientOptions options = {});
    ~CoreClient() override;

    /// Connects, fills the mirror, and stays connected until close().
    void open();
    void close();
    /// Tries at once instead of waiting out the backoff; also starts a local core that was stopped.
    void reconnectNow();
    /// Only finds (or starts) the core and asks who it is: enough for single calls without a mirror. Invalid
    /// when its version does not go with ours.
    void reach(QObject* context, Callback<CoreInfo> done);

    [[nodiscard]] ConnectionState state() const;
    /// One line for people: "connected to the local core", "connection lost, trying again in 4 s: …".
    [[nodiscard]] QString stateText() const;
    [[nodiscard]] std::optional<Error> lastError() const;
    /// When the core was last heard of; 0 if never.
    [[nodiscard]] Moment lastSeen() const;
    [[nodiscard]] QUrl url() const;
    /// "local", "host:port", "test: busy-day".
    [[nodiscard]] QString name() const;
    /// The wall clock, or the scenario's own: use it for ages, so that screenshots are stable.
    [[nodiscard]] Moment now() const;
    [[nodiscard]] CoreMirror& mirror() const;

    /// Tasks that are over, the last first. `before`: the page before's `next`; 0: the first page.
    void fetchFinished(const QString& repository, const QString& outcome, qint64 before, QObject* context,
                       Callback<FinishedTasks> done);
    /// What was given up and is open; with `all` what is closed, too.
    void fetchDeadLetters(bool all, QObject* context, Callback<QList<DeadLetterEntry>> done);
    void fetchDeadLetter(TaskId task, int number, QObject* context, Callback<DeadLetterEntry> done);
    void replayDeadLetter(TaskId task, int number, QObject* context, Callback<TaskSummary> done);
    /// The whole fleet after event `seq`. NotFound: not so many have happened, or the core is too old to
    /// tell.
    void fetchPast(qint64 seq, QObject* context, Callback<FleetMoment> done);
    /// The same at a moment.
    void fetchPastAt(Moment moment, QObject* context, Callback<FleetMoment> done);
    void fetchTask(TaskId task, QObject* context, Callback<TaskDetail> done);
    /// base..commit as unified diff. maxBytes 0: as the core limits it.
    void fetchPatch(TaskId task, qint64 maxBytes, QObject* context, Callback<QByteArray> done);
    void fetchChanges(TaskId task, QObject* context, Callback<ChangeList> done);
    void fetchEvidence(TaskId task, QObject* context, Callback<EvidenceBundle> done);
    /// The task's events, oldest first.
    void fetchRecords(TaskId task, QObject* context, Callback<QList<RecordView>> done);
    void fetchArtifact(const Digest& digest, QObject* context, Callback<QByteArray> done);
    void listTasks(QObject* context, Callback<QList<TaskSummary>> done);
    void listRepositories(QObject* context, Callback<QList<Repository>> done);
    void listMachines(QObject* context, Callback<QList<MachineInfo>> done);
    void listBlueprints(QObject* context, Callback<QList<BlueprintInfo>> done);
    /// all: closed ones too.
    void listApprovals(bool all, QObject* context, Callback<QList<ApprovalEntry>> done);
    void fetchApproval(qint64 approval, QObject* context, Callback<ApprovalEntry> done);

    /// Tool calls that wait for a person, a task each.
    void listToolCalls(QObject* context, Callback<QList<ToolCallGroup>> done);
    void fetchToolCall(qint64 question, QObject* context, Callback<ToolCallEntry> done);
    struct ToolVerdict {
        qint64 question = 0;
        bool allow = false;
        QString comment;
        Digest action;         ///< what the person saw; Conflict when that is not what is asked
        bool remember = false; ///< for calls like it, for the rest of the task
    };
    void answerToolCall(const ToolVerdict& verdict, QObject* context, Callback<ToolCallEntry> done);

    /// An empty idempotencyKey gets a fresh one, so that a request sent twice gives one task.
    void submitTask(TaskSpec spec, QObject* context, Callback<TaskSummary> done);
    /// The core makes its small sample repository, registers it and submits its task.
    void submitSample(QObject* context, Callback<TaskSummary> done);
    void cancelTask(TaskId task, const QString& reason, QObject* context, Callback<TaskSummary> done);
    /// step empty: where it stopped.
    void retryTask(TaskId task, const QString& step, const QString& feedback, QObject* context,
                   Callback<TaskSummary> done);

    /// Use, reserve, limit and rate of every budget; not metered: the core counts no model calls.
    void fetchBudgets(QObject* context, Callback<BudgetReport> done);
    void fetchBudgetHistory(const QString& id, int hours, QObject* context, Callback<BudgetHistory> done);
    /// A task that its budget stopped goes on at once. Conflict for one that is over.
    void raiseBudget(TaskId task, const BudgetRaise& raise, QObject* context, Callback<TaskSummary> done);

    struct Ballot {
        qint64 approval = 0;
        bool approve = true;
        QString comment; ///< required to reject: the feedback for the agent
        QString tree;    ///< what the person saw; Conflict when that is not what stands now
        Digest evidence;
        QString onBehalf = {}; ///< who delegated it to us; empty: we decide as ourselves
    };
    /// When the answer is lost on the way, the approval is fetched again: success if the vote stands, else an
    /// error that says that it does not (Unavailable, safe to vote again) or that it is not known (Timeout).
    void vote(const Ballot& ballot, QObject* context, Callback<Approval> done);
    void ask(qint64 approval, const QString& text, QObject* context, Callback<void> done);

    /// Who decides in whose name at present.
    void listDelegations(QObject* context, Callback<QList<Delegation>> done);
    /// Has `to` decide in our name: `approval`, or all (0) until a moment.
    void delegate(const QString& to, qint64 approval, std::optional<Moment> until, QObject* context,
                  Callback<Delegation> done);
    void revokeDelegation(qint64 delegation, QObject* context, Callback<void> done);

    void addRepository(const Repository& repository, QObject* context, Callback<Repository> done);
    void removeRepository(const QString& name, QObject* context, Callback<void> done);
    void destroyMachine(const QString& name, QObject* context, Callback<void> done);
    void hibernateMachine(const QString& name, QObject* context, Callback<void> done);
    void resumeMachine(const QString& name, QObject* context, Callback<void> done);
    /// The error of a wrong blueprint names line and column.
    void checkBlueprint(const QByteArray& yaml, QObject* context, Callback<Blueprint> done);
    /// All problems of a blueprint's text, with their places.
    void examineBlueprint(const QByteArray& yaml, QObject* context, Callback<BlueprintExamination> done);
    /// The text that holds for a repository now, or that of a shipped one; one of the two names is empty.
    void fetchBlueprintSource(const QString& repository, const QString& shipped, QObject* context,
                              Callback<BlueprintSource> done);
    /// What would have gone otherwise with the task so far, had it had this blueprint.
    void fetchWhatIf(TaskId task, const QByteArray& yaml, QObject* context, Callback<WhatIf> done);
    void verifyJournal(QObject* context, Callback<JournalCheck> done);
    /// Has the core copy its journal to a new file on its own host; what it says of the copy.
    void backupJournal(const QString& path, QObject* context, Callback<JournalCheck> done);
    void fetchJournalVolumes(QObject* context, Callback<JournalVolumes> done);
    /// Has the core seal what is older than so many days and needed by no open task.
    void sealJournal(int days, QObject* context, Callback<JournalVolumes> done);
    /// What retention would remove, with the core's days (0) or with others; nothing is touched.
    void fetchRetention(int days, QObject* context, Callback<RetentionLook> done);
    /// Writes all events as NDJSON to `to`, which must outlive the call; gives the number of bytes.
    void exportJournal(QIODevice* to, QObject* context, Callback<qint64> done);
    struct AuditRequest {
        qint64 after = 0;  ///< only later entries, the oldest first
        qint64 before = 0; ///< instead: only earlier ones, the newest first
        int limit = 100;   ///< 1 to 1000
        TaskId task = 0;   ///< 0: of all
        QString kind;      ///< a word of AuditKind; empty: all
    };
    void fetchAudit(const AuditRequest& request, QObject* context, Callback<AuditPage> done);
    /// Writes the whole audit log as NDJSON to `to`, which must outlive the call; gives the number of bytes.
    void exportAudit(QIODevice* to, QObject* context, Callback<qint64> done);
    /// Who has a token, beside who started the core.
    void fetchPeople(QObject* context, Callback<QList<PersonInfo>> done);
    /// Gives somebody these roles instead of those that they have.
    void setRoles(const QString& name, const QStringList& roles, QObject* context, Callback<PersonInfo> done);
    /// Asks the core to end.
    void shutdownCore(QObject* context, Callback<void> done);

    /// For LogFollower.
    [[nodiscard]] Transport& transport() const;

signals:
    /// What finding or starting the core is at, one line.
    void progress(const QString& line);
    void stateChanged(signalbox::ConnectionState state, const QString& text);

private:
    class Session;
    void exportLines(const QString& path, QIODevice* to, QObject* context, Callback<qint64> done);
    CoreClient(const QUrl& url, const ClientOptions& options, std::unique_ptr<Transport> transport);
    std::unique_ptr<Transport> m_transport;
    CoreMirror* m_mirror = nullptr;
    Session* m_session = nullptr;
    QUrl m_url;
    ClientOptions m_options;
};

} // namespace signalbox
