// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parts/log_store.h"

#include "views/parts/visible_text.h"

#include <QCoreApplication>
#include <QLocale>

namespace signalbox {

namespace {
constexpr int chunkSize = 1024 * 1024;
}

QString logKindWord(LogKind kind) {
    switch (kind) {
    case LogKind::Output:
        return QCoreApplication::translate("signalbox::LogView", "output");
    case LogKind::Core:
        return QCoreApplication::translate("signalbox::LogView", "core");
    case LogKind::Tool:
        return QCoreApplication::translate("signalbox::LogView", "tool");
    case LogKind::Model:
        return QCoreApplication::translate("signalbox::LogView", "model");
    }
    return {};
}

void LogStore::clear() {
    *this = LogStore();
}

void LogStore::append(const LogEntry& entry) {
    QStringView rest(entry.text);
    if (rest.endsWith(u'\n'))
        rest.chop(1);
    while (true) {
        const qsizetype end = rest.indexOf(u'\n');
        QStringView line = end < 0 ? rest : rest.left(end);
        if (line.endsWith(u'\r'))
            line.chop(1);
        appendLine(entry, line);
        if (end < 0)
            return;
        rest = rest.mid(end + 1);
    }
}

void LogStore::appendLine(const LogEntry& entry, QStringView text) {
    Line line{};
    line.at = entry.at.ms;
    line.attempt = quint16(qBound(0, entry.attempt, 0xffff));
    line.kind = quint8(entry.kind);
    qsizetype step = m_steps.lastIndexOf(entry.step);
    if (step < 0 && m_steps.size() < 0xffff) {
        m_steps.append(entry.step);
        step = m_steps.size() - 1;
    }
    line.step = quint16(std::max<qsizetype>(step, 0));

    if (!(m_style == AnsiStyle{})) {
        if (!(m_styles.back() == m_style))
            m_styles.push_back(m_style);
        line.style = quint32(m_styles.size() - 1);
    }
    if (text.contains(QChar(0x1b)))
        m_style = parseAnsi(text, m_style).after;

    if (text.size() > lineLimit) {
        line.cut = quint32(text.size() - lineLimit);
        text = text.left(lineLimit);
    }
    const QByteArray utf8 = text.toUtf8();
    if (m_chunks.empty() || m_chunks.back().size() + utf8.size() > chunkSize) {
        m_chunks.emplace_back();
        m_chunks.back().reserve(std::max<qsizetype>(chunkSize, utf8.size()));
    }
    line.chunk = quint32(m_chunks.size() - 1);
    line.offset = quint32(m_chunks.back().size());
    line.length = quint32(utf8.size());
    m_chunks.back().append(utf8);
    m_bytes += utf8.size();
    m_lines.push_back(line);
}

QString LogStore::step(int line) const {
    return m_steps.value(m_lines[std::size_t(line)].step);
}

QByteArray LogStore::raw(int line) const {
    const Line& l = m_lines[std::size_t(line)];
    return QByteArray::fromRawData(m_chunks[l.chunk].constData() + l.offset, qsizetype(l.length));
}

AnsiLine LogStore::parsed(int line) const {
    const Line& l = m_lines[std::size_t(line)];
    const AnsiLine plain = parseAnsi(QString::fromUtf8(raw(line)), m_styles[l.style]);
    // Spelling out hidden characters moves what is behind them: each span is made visible on its own.
    AnsiLine out;
    int from = 0;
    const auto take = [&](int until, const AnsiStyle* style) {
        const QString piece = visibleText(QStringView(plain.text).mid(from, until - from));
        if (style && !piece.isEmpty())
            out.spans.append({int(out.text.size()), int(piece.size()), *style});
        out.text += piece;
        from = until;
    };
    for (const AnsiSpan& span : plain.spans) {
        take(span.start, nullptr);
        take(span.start + span.length, &span.style);
    }
    take(int(plain.text.size()), nullptr);
    if (l.cut > 0)
        out.text += QCoreApplication::translate("signalbox::LogView", " ... +%1 characters")
                        .arg(QLocale().toString(l.cut));
    return out;
}

int LogStore::firstOf(const QString& step, int attempt) const {
    for (int i = 0; i < size(); ++i)
        if (this->step(i) == step && (attempt == 0 || this->attempt(i) == attempt))
            return i;
    return -1;
}

} // namespace signalbox
