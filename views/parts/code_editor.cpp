// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parts/code_editor.h"

#include "views/parts/mark.h"
#include "views/parts/visible_text.h"

#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QSyntaxHighlighter>
#include <QTextBlock>
#include <QTextEdit>
#include <QToolTip>

#include <algorithm>

namespace signalbox {

namespace {

constexpr qsizetype mostMarks = 200; ///< lines below words; more of them tell nobody anything

class Gutter final : public QWidget {
public:
    explicit Gutter(CodeEditor* editor) : QWidget(editor), m_editor(editor) {}
    [[nodiscard]] QSize sizeHint() const override { return {m_editor->gutterWidth(), 0}; }

protected:
    void paintEvent(QPaintEvent* event) override { m_editor->paintGutter(event); }

private:
    CodeEditor* m_editor;
};

/// Comments and keys of YAML: as much colour as helps to find one's place.
class YamlColours final : public QSyntaxHighlighter {
public:
    using QSyntaxHighlighter::QSyntaxHighlighter;

protected:
    void highlightBlock(const QString& text) override {
        const auto* editor = qobject_cast<QWidget*>(parent()->parent());
        const QPalette palette = editor ? editor->palette() : QPalette();
        qsizetype end = text.size();
        bool quoted = false;
        for (qsizetype i = 0; i < text.size(); ++i) {
            if (text.at(i) == u'"' || text.at(i) == u'\'')
                quoted = !quoted;
            if (text.at(i) == u'#' && !quoted && (i == 0 || text.at(i - 1).isSpace())) {
                setFormat(int(i), int(text.size() - i), toneColor(palette, Tone::Quiet));
                end = i;
                break;
            }
        }
        const qsizetype colon = text.indexOf(u':');
        if (colon <= 0 || colon >= end)
            return;
        qsizetype begin = 0;
        while (begin < colon && (text.at(begin).isSpace() || text.at(begin) == u'-'))
            ++begin;
        setFormat(int(begin), int(colon - begin), toneColor(palette, Tone::Active));
    }
};

} // namespace

CodeEditor::CodeEditor(QWidget* parent) : QPlainTextEdit(parent), m_gutter(new Gutter(this)) {
    setFont(fixedFont(font()));
    setLineWrapMode(NoWrap);
    setTabChangesFocus(true);
    setFrameShape(NoFrame);
    setLayoutDirection(Qt::LeftToRight); // a program's text, in every language
    new YamlColours(document());
    connect(this, &QPlainTextEdit::blockCountChanged, this, &CodeEditor::placeGutter);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect& area, int by) {
        by != 0 ? m_gutter->scroll(0, by) : m_gutter->update(0, area.y(), m_gutter->width(), area.height());
    });
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, &CodeEditor::markProblems);
    placeGutter();
}

void CodeEditor::load(const QString& text) {
    m_problems.clear();
    setPlainText(text);
    document()->clearUndoRedoStacks();
    markProblems();
}

void CodeEditor::setProblems(const QList<TextProblem>& problems) {
    m_problems = problems;
    markProblems();
    viewport()->update();
    m_gutter->update();
}

void CodeEditor::goTo(int line, int column) {
    const QTextBlock block = document()->findBlockByNumber(line - 1);
    if (!block.isValid())
        return;
    QTextCursor cursor(block);
    cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::MoveAnchor,
                        std::clamp(column - 1, 0, block.length() - 1));
    setTextCursor(cursor);
    centerCursor();
}

bool CodeEditor::goToNextProblem() {
    if (m_problems.isEmpty())
        return false;
    const int line = textCursor().blockNumber() + 1;
    const auto next = std::find_if(m_problems.begin(), m_problems.end(),
                                   [line](const TextProblem& problem) { return problem.line > line; });
    const TextProblem& to = next == m_problems.end() ? m_problems.first() : *next;
    goTo(to.line, to.column);
    return true;
}

QStringList CodeEditor::problemsAt(int line) const {
    QStringList texts;
    for (const TextProblem& problem : m_problems)
        if (problem.line == line)
            texts.append(visibleText(problem.message));
    return texts;
}

