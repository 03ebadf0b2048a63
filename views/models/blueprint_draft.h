// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/client/core_client.h"

#include <QTimer>

namespace signalbox {

/// A blueprint that a person looks at and changes. It holds nowhere: what holds is read from the core, what
/// is written here stays here until somebody takes it out as a file or as a patch. The core says what is
/// wrong with it, a moment after each change, and what it would have changed in a task's past.
class BlueprintDraft final : public QObject {
    Q_OBJECT
public:
    explicit BlueprintDraft(QObject* parent = nullptr);
    /// `began` and `ended` frame each request.
    void follow(CoreClient& client, std::function<void()> began, std::function<void()> ended);

    /// Where the text comes from: of a repository, or a shipped one.
    struct Place {
        QString repository;
        QString shipped;
        bool operator==(const Place&) const = default;
        [[nodiscard]] bool isEmpty() const { return repository.isEmpty() && shipped.isEmpty(); }
    };
    void open(const Place& place);
    [[nodiscard]] const Place& place() const { return m_place; }
    /// What holds now; empty text until it arrived.
    [[nodiscard]] const BlueprintSource& source() const { return m_source; }
    [[nodiscard]] const std::optional<Error>& sourceError() const { return m_sourceError; }

    void setText(const QString& text);
    [[nodiscard]] const QString& text() const { return m_text; }
    [[nodiscard]] bool changed() const { return m_text != m_source.text; }
    /// What the core last said of the text; `checking()`: of an older text.
    [[nodiscard]] const BlueprintExamination& examination() const { return m_examination; }
    [[nodiscard]] bool checking() const { return m_stale || m_checking; }
    [[nodiscard]] bool sound() const { return !checking() && m_examination.blueprint.has_value(); }

    void tryOn(TaskId task);
    /// Nothing: not tried since the text changed.
    [[nodiscard]] const std::optional<WhatIf>& tried() const { return m_tried; }

    /// The change as a unified diff against what holds, for `git apply` in a clone; empty without a change.
    [[nodiscard]] QByteArray patch() const;

signals:
    /// Another text came from the core.
    void loaded();
    /// The examination, what was tried, or whether there is a change.
    void updated();
    void failed(const signalbox::Error& error);

private:
    void examine();

    CoreClient* m_client = nullptr;
    std::function<void()> m_began;
    std::function<void()> m_ended;
    Place m_place;
    BlueprintSource m_source;
    std::optional<Error> m_sourceError;
    QString m_text;
    BlueprintExamination m_examination;
    QTimer m_pause;
    bool m_stale = false;
    bool m_checking = false;
    std::optional<WhatIf> m_tried;
};

/// A unified diff of one file with one hunk, from the first line that differs to the last; empty for equal
/// texts.
QByteArray unifiedPatch(const QString& path, const QString& before, const QString& after);

} // namespace signalbox
