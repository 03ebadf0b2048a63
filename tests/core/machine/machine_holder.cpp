// SPDX-License-Identifier: GPL-3.0-or-later
// Quick trial (replaced by the real helper below).
#include "core/machine/provider.h"
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTextStream>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
using namespace signalbox;
int main(int argc, char** argv) {
    QCoreApplication app(argc, argv);
    QTextStream out(stdout);
    MachineConfig config;
    config.accelerator = QStringLiteral("tcg");
    auto provider = makeProvider(QString::fromLocal8Bit(argc > 1 ? argv[1] : ""), config);
    if (!provider) {
        out << provider.error().text() << Qt::endl;
        return 1;
    }
    QElapsedTimer t;
    t.start();
    auto stamp = [&](const QString& s) { out << t.elapsed() << " ms " << s << Qt::endl; };
    auto info = (*provider)->info();
    if (!info) {
        out << info.error().text() << Qt::endl;
        return 1;
    }
    stamp(info->version + QStringLiteral(" ") + info->accelerator + QStringLiteral(" ") +
          info->acceleratorReason);
    for (auto& w : info->warnings)
        stamp(w);
    MachineSpec spec;
    spec.name = QStringLiteral("sb-try");
    spec.memoryMiB = 512;
    auto m = (*provider)->acquire(spec, stamp, {});
    if (!m) {
        out << m.error().text() << Qt::endl;
        return 1;
    }
    stamp(QStringLiteral("acquired"));
    Job job;
    job.id = QStringLiteral("j%1").arg(::getpid());
    job.script = QStringLiteral("id; uname -a; ls /sys/class/net; df -h; nproc; free -m; exit 3");
    auto r = (*m)->run(job, [&](QByteArrayView v) { out << QString::fromUtf8(v); }, {});
    stamp(r ? r->describe() : r.error().text());
    for (int i = 0; i < 5; i++) {
        job.id += QLatin1Char('x');
        job.script = QStringLiteral("true");
        r = (*m)->run(job, {}, {});
        stamp(r ? r->describe() : r.error().text());
    }
    QByteArray big(20 * 1024 * 1024, 'x');
    auto p = (*m)->put(QStringLiteral("/home/agent/d/big"), big, 0644, QStringLiteral("agent"));
    stamp(p ? QStringLiteral("put 20MB") : p.error().text());
    auto g = (*m)->get(QStringLiteral("/home/agent/d/big"), 30 * 1024 * 1024);
    stamp(g ? QStringLiteral("got %1").arg(*g == big) : g.error().text());
    auto f = (*m)->forward(8470, [&](int fd) {
        std::thread([fd] {
            char b[4096];
            ssize_t n = ::read(fd, b, sizeof b);
            (void)n;
            const char* a = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Type: text/plain\r\nConnection: "
                            "close\r\n\r\nyes\n";
            n = ::write(fd, a, strlen(a));
            ::close(fd);
        }).detach();
    });
    stamp(f ? QStringLiteral("forward") : f.error().text());
    job.id += QLatin1Char('y');
    job.script = QStringLiteral("signalboxctl proceed; echo rc $?");
    r = (*m)->run(job, [&](QByteArrayView v) { out << QString::fromUtf8(v); }, {});
    stamp(r ? r->describe() : r.error().text());
    auto l = (*provider)->list();
    if (l)
        for (auto& s : *l)
            stamp(QStringLiteral("%1 %2 %3 cpu %4 mem %5 disk %6")
                      .arg(s.name, toString(s.state), s.reason)
                      .arg(s.cpuTimeMs)
                      .arg(s.memoryBytes)
                      .arg(s.diskBytes));
    if (argc > 2)
        return 0;
    auto d = (*provider)->destroy(spec.name, Millis(0));
    stamp(d ? QStringLiteral("destroyed") : d.error().text());
}
