// SPDX-License-Identifier: GPL-3.0-or-later
// The scripted core's terminals: a made-up shell that knows a few words.
#include "core/client/scenario_answers.h"
#include "core/client/scenario_core.h"

#include <algorithm>

namespace signalbox {

using namespace scenario;

namespace {

const QByteArray prompt = "\x1b[1;32magent@guest\x1b[0m:\x1b[1;34m~/work\x1b[0m$ ";

QByteArray output(const QByteArray& text) {
    return "event: output\ndata: " + text.toBase64() + "\n\n";
}

QByteArray said(const QByteArray& line) {
    if (line == "git status --short")
        return " \x1b[31mM\x1b[0m src/parse.cpp\r\n \x1b[31m??\x1b[0m tests/test_last_word.cpp\r\n";
    if (line == "ls")
        return "\x1b[1;34mbuild\x1b[0m  CMakeLists.txt  README.md  \x1b[1;34msrc\x1b[0m  "
               "\x1b[1;34mtests\x1b[0m\r\n";
    return line.isEmpty() ? QByteArray() : "sh: " + line.split(' ').first() + ": not found\r\n";
}

} // namespace

QByteArray ScenarioCore::openTerminal(const QString& machine) const {
    const QList<MachineInfo> all = machines();
    const bool known =
        std::any_of(all.begin(), all.end(), [&](const MachineInfo& m) { return m.name == machine; });
    if (!known)
        return {};
    return "event: opened\ndata: {\"terminal\":\"" + machine.toUtf8() + "\"}\n\n" +
           output(prompt + "git status --short\r\n" + said("git status --short") + prompt);
}

ApiReply ScenarioCore::handleTerminal(const QStringList& path, const QByteArray& typed) {
    const QString terminal = path.value(1);
    if (path.value(2) == QLatin1String("size"))
        return {204, {}};
    QByteArray answer;
    for (const char letter : typed) {
        if (letter != '\r' && letter != '\n') {
            m_typed += letter;
            answer += letter;
            continue;
        }
        if (m_typed == "exit") {
            m_typed.clear();
            emit terminalSaid(terminal, output(answer + "\r\nlogout\r\n") +
                                            "event: end\ndata: {\"reason\":\"the shell has ended\"}\n\n");
            return scenario::answer({{QStringLiteral("typed"), typed.size()}});
        }
        answer += "\r\n" + said(std::exchange(m_typed, {})) + prompt;
    }
    emit terminalSaid(terminal, output(answer));
    return scenario::answer({{QStringLiteral("typed"), typed.size()}});
}

} // namespace signalbox
