// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/task_log.h"

#include "core/base/digest.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>

namespace signalbox {

namespace {

constexpr qsizetype maxLine = LineSplitter::usualLongest;
const QString fullText = QStringLiteral("the log ends here: it reached its limit");

/// How much of a line goes into one piece: all of it, or up to the limit without cutting a character in two.
qsizetype pieceOf(QByteArrayView line, qsizetype longest) {
    if (line.size() <= longest)
        return line.size();
    qsizetype piece = longest;
    while (piece > longest - 4 && (static_cast<uchar>(line.at(piece)) & 0xC0) == 0x80)
        --piece;
    return piece;
}

/// The core may have been started again since its limit was reached.
bool endsWithFullText(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && file.seek(std::max<qint64>(0, file.size() - 512)) &&
           file.readAll().contains(fullText.toUtf8());
}

} // namespace

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
        if (m_full.contains(task))
            return;
        QFile file(fileFor(task));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
            return;
        QByteArray lines;
        for (const QString& line : text.split(QLatin1Char('\n'))) {
            const QString cut =
                line.size() > maxLine ? line.left(maxLine) + QStringLiteral(" … (cut)") : line;
            lines += lineOf(step, attempt, kind, cut);
        }
        const qint64 before = file.size();
        if (before + lines.size() >= m_maxBytes) {
            m_full.insert(task);
            if (endsWithFullText(file.fileName()))
                return;
            lines = lineOf(step, attempt, LogKind::Core, fullText);
        }
        if (file.write(lines) != lines.size())
            file.resize(before); // no room: half a line would spoil the next one
        end = file.size();
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

qint64 TaskLogs::outputLinesSince(qint64 task, const QString& step, int attempt, const QString& mark) const {
    QFile file(fileFor(task));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QString core = enumWord(LogKind::Core);
    qint64 lines = 0;
    while (!file.atEnd()) {
        const QJsonObject line = QJsonDocument::fromJson(file.readLine()).object();
        if (line.value(u"step").toString() != step || line.value(u"attempt").toInt() != attempt)
            continue;
        if (line.value(u"kind").toString() != core)
            ++lines;
        else if (line.value(u"text").toString().startsWith(mark))
            lines = 0;
    }
    return lines;
}

Moment TaskLogs::beganAt(qint64 task, const QString& step, int attempt, const QString& mark) const {
    Moment began = m_clock.now();
    QFile file(fileFor(task));
    if (!file.open(QIODevice::ReadOnly))
        return began;
    const QString core = enumWord(LogKind::Core);
    while (!file.atEnd()) {
        const QJsonObject line = QJsonDocument::fromJson(file.readLine()).object();
        if (line.value(u"step").toString() == step && line.value(u"attempt").toInt() == attempt &&
            line.value(u"kind").toString() == core && line.value(u"text").toString().startsWith(mark))
            began = {line.value(u"at").toInteger()};
    }
    return began;
}

void LineSplitter::feed(QByteArrayView bytes) {
    m_rest.append(bytes.data(), bytes.size());
    qsizetype start = 0;
    for (qsizetype end = m_rest.indexOf('\n'); end >= 0; end = m_rest.indexOf('\n', start)) {
        take(QByteArrayView(m_rest).sliced(start, end - start));
        start = end + 1;
    }
    m_rest.remove(0, start);
    // A line without an end must not fill the memory. One byte more, so that an end right there ends this
    // piece.
    while (m_rest.size() > m_longest) {
        const qsizetype piece = pieceOf(m_rest, m_longest);
        take(QByteArrayView(m_rest).first(piece));
        m_rest.remove(0, piece);
    }
    hand();
}

void LineSplitter::take(QByteArrayView line) {
    do {
        const qsizetype piece = pieceOf(line, m_longest);
        if (m_any)
            m_ready.append('\n');
        m_ready.append(line.data(), piece);
        m_any = true;
        line = line.sliced(piece);
    } while (!line.isEmpty());
}

void LineSplitter::hand() {
    if (m_any)
        m_lines(QString::fromUtf8(m_ready));
    m_ready.clear();
    m_any = false;
}

void LineSplitter::finish() {
    if (!m_rest.isEmpty())
        take(m_rest);
    m_rest.clear();
    hand();
}

} // namespace signalbox
