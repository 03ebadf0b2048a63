// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/daemon.h"
#include "app/daemon/gateway_command.h"
#include "app/daemon/people_command.h"
#include "app/daemon/restore.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <csignal>
#include <cstdio>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace {

using namespace signalbox;

void say(std::FILE* to, const QString& text) {
    std::fprintf(to, "%s\n", text.toUtf8().constData());
}

/// Blocked in every thread and read here, so that an end from outside is an event like any other.
int catchSignals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN); // a limit on the size of files is a full disk to us, not an end
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/// Each connection and each machine takes a descriptor; the usual limit of 1,024 is a habit of select().
void raiseFileLimit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

} // namespace

int main(int argc, char** argv) {
    // libvirt's event loop has a thread of its own; with GLib's dispatcher it would run on this one.
    qputenv("QT_NO_GLIB", "1");
    const int signalDescriptor = catchSignals();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("signalboxd"));
    QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("gateway")) {
        raiseFileLimit();
        return runGateway(arguments.mid(2), signalDescriptor);
    }
    if (arguments.contains(QStringLiteral("--help"))) {
        say(stdout, DaemonOptions::usage());
        return 0;
    }
    if (arguments.contains(QStringLiteral("--version"))) {
        say(stdout, QStringLiteral("signalboxd " SIGNALBOX_VERSION));
        return 0;
    }
    if (arguments.contains(QStringLiteral("restore")))
        return restoreHome(arguments);
    const qsizetype people = arguments.indexOf(QStringLiteral("people"));
    const auto options = DaemonOptions::parse(people < 0 ? arguments : arguments.mid(0, people));
    if (!options) {
        say(stderr, options.error().text());
        return 2;
    }
    if (people >= 0)
        return managePeople(options->home, arguments.mid(people + 1));

    raiseFileLimit();
    auto daemon = Daemon::start(*options);
    if (!daemon) {
        say(stderr, QStringLiteral("signalboxd cannot start: ") + daemon.error().text());
        return 1;
    }
    QSocketNotifier signalled(signalDescriptor, QSocketNotifier::Read);
    QObject::connect(&signalled, &QSocketNotifier::activated, &application, &QCoreApplication::quit);
    QObject::connect(daemon->get(), &Daemon::stopAsked, &application, &QCoreApplication::quit);
    QObject::connect(daemon->get(), &Daemon::failed, &application, [] { QCoreApplication::exit(1); });
    say(stderr, QStringLiteral("signalboxd " SIGNALBOX_VERSION " listens on %1, files in %2")
                    .arg((*daemon)->url(), options->home));
    const int code = QCoreApplication::exec();
    daemon->reset();
    ::close(signalDescriptor);
    return code;
}
