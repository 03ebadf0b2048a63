// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/key_ring.h"

#include <QCoreApplication>
#include <QPointer>

#include <qt6keychain/keychain.h>

namespace signalbox {

namespace {

struct KeyRingText {
    Q_DECLARE_TR_FUNCTIONS(signalbox::KeyRing)
};

const auto service = QStringLiteral("signalbox");

Error errorOf(const QKeychain::Job& job) {
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        return {ErrorKind::NotFound, KeyRingText::tr("the keychain holds no token for this core"), {}};
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
        return {ErrorKind::Denied, KeyRingText::tr("the keychain is locked: %1").arg(job.errorString()),
                KeyRingText::tr("Unlock it and connect again, or type the token.")};
    default:
        break;
    }
    return {ErrorKind::Unavailable, KeyRingText::tr("no keychain answers here: %1").arg(job.errorString()),
            KeyRingText::tr("The token is used until the console ends. To keep it yourself, put it into "
                            "SIGNALBOX_TOKEN.")};
}

/// Starts the job and hands over what came of it, unless nobody waits any more.
template <typename Job>
void start(Job* job, const QString& address, QObject* context, std::function<void(const Job&)> done) {
    job->setAutoDelete(true);
    job->setInsecureFallback(false); // a token in plain text in a file is what a keychain is there against
    job->setKey(address);
    QObject::connect(job, &QKeychain::Job::finished, context,
                     [done = std::move(done)](QKeychain::Job* ended) { done(*static_cast<Job*>(ended)); });
    job->start();
}

} // namespace

void KeyRing::read(const QString& address, QObject* context, std::function<void(Result<QString>)> done) {
    using Job = QKeychain::ReadPasswordJob;
    start<Job>(new Job(service), address, context, [done = std::move(done)](const Job& job) {
        done(job.error() == QKeychain::NoError ? Result<QString>(job.textData())
                                               : Result<QString>(errorOf(job)));
    });
}

void KeyRing::write(const QString& address, const QString& token, QObject* context,
                    std::function<void(Result<void>)> done) {
    using Job = QKeychain::WritePasswordJob;
    auto* job = new Job(service);
    job->setTextData(token);
    start<Job>(job, address, context, [done = std::move(done)](const Job& ended) {
        done(ended.error() == QKeychain::NoError ? Result<void>() : Result<void>(errorOf(ended)));
    });
}

void KeyRing::forget(const QString& address, QObject* context, std::function<void(Result<void>)> done) {
    using Job = QKeychain::DeletePasswordJob;
    start<Job>(new Job(service), address, context, [done = std::move(done)](const Job& ended) {
        done(ended.error() == QKeychain::NoError ? Result<void>() : Result<void>(errorOf(ended)));
    });
}

} // namespace signalbox
