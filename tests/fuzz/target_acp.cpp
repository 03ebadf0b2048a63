// SPDX-License-Identifier: GPL-3.0-or-later
// What an agent of the Agent Client Protocol writes, and the state that its guest keeps. Input: lines; one
// that begins with `=` begins a turn with that state instead of the last one, others are events. Holds: a
// turn is refused or answered in its form, the same again gives the same; messages for the agent are
// JSON-RPC; a yes is only ever said by an option that the agent offered for one call, after the rules said
// so; it ends once; the state it gives back is one that it takes, and is bounded.
#include "core/acp/acp_turn.h"
#include "tests/fuzz/fuzz.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace signalbox;
using namespace signalbox::fuzz;

namespace {

constexpr qsizetype boundOfState = 1024 * 1024;

QJsonObject objectIn(const QByteArray& text) {
    const QJsonDocument document = QJsonDocument::fromJson(text);
    FUZZ_CHECK(document.isObject());
    return document.object();
}

/// The state of the answer.
QByteArray checkAnswer(const QByteArray& answer, const QByteArray& events, bool foreign) {
    QList<QByteArray> lines = answer.split('\n');
    FUZZ_CHECK(lines.takeLast().isEmpty());
    FUZZ_CHECK(lines.first().startsWith("S {"));
    const QByteArray state = lines.takeFirst().mid(2);
    bool ended = false;
    for (const QByteArray& line : lines) {
        FUZZ_CHECK(!line.contains('\0') && !ended);
        const QByteArray text = line.mid(2);
        switch (line.at(0)) {
        case 'T':
        case 't':
        case 'B':
            break;
        case 'W': {
            const QJsonObject message = objectIn(text);
            FUZZ_CHECK(message.value(QStringLiteral("jsonrpc")).toString() == QStringLiteral("2.0"));
            FUZZ_CHECK(message.contains(QStringLiteral("method")) ||
                       message.contains(QStringLiteral("result")) !=
                           message.contains(QStringLiteral("error")));
            const QString option =
                message[QStringLiteral("result")][QStringLiteral("outcome")][QStringLiteral("optionId")]
                    .toString();
            if (option == QStringLiteral("yes") && !foreign)
                FUZZ_CHECK(events.contains(" allow"));
            FUZZ_CHECK(foreign || option != QStringLiteral("always"));
            break;
        }
        case 'P':
            FUZZ_CHECK(objectIn(text.mid(text.indexOf(' ') + 1)).contains(QStringLiteral("tool_name")));
            break;
        case 'E':
            ended = true;
            break;
        default:
            FUZZ_CHECK(false);
        }
    }
    return state;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    QByteArray state;
    bool foreign = false;
    while (!input.atEnd()) {
        QByteArray events = input.upTo('\n');
        if (events.startsWith('=')) {
            state = events.mid(1);
            foreign = true;
            continue;
        }
        const QByteArray body = state + '\n' + events + '\n';
        const auto answer = acpTurn(body);
        const auto again = acpTurn(body);
        FUZZ_CHECK(answer.ok() == again.ok());
        if (!answer)
            continue;
        FUZZ_CHECK(*answer == *again);
        state = checkAnswer(*answer, events, foreign);
        FUZZ_CHECK(state.size() <= boundOfState + qsizetype(size));
        FUZZ_CHECK(acpTurn(state + "\nT 1\n").ok());
    }
    return 0;
}
