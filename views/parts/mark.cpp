// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/parts/mark.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

namespace signalbox {

namespace {

QString word(const char* text) {
    return QCoreApplication::translate("signalbox::Mark", text);
}

void paintStroke(QPainter& painter, const QRectF& b, Shape shape) {
    const auto at = [&](double x, double y) {
        return QPointF(b.x() + x * b.width(), b.y() + y * b.height());
    };
    switch (shape) {
    case Shape::Check:
        painter.drawPolyline(QList<QPointF>{at(0.08, 0.55), at(0.38, 0.85), at(0.92, 0.18)});
        break;
    case Shape::Cross:
        painter.drawLine(at(0.14, 0.14), at(0.86, 0.86));
        painter.drawLine(at(0.86, 0.14), at(0.14, 0.86));
        break;
    case Shape::Loop:
        painter.drawArc(QRectF(at(0.1, 0.1), at(0.9, 0.9)), 60 * 16, 290 * 16);
        painter.drawPolyline(QList<QPointF>{at(0.62, 0.02), at(0.74, 0.2), at(0.54, 0.32)});
        break;
    case Shape::Back:
        painter.drawPolyline(QList<QPointF>{at(0.4, 0.15), at(0.05, 0.5), at(0.4, 0.85)});
        painter.drawLine(at(0.05, 0.5), at(0.95, 0.5));
        break;
    case Shape::Minus:
        painter.drawEllipse(QRectF(at(0.06, 0.06), at(0.94, 0.94)));
        painter.drawLine(at(0.3, 0.5), at(0.7, 0.5));
        break;
    case Shape::Slash:
        painter.drawEllipse(QRectF(at(0.06, 0.06), at(0.94, 0.94)));
        painter.drawLine(at(0.22, 0.78), at(0.78, 0.22));
        break;
    case Shape::Ring:
        painter.drawEllipse(QRectF(at(0.12, 0.12), at(0.88, 0.88)));
        break;
    case Shape::Hourglass:
        painter.drawPolygon(QList<QPointF>{at(0.15, 0.08), at(0.85, 0.08), at(0.15, 0.92), at(0.85, 0.92)});
        break;
    case Shape::Question:
        painter.drawEllipse(QRectF(at(0.06, 0.06), at(0.94, 0.94)));
        painter.drawLine(at(0.5, 0.26), at(0.5, 0.56));
        painter.drawPoint(at(0.5, 0.75));
        break;
    default:
        break;
    }
}

QPainterPath solidShape(const QRectF& b, Shape shape) {
    QPainterPath path;
    if (shape == Shape::Diamond || shape == Shape::Hand) {
        path.moveTo(b.center().x(), b.top());
        path.lineTo(b.right(), b.center().y());
        path.lineTo(b.center().x(), b.bottom());
        path.lineTo(b.left(), b.center().y());
        path.closeSubpath();
    } else if (shape == Shape::Square) {
        path.addRect(b.adjusted(b.width() * 0.1, b.height() * 0.1, -b.width() * 0.1, -b.height() * 0.1));
    } else if (shape == Shape::Disc) {
        path.addEllipse(b.adjusted(b.width() * 0.1, b.height() * 0.1, -b.width() * 0.1, -b.height() * 0.1));
    }
    if (shape == Shape::Hand) { // a bar cut out of the diamond
        QPainterPath bar;
        bar.addRect(QRectF(b.center().x() - b.width() * 0.08, b.top() + b.height() * 0.28, b.width() * 0.16,
                           b.height() * 0.44));
        path = path.subtracted(bar);
    }
    return path;
}

} // namespace

Look lookOf(StatusWord status) {
    switch (status) {
    case StatusWord::NeedsDecision:
        return {Shape::Diamond, Tone::NeedsYou,
                word(QT_TRANSLATE_NOOP("signalbox::Mark", "needs your decision"))};
    case StatusWord::NeedsPerson:
        return {Shape::Hand, Tone::NeedsYou, word(QT_TRANSLATE_NOOP("signalbox::Mark", "needs a person"))};
    case StatusWord::Admission:
        return {Shape::Ring, Tone::Active, word(QT_TRANSLATE_NOOP("signalbox::Mark", "being admitted"))};
    case StatusWord::WaitingForMachine:
        return {Shape::Hourglass, Tone::Quiet,
                word(QT_TRANSLATE_NOOP("signalbox::Mark", "waiting for a machine"))};
    case StatusWord::Working:
        return {Shape::Disc, Tone::Active, word(QT_TRANSLATE_NOOP("signalbox::Mark", "running"))};
    case StatusWord::Retrying:
        return {Shape::Loop, Tone::Warning, word(QT_TRANSLATE_NOOP("signalbox::Mark", "trying again"))};
    case StatusWord::Undoing:
        return {Shape::Back, Tone::Warning, word(QT_TRANSLATE_NOOP("signalbox::Mark", "undoing"))};
    case StatusWord::Done:
        return {Shape::Check, Tone::Good, word(QT_TRANSLATE_NOOP("signalbox::Mark", "done"))};
    case StatusWord::Refused:
        return {Shape::Minus, Tone::Bad, word(QT_TRANSLATE_NOOP("signalbox::Mark", "refused"))};
    case StatusWord::Rejected:
        return {Shape::Cross, Tone::Quiet, word(QT_TRANSLATE_NOOP("signalbox::Mark", "rejected"))};
    case StatusWord::Failed:
        return {Shape::Cross, Tone::Bad, word(QT_TRANSLATE_NOOP("signalbox::Mark", "failed"))};
    case StatusWord::Exhausted:
        return {Shape::Square, Tone::Bad, word(QT_TRANSLATE_NOOP("signalbox::Mark", "stopped by a limit"))};
    case StatusWord::Cancelled:
        return {Shape::Slash, Tone::Quiet, word(QT_TRANSLATE_NOOP("signalbox::Mark", "cancelled"))};
    }
    return {};
}

Look lookOf(Verdict verdict) {
    switch (verdict) {
    case Verdict::Passed:
        return {Shape::Check, Tone::Good, word(QT_TRANSLATE_NOOP("signalbox::Mark", "passed"))};
    case Verdict::Failed:
        return {Shape::Cross, Tone::Bad, word(QT_TRANSLATE_NOOP("signalbox::Mark", "failed"))};
    case Verdict::Errored:
        return {Shape::Question, Tone::Warning, word(QT_TRANSLATE_NOOP("signalbox::Mark", "not judged"))};
    case Verdict::TimedOut:
        return {Shape::Hourglass, Tone::Bad, word(QT_TRANSLATE_NOOP("signalbox::Mark", "out of time"))};
    case Verdict::LimitReached:
        return {Shape::Square, Tone::Bad, word(QT_TRANSLATE_NOOP("signalbox::Mark", "limit reached"))};
    case Verdict::OverBudget:
        return {Shape::Square, Tone::Bad, word(QT_TRANSLATE_NOOP("signalbox::Mark", "stopped by budget"))};
    case Verdict::Looped:
        return {Shape::Square, Tone::Bad, word(QT_TRANSLATE_NOOP("signalbox::Mark", "goes in circles"))};
    case Verdict::Cancelled:
        return {Shape::Slash, Tone::Quiet, word(QT_TRANSLATE_NOOP("signalbox::Mark", "cancelled"))};
    }
    return {};
}

Look lookOf(ApprovalState state) {
    switch (state) {
    case ApprovalState::Open:
        return {Shape::Diamond, Tone::NeedsYou, word(QT_TRANSLATE_NOOP("signalbox::Mark", "open"))};
    case ApprovalState::Approved:
        return {Shape::Check, Tone::Good, word(QT_TRANSLATE_NOOP("signalbox::Mark", "approved"))};
    case ApprovalState::Rejected:
        return {Shape::Cross, Tone::Bad, word(QT_TRANSLATE_NOOP("signalbox::Mark", "rejected"))};
    case ApprovalState::Voided:
        return {Shape::Slash, Tone::Quiet,
                word(QT_TRANSLATE_NOOP("signalbox::Mark", "void: the work changed"))};
    case ApprovalState::Expired:
        return {Shape::Hourglass, Tone::Quiet, word(QT_TRANSLATE_NOOP("signalbox::Mark", "expired"))};
    }
    return {};
}

QRectF visualBox(Qt::LayoutDirection direction, const QRect& area, const QRectF& box) {
    if (direction == Qt::LeftToRight)
        return box;
    return {2 * area.x() + area.width() - box.x() - box.width(), box.y(), box.width(), box.height()};
}

QRect visualBox(Qt::LayoutDirection direction, const QRect& area, const QRect& box) {
    return visualBox(direction, area, QRectF(box)).toRect();
}

void paintMark(QPainter& painter, const QRectF& box, Shape shape, const QColor& color) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QPainterPath solid = solidShape(box, shape);
    if (!solid.isEmpty()) {
        painter.fillPath(solid, color);
    } else {
        painter.setPen(
            QPen(color, std::max(1.4, box.width() / 7.0), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(Qt::NoBrush);
        const double inset = painter.pen().widthF() / 2;
        paintStroke(painter, box.adjusted(inset, inset, -inset, -inset), shape);
    }
    painter.restore();
}

} // namespace signalbox
