// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/task_log.h"

#include "core/base/digest.h"

#include <QDir>
#include <QFileInfo>

namespace signalbox {

namespace {
constexpr qsizetype maxLine = 64 * 1024;
}

TaskLogs::TaskLogs(QString directory, const Clock& clock, qint64 maxBytesPerTask)
    : m_directory(std::move(directory)), m_clock(clock), m_maxBytes(maxBytesPerTask) {
    QDir().mkpath(m_directory);
}

void TaskLogs::setObserver(Grown observer) {
    const std::lock_guard lock(m_mutex);
    m_observer = std::move(observer);
}

QString TaskLogs::fileFor(qint64 task) const {
    return QStringLiteral("%1/task-%2.ndjson").arg(m_directory).arg(task);
}

QByteArray TaskLogs::lineOf(const QString& step, int attempt, LogKind kind, const QString& text) const {
    return canonicalJson(QJsonObject{{QStringLiteral("at"), m_clock.now().ms},
                                     {QStringLiteral("step"), step},
                                     {QStringLiteral("attempt"), attempt},
                                     {QStringLiteral("kind"), enumWord(kind)},
                                     {QStringLiteral("text"), text}}) +
           '\n';
}

void TaskLogs::append(qint64 task, const QString& step, int attempt, LogKind kind, const QString& text) {
    Grown observer;
    qint64 end = 0;
    {
        const std::lock_guard lock(m_mutex);
        QFile file(fileFor(task));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Append))
            return; // the log is a convenience: what counts is in the journal and in artifacts
        if (m_full.contains(task))
            return;
        QByteArray lines;
        for (const QString& line : text.split(QLatin1Char('\n'))) {
            const QString cut =
                line.size() > maxLine ? line.left(maxLine) + QStringLiteral(" … (cut)") : line;
            lines += lineOf(step, attempt, kind, cut);
        }
        const bool full = file.size() + lines.size() >= m_maxBytes;
        if (full)
            lines = lineOf(step, attempt, LogKind::Core,
                           QStringLiteral("the log ends here: it reached its limit"));
        file.write(lines);
        if (full)
            m_full.insert(task);
        file.close();
        end = QFileInfo(file).size();
        observer = m_observer;
    }
    if (observer)
        observer(task, end);
}

Result<LogSlice> TaskLogs::read(qint64 task, qint64 from, qint64 maxBytes) const {
    QFile file(fileFor(task));
    if (!file.open(QIODevice::ReadOnly))
        return LogSlice{{}, 0};
    if (from < 0 || from > file.size())
        return Error{
            ErrorKind::Invalid, QStringLiteral("the log of task %1 has no byte %2").arg(task).arg(from), {}};
    file.seek(from);
    QByteArray lines = file.read(maxBytes);
    const qsizetype lastLine = lines.lastIndexOf('\n');
    lines.truncate(lastLine + 1);
    const qint64 next = from + lines.size();
    return LogSlice{std::move(lines), next};
}

qint64 TaskLogs::end(qint64 task) const {
    return QFileInfo(fileFor(task)).size();
}

void LineSplitter::feed(QByteArrayView bytes) {
    m_rest.append(bytes.data(), bytes.size());
    qsizetype start = 0;
    for (qsizetype end = m_rest.indexOf('\n'); end >= 0; end = m_rest.indexOf('\n', start)) {
        m_line(QString::fromUtf8(m_rest.mid(start, end - start)));
        start = end + 1;
    }
    m_rest.remove(0, start);
    if (m_rest.size() > maxLine) { // a line without end must not fill the memory
        m_line(QString::fromUtf8(m_rest));
        m_rest.clear();
    }
}

void LineSplitter::finish() {
    if (!m_rest.isEmpty())
        m_line(QString::fromUtf8(m_rest));
    m_rest.clear();
}

} // namespace signalbox
