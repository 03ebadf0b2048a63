// SPDX-License-Identifier: GPL-3.0-or-later
// Calls about blueprints.
#include "core/client/api_call.h"
#include "core/client/core_client.h"

#include <QUrl>

namespace signalbox {

namespace {

struct CheckedBlueprint {
    Blueprint blueprint;
    SB_FIELDS(CheckedBlueprint, blueprint)
};

ApiRequest withYaml(const QString& path, const QByteArray& yaml) {
    ApiRequest request = get(path);
    request.method = "POST";
    request.body = yaml;
    request.contentType = QByteArrayLiteral("application/yaml");
    return request;
}

QString inQuery(const QString& text) {
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

} // namespace

void CoreClient::checkBlueprint(const QByteArray& yaml, QObject* context, Callback<Blueprint> done) {
    const auto read = [](const QByteArray& body) -> Result<Blueprint> {
        const Result<CheckedBlueprint> answer = parseAnswer<CheckedBlueprint>(body);
        if (!answer)
            return answer.error();
        return answer->blueprint;
    };
    callApi<Blueprint>(*m_transport, withYaml(QStringLiteral("/v1/blueprints/check"), yaml), context, read,
                       std::move(done));
}

void CoreClient::examineBlueprint(const QByteArray& yaml, QObject* context,
                                  Callback<BlueprintExamination> done) {
    callApi<BlueprintExamination>(*m_transport, withYaml(QStringLiteral("/v1/blueprints/examine"), yaml),
                                  context, parseAnswer<BlueprintExamination>, std::move(done));
}

void CoreClient::fetchBlueprintSource(const QString& repository, const QString& shipped, QObject* context,
                                      Callback<BlueprintSource> done) {
    const QString query = shipped.isEmpty() ? QStringLiteral("repository=") + inQuery(repository)
                                            : QStringLiteral("shipped=") + inQuery(shipped);
    callApi<BlueprintSource>(*m_transport, get(QStringLiteral("/v1/blueprints/source?") + query), context,
                             parseAnswer<BlueprintSource>, std::move(done));
}

void CoreClient::fetchWhatIf(TaskId task, const QByteArray& yaml, QObject* context, Callback<WhatIf> done) {
    callApi<WhatIf>(*m_transport, withYaml(QStringLiteral("/v1/tasks/%1/what-if").arg(task), yaml), context,
                    parseAnswer<WhatIf>, std::move(done));
}

} // namespace signalbox