int CodeEditor::gutterWidth() const {
    const int digits = std::max(3, int(QString::number(blockCount()).size()));
    return fontMetrics().horizontalAdvance(u'0') * digits + fontMetrics().height() + grid;
}

void CodeEditor::placeGutter() {
    setViewportMargins(gutterWidth(), 0, 0, 0);
    const QRect inner = contentsRect();
    m_gutter->setGeometry(inner.left(), inner.top(), gutterWidth(), inner.height());
}

void CodeEditor::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    placeGutter();
}

void CodeEditor::changeEvent(QEvent* event) {
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        placeGutter();
    if (event->type() == QEvent::PaletteChange)
        markProblems();
}

void CodeEditor::markProblems() {
    QList<QTextEdit::ExtraSelection> marks;
    QTextEdit::ExtraSelection here;
    here.format.setBackground(toneWash(palette(), Tone::Plain));
    here.format.setProperty(QTextFormat::FullWidthSelection, true);
    here.cursor = textCursor();
    here.cursor.clearSelection();
    marks.append(here);
    for (const TextProblem& problem : m_problems) {
        const QTextBlock block = document()->findBlockByNumber(problem.line - 1);
        if (!block.isValid() || marks.size() > mostMarks)
            continue;
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(block);
        mark.cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::MoveAnchor,
                                 std::clamp(problem.column - 1, 0, std::max(0, block.length() - 2)));
        mark.cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        mark.format.setUnderlineColor(toneColor(palette(), Tone::Bad));
        marks.append(mark);
    }
    setExtraSelections(marks);
}

/// What is wrong with a line stands behind it, as far as there is room.
void CodeEditor::paintEvent(QPaintEvent* event) {
    QPlainTextEdit::paintEvent(event);
    if (m_problems.isEmpty())
        return;
    QPainter painter(viewport());
    const QColor color = toneColor(palette(), Tone::Bad);
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF box = blockBoundingGeometry(block).translated(contentOffset());
        if (box.top() > viewport()->height())
            break;
        const QStringList texts = problemsAt(block.blockNumber() + 1);
        if (texts.isEmpty())
            continue;
        const int left = fontMetrics().horizontalAdvance(block.text()) + int(contentOffset().x()) + 3 * grid;
        const QRect room(left, int(box.top()), viewport()->width() - left - grid, int(box.height()));
        if (room.width() < 10 * grid)
            continue; // the gutter's mark and the list say it
        painter.setPen(color);
        painter.drawText(
            room, Qt::AlignLeft | Qt::AlignVCenter,
            fontMetrics().elidedText(texts.join(QStringLiteral("; ")), Qt::ElideRight, room.width()));
    }
}

void CodeEditor::paintGutter(QPaintEvent* event) {
    QPainter painter(m_gutter);
    painter.fillRect(event->rect(), palette().color(QPalette::AlternateBase));
    painter.setFont(font());
    const int mark = fontMetrics().height();
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF box = blockBoundingGeometry(block).translated(contentOffset());
        if (box.top() > event->rect().bottom())
            break;
        const bool wrong = !problemsAt(block.blockNumber() + 1).isEmpty();
        const bool here = block.blockNumber() == textCursor().blockNumber();
        painter.setPen(toneColor(palette(), wrong ? Tone::Bad : here ? Tone::Plain : Tone::Quiet));
        painter.drawText(QRectF(mark, box.top(), m_gutter->width() - mark - grid / 2.0, box.height()),
                         Qt::AlignRight | Qt::AlignVCenter, QString::number(block.blockNumber() + 1));
        if (wrong) {
            const double size = fontMetrics().ascent() * 0.7;
            paintMark(painter, QRectF(grid / 2.0, box.center().y() - size / 2, size, size),
                      signalbox::Shape::Cross, toneColor(palette(), Tone::Bad));
        }
    }
}

bool CodeEditor::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QPoint inside = viewport()->mapFrom(this, help->pos());
        const QStringList texts = problemsAt(cursorForPosition(inside).blockNumber() + 1);
        if (texts.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), texts.join(u'\n').toHtmlEscaped());
        return true;
    }
    return QPlainTextEdit::event(event);
}

} // namespace signalbox
