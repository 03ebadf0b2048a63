// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/budget/call_estimate.h"
#include "core/gateway/model_protocol.h"

#include <optional>

namespace signalbox {

/// What the gateway must know of a request's body, and the few places in it that it may change. The body
/// itself stays as the client wrote it, to the byte, everywhere else.
class ModelRequest {
public:
    /// Invalid: no JSON object; a member that matters here twice, or of a wrong type: two readers could take
    /// it for different things.
    static Result<ModelRequest> read(const ModelRoute& route, const QByteArray& body);

    /// As the client names it; cut to 200 characters.
    [[nodiscard]] const QString& model() const { return m_model; }
    [[nodiscard]] bool streams() const { return m_streams; }
    [[nodiscard]] const CallSize& size() const { return m_size; }
    /// Tokens of output below which the upstream would refuse the request: it must leave room to think.
    [[nodiscard]] qint64 leastOutput() const { return m_thinking + 1; }

    /// The body as it goes to the upstream: streams of Chat Completions must tell their use, and where output
    /// is given, the model is allowed to write no more than that in each answer.
    [[nodiscard]] QByteArray bodyFor(const QByteArray& body, std::optional<qint64> output) const;

private:
    class Reader;
    /// Bytes of the body: from begin to before end.
    struct Span {
        qint64 begin = -1;
        qint64 end = -1;
        bool isEmptyObject = false; ///< only told of objects
        [[nodiscard]] bool there() const { return begin >= 0; }
    };
    /// A number that says how much the model may write.
    struct Allowance {
        Span span;
        qint64 tokens = 0;
    };
    struct Edit {
        qint64 at = 0;
        qint64 length = 0;
        QByteArray text;
    };
    void editOutput(QList<Edit>& edits, qint64 output) const;
    void editStreamOptions(QList<Edit>& edits) const;
    static void lookInto(Span& object, const QByteArray& body);
    static Edit insertInto(const Span& object, const QByteArray& member);

    ModelProtocol m_protocol = ModelProtocol::Anthropic;
    QString m_model;
    bool m_streams = false;
    CallSize m_size;
    qint64 m_thinking = 0;
    Span m_root;
    QList<Allowance> m_outputs;
    Span m_generation; ///< Gemini's generationConfig
    Span m_streamOptions;
    Span m_includeUsage;
    bool m_streamOptionsIsObject = false;
};

} // namespace signalbox
