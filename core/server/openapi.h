// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/server/http_router.h"

namespace signalbox {

struct OpenApiInfo {
    QString title;
    QString version;
    QString description;
    QString serverUrl; ///< empty: none is stated
};

/// {"$ref": "#/components/schemas/NAME"}
QJsonObject schemaRef(const QString& name);

/// The OpenAPI 3.1 description of a table of routes, so that it cannot say anything else than what is served.
/// schemas are the components by name; "Error" is added when it is missing.
QJsonObject openApiDocument(const OpenApiInfo& info, const QList<HttpRoute>& routes,
                            const QJsonObject& schemas);

} // namespace signalbox
