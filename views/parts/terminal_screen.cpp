// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parts/terminal_screen.h"

#include <QRegularExpression>

#include <algorithm>
#include <optional>
#include <vterm.h>

namespace signalbox {

namespace {

constexpr qsizetype mostAnswers = 256; ///< bytes until somebody takes them
constexpr qsizetype pieceBytes = 64 * 1024;

qint32 colourOf(const VTermColor& colour) {
    if (VTERM_COLOR_IS_DEFAULT_FG(&colour) || VTERM_COLOR_IS_DEFAULT_BG(&colour))
        return -1;
    if (VTERM_COLOR_IS_INDEXED(&colour))
        return colour.indexed.idx;
    return 256 + (colour.rgb.red << 16 | colour.rgb.green << 8 | colour.rgb.blue);
}

/// The letter and its marks. What changes how others are seen is left out.
QString textOf(const VTermScreenCell& cell) {
    QString text;
    for (const uint32_t code : cell.chars) {
        if (code == 0)
            break;
        if (code > 0x10ffff) // libvterm's mark for what stands behind a wide letter
            return {};
        const QChar::Category category = QChar::category(char32_t(code));
        const bool joins = code == 0x200d;
        if (category == QChar::Other_Control || category == QChar::Other_Surrogate ||
            (category == QChar::Other_Format && !joins) || category == QChar::Separator_Line ||
            category == QChar::Separator_Paragraph)
            continue;
        text += QString::fromUcs4(reinterpret_cast<const char32_t*>(&code), 1);
    }
    return text;
}

TerminalCell cellOf(const VTermScreenCell& from) {
    TerminalCell cell;
    cell.text = textOf(from);
    cell.width = from.chars[0] == uint32_t(-1) ? 0 : from.width;
    cell.style.foreground = colourOf(from.fg);
    cell.style.background = colourOf(from.bg);
    cell.style.bold = from.attrs.bold;
    cell.style.inverse = from.attrs.reverse;
    cell.style.underline = from.attrs.underline != VTERM_UNDERLINE_OFF;
    return cell;
}

bool isBlank(const TerminalCell& cell) {
    return (cell.text.isEmpty() || cell.text == QLatin1String(" ")) && cell.style == AnsiStyle() &&
           cell.width == 1;
}

std::optional<VTermKey> keyOf(int key) {
    switch (key) {
    case Qt::Key_Up:
        return VTERM_KEY_UP;
    case Qt::Key_Down:
        return VTERM_KEY_DOWN;
    case Qt::Key_Left:
        return VTERM_KEY_LEFT;
    case Qt::Key_Right:
        return VTERM_KEY_RIGHT;
    case Qt::Key_Insert:
        return VTERM_KEY_INS;
    case Qt::Key_Delete:
        return VTERM_KEY_DEL;
    case Qt::Key_Home:
        return VTERM_KEY_HOME;
    case Qt::Key_End:
        return VTERM_KEY_END;
    case Qt::Key_PageUp:
        return VTERM_KEY_PAGEUP;
    case Qt::Key_PageDown:
        return VTERM_KEY_PAGEDOWN;
    default:
        if (key >= Qt::Key_F1 && key <= Qt::Key_F12)
            return VTermKey(VTERM_KEY_FUNCTION(1 + key - Qt::Key_F1));
        return std::nullopt;
    }
}

VTermModifier modifiersOf(Qt::KeyboardModifiers modifiers) {
    int all = VTERM_MOD_NONE;
    all |= modifiers & Qt::ShiftModifier ? VTERM_MOD_SHIFT : 0;
    all |= modifiers & Qt::AltModifier ? VTERM_MOD_ALT : 0;
    all |= modifiers & Qt::ControlModifier ? VTERM_MOD_CTRL : 0;
    return VTermModifier(all);
}

/// Ctrl with a key, as terminals type it since ever; libvterm would use a newer form that few shells know.
QByteArray controlByte(int key) {
    if (key >= Qt::Key_A && key <= Qt::Key_Z)
        return QByteArray(1, char(key - Qt::Key_A + 1));
    switch (key) {
    case Qt::Key_Space:
    case Qt::Key_At:
        return QByteArray(1, '\0');
    case Qt::Key_BracketLeft:
        return "\x1b";
    case Qt::Key_Backslash:
        return "\x1c";
    case Qt::Key_BracketRight:
        return "\x1d";
    case Qt::Key_AsciiCircum:
        return "\x1e";
    case Qt::Key_Underscore:
    case Qt::Key_Slash:
        return "\x1f";
    default:
        return {};
    }
}

} // namespace

class TerminalScreen::Private {
public:
    explicit Private(QSize size) : vterm(vterm_new(size.height(), size.width())) {
        vterm_set_utf8(vterm, 1);
        vterm_output_set_callback(vterm, &Private::onOutput, this);
        screen = vterm_obtain_screen(vterm);
        vterm_screen_set_callbacks(screen, &callbacks, this);
        vterm_screen_enable_altscreen(screen, 1);
        vterm_screen_set_damage_merge(screen, VTERM_DAMAGE_SCREEN);
        vterm_screen_reset(screen, 1);
    }
    ~Private() { vterm_free(vterm); }
    Private(const Private&) = delete;
    Private& operator=(const Private&) = delete;

