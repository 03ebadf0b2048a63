// SPDX-License-Identifier: GPL-3.0-or-later
// Schemas for the OpenAPI description, made from the structs themselves so that they cannot lag behind.
#include "core/domain/audit.h"
#include "core/domain/role.h"
#include "core/domain/summary.h"
#include "core/domain/what_if.h"
#include "core/server/api.h"

#include <QJsonArray>

namespace signalbox {

namespace {

QJsonObject typed(const char* type) {
    return {{QStringLiteral("type"), QLatin1String(type)}};
}

template <typename T>
QJsonObject schemaOf() {
    if constexpr (json::Fielded<T>) {
        T value{};
        QJsonObject properties;
        T::visitFields(value, [&](const char* name, auto& field) {
            properties.insert(QLatin1String(name), schemaOf<std::remove_cvref_t<decltype(field)>>());
        });
        return {{QStringLiteral("type"), QStringLiteral("object")},
                {QStringLiteral("properties"), properties}};
    } else if constexpr (std::is_same_v<T, bool>) {
        return typed("boolean");
    } else if constexpr (std::is_same_v<T, QString>) {
        return typed("string");
    } else if constexpr (std::is_same_v<T, double>) {
        return typed("number");
    } else if constexpr (std::is_same_v<T, QJsonObject>) {
        return typed("object");
    } else if constexpr (std::is_enum_v<T>) {
        QJsonArray words;
        for (const char* word : EnumWords<T>::words)
            words.append(QLatin1String(word));
        return {{QStringLiteral("type"), QStringLiteral("string")}, {QStringLiteral("enum"), words}};
    } else if constexpr (json::IsList<T>::value) {
        return {{QStringLiteral("type"), QStringLiteral("array")},
                {QStringLiteral("items"), schemaOf<typename T::value_type>()}};
    } else if constexpr (json::IsMap<T>::value) {
        return {{QStringLiteral("type"), QStringLiteral("object")},
                {QStringLiteral("additionalProperties"), schemaOf<typename T::mapped_type>()}};
    } else if constexpr (json::IsOptional<T>::value) {
        return schemaOf<typename T::value_type>();
    } else {
        return typed("integer"); // whole numbers, moments and durations in milliseconds
    }
}

} // namespace

QJsonObject apiSchemas() {
    QJsonObject vote;
    vote.insert(QStringLiteral("type"), QStringLiteral("object"));
    vote.insert(QStringLiteral("required"),
                QJsonArray{QStringLiteral("approve"), QStringLiteral("tree"), QStringLiteral("evidence")});
    vote.insert(QStringLiteral("properties"), QJsonObject{{QStringLiteral("approve"), typed("boolean")},
                                                          {QStringLiteral("comment"), typed("string")},
                                                          {QStringLiteral("tree"), typed("string")},
                                                          {QStringLiteral("evidence"), typed("string")},
                                                          {QStringLiteral("onBehalf"), typed("string")}});
    const QJsonObject raise{
        {QStringLiteral("type"), QStringLiteral("object")},
        {QStringLiteral("properties"), QJsonObject{{QStringLiteral("tokens"), typed("integer")},
                                                   {QStringLiteral("cost"), typed("number")},
                                                   {QStringLiteral("reason"), typed("string")}}}};
    QJsonObject answer;
    answer.insert(QStringLiteral("type"), QStringLiteral("object"));
    answer.insert(QStringLiteral("required"), QJsonArray{QStringLiteral("allow"), QStringLiteral("action")});
    answer.insert(QStringLiteral("properties"), QJsonObject{{QStringLiteral("allow"), typed("boolean")},
                                                            {QStringLiteral("action"), typed("string")},
                                                            {QStringLiteral("comment"), typed("string")},
                                                            {QStringLiteral("remember"), typed("boolean")}});
    const QJsonObject roles = schemaOf<Roles>();
    const auto object = [](const QJsonObject& properties) {
        return QJsonObject{{QStringLiteral("type"), QStringLiteral("object")},
                           {QStringLiteral("properties"), properties}};
    };
    return {{QStringLiteral("Person"),
             object({{QStringLiteral("name"), typed("string")}, {QStringLiteral("roles"), roles}})},
            {QStringLiteral("Delegation"), schemaOf<Delegation>()},
            {QStringLiteral("RoleList"), object({{QStringLiteral("roles"), roles}})},
            {QStringLiteral("AuditPage"), schemaOf<AuditPage>()},
            {QStringLiteral("Repository"), schemaOf<Repository>()},
            {QStringLiteral("TaskSpec"), schemaOf<TaskSpec>()},
            {QStringLiteral("TaskSummary"), schemaOf<TaskSummary>()},
            {QStringLiteral("Task"), schemaOf<Task>()},
            {QStringLiteral("BlueprintSource"), schemaOf<BlueprintSource>()},
            {QStringLiteral("BlueprintExamination"), schemaOf<BlueprintExamination>()},
            {QStringLiteral("WhatIf"), schemaOf<WhatIf>()},
            {QStringLiteral("BudgetReport"), schemaOf<BudgetReport>()},
            {QStringLiteral("BudgetHistory"), schemaOf<BudgetHistory>()},
            {QStringLiteral("BudgetRaise"), raise},
            {QStringLiteral("ToolAnswer"), answer},
            {QStringLiteral("Vote"), vote}};
}

} // namespace signalbox
