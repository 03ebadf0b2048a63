// SPDX-License-Identifier: GPL-3.0-or-later
// JSON as it comes over the API and out of the journal. Input: a word, a line end, a JSON document. Holds:
// what is read as an event, an answer or a log line writes and reads again as the same; what the engine is
// asked for is decided without a failed assertion, and the events that follow can be applied.
#include "core/client/wire.h"
#include "core/domain/event.h"
#include "core/flow/state.h"
#include "tests/fuzz/fuzz.h"

#include <QJsonDocument>

using namespace signalbox;
using namespace signalbox::fuzz;

namespace {

template <typename T>
void checkAnswer(const QByteArray& body) {
    const auto read = parseAnswer<T>(body);
    if (!read)
        return;
    const QJsonObject written = toJson(*read);
    const auto again = fromJson<T>(written);
    FUZZ_CHECK(again.ok() && toJson(*again) == written);
}

void checkEvent(const QString& type, const QByteArray& body) {
    const auto object = jsonObjectFrom(body);
    if (!object)
        return;
    const auto event = eventFrom(type, *object);
    if (!event)
        return;
    FUZZ_CHECK(typeOf(*event) == type);
    const QJsonObject written = bodyOf(*event);
    const auto again = eventFrom(type, written);
    FUZZ_CHECK(again.ok() && bodyOf(*again) == written);
}

void carryOut(State& state, const Command& command) {
    const Moment now{1'000'000};
    const auto events = decide(state, command, now);
    if (!events) {
        FUZZ_CHECK(!events.error().message.isEmpty());
        return;
    }
    for (const Event& event : *events)
        apply(state, {state.seq + 1, now, event});
}

void checkCommands(const QByteArray& body) {
    const auto object = jsonObjectFrom(body);
    if (!object)
        return;
    State state;
    Repository known;
    known.name = QStringLiteral("x");
    known.url = QStringLiteral("/srv/x");
    carryOut(state, AddRepository{known});
    const QString by = QStringLiteral("ann");
    if (const auto repository = fromJson<Repository>(*object))
        carryOut(state, AddRepository{*repository});
    if (const auto spec = fromJson<TaskSpec>(*object))
        for (int twice = 0; twice < 2; ++twice)
            carryOut(state, SubmitTask{*spec, by});
    const qint64 id = object->value(QLatin1String("id")).toInteger(1);
    const QString text = object->value(QLatin1String("text")).toString();
    carryOut(state, CastVote{id, by, true, text, text, text});
    carryOut(state, AskQuestion{id, by, text});
    carryOut(state, RetryTask{id, by, text, text});
    carryOut(state, CancelTask{id, by, text});
    carryOut(state, RemoveRepository{text, by});
    for (const TaskId task : state.unfinished)
        FUZZ_CHECK(state.task(task) != nullptr);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    const QString word = QString::fromUtf8(input.upTo('\n'));
    const QByteArray body = input.rest();
    if (word == QLatin1String("log")) {
        const LogLine line = logLineFrom(body, 7);
        const LogLine again = logLineFrom(toNdjson(line), 7);
        FUZZ_CHECK(again.text == line.text && again.step == line.step && again.attempt == line.attempt);
    } else if (word == QLatin1String("command")) {
        checkCommands(body);
    } else if (word == QLatin1String("answer")) {
        checkAnswer<CoreInfo>(body);
        checkAnswer<TaskDetail>(body);
        checkAnswer<ApprovalEntry>(body);
        checkAnswer<EvidenceBundle>(body);
        checkAnswer<ChangeList>(body);
        checkAnswer<MachineInfo>(body);
        checkAnswer<RecordView>(body);
        checkAnswer<JournalCheck>(body);
    } else {
        checkEvent(word, body);
    }
    return 0;
}
