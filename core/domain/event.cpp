// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/event.h"

namespace signalbox {

namespace {
template <typename E>
bool readInto(const QString& type, const QJsonObject& body, std::optional<Result<Event>>& out) {
    if (type != QLatin1String(E::type))
        return false;
    auto read = fromJson<E>(body);
    if (read)
        out.emplace(Event(std::move(*read)));
    else
        out.emplace(read.error().within(type));
    return true;
}

template <typename... Es>
std::optional<Result<Event>> readAny(const QString& type, const QJsonObject& body,
                                     const std::variant<Es...>*) {
    std::optional<Result<Event>> out;
    (readInto<Es>(type, body, out) || ...);
    return out;
}

template <typename... Es>
QStringList typesOf(const std::variant<Es...>*) {
    return {QString::fromLatin1(Es::type)...};
}
} // namespace

QString typeOf(const Event& event) {
    return std::visit([](const auto& e) { return QString::fromLatin1(e.type); }, event);
}

TaskId taskOf(const Event& event) {
    return std::visit(
        [](const auto& e) -> TaskId {
            if constexpr (requires { e.task; })
                return e.task;
            else
                return 0;
        },
        event);
}

QJsonObject bodyOf(const Event& event) {
    return std::visit([](const auto& e) { return toJson(e); }, event);
}

Result<Event> eventFrom(const QString& type, const QJsonObject& body) {
    auto read = readAny(type, body, static_cast<const Event*>(nullptr));
    if (!read)
        return Error{ErrorKind::Corrupt, QStringLiteral("unknown event type \"%1\"").arg(type),
                     QStringLiteral("the journal was written by a newer version of Signalbox")};
    return std::move(*read);
}

QStringList eventTypes() {
    return typesOf(static_cast<const Event*>(nullptr));
}

} // namespace signalbox
