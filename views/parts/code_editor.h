// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/domain/blueprint_source.h"

#include <QPlainTextEdit>

namespace signalbox {

/// A text with numbers at its lines. Problems stand where they are: a mark beside the number, a line below
/// the words, and what is wrong behind them. Undo and redo as everywhere; Tab leaves the field, two blanks
/// indent.
class CodeEditor final : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit CodeEditor(QWidget* parent = nullptr);
    /// A new text, with nothing to undo before it.
    void load(const QString& text);
    void setProblems(const QList<TextProblem>& problems);
    [[nodiscard]] const QList<TextProblem>& problems() const { return m_problems; }
    /// Puts the caret there and shows it.
    void goTo(int line, int column);
    /// The next problem behind the caret, from the top again after the last; false: there is none.
    bool goToNextProblem();

    [[nodiscard]] int gutterWidth() const;
    void paintGutter(QPaintEvent* event);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    void placeGutter();
    void markProblems();
    [[nodiscard]] QStringList problemsAt(int line) const;

    QWidget* m_gutter;
    QList<TextProblem> m_problems;
};

} // namespace signalbox
