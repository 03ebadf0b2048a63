// SPDX-License-Identifier: GPL-3.0-or-later
// What an agent wants to run and what its hook tells of it. Input: a command. Holds: reading ends and is
// bounded; what reaches for a network is never allowed by what stands behind it or around it; the same in a
// shell of its own is judged no less strictly; what is not understood is never allowed; the hook's JSON is
// read or refused.
#include "core/policy/hook_call.h"
#include "core/policy/tool_judge.h"
#include "tests/fuzz/fuzz.h"

using namespace signalbox;
using namespace signalbox::fuzz;

namespace {

ToolAnswer answerTo(const QString& command) {
    ToolCall call;
    call.tool = QStringLiteral("Bash");
    call.kind = ToolKind::Run;
    call.command = command;
    call.directory = QStringLiteral("/home/agent/work");
    return judge(call, {}).answer;
}

QString quoted(QString text) {
    return u'\'' + text.replace(u'\'', QStringLiteral("'\\''")) + u'\'';
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const QByteArray bytes(reinterpret_cast<const char*>(data), qsizetype(size));
    if (const auto call = hookCall(bytes, {}))
        FUZZ_CHECK(!call->tool.isEmpty() && (call->kind != ToolKind::Run || !call->command.isEmpty()));
    const QString text = QString::fromUtf8(bytes);
    const ShellScript script = readShell(text);
    FUZZ_CHECK(script.commands.size() <= mostCommands);
    const ToolAnswer alone = answerTo(text);
    if (!script.understood())
        FUZZ_CHECK(alone != ToolAnswer::Allow);
    FUZZ_CHECK(answerTo(QStringLiteral("curl x\n") + text) != ToolAnswer::Allow);
    FUZZ_CHECK(answerTo(QStringLiteral("ls $(curl x)\n") + text) != ToolAnswer::Allow);
    if (alone != ToolAnswer::Allow && !text.trimmed().isEmpty())
        FUZZ_CHECK(answerTo(QStringLiteral("sh -c ") + quoted(text)) != ToolAnswer::Allow);
    return 0;
}
