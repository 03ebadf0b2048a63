// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel.h"
#include "core/base/json_fields.h"
#include "core/base/result.h"
#include "core/supervision/supervision.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace signalbox {

enum class OrganState { Stopped, Running, Restarting, GivenUp };
template <>
struct EnumWords<OrganState> {
    static constexpr std::array<const char*, 4> words{"stopped", "running", "restarting", "given_up"};
};

/// What is known of one organ.
struct OrganStatus {
    QString name;
    OrganState state = OrganState::Stopped;
    int restarts = 0; ///< since the supervisor began, for whatever reason
    QString trouble;  ///< why it last failed; empty: it never did
    Moment since;     ///< of the state
};

/// Runs organs of the core, each on a thread of its own, and starts them anew when they fail, as a
/// Supervision decides. An organ's body returns when it is cancelled, or fails: with an error, by an
/// exception, or by returning although nobody cancelled it. When too many failures come together the
/// supervisor stops all of them and says so: what is above it must decide. Thread-safe.
class Supervisor {
public:
    using Body = std::function<Result<void>(const CancelToken&)>;
    using GaveUp = std::function<void(const QString& organ, const Error&)>;

    /// `clock` must outlive it. `gaveUp` is called once at most, on the supervisor's thread; it must not
    /// destroy the supervisor.
    Supervisor(const Clock& clock, SupervisionOptions options, GaveUp gaveUp);
    ~Supervisor();
    Supervisor(const Supervisor&) = delete;
    Supervisor& operator=(const Supervisor&) = delete;

    /// Before start(). The order is that of the starts.
    void add(const QString& name, Body body);
    void start();
    /// Cancels all organs in reverse order and waits for each. Repeatable.
    void stop();
    [[nodiscard]] QList<OrganStatus> status() const;

private:
    struct Organ {
        OrganStatus status;
        Body body;
        CancelToken cancel;
        std::thread thread;
    };
    struct Failure {
        int organ = 0;
        Error error;
    };
    void run();
    void startOrgan(int index);
    void stopOrgan(int index);
    void stopAll();
    void restart(const Failure& failure);
    void setState(int index, OrganState state);

    const Clock& m_clock;
    const SupervisionOptions m_options;
    const GaveUp m_gaveUp;
    CancelToken m_stopping;

    std::vector<std::unique_ptr<Organ>> m_organs; ///< threads and tokens: the supervisor's thread only
    std::optional<Supervision> m_supervision;
    std::thread m_thread;

    mutable std::mutex m_mutex; ///< guards every Organ::status, and what follows
    std::condition_variable m_wake;
    std::vector<Failure> m_failures;
};

} // namespace signalbox
