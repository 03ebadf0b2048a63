// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/policy/hook_call.h"

#include "core/policy/word_pattern.h"

#include <QJsonDocument>

namespace signalbox {

namespace {

constexpr qsizetype longestName = 200;
constexpr qsizetype mostPaths = 200;

Error invalid(const QString& message) {
    return {ErrorKind::Invalid, message,
            QStringLiteral("a hook tells tool_name, tool_input and cwd as JSON")};
}

/// {"run": {"Bash": "command"}, "edit": {"Edit": "file_path"}, "free": {"TodoWrite": ""}}
const QJsonObject& usualTools() {
    static const QJsonObject tools = QJsonDocument::fromJson(R"({
        "run": {"Bash": "command"},
        "edit": {"Edit": "file_path", "Write": "file_path", "MultiEdit": "file_path", "NotebookEdit": "notebook_path",
                 "apply_patch": "command"},
        "read": {"Read": "file_path", "Grep": "path", "Glob": "path", "LS": "path"},
        "fetch": {"WebFetch": "url", "WebSearch": "query"},
        "free": {"TodoWrite": "", "Task": "", "mcp__signalbox__*": ""}
    })")
                                         .object();
    return tools;
}

/// What the kinds of the Agent Client Protocol mean, for tools whose names nobody knows.
const QJsonObject& protocolKinds() {
    static const QJsonObject kinds = QJsonDocument::fromJson(R"({
        "run": {"execute": "command|cmd|script"},
        "edit": {"edit": "paths", "delete": "paths", "move": "paths"},
        "read": {"read": "paths", "search": "paths"},
        "fetch": {"fetch": "url|query"},
        "free": {"think": ""}
    })")
                                         .object();
    return kinds;
}

/// The files that a patch of the form "*** Update File: NAME" names; nothing when it is none.
QStringList patchedFiles(const QString& text) {
    QStringList files;
    for (const QString& line : text.split(u'\n'))
        for (const char* mark : {"*** Add File: ", "*** Update File: ", "*** Delete File: ", "*** Move to: "})
            if (line.startsWith(QLatin1String(mark)))
                files.append(line.mid(qsizetype(qstrlen(mark))).trimmed());
    return files;
}

/// A text, or a list of texts that are words of one command.
QString textOf(const QJsonValue& value) {
    if (!value.isArray())
        return value.toString();
    QStringList words;
    for (const QJsonValue& word : value.toArray())
        words.append(word.toString());
    // ["bash", "-lc", TEXT] is how some agents say it.
    if (words.size() == 3 && words.at(1).startsWith(u'-') && words.at(1).endsWith(u'c'))
        return words.at(2);
    for (QString& word : words)
        word = u'\'' + word.replace(u'\'', u"'\\''"_qs) + u'\'';
    return words.join(u' ');
}

/// By its name, or by one that ends in `*`.
QJsonObject::const_iterator findTool(const QJsonObject& named, const QString& tool) {
    if (const auto exact = named.constFind(tool); exact != named.constEnd())
        return exact;
    auto it = named.constBegin();
    while (it != named.constEnd() && !(it.key().endsWith(u'*') && fitsStars(it.key(), tool)))
        ++it;
    return it;
}

void readInto(ToolCall& call, const QJsonObject& input, const QString& places) {
    for (const QString& place : places.split(u'|', Qt::SkipEmptyParts)) {
        if (const QJsonArray several = input.value(place).toArray();
            !several.isEmpty() && call.kind != ToolKind::Run) {
            for (const QJsonValue& path : several)
                call.paths.append(path.toString());
            if (call.paths.contains(QString()))
                call.paths.clear(); // not all of them are names
            return;
        }
        const QString text = textOf(input.value(place));
        if (text.isEmpty())
            continue;
        if (call.kind == ToolKind::Run) {
            call.command = text;
        } else if (const QStringList files = patchedFiles(text); !files.isEmpty()) {
            call.paths.append(files);
        } else if (text.contains(u'\n')) {
            continue; // no name of a file
        } else {
            call.paths.append(text);
        }
        return;
    }
}

} // namespace

Result<ToolCall> hookCall(const QByteArray& json, const QJsonObject& tools) {
    if (json.size() > longestToolInput)
        return Error{ErrorKind::LimitReached,
                     QStringLiteral("the call has %1 KB, more than is looked at (%2 KB)")
                         .arg(json.size() / 1024)
                         .arg(longestToolInput / 1024),
                     QStringLiteral("do it in smaller steps")};
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isObject())
        return invalid(QStringLiteral("the call is no JSON object"));
    const QJsonObject told = document.object();
    ToolCall call;
    call.tool = told.value(u"tool_name").toString();
    if (call.tool.isEmpty() || call.tool.size() > longestName)
        return invalid(QStringLiteral("the call names no tool"));
    call.directory = told.value(u"cwd").toString();
    const QJsonValue input = told.value(u"tool_input");
    if (!input.isObject() && !input.isString() && !input.isUndefined() && !input.isNull())
        return invalid(QStringLiteral("tool_input is no object"));
    call.text =
        input.isString() ? input.toString() : QString::fromUtf8(QJsonDocument(input.toObject()).toJson());
    const QJsonObject members = input.isString() ? QJsonObject() : input.toObject();
    const auto look = [&](const QJsonObject& table, const QString& name) {
        for (const ToolKind kind :
             {ToolKind::Free, ToolKind::Read, ToolKind::Edit, ToolKind::Run, ToolKind::Fetch}) {
            const QJsonObject named = table.value(enumWord(kind)).toObject();
            const auto place = findTool(named, name);
            if (place == named.constEnd())
                continue;
            call.kind = kind;
            const QString places = place->toString();
            readInto(call, input.isString() ? QJsonObject{{places.section(u'|', 0, 0), input}} : members,
                     places);
            return true;
        }
        return false;
    };
    const QString kind = told.value(u"tool_kind").toString();
    if (!look(tools.isEmpty() ? usualTools() : tools, call.tool) && !kind.isEmpty() && !look(tools, kind))
        look(protocolKinds(), kind);
    if (call.kind == ToolKind::Run && call.command.isEmpty())
        call.kind = ToolKind::Other; // it runs something that is not where it was looked for
    if (call.kind == ToolKind::Edit && (call.paths.isEmpty() || call.paths.size() > mostPaths))
        call.kind = ToolKind::Other;
    return call;
}

QString toolTableProblem(const QJsonObject& tools) {
    for (auto kind = tools.begin(); kind != tools.end(); ++kind) {
        if (!enumFromWord<ToolKind>(kind.key()) || kind.key() == u"other")
            return QStringLiteral("\"%1\" is no kind of tool").arg(kind.key());
        const QJsonObject named = kind->toObject();
        if (!kind->isObject())
            return QStringLiteral("\"%1\" must map names of tools to members of their input").arg(kind.key());
        for (auto tool = named.begin(); tool != named.end(); ++tool)
            if (!tool->isString())
                return QStringLiteral("\"%1\" must name a member of its input").arg(tool.key());
    }
    return {};
}

} // namespace signalbox
