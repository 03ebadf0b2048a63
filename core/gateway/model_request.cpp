// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/model_request.h"

#include "core/gateway/json_walk.h"

#include <QSet>

#include <algorithm>
#include <climits>

namespace signalbox {

namespace {

constexpr qsizetype longestModel = 200;
constexpr qint64 bytesPerToken = 4; ///< of text in Latin script; other scripts take about two
constexpr qint64 bytesPerForeignToken = 2;
constexpr qint64 encodedBytesPerToken = 40; ///< of a picture or a file in base64
constexpr qint64 encodedSpare = 2000;       ///< tokens for each of them, however small
constexpr qint64 encodedLeast = 256;        ///< a shorter text is taken for a text
constexpr qint64 mostAlternatives = 128;

Error invalidBody(const QString& why) {
    return {ErrorKind::Invalid, QStringLiteral("The request cannot be counted: %1.").arg(why), {}};
}

/// What a member that matters is called, by protocol.
enum class Meaning {
    None,
    Model,
    Stream,
    Output,
    Thinking,
    Alternatives,
    Generation,
    StreamOptions,
    IncludeUsage
};

Meaning meaningOf(ModelProtocol protocol, QByteArrayView path) {
    struct Name {
        const char* path;
        Meaning meaning;
    };
    static constexpr Name anthropic[] = {{"model", Meaning::Model},
                                         {"stream", Meaning::Stream},
                                         {"max_tokens", Meaning::Output},
                                         {"thinking/budget_tokens", Meaning::Thinking}};
    static constexpr Name chat[] = {{"model", Meaning::Model},
                                    {"stream", Meaning::Stream},
                                    {"max_tokens", Meaning::Output},
                                    {"max_completion_tokens", Meaning::Output},
                                    {"n", Meaning::Alternatives},
                                    {"stream_options", Meaning::StreamOptions},
                                    {"stream_options/include_usage", Meaning::IncludeUsage}};
    static constexpr Name responses[] = {
        {"model", Meaning::Model}, {"stream", Meaning::Stream}, {"max_output_tokens", Meaning::Output}};
    static constexpr Name gemini[] = {{"generationConfig", Meaning::Generation},
                                      {"generation_config", Meaning::Generation},
                                      {"generationConfig/maxOutputTokens", Meaning::Output},
                                      {"generationConfig/max_output_tokens", Meaning::Output},
                                      {"generation_config/maxOutputTokens", Meaning::Output},
                                      {"generation_config/max_output_tokens", Meaning::Output},
                                      {"generationConfig/candidateCount", Meaning::Alternatives},
                                      {"generationConfig/candidate_count", Meaning::Alternatives},
                                      {"generation_config/candidateCount", Meaning::Alternatives},
                                      {"generation_config/candidate_count", Meaning::Alternatives}};
    const auto find = [path](const auto& names) {
        for (const Name& name : names)
            if (path == QByteArrayView(name.path))
                return name.meaning;
        return Meaning::None;
    };
    switch (protocol) {
    case ModelProtocol::Anthropic:
        return find(anthropic);
    case ModelProtocol::Chat:
        return find(chat);
    case ModelProtocol::Responses:
        return find(responses);
    case ModelProtocol::Gemini:
        return find(gemini);
    }
    return Meaning::None;
}

} // namespace

class ModelRequest::Reader final : public JsonWalk::Sink {
public:
    explicit Reader(ModelRequest& request) : m_request(request) {}

    void opened(const JsonValue& value) override {
        if (value.depth == 0 && value.kind == JsonValue::Kind::Object)
            m_isObject = true;
    }

    void passed(const JsonValue& value) override {
        const Span span{value.begin, value.end};
        if (value.depth == 0)
            m_request.m_root = span;
        if (value.kind == JsonValue::Kind::String)
            noteEncoded(value);
        const Meaning meaning =
            value.path.isEmpty() ? Meaning::None : meaningOf(m_request.m_protocol, value.path);
        if (meaning == Meaning::None)
            return;
        // Two spellings of a limit may stand beside each other, the same one may not.
        if (m_seen.contains(value.path.toByteArray()))
            return fail(QStringLiteral("“%1” is there twice").arg(QString::fromLatin1(value.path)));
        m_seen.insert(value.path.toByteArray());
        note(meaning, value, span);
    }

