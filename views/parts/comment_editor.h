// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/parts/card.h"

class QPlainTextEdit;

namespace signalbox {

/// The sheet on which one writes about a line: Ctrl+Enter keeps it, Esc leaves it as it was.
class CommentEditor final : public Card {
    Q_OBJECT
public:
    explicit CommentEditor(QWidget* parent);
    void begin(const QString& text);
    [[nodiscard]] QPlainTextEdit& field() const { return *m_text; }

signals:
    void kept(const QString& text);
    void left();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QPlainTextEdit* m_text;
};

} // namespace signalbox
