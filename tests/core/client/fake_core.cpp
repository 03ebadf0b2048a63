// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for signalboxd where a test needs a core that is started as a process of its own. Its home
// decides how it behaves: a file `broken` makes it end at once, `mute` makes it never listen, `slow` makes it
// take its time.
#include "test_server.h"

#include "core/base/files.h"
#include "core/base/json_fields.h"
#include "core/client/local_core.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QTimer>

using namespace signalbox;

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    const QString home = QCoreApplication::arguments().value(2);
    const auto has = [&](const char* name) { return QFile::exists(home + u'/' + QLatin1String(name)); };
    const auto append = [&](const char* name) {
        QFile file(home + u'/' + QLatin1String(name));
        if (file.open(QIODevice::Append))
            file.write("x");
    };
    append("starts");
    if (has("broken")) {
        qWarning("the cellar is flooded");
        return 1;
    }
    QTimer leftover; // never outlives its test
    QObject::connect(&leftover, &QTimer::timeout, &application, [&] {
        if (!QFile::exists(home))
            QCoreApplication::quit();
    });
    leftover.start(300);
    test::TestServer server;
    server.token = "secret";
    const QString path = home + QStringLiteral("/run/core.json");
    const auto listen = [&] {
        server.start();
        const CoreFile file{server.url().replace(QStringLiteral("localhost"), QStringLiteral("127.0.0.1")),
                            QStringLiteral("secret"), QCoreApplication::applicationPid(),
                            QStringLiteral(SIGNALBOX_VERSION), QStringLiteral("one")};
        if (!writeFileAtomically(path, QJsonDocument(toJson(file)).toJson(), 0600))
            QCoreApplication::exit(1);
    };
    server.fault = [&](const test::SeenRequest& request) {
        if (request.target == "/v1/shutdown") {
            QFile::remove(path);
            QTimer::singleShot(100, &application, &QCoreApplication::quit);
        }
        return test::Fault();
    };
    if (!has("mute"))
        QTimer::singleShot(has("slow") ? 1500 : 0, &application, listen);
    return QCoreApplication::exec();
}
