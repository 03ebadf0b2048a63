// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/server/openapi.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>

namespace signalbox {

namespace {

QString inWord(RouteParameter::In in) {
    switch (in) {
    case RouteParameter::In::Path:
        return QStringLiteral("path");
    case RouteParameter::In::Header:
        return QStringLiteral("header");
    case RouteParameter::In::Query:
        break;
    }
    return QStringLiteral("query");
}

QJsonObject parameterObject(const RouteParameter& parameter) {
    QJsonObject object{{QStringLiteral("name"), parameter.name},
                       {QStringLiteral("in"), inWord(parameter.in)},
                       {QStringLiteral("schema"), parameter.schema}};
    if (!parameter.description.isEmpty())
        object.insert(QStringLiteral("description"), parameter.description);
    if (parameter.required || parameter.in == RouteParameter::In::Path)
        object.insert(QStringLiteral("required"), true);
    return object;
}

/// The names in a pattern, in order.
QStringList pathNames(const QString& pattern) {
    static const QRegularExpression capture(QStringLiteral("\\{([A-Za-z0-9_]+)(?:\\.\\.\\.)?\\}"));
    QStringList names;
    for (auto it = capture.globalMatch(pattern); it.hasNext();)
        names.append(it.next().captured(1));
    return names;
}

QJsonArray parameters(const HttpRoute& route) {
    QJsonArray list;
    for (const QString& name : pathNames(route.pattern)) {
        const auto described =
            std::find_if(route.parameters.begin(), route.parameters.end(),
                         [&](const auto& p) { return p.in == RouteParameter::In::Path && p.name == name; });
        RouteParameter plain;
        plain.name = name;
        plain.in = RouteParameter::In::Path;
        list.append(parameterObject(described == route.parameters.end() ? plain : *described));
    }
    for (const RouteParameter& parameter : route.parameters)
        if (parameter.in != RouteParameter::In::Path)
            list.append(parameterObject(parameter));
    return list;
}

QString operationId(const HttpRoute& route) {
    if (!route.operation.isEmpty())
        return route.operation;
    QString id = QString::fromLatin1(route.method.toLower());
    bool upper = true;
    for (const QChar c : route.pattern) {
        if (!c.isLetterOrNumber()) {
            upper = true;
            continue;
        }
        id += upper ? c.toUpper() : c;
        upper = false;
    }
    return id;
}

QJsonObject content(const QString& type, const QJsonObject& schema) {
    QJsonObject media;
    if (!schema.isEmpty())
        media.insert(QStringLiteral("schema"), schema);
    return {{type, media}};
}

QJsonObject operation(const HttpRoute& route) {
    const QString json = QStringLiteral("application/json");
    QJsonObject success{{QStringLiteral("description"), QStringLiteral("Done.")}};
    if (!route.responseType.isEmpty())
        success.insert(QStringLiteral("content"), content(route.responseType, route.responseSchema));
    const QJsonObject failure{
        {QStringLiteral("description"), QStringLiteral("Refused or failed: why, and what to do.")},
        {QStringLiteral("content"), content(json, schemaRef(QStringLiteral("Error")))}};
    QJsonObject object{
        {QStringLiteral("operationId"), operationId(route)},
        {QStringLiteral("summary"), route.summary},
        {QStringLiteral("responses"),
         QJsonObject{{QString::number(route.successStatus), success}, {QStringLiteral("default"), failure}}}};
    if (!route.tag.isEmpty())
        object.insert(QStringLiteral("tags"), QJsonArray{route.tag});
    if (const QJsonArray list = parameters(route); !list.isEmpty())
        object.insert(QStringLiteral("parameters"), list);
    if (!route.requestSchema.isEmpty())
        object.insert(QStringLiteral("requestBody"),
                      QJsonObject{{QStringLiteral("required"), true},
                                  {QStringLiteral("content"), content(json, route.requestSchema)}});
    if (!route.role.isEmpty()) {
        object.insert(QStringLiteral("description"), QStringLiteral("Needs the role %1.").arg(route.role));
        object.insert(QStringLiteral("x-role"), route.role);
    }
    if (!route.needsToken)
        object.insert(QStringLiteral("security"), QJsonArray{}); // overrides the document's
    return object;
}

QJsonObject errorSchema() {
    const QJsonObject text{{QStringLiteral("type"), QStringLiteral("string")}};
    const QJsonObject error{
        {QStringLiteral("type"), QStringLiteral("object")},
        {QStringLiteral("required"), QJsonArray{QStringLiteral("kind"), QStringLiteral("message")}},
        {QStringLiteral("properties"), QJsonObject{{QStringLiteral("kind"), text},
                                                   {QStringLiteral("message"), text},
                                                   {QStringLiteral("hint"), text}}}};
    return {{QStringLiteral("type"), QStringLiteral("object")},
            {QStringLiteral("required"), QJsonArray{QStringLiteral("error")}},
            {QStringLiteral("properties"), QJsonObject{{QStringLiteral("error"), error}}}};
}

} // namespace

QJsonObject schemaRef(const QString& name) {
    return {{QStringLiteral("$ref"), QStringLiteral("#/components/schemas/") + name}};
}

QJsonObject openApiDocument(const OpenApiInfo& info, const QList<HttpRoute>& routes,
                            const QJsonObject& schemas) {
    QJsonObject paths;
    QStringList tags;
    for (const HttpRoute& route : routes) {
        const QString path = QString(route.pattern).replace(QLatin1String("...}"), QLatin1String("}"));
        QJsonObject item = paths.value(path).toObject();
        item.insert(QString::fromLatin1(route.method.toLower()), operation(route));
        paths.insert(path, item);
        if (!route.tag.isEmpty() && !tags.contains(route.tag))
            tags.append(route.tag);
    }
    QJsonArray tagList;
    for (const QString& tag : tags)
        tagList.append(QJsonObject{{QStringLiteral("name"), tag}});
    QJsonObject components = schemas;
    if (!components.contains(QStringLiteral("Error")))
        components.insert(QStringLiteral("Error"), errorSchema());
    const QJsonObject bearer{{QStringLiteral("type"), QStringLiteral("http")},
                             {QStringLiteral("scheme"), QStringLiteral("bearer")}};
    QJsonObject document{
        {QStringLiteral("openapi"), QStringLiteral("3.1.0")},
        {QStringLiteral("info"), QJsonObject{{QStringLiteral("title"), info.title},
                                             {QStringLiteral("version"), info.version},
                                             {QStringLiteral("description"), info.description}}},
        {QStringLiteral("paths"), paths},
        {QStringLiteral("tags"), tagList},
        {QStringLiteral("security"), QJsonArray{QJsonObject{{QStringLiteral("bearer"), QJsonArray{}}}}},
        {QStringLiteral("components"),
         QJsonObject{{QStringLiteral("schemas"), components},
                     {QStringLiteral("securitySchemes"), QJsonObject{{QStringLiteral("bearer"), bearer}}}}}};
    if (!info.serverUrl.isEmpty())
        document.insert(QStringLiteral("servers"),
                        QJsonArray{QJsonObject{{QStringLiteral("url"), info.serverUrl}}});
    return document;
}

} // namespace signalbox