    [[nodiscard]] bool isObject() const { return m_isObject; }
    [[nodiscard]] const QString& problem() const { return m_problem; }
    [[nodiscard]] qint64 encodedBytes() const { return m_encodedBytes; }
    [[nodiscard]] qint64 encodedCount() const { return m_encodedCount; }

private:
    void fail(const QString& why) {
        if (m_problem.isEmpty())
            m_problem = why;
    }

    void note(Meaning meaning, const JsonValue& value, const Span& span) {
        using Kind = JsonValue::Kind;
        const bool isNull = value.kind == Kind::Null;
        const QString name = QString::fromLatin1(value.path);
        switch (meaning) {
        case Meaning::Model:
            if (value.kind != Kind::String || value.text.isEmpty())
                return fail(QStringLiteral("“model” is no text"));
            m_request.m_model = QString::fromUtf8(value.text).left(longestModel);
            return;
        case Meaning::Stream:
            m_request.m_streams = value.kind == Kind::True;
            if (value.kind != Kind::True && value.kind != Kind::False && !isNull)
                fail(QStringLiteral("“stream” is neither true nor false"));
            return;
        case Meaning::Output:
            if (!isNull)
                noteOutput(wholeNumber(value, name), span);
            return;
        case Meaning::Thinking:
            if (!isNull)
                m_request.m_thinking = wholeNumber(value, name);
            return;
        case Meaning::Alternatives:
            if (isNull)
                return;
            m_request.m_size.alternatives = wholeNumber(value, name);
            if (m_request.m_size.alternatives > mostAlternatives)
                fail(QStringLiteral("“%1” is too large").arg(name));
            return;
        case Meaning::Generation:
            if (value.kind != Kind::Object)
                return fail(QStringLiteral("“%1” is no object").arg(name));
            m_request.m_generation = span;
            return;
        case Meaning::StreamOptions:
            if (value.kind != Kind::Object && !isNull)
                return fail(QStringLiteral("“%1” is no object").arg(name));
            m_request.m_streamOptions = span;
            m_request.m_streamOptionsIsObject = !isNull;
            return;
        case Meaning::IncludeUsage:
            m_request.m_includeUsage = span;
            return;
        case Meaning::None:
            return;
        }
    }

    void noteOutput(qint64 tokens, const Span& span) {
        m_request.m_outputs.append({span, tokens});
        m_request.m_size.output = std::max(m_request.m_size.output, tokens);
    }

    qint64 wholeNumber(const JsonValue& value, const QString& name) {
        bool isWhole = false;
        const qint64 number = value.text.toByteArray().toLongLong(&isWhole);
        if (value.kind == JsonValue::Kind::Number && isWhole && number >= 0 && number <= INT_MAX)
            return number;
        fail(QStringLiteral("“%1” is no whole number from zero on").arg(name));
        return 0;
    }

    /// Pictures and files cost fewer tokens than the same bytes of text.
    void noteEncoded(const JsonValue& value) {
        const qint64 size = value.end - value.begin;
        if (size < encodedLeast)
            return;
        const bool isData = value.key == QByteArrayView("data") || value.text.startsWith("data:");
        const bool looksEncoded = std::all_of(value.text.begin(), value.text.end(), [](char c) {
            return c > ' ' && c != '<' && c != '{' && static_cast<unsigned char>(c) < 0x7f;
        });
        if (!isData || !looksEncoded)
            return;
        m_encodedBytes += size;
        ++m_encodedCount;
    }

