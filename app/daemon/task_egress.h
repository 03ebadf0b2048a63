// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/audit/audit_log.h"
#include "core/domain/task.h"
#include "core/egress/egress_proxy.h"

#include <QCommandLineParser>

namespace signalbox {

/// The way of machines to the world outside, inside a core: over a machine's own channel alone, so the
/// machine is who asks; only while an attempt works in it; and everything is in the audit log. Thread-safe.
class TaskEgress {
public:
    struct Options {
        EgressRules rules; ///< empty: machines reach nothing
        QList<IpNetwork> networks;
        QMap<QString, QUrl> mirrors;
        QString authorities;

        /// The command line options that read() knows.
        static QList<QCommandLineOption> flags();
        /// Invalid, saying what is wrong.
        static Result<Options> read(const QCommandLineParser& parser);
    };
    /// One attempt's permission. Ends with revoke(), and with the machine.
    class Pass;

    /// The audit log outlives it.
    static Result<std::unique_ptr<TaskEgress>> start(const Options& options, const QString& cacheDirectory,
                                                     AuditLog& audit);
    ~TaskEgress();
    TaskEgress(const TaskEgress&) = delete;
    TaskEgress& operator=(const TaskEgress&) = delete;

    /// For an attempt on this task. only: of what the core lets through, these words alone; a word that it
    /// does not let through gives nothing, and the audit log says so.
    std::shared_ptr<Pass> issue(const Task& task, const std::optional<QStringList>& only = {});
    /// What a program in the machine has to know, as the beginning of a script; `port`: how the script names
    /// the proxy's port.
    [[nodiscard]] QString script(const std::shared_ptr<Pass>& pass, const QString& port) const;
    /// A connection that a program in that machine opened. Owns the descriptor; closes it when the pass was
    /// revoked.
    void open(const std::shared_ptr<Pass>& pass, const QString& machine, int descriptor);
    /// From now on the machine reaches nothing; what is under way ends.
    void revoke(const std::shared_ptr<Pass>& pass, const QString& machine);
    /// Idempotent.
    void stop();

private:
    class Private;
    explicit TaskEgress(std::unique_ptr<Private> d);
    std::unique_ptr<Private> m_d;
};

} // namespace signalbox
