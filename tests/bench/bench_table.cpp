// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench_table.h"

#include <QJsonArray>

namespace signalbox::bench {

namespace {

QString numberText(double value) {
    if (value >= 1000)
        return QString::number(value, 'f', 0);
    return QString::number(value, 'g', 3);
}

std::optional<double> ratioOf(const Row& row) {
    if (!row.floor || *row.floor == 0)
        return std::nullopt;
    return row.measured / *row.floor;
}

QString metText(const Row& row) {
    const auto met = row.goal.met(row.measured, row.floor);
    return !met ? QString() : *met ? QStringLiteral("yes") : QStringLiteral("NO");
}

QStringList cellsOf(const Bench::Line& line) {
    const Row& row = line.row;
    if (!line.skipped.isEmpty())
        return {row.figure,          QStringLiteral("-"), QStringLiteral("-"),
                QStringLiteral("-"), QStringLiteral("-"), QStringLiteral("skipped: ") + line.skipped};
    const auto ratio = ratioOf(row);
    return {row.figure,
            numberText(row.measured) + QLatin1Char(' ') + row.unit,
            row.floor ? numberText(*row.floor) +
                            (row.floorIs.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(row.floorIs))
                      : QStringLiteral("-"),
            ratio ? QString::number(*ratio, 'f', 2) : QStringLiteral("-"),
            row.goal.text(),
            metText(row)};
}

QString lineOf(const QStringList& cells, const QList<qsizetype>& widths) {
    QString text;
    for (qsizetype i = 0; i < cells.size(); ++i)
        text += i + 1 < cells.size() ? cells.at(i).leftJustified(widths.at(i) + 2) : cells.at(i);
    return text.trimmed() + QLatin1Char('\n');
}

QJsonObject jsonOfLine(const QString& bench, const Bench::Line& line) {
    const auto ratio = ratioOf(line.row);
    const auto met = line.row.goal.met(line.row.measured, line.row.floor);
    const bool measured = line.skipped.isEmpty();
    return {{QStringLiteral("bench"), bench},
            {QStringLiteral("figure"), line.row.figure},
            {QStringLiteral("unit"), line.row.unit},
            {QStringLiteral("measured"), measured ? QJsonValue(line.row.measured) : QJsonValue()},
            {QStringLiteral("floor"), line.row.floor ? QJsonValue(*line.row.floor) : QJsonValue()},
            {QStringLiteral("floor_is"), line.row.floorIs},
            {QStringLiteral("ratio"), ratio ? QJsonValue(*ratio) : QJsonValue()},
            {QStringLiteral("goal"), line.row.goal.text()},
            {QStringLiteral("met"), measured && met ? QJsonValue(*met) : QJsonValue()},
            {QStringLiteral("skipped"), measured ? QJsonValue() : QJsonValue(line.skipped)}};
}

} // namespace

QString tableOf(const QList<Bench>& benches) {
    QList<QStringList> table{{QStringLiteral("figure"), QStringLiteral("measured"), QStringLiteral("floor"),
                              QStringLiteral("ratio"), QStringLiteral("goal"), QStringLiteral("met")}};
    QStringList notes;
    for (const Bench& bench : benches) {
        for (const Bench::Line& line : bench.lines())
            table.append(cellsOf(line));
        for (const QString& note : bench.notes())
            notes.append(bench.name() + QStringLiteral(": ") + note);
    }
    QList<qsizetype> widths(table.first().size(), 0);
    for (const QStringList& cells : table)
        for (qsizetype i = 0; i < cells.size(); ++i)
            widths[i] = std::max(widths.at(i), cells.at(i).size());
    QString text;
    for (const QStringList& cells : table)
        text += lineOf(cells, widths);
    for (const QString& note : notes)
        text += QLatin1Char('\n') + note;
    return notes.isEmpty() ? text : text + QLatin1Char('\n');
}

QJsonObject jsonOf(const QList<Bench>& benches) {
    QJsonArray rows, notes, failures;
    for (const Bench& bench : benches) {
        for (const Bench::Line& line : bench.lines())
            rows.append(jsonOfLine(bench.name(), line));
        for (const QString& note : bench.notes())
            notes.append(bench.name() + QStringLiteral(": ") + note);
    }
    for (const QString& problem : problemsOf(benches))
        failures.append(problem);
    return {{QStringLiteral("rows"), rows},
            {QStringLiteral("notes"), notes},
            {QStringLiteral("failures"), failures}};
}

QStringList problemsOf(const QList<Bench>& benches) {
    QStringList problems;
    for (const Bench& bench : benches) {
        for (const QString& failure : bench.failures())
            problems.append(bench.name() + QStringLiteral(": ") + failure);
        if (bench.lines().isEmpty())
            problems.append(bench.name() + QStringLiteral(": it gave no row"));
    }
    return problems;
}

} // namespace signalbox::bench
