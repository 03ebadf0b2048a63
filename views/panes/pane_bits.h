// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/parts/theme.h"

#include <QAction>
#include <QGridLayout>
#include <QLabel>
#include <QList>
#include <QWidget>

class QToolButton;

namespace signalbox {

class Desk;

// Small things that several panes share.

/// A label that keeps its tone when the palette changes between light and dark.
class ToneLabel final : public QLabel {
    Q_OBJECT
public:
    using QLabel::QLabel;
    void setTone(Tone tone);

protected:
    void changeEvent(QEvent* event) override;

private:
    void paintTone();
    Tone m_tone = Tone::Plain;
    bool m_painting = false;
};

/// A label of plain text whose hidden characters are spelt out; text from outside is never taken as markup.
QLabel* plainLabel(QWidget* parent, bool wraps = false);
void setPlain(QLabel* label, const QString& text);
/// For labels made by plainLabel() or quietLabel().
void setTone(QLabel* label, Tone tone);
/// A line of quiet small text.
QLabel* quietLabel(QWidget* parent, const QString& text = {});

/// A line that is there while the fleet's past is shown, for a pane that does not follow: what it shows is
/// the present, and why.
QLabel* presentLine(Desk& desk, const QString& why, QWidget* parent);

/// An action of the pane: it works from the whole window while the pane is visible, is found in the palette,
/// and tells the signalboxctl command that does the same.
QAction* paneAction(QWidget* pane, const QString& text, const QKeySequence& key = {},
                    const QString& command = {});
void setCommand(QAction* action, const QString& command);
/// A flat button for an action.
QToolButton* actionButton(QAction* action, QWidget* parent);

/// The text as one word for a POSIX shell, for showing commands.
QString shellWord(const QString& text);

/// A grid of "name: value" lines.
class FactGrid final : public QWidget {
    Q_OBJECT
public:
    explicit FactGrid(QWidget* parent = nullptr);
    /// Sets the value of a line, making the line at its first use; an empty value hides the line.
    void set(const QString& name, const QString& value, const QString& toolTip = {}, Tone tone = Tone::Plain);
    [[nodiscard]] QString value(const QString& name) const;

private:
    struct Line {
        QString name;
        QLabel* title;
        QLabel* text;
    };
    QGridLayout* m_grid;
    QList<Line> m_lines;
};

} // namespace signalbox
