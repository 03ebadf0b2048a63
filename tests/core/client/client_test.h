// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/core_client.h"

#include <QEventLoop>
#include <QTimer>
#include <QtTest>

namespace signalbox::test {

/// Makes an asynchronous call and waits for its result: get<TaskDetail>([&](auto done) { client.fetchTask(1,
/// this, done); }).
template <typename T, typename Call>
Result<T> get(Call call) {
    QEventLoop loop;
    std::optional<Result<T>> result;
    call(Callback<T>([&](Result<T> r) {
        result.emplace(std::move(r));
        loop.quit();
    }));
    QTimer::singleShot(20'000, &loop, &QEventLoop::quit);
    if (!result)
        loop.exec();
    if (!result)
        return Error{ErrorKind::Internal, QStringLiteral("the callback never came"), {}};
    return *result;
}

/// "ok", or the word for the kind of its error.
template <typename T>
QString kindOf(const Result<T>& result) {
    return result ? QStringLiteral("ok") : toString(result.error().kind);
}

inline std::unique_ptr<CoreClient> clientFor(const QString& url, const ClientOptions& options = {}) {
    auto client = CoreClient::create(QUrl(url), options);
    if (!client)
        qFatal("%s", qPrintable(client.error().text()));
    return std::move(client).value();
}

inline bool waitConnected(CoreClient& client) {
    return QTest::qWaitFor([&] { return client.state() == ConnectionState::Connected; }, 10'000);
}

} // namespace signalbox::test
