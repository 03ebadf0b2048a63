// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/blueprint_draft.h"

#include <algorithm>

namespace signalbox {

namespace {
constexpr int pauseMs = 350; ///< after the last key, before the core is asked
const QString ownPath = QStringLiteral(".signalbox/blueprint.yaml");
} // namespace

QByteArray unifiedPatch(const QString& path, const QString& before, const QString& after) {
    if (before == after)
        return {};
    constexpr qsizetype context = 3;
    struct Lines {
        QStringList all;
        bool endsOpen = false; ///< no line end behind the last
        explicit Lines(const QString& text) : endsOpen(!text.isEmpty() && !text.endsWith(u'\n')) {
            all = text.split(u'\n');
            if (!endsOpen)
                all.removeLast();
        }
        [[nodiscard]] QString at(qsizetype i) const {
            return all.at(i) + (endsOpen && i + 1 == all.size()
                                    ? QStringLiteral("\n\\ No newline at end of file\n")
                                    : QStringLiteral("\n"));
        }
    };
    const Lines was(before);
    const Lines is(after);
    const qsizetype shorter = std::min(was.all.size(), is.all.size());
    qsizetype head = 0;
    while (head < shorter && was.at(head) == is.at(head))
        ++head;
    qsizetype tail = 0;
    while (tail < shorter - head && was.at(was.all.size() - 1 - tail) == is.at(is.all.size() - 1 - tail))
        ++tail;
    const qsizetype from = std::max<qsizetype>(0, head - context);
    const qsizetype rest = std::min(tail, context);
    const auto range = [&](const Lines& lines) {
        const qsizetype count = lines.all.size() - tail - from + rest;
        return QStringLiteral("%1,%2").arg(count == 0 ? from : from + 1).arg(count);
    };
    QString text =
        before.isEmpty() ? QStringLiteral("--- /dev/null\n") : QStringLiteral("--- a/%1\n").arg(path);
    text += QStringLiteral("+++ b/%1\n@@ -%2 +%3 @@\n").arg(path, range(was), range(is));
    for (qsizetype i = from; i < head; ++i)
        text += u' ' + was.at(i);
    for (qsizetype i = head; i < was.all.size() - tail; ++i)
        text += u'-' + was.at(i);
    for (qsizetype i = head; i < is.all.size() - tail; ++i)
        text += u'+' + is.at(i);
    for (qsizetype i = was.all.size() - tail; i < was.all.size() - tail + rest; ++i)
        text += u' ' + was.at(i);
    return text.toUtf8();
}

BlueprintDraft::BlueprintDraft(QObject* parent) : QObject(parent) {
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMs);
    connect(&m_pause, &QTimer::timeout, this, &BlueprintDraft::examine);
}

void BlueprintDraft::follow(CoreClient& client, std::function<void()> began, std::function<void()> ended) {
    m_client = &client;
    m_began = std::move(began);
    m_ended = std::move(ended);
}

void BlueprintDraft::open(const Place& place) {
    m_place = place;
    m_source = {};
    m_sourceError.reset();
    m_text.clear();
    m_examination = {};
    m_tried.reset();
    m_stale = false;
    m_pause.stop();
    emit loaded();
    emit updated();
    if (place.isEmpty())
        return;
    m_began();
    m_client->fetchBlueprintSource(place.repository, place.shipped, this,
                                   [this, place](const Result<BlueprintSource>& source) {
                                       if (place == m_place) {
                                           if (source) {
                                               m_source = *source;
                                               m_text = source->text;
                                           } else {
                                               m_sourceError = source.error();
                                           }
                                           emit loaded();
                                           if (source)
                                               examine();
                                           emit updated();
                                       }
                                       m_ended();
                                   });
}

void BlueprintDraft::setText(const QString& text) {
    if (text == m_text)
        return;
    m_text = text;
    m_tried.reset();
    m_stale = true;
    m_pause.start();
    emit updated();
}

void BlueprintDraft::examine() {
    m_pause.stop();
    m_stale = false;
    m_checking = true;
    m_began();
    const QString asked = m_text;
    m_client->examineBlueprint(
        asked.toUtf8(), this, [this, asked](const Result<BlueprintExamination>& found) {
            if (asked == m_text) { // otherwise a later question is on its way, or waits for its moment
                m_checking = false;
                if (found)
                    m_examination = *found;
                else
                    emit failed(found.error());
                emit updated();
            }
            m_ended();
        });
}

void BlueprintDraft::tryOn(TaskId task) {
    m_tried.reset();
    m_began();
    const QString asked = m_text;
    m_client->fetchWhatIf(task, asked.toUtf8(), this, [this, asked](const Result<WhatIf>& found) {
        if (!found)
            emit failed(found.error());
        else if (asked == m_text)
            m_tried = *found;
        emit updated();
        m_ended();
    });
}

QByteArray BlueprintDraft::patch() const {
    const bool file = m_source.from == QLatin1String("repository");
    return unifiedPatch(file ? m_source.path : ownPath, file ? m_source.text : QString(), m_text);
}

} // namespace signalbox
