// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/budget/token_usage.h"
#include "core/gateway/json_walk.h"
#include "core/gateway/model_protocol.h"

namespace signalbox {

/// Reads what a model call used out of the bytes of its answer, while they pass: JSON, or server-sent events
/// with JSON in them. Takes the bytes in pieces of any size and keeps next to nothing of them. The bytes come
/// from an upstream that may be wrong: negative, broken, shrinking or absurd figures are not believed, and
/// what cannot be read is not usage. Pure; not thread-safe.
class UsageReader final : private JsonWalk::Sink {
public:
    static constexpr qint64 mostBelieved = 1'000'000'000; ///< tokens of one kind in one call

    UsageReader(ModelProtocol protocol, bool events);
    void feed(QByteArrayView bytes);
    /// The answer ended.
    void finish();

    [[nodiscard]] TokenUsage usage() const;
    /// The wire said how much was read. (Before that all of usage() is zero.)
    [[nodiscard]] bool knowsInput() const { return m_knowsInput; }
    /// The wire said how much was written, and not only so far.
    [[nodiscard]] bool knowsOutput() const { return m_knowsOutput; }
    /// The same, and no more can come: an answer that is cut behind it was told whole.
    [[nodiscard]] bool knowsFinalOutput() const;
    /// Bytes of text that the model wrote, as far as seen: for estimates when the end is missing.
    [[nodiscard]] qint64 writtenBytes() const { return m_writtenBytes; }
    /// A digest of what the model wrote, however it was cut into pieces: text, reasoning, names and arguments
    /// of tools, but no ids. 0: nothing.
    [[nodiscard]] quint64 answer() const { return m_writtenBytes > 0 ? m_answer : 0; }
    /// Something passed for usage and was not believed.
    [[nodiscard]] bool sawNonsense() const { return m_nonsense; }

private:
    void passed(const JsonValue& value) override;
    void noteAnswer(const JsonValue& value);
    void readEvents(QByteArrayView bytes);
    void endLine();
    void endEvent();
    void note(qint64& member, const JsonValue& value);
    void noteAnthropic(QByteArrayView name, const JsonValue& value, bool provisional);
    void noteOpenAi(QByteArrayView name, const JsonValue& value);
    void noteGemini(QByteArrayView name, const JsonValue& value);

    /// Where in a line of an event stream.
    enum class Line { Name, DataSpace, Data, Other };

    const ModelProtocol m_protocol;
    const bool m_events;
    JsonWalk m_walk;
    Line m_line = Line::Name;
    QByteArray m_name; ///< of the field, as far as it was read
    bool m_hasData = false;
    bool m_afterReturn = false;

    // As the provider counts.
    TokenUsage m_told;      ///< input: with OpenAI and Gemini all of it
    qint64 m_toolInput = 0; ///< Gemini: input from tools, beside the prompt
    qint64 m_thoughts = 0;  ///< Gemini: beside the output
    bool m_knowsInput = false;
    bool m_knowsOutput = false;
    bool m_finished = false; ///< Gemini: the last event said so
    bool m_nonsense = false;
    qint64 m_writtenBytes = 0;
    quint64 m_answer = 14'695'981'039'346'656'037ULL; ///< FNV-1a
};

} // namespace signalbox