    ModelRequest& m_request;
    QSet<QByteArray> m_seen;
    QString m_problem;
    bool m_isObject = false;
    qint64 m_encodedBytes = 0;
    qint64 m_encodedCount = 0;
};

Result<ModelRequest> ModelRequest::read(const ModelRoute& route, const QByteArray& body) {
    ModelRequest request;
    request.m_protocol = route.protocol;
    request.m_model = route.model.left(longestModel);
    request.m_streams = route.streamByPath;
    Reader reader(request);
    JsonWalk walk(reader);
    walk.feed(body);
    if (!walk.finish() || !reader.isObject())
        return invalidBody(QStringLiteral("its body is no JSON object"));
    if (!reader.problem().isEmpty())
        return invalidBody(reader.problem());
    if (request.m_model.isEmpty())
        return invalidBody(QStringLiteral("it names no model"));
    for (Span* object : {&request.m_root, &request.m_generation, &request.m_streamOptions})
        lookInto(*object, body);
    const auto isForeign = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
    const qint64 foreign = std::count_if(body.begin(), body.end(), isForeign);
    const qint64 plain = body.size() - foreign - reader.encodedBytes();
    request.m_size.input = std::max<qint64>(0, plain) / bytesPerToken + foreign / bytesPerForeignToken +
                           reader.encodedBytes() / encodedBytesPerToken +
                           reader.encodedCount() * encodedSpare + 1;
    return request;
}

void ModelRequest::lookInto(Span& object, const QByteArray& body) {
    if (object.there())
        object.isEmptyObject = body.mid(object.begin + 1, object.end - object.begin - 2).trimmed().isEmpty();
}

ModelRequest::Edit ModelRequest::insertInto(const Span& object, const QByteArray& member) {
    return {object.begin + 1, 0, object.isEmptyObject ? member : member + ','};
}

void ModelRequest::editOutput(QList<Edit>& edits, qint64 output) const {
    const QByteArray number = QByteArray::number(output);
    for (const Allowance& allowed : m_outputs)
        if (allowed.tokens > output)
            edits.append({allowed.span.begin, allowed.span.end - allowed.span.begin, number});
    if (!m_outputs.isEmpty())
        return;
    switch (m_protocol) {
    case ModelProtocol::Anthropic: // it must be there: the upstream will say so
        return;
    case ModelProtocol::Chat:
        return edits.append(insertInto(m_root, "\"max_completion_tokens\":" + number));
    case ModelProtocol::Responses:
        return edits.append(insertInto(m_root, "\"max_output_tokens\":" + number));
    case ModelProtocol::Gemini:
        if (m_generation.there())
            return edits.append(insertInto(m_generation, "\"maxOutputTokens\":" + number));
        return edits.append(insertInto(m_root, "\"generationConfig\":{\"maxOutputTokens\":" + number + '}'));
    }
}

void ModelRequest::editStreamOptions(QList<Edit>& edits) const {
    static const QByteArray wanted("\"include_usage\":true");
    if (m_includeUsage.there())
        edits.append({m_includeUsage.begin, m_includeUsage.end - m_includeUsage.begin, "true"});
    else if (m_streamOptionsIsObject)
        edits.append(insertInto(m_streamOptions, wanted));
    else if (m_streamOptions.there())
        edits.append(
            {m_streamOptions.begin, m_streamOptions.end - m_streamOptions.begin, '{' + wanted + '}'});
    else
        edits.append(insertInto(m_root, "\"stream_options\":{" + wanted + '}'));
}

QByteArray ModelRequest::bodyFor(const QByteArray& body, std::optional<qint64> output) const {
    QList<Edit> edits;
    if (output)
        editOutput(edits, *output / std::max<qint64>(1, m_size.alternatives));
    if (m_protocol == ModelProtocol::Chat && m_streams)
        editStreamOptions(edits);
    if (edits.isEmpty())
        return body;
    std::stable_sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) { return a.at < b.at; });
    QByteArray result;
    result.reserve(body.size() + 128);
    qint64 at = 0;
    for (const Edit& edit : edits) {
        result += body.mid(at, edit.at - at);
        result += edit.text;
        at = edit.at + edit.length;
    }
    return result + body.mid(at);
}

} // namespace signalbox
