// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parts/log_store.h"

#include "views/parts/visible_text.h"

#include <QCoreApplication>
#include <QLocale>

namespace signalbox {

namespace {
constexpr int chunkSize = 128 * 1024;
constexpr int packing = 1; ///< the quickest way: a chunk is packed between two frames
} // namespace

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
    if (text.size() > lineLimit) { // before the colours: a line of a million of them must not hold us up
        m_cut.insert(size(), quint32(text.size() - lineLimit));
        text = text.left(lineLimit);
    }
    if (text.contains(QChar(0x1b)))
        m_style = parseAnsi(text, m_style).after;
    const QByteArray utf8 = text.toUtf8();
    if (m_chunks.empty() || m_chunks.back().size() + utf8.size() > chunkSize) {
        if (!m_chunks.empty()) {
            m_chunks.back() = qCompress(m_chunks.back(), packing);
            m_packedBytes += m_chunks.back().size();
        }
        m_chunks.emplace_back();
        m_chunks.back().reserve(std::max<qsizetype>(chunkSize, utf8.size()));
    }
    line.chunk = quint32(m_chunks.size() - 1);
    line.offset = quint32(m_chunks.back().size());
    line.length = quint16(utf8.size());
    m_chunks.back().append(utf8);
    m_bytes += utf8.size();
    m_lines.push_back(line);
}

QString LogStore::step(int line) const {
    return m_steps.value(m_lines[std::size_t(line)].step);
}

const QByteArray& LogStore::chunk(quint32 number) const {
    if (number + 1 == m_chunks.size())
        return m_chunks.back();
    for (const Unpacked& known : m_unpacked)
        if (known.chunk == number && !known.bytes.isEmpty())
            return known.bytes;
    Unpacked& place = m_unpacked[m_nextUnpacked++ % m_unpacked.size()];
    place = {number, qUncompress(m_chunks[number])};
    return place.bytes;
}

QByteArray LogStore::raw(int line) const {
    const Line& l = m_lines[std::size_t(line)];
    return QByteArray::fromRawData(chunk(l.chunk).constData() + l.offset, qsizetype(l.length));
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
    if (const quint32 cut = m_cut.value(line); cut > 0)
        out.text += QCoreApplication::translate("signalbox::LogView", " ... +%1 characters")
                        .arg(QLocale().toString(cut));
    return out;
}

int LogStore::firstOf(const QString& step, int attempt) const {
    for (int i = 0; i < size(); ++i)
        if (this->step(i) == step && (attempt == 0 || this->attempt(i) == attempt))
            return i;
    return -1;
}

} // namespace signalbox
