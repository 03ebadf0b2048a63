// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panes/pane_bits.h"

#include "views/models/desk.h"
#include "views/panes/role_gate.h"
#include "views/parts/visible_text.h"

#include <QApplication>
#include <QEvent>
#include <QRegularExpression>
#include <QScopedValueRollback>
#include <QToolButton>

namespace signalbox {

QLabel* plainLabel(QWidget* parent, bool wraps) {
    auto* label = new ToneLabel(parent);
    label->setTextFormat(Qt::PlainText);
    if (QApplication::isRightToLeft()) // where the window begins, whatever language the text is in
        label->setAlignment(Qt::AlignRight | Qt::AlignVCenter | Qt::AlignAbsolute);
    label->setWordWrap(wraps);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

void setPlain(QLabel* label, const QString& text) {
    QStringList lines = text.split(QLatin1Char('\n'));
    for (QString& line : lines)
        line = inReadingOrder(visibleText(line));
    label->setText(lines.join(QLatin1Char('\n')));
}

void setTone(QLabel* label, Tone tone) {
    if (auto* toned = qobject_cast<ToneLabel*>(label))
        toned->setTone(tone);
}

void ToneLabel::setTone(Tone tone) {
    m_tone = tone;
    paintTone();
}

void ToneLabel::paintTone() {
    const QScopedValueRollback painting(m_painting, true);
    QPalette own;
    const QColor color = toneColor(QApplication::palette(), m_tone);
    // Which of the two a label uses depends on the background that it stands on.
    own.setColor(QPalette::WindowText, color);
    own.setColor(QPalette::Text, color);
    setPalette(own);
}

void ToneLabel::changeEvent(QEvent* event) {
    QLabel::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange ||
        (event->type() == QEvent::PaletteChange && !m_painting && m_tone != Tone::Plain))
        paintTone();
}

QLabel* quietLabel(QWidget* parent, const QString& text) {
    QLabel* label = plainLabel(parent);
    label->setFont(smallFont(label->font()));
    setTone(label, Tone::Quiet);
    label->setText(text);
    return label;
}

QLabel* presentLine(Desk& desk, const QString& why, QWidget* parent) {
    QLabel* line = quietLabel(parent);
    line->setWordWrap(true);
    line->setContentsMargins(grid, grid / 2, grid, grid / 2);
    setTone(line, Tone::Warning);
    setPlain(
        line,
        QCoreApplication::translate("signalbox::Panes", "This is the present, not the past. %1").arg(why));
    const auto show = [line, &desk] { line->setVisible(desk.fleetPast()); };
    QObject::connect(&desk, &Desk::pastChanged, line, show);
    show();
    return line;
}

QAction* paneAction(QWidget* pane, const QString& text, const QKeySequence& key, const QString& command) {
    auto* action = new QAction(text, pane);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WindowShortcut);
    setCommand(action, command);
    pane->addAction(action);
    return action;
}

void setCommand(QAction* action, const QString& command) {
    const QString key = action->shortcut().toString(QKeySequence::NativeText);
    QString tip = action->text().remove(QLatin1Char('&'));
    if (!key.isEmpty())
        tip += QStringLiteral("  (%1)").arg(key);
    if (!command.isEmpty())
        tip += QLatin1Char('\n') + command;
    action->setToolTip(tip);
    action->setStatusTip(command);
    refreshRole(action);
}

QToolButton* actionButton(QAction* action, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->setAccessibleName(action->text().remove(QLatin1Char('&')));
    return button;
}

QString shellWord(const QString& text) {
    static const QRegularExpression safe(QStringLiteral("^[A-Za-z0-9_./:@%+=,-]+$"));
    if (safe.match(text).hasMatch())
        return text;
    return QLatin1Char('\'') + QString(text).replace(u'\'', QStringLiteral("'\\''")) + QLatin1Char('\'');
}

FactGrid::FactGrid(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this)) {
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(grid * 3 / 2);
    m_grid->setVerticalSpacing(grid / 4);
    m_grid->setColumnStretch(1, 1);
}

void FactGrid::set(const QString& name, const QString& value, const QString& toolTip, Tone tone) {
    qsizetype i = 0;
    while (i < m_lines.size() && m_lines.at(i).name != name)
        ++i;
    if (i == m_lines.size()) {
        Line line{name, quietLabel(this, name), plainLabel(this, true)};
        line.title->setAlignment(Qt::AlignRight | Qt::AlignTop);
        line.title->setContentsMargins(0, 1, 0, 0);
        m_grid->addWidget(line.title, int(i), 0, Qt::AlignTop);
        m_grid->addWidget(line.text, int(i), 1);
        line.title->setBuddy(line.text);
        m_lines.append(line);
    }
    const Line& line = m_lines.at(i);
    setPlain(line.text, value);
    line.text->setToolTip(toolTip.toHtmlEscaped());
    line.text->setAccessibleName(name + QStringLiteral(": ") + value);
    setTone(line.text, tone);
    line.title->setVisible(!value.isEmpty());
    line.text->setVisible(!value.isEmpty());
}

QString FactGrid::value(const QString& name) const {
    for (const Line& line : m_lines)
        if (line.name == name)
            return line.text->text();
    return {};
}

} // namespace signalbox