    static void onOutput(const char* bytes, size_t size, void* user) {
        auto* self = static_cast<Private*>(user);
        QByteArray& to = self->printing ? self->answers : self->typed;
        if (!self->printing || to.size() + qsizetype(size) <= mostAnswers)
            to.append(bytes, qsizetype(size));
    }
    static int onPush(int columns, const VTermScreenCell* cells, void* user) {
        auto* self = static_cast<Private*>(user);
        TerminalRow row;
        row.reserve(columns);
        for (int i = 0; i < columns; ++i)
            row.append(cellOf(cells[i]));
        while (!row.isEmpty() && isBlank(row.last()))
            row.removeLast();
        row.squeeze();
        self->history.push_back(std::move(row));
        if (self->history.size() > mostHistory) {
            self->history.pop_front();
            ++self->dropped;
        }
        return 1;
    }
    static int onCursor(VTermPos at, VTermPos, int, void* user) {
        static_cast<Private*>(user)->cursor = at;
        return 1;
    }
    static int onProperty(VTermProp property, VTermValue* value, void* user) {
        auto* self = static_cast<Private*>(user);
        if (property == VTERM_PROP_CURSORVISIBLE)
            self->cursorShown = value->boolean != 0;
        else if (property == VTERM_PROP_ALTSCREEN)
            self->fullScreen = value->boolean != 0;
        return 1; // titles and all else are nobody's business
    }

