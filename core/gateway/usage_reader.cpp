// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/usage_reader.h"

#include <algorithm>
#include <utility>

namespace signalbox {

namespace {

constexpr qsizetype longestName = 8; ///< of a field of an event that matters: "data"

/// The names under which protocols put what the model writes.
bool holdsWriting(QByteArrayView key) {
    for (const char* name : {"text", "thinking", "partial_json", "content", "reasoning_content", "arguments",
                             "delta", "refusal"})
        if (key == QByteArrayView(name))
            return true;
    return false;
}

} // namespace

UsageReader::UsageReader(ModelProtocol protocol, bool events)
    : m_protocol(protocol), m_events(events), m_walk(*this) {}

void UsageReader::feed(QByteArrayView bytes) {
    if (m_events)
        readEvents(bytes);
    else
        m_walk.feed(bytes);
}

void UsageReader::finish() {
    // A body that ends within an event leaves that event out, as readers of event streams do; its figures
    // were seen all the same.
    if (m_events)
        endEvent();
    else
        m_walk.finish();
}

void UsageReader::readEvents(QByteArrayView bytes) {
    for (qsizetype i = 0; i < bytes.size();) {
        const char c = bytes[i];
        if (c == '\n' || c == '\r') {
            if (c == '\r' || !m_afterReturn)
                endLine();
            m_afterReturn = c == '\r';
            ++i;
            continue;
        }
        m_afterReturn = false;
        switch (m_line) {
        case Line::Name:
            if (c == ':') {
                m_line = m_name == "data" ? Line::DataSpace : Line::Other;
                if (m_line == Line::DataSpace && std::exchange(m_hasData, true))
                    m_walk.feed("\n"); // several lines are one text
            } else if (m_name.size() < longestName) {
                m_name.append(c);
            }
            ++i;
            break;
        case Line::DataSpace:
            m_line = Line::Data;
            i += c == ' ';
            break;
        case Line::Data:
        case Line::Other: {
            const qsizetype from = i;
            while (i < bytes.size() && bytes[i] != '\n' && bytes[i] != '\r')
                ++i;
            if (m_line == Line::Data)
                m_walk.feed(bytes.sliced(from, i - from));
            break;
        }
        }
    }
}

void UsageReader::endLine() {
    const bool blank = m_line == Line::Name && m_name.isEmpty();
    if (blank)
        endEvent();
    m_line = Line::Name;
    m_name.clear();
}

void UsageReader::endEvent() {
    if (m_hasData)
        m_walk.finish();
    m_hasData = false;
    m_walk.reset();
}

void UsageReader::passed(const JsonValue& value) {
    if (value.kind == JsonValue::Kind::String && value.depth > 0) {
        const bool written = holdsWriting(value.key);
        if (written)
            m_writtenBytes += value.end - value.begin - 2;
        if (written || value.key == QByteArrayView("name"))
            noteAnswer(value);
    }
    if (value.path.isEmpty() || value.kind == JsonValue::Kind::Object || value.kind == JsonValue::Kind::Null)
        return;
    const auto below = [&](const char* place) {
        const QByteArrayView prefix(place);
        return value.path.startsWith(prefix) ? value.path.sliced(prefix.size()) : QByteArrayView();
    };
    const QByteArrayView usage = below("usage/");
    switch (m_protocol) {
    case ModelProtocol::Anthropic:
        if (!usage.isEmpty())
            noteAnthropic(usage, value, false);
        else
            noteAnthropic(below("message/usage/"), value, true);
        return;
    case ModelProtocol::Chat:
        noteOpenAi(usage, value);
        return;
    case ModelProtocol::Responses:
        noteOpenAi(usage.isEmpty() ? below("response/usage/") : usage, value);
        return;
    case ModelProtocol::Gemini:
        if (value.path == QByteArrayView("candidates/#/finishReason"))
            m_finished = true;
        noteGemini(below("usageMetadata/"), value);
        return;
    }
}

void UsageReader::noteAnswer(const JsonValue& value) {
    const auto mix = [this](quint64 byte) { m_answer = (m_answer ^ byte) * 1'099'511'628'211ULL; };
    for (const char c : value.text)
        mix(quint64(static_cast<unsigned char>(c)));
    // What is not kept of a long text is told by its length.
    if (value.text.size() >= JsonWalk::maxText)
        mix(quint64(value.end - value.begin));
}

void UsageReader::note(qint64& member, const JsonValue& value) {
    bool isWhole = false;
    const qint64 number = value.text.toByteArray().toLongLong(&isWhole);
    if (value.kind != JsonValue::Kind::Number || !isWhole || number < 0 || number > mostBelieved) {
        m_nonsense = true;
        return;
    }
    // Figures are told as they grow; one that shrinks is a mistake.
    member = std::max(member, number);
}

void UsageReader::noteAnthropic(QByteArrayView name, const JsonValue& value, bool provisional) {
    const bool before = std::exchange(m_nonsense, false);
    if (name == QByteArrayView("input_tokens")) {
        note(m_told.input, value);
        m_knowsInput = m_knowsInput || !m_nonsense;
    } else if (name == QByteArrayView("cache_read_input_tokens")) {
        note(m_told.cacheRead, value);
    } else if (name == QByteArrayView("cache_creation_input_tokens")) {
        note(m_told.cacheWrite, value);
    } else if (name == QByteArrayView("cache_creation/ephemeral_1h_input_tokens")) {
        note(m_told.longWrite, value);
    } else if (name == QByteArrayView("output_tokens")) {
        note(m_told.output, value);
        m_knowsOutput = m_knowsOutput || (!m_nonsense && !provisional);
    }
    m_nonsense = m_nonsense || before;
}

void UsageReader::noteOpenAi(QByteArrayView name, const JsonValue& value) {
    const bool before = std::exchange(m_nonsense, false);
    if (name == QByteArrayView("prompt_tokens") || name == QByteArrayView("input_tokens")) {
        note(m_told.input, value);
        m_knowsInput = m_knowsInput || !m_nonsense;
    } else if (name == QByteArrayView("completion_tokens") || name == QByteArrayView("output_tokens")) {
        note(m_told.output, value);
        m_knowsOutput = m_knowsOutput || !m_nonsense;
    } else if (name == QByteArrayView("total_tokens")) {
        // Embeddings write nothing: all that they used is input.
        qint64 total = 0;
        note(total, value);
        m_knowsOutput = m_knowsOutput || (!m_nonsense && m_knowsInput && total == m_told.input);
    } else if (name == QByteArrayView("prompt_tokens_details/cached_tokens") ||
               name == QByteArrayView("input_tokens_details/cached_tokens")) {
        note(m_told.cacheRead, value);
    }
    m_nonsense = m_nonsense || before;
}

void UsageReader::noteGemini(QByteArrayView name, const JsonValue& value) {
    const bool before = std::exchange(m_nonsense, false);
    if (name == QByteArrayView("promptTokenCount")) {
        note(m_told.input, value);
        m_knowsInput = m_knowsInput || !m_nonsense;
        m_knowsOutput = m_knowsInput; // a blocked prompt has no output; otherwise the last event has the most
    } else if (name == QByteArrayView("cachedContentTokenCount")) {
        note(m_told.cacheRead, value);
    } else if (name == QByteArrayView("toolUsePromptTokenCount")) {
        note(m_toolInput, value);
    } else if (name == QByteArrayView("candidatesTokenCount")) {
        note(m_told.output, value);
    } else if (name == QByteArrayView("thoughtsTokenCount")) {
        note(m_thoughts, value);
    }
    m_nonsense = m_nonsense || before;
}

bool UsageReader::knowsFinalOutput() const {
    return m_knowsOutput && (m_protocol != ModelProtocol::Gemini || m_finished);
}

TokenUsage UsageReader::usage() const {
    TokenUsage usage = m_told;
    if (m_protocol == ModelProtocol::Anthropic) {
        usage.longWrite = std::min(usage.longWrite, usage.cacheWrite);
        return usage;
    }
    // Their input holds what came from the cache: taken apart here, once.
    usage.cacheRead = std::min(usage.cacheRead, usage.input);
    usage.input = usage.input - usage.cacheRead + m_toolInput;
    usage.output += m_thoughts;
    return usage;
}

} // namespace signalbox
