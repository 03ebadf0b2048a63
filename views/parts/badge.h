// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/parts/mark.h"

#include <QAbstractButton>
#include <QWidget>

namespace signalbox {

/// A state as a small widget: its shape, then its word, in its tone.
class StatusMark final : public QWidget {
    Q_OBJECT
public:
    explicit StatusMark(QWidget* parent = nullptr);
    /// `text` replaces the look's word where more can be said ("1 of 2 approvals").
    void setLook(const Look& look, const QString& text = {});
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Look m_look;
    QString m_text;
};

/// A count with a word that can be clicked: "3 need you". Loud only when its tone is and the count is not
/// zero.
class CountBadge final : public QAbstractButton {
    Q_OBJECT
public:
    CountBadge(Shape shape, Tone tone, QWidget* parent = nullptr);
    /// `words` is the whole text, count included, as the translation puts it.
    void setCount(int count, const QString& words);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Shape m_shape;
    Tone m_tone;
    int m_count = 0;
};

} // namespace signalbox