    static const VTermScreenCallbacks callbacks;
    VTerm* vterm;
    VTermScreen* screen = nullptr;
    TerminalFilter filter{TerminalFilter::Reports::Kept};
    std::deque<TerminalRow> history;
    qint64 dropped = 0;
    VTermPos cursor{0, 0};
    bool cursorShown = true;
    bool fullScreen = false;
    bool printing = false; ///< what libvterm writes is an answer, not a key
    QByteArray answers;
    QByteArray typed;
};

// Nothing is taken back from the history when the screen grows: rows are not filled up to the width there.
const VTermScreenCallbacks TerminalScreen::Private::callbacks = {
    nullptr, nullptr, &Private::onCursor, &Private::onProperty, nullptr, nullptr, &Private::onPush, nullptr,
};

TerminalScreen::TerminalScreen(QSize size)
    : m_d(std::make_unique<Private>(
          QSize(std::clamp(size.width(), 2, mostColumns), std::clamp(size.height(), 1, mostRows)))) {}

TerminalScreen::~TerminalScreen() = default;

void TerminalScreen::print(const QByteArray& bytes) {
    for (qsizetype i = 0; i < bytes.size(); i += pieceBytes) {
        const QByteArray harmless =
            m_d->filter.filter(QByteArrayView(bytes).sliced(i, std::min(pieceBytes, bytes.size() - i)));
        m_d->printing = true;
        vterm_input_write(m_d->vterm, harmless.constData(), size_t(harmless.size()));
        vterm_screen_flush_damage(m_d->screen);
        m_d->printing = false;
    }
}

QByteArray TerminalScreen::takeAnswers() {
    static const QRegularExpression report(QStringLiteral("\x1b\\[[?>]?[0-9;]{0,40}[Rcn]"));
    QByteArray known;
    auto found = report.globalMatch(QString::fromLatin1(std::exchange(m_d->answers, {})));
    while (found.hasNext())
        known += found.next().captured().toLatin1();
    return known;
}

void TerminalScreen::resize(QSize wanted) {
    const QSize now(std::clamp(wanted.width(), 2, mostColumns), std::clamp(wanted.height(), 1, mostRows));
    if (now != size())
        vterm_set_size(m_d->vterm, now.height(), now.width());
}

void TerminalScreen::clear() {
    const QSize now = size();
    m_d = std::make_unique<Private>(now);
}

QSize TerminalScreen::size() const {
    int rows = 0;
    int columns = 0;
    vterm_get_size(m_d->vterm, &rows, &columns);
    return {columns, rows};
}

int TerminalScreen::history() const {
    return int(m_d->history.size());
}

qint64 TerminalScreen::dropped() const {
    return m_d->dropped;
}

TerminalRow TerminalScreen::row(int row) const {
    if (row < history())
        return row >= 0 ? m_d->history.at(std::size_t(row)) : TerminalRow();
    TerminalRow cells;
    const QSize all = size();
    if (row - history() >= all.height())
        return cells;
    cells.reserve(all.width());
    for (int column = 0; column < all.width(); ++column) {
        VTermScreenCell cell{};
        vterm_screen_get_cell(m_d->screen, {row - history(), column}, &cell);
        cells.append(cellOf(cell));
    }
    return cells;
}

QString TerminalScreen::text(int at) const {
    QString text;
    for (const TerminalCell& cell : row(at))
        text += cell.text.isEmpty() && cell.width > 0 ? QStringLiteral(" ") : cell.text;
    while (text.endsWith(QLatin1Char(' ')))
        text.chop(1);
    return text;
}

QPoint TerminalScreen::cursor() const {
    return {m_d->cursor.col, m_d->cursor.row};
}

bool TerminalScreen::cursorShown() const {
    return m_d->cursorShown;
}

bool TerminalScreen::fullScreen() const {
    return m_d->fullScreen;
}

QByteArray TerminalScreen::keyBytes(int key, Qt::KeyboardModifiers modifiers, const QString& text) {
    const QByteArray meta = modifiers & Qt::AltModifier ? QByteArrayLiteral("\x1b") : QByteArray();
    switch (key) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return meta + '\r';
    case Qt::Key_Backspace:
        return meta + '\x7f';
    case Qt::Key_Escape:
        return meta + '\x1b';
    case Qt::Key_Tab:
        return meta + '\t';
    case Qt::Key_Backtab:
        return QByteArrayLiteral("\x1b[Z");
    default:
        break;
    }
    if (const auto special = keyOf(key)) {
        m_d->typed.clear();
        vterm_keyboard_key(m_d->vterm, *special, modifiersOf(modifiers));
        return std::exchange(m_d->typed, {});
    }
    if (modifiers & Qt::ControlModifier)
        if (const QByteArray control = controlByte(key); !control.isEmpty())
            return meta + control;
    if (text.isEmpty() || modifiers & (Qt::ControlModifier | Qt::MetaModifier))
        return {};
    return meta + text.toUtf8();
}

QByteArray TerminalScreen::pasteBytes(const QString& text) {
    QString harmless;
    for (const QChar letter : QString(text).replace(QStringLiteral("\r\n"), QStringLiteral("\r")))
        if (letter == QLatin1Char('\n'))
            harmless += QLatin1Char('\r');
        else if (letter.category() != QChar::Other_Control || letter == u'\r' || letter == u'\t')
            harmless += letter;
    m_d->typed.clear();
    vterm_keyboard_start_paste(m_d->vterm);
    m_d->typed += harmless.toUtf8();
    vterm_keyboard_end_paste(m_d->vterm);
    return std::exchange(m_d->typed, {});
}

} // namespace signalbox
