// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/command.h"
#include "app/ctl/output.h"
#include "core/client/core_client.h"

#include <QEventLoop>

namespace signalbox::ctl {

/// What a command works with: the connection (made when first asked for), the output, and asynchronous calls
/// turned into waiting ones.
class Ctl : public QObject {
    Q_OBJECT
public:
    Ctl(QUrl url, QByteArray pin, bool json);
    ~Ctl() override;

    [[nodiscard]] Output& out() { return m_out; }
    [[nodiscard]] const QUrl& url() const { return m_url; }
    [[nodiscard]] bool isLocal() const { return m_url.scheme() == QLatin1String("local"); }
    /// Before the first connect(): a local core that does not run is not started.
    void setNeverStart() { m_neverStart = true; }
    /// Finds or starts the core. When that fails, fail(error) gives the exit code.
    Result<CoreInfo> connect();
    /// Only after connect().
    [[nodiscard]] CoreClient& client() { return *m_client; }

    /// Makes a call of the client and waits for it: `await<TaskDetail>([&](auto done) {
    /// client().fetchTask(id, this, done); })`.
    template <typename T, typename Call>
    Result<T> await(Call call) {
        QEventLoop loop;
        std::optional<Result<T>> result;
        call(Callback<T>([&](Result<T> r) {
            result.emplace(std::move(r));
            loop.quit();
        }));
        while (!result)
            loop.exec();
        return std::move(*result);
    }
    /// connect(), then await(): what most commands need.
    template <typename T, typename Call>
    Result<T> query(Call call) {
        if (const Result<CoreInfo> core = connect(); !core)
            return core.error();
        return await<T>(call);
    }

    /// Prints the error and gives the exit code for it.
    int fail(const Error& error);
    int usage(const Error& error);

private:
    QUrl m_url;
    QByteArray m_pin;
    Output m_out;
    std::unique_ptr<CoreClient> m_client;
    bool m_reached = false;
    bool m_neverStart = false;
};

/// Writes what the call gives to a new file, whole or not at all: a broken export never replaces a whole one.
/// Says where it is and how much; gives the exit code.
int saveExport(Ctl& ctl, const QString& path,
               const std::function<void(QIODevice* to, Callback<qint64> done)>& call);

} // namespace signalbox::ctl
