// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/models/gate_report.h"

#include "core/report/junit_report.h"
#include "core/report/lcov_report.h"
#include "core/report/tap_report.h"
#include "views/models/header_words.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPointer>
#include <QThreadPool>

#include <algorithm>

namespace signalbox {

namespace {

constexpr qsizetype keptOutput = 4 << 20;
constexpr double lowCoverage = 50;

struct GateReportText {
    Q_DECLARE_TR_FUNCTIONS(signalbox::GateReport)
};

bool isReport(const QString& name) {
    return name.endsWith(QLatin1String(".xml")) || name.endsWith(QLatin1String(".tap")) ||
           name.endsWith(QLatin1String(".lcov"));
}

void worstFirst(QList<ReportRow>& rows) {
    std::stable_sort(rows.begin(), rows.end(),
                     [](const ReportRow& a, const ReportRow& b) { return a.kind < b.kind; });
}

ReadReport testsOf(const TestReport& report) {
    ReadReport read;
    for (const TestCase& test : report.cases) {
        ReportRow row;
        row.kind = test.hasFailed()                           ? ReportRow::Kind::Failed
                   : test.status == TestCase::Status::Skipped ? ReportRow::Kind::Skipped
                                                              : ReportRow::Kind::Fine;
        row.name = test.fullName();
        row.value = test.duration.count() > 0 ? humanDuration(test.duration) : QString();
        row.where = test.line > 0 ? QStringLiteral("%1:%2").arg(test.file).arg(test.line) : test.file;
        row.text = test.message;
        if (!test.detail.isEmpty() && test.detail != test.message)
            row.text += (row.text.isEmpty() ? QString() : QStringLiteral("\n")) + test.detail;
        read.rows.append(row);
    }
    worstFirst(read.rows);
    read.words = GateReportText::tr("tests: %1, failed: %2, skipped: %3")
                     .arg(report.cases.size())
                     .arg(report.failed())
                     .arg(report.count(TestCase::Status::Skipped));
    if (!report.complete)
        read.words += GateReportText::tr("; the report is not whole: %1").arg(report.problem);
    return read;
}

ReadReport coverageOf(const LcovReport& report) {
    ReadReport read;
    const QLocale locale;
    for (auto it = report.files.begin(); it != report.files.end(); ++it) {
        const double percent = it->percent();
        read.rows.append({percent < lowCoverage ? ReportRow::Kind::Low : ReportRow::Kind::Fine,
                          it.key(),
                          GateReportText::tr("%1 %").arg(locale.toString(percent, 'f', 1)),
                          GateReportText::tr("%1 of %2 lines").arg(it->hit).arg(it->lines),
                          {}});
    }
    std::stable_sort(read.rows.begin(), read.rows.end(), [&](const ReportRow& a, const ReportRow& b) {
        return report.files.value(a.name).percent() < report.files.value(b.name).percent();
    });
    read.words = GateReportText::tr("files: %1, lines run: %2 %")
                     .arg(report.files.size())
                     .arg(locale.toString(report.total.percent(), 'f', 1));
    if (!report.complete)
        read.words += GateReportText::tr("; the report is not whole: %1").arg(report.problem);
    return read;
}

} // namespace

ReadReport readReport(const QString& name, const QByteArray& bytes) {
    if (name.endsWith(QLatin1String(".lcov")))
        return coverageOf(readLcov(bytes));
    return testsOf(name.endsWith(QLatin1String(".tap")) ? readTap(bytes) : readJunit(bytes));
}

GateReport::GateReport(CoreClient& client, std::function<void()> began, std::function<void()> ended,
                       QObject* parent)
    : QAbstractTableModel(parent), m_client(client), m_began(std::move(began)), m_ended(std::move(ended)) {}

void GateReport::clear() {
    ++m_asked;
    m_waiting = 0;
    m_gate.clear();
    m_digests.clear();
    m_state = State::Nothing;
    m_words.clear();
    m_output.clear();
    if (!m_rows.isEmpty()) {
        beginResetModel(); // another report altogether
        m_rows.clear();
        endResetModel();
    }
    emit changed();
}

void GateReport::show(const GateResult& gate) {
    QStringList digests;
    for (const Artifact& artifact : gate.artifacts)
        digests.append(artifact.digest);
    if (gate.gate == m_gate && digests == m_digests)
        return;
    clear();
    m_gate = gate.gate;
    m_digests = digests;
    // Of several trees that a gate ran, the change itself comes first; its report and its output are shown.
    const Artifact* report = nullptr;
    const Artifact* output = nullptr;
    for (const Artifact& artifact : gate.artifacts) {
        if (isReport(artifact.name) && !report)
            report = &artifact;
        else if (artifact.name.endsWith(QLatin1String(".log")) && !output)
            output = &artifact;
    }
    if (report)
        fetch(*report);
    if (output)
        fetch(*output);
    m_state = m_waiting > 0 ? State::Reading : State::Nothing;
    emit changed();
}

void GateReport::fetch(const Artifact& artifact) {
    ++m_waiting;
    m_began();
    m_client.fetchArtifact(artifact.digest, this,
                           [this, number = m_asked, name = artifact.name](const Result<QByteArray>& bytes) {
                               if (number == m_asked) {
                                   --m_waiting;
                                   if (!bytes) {
                                       m_state = State::Trouble;
                                       m_words = bytes.error().message;
                                   } else if (isReport(name)) {
                                       takeReport(name, *bytes);
                                   } else {
                                       m_output = bytes->right(keptOutput);
                                   }
                                   if (m_waiting == 0 && m_state == State::Reading)
                                       m_state = State::Here;
                                   emit changed();
                               }
                               m_ended();
                           });
}

/// A report may be large: it is read on another thread.
void GateReport::takeReport(const QString& name, const QByteArray& bytes) {
    ++m_waiting;
    m_began();
    QThreadPool::globalInstance()->start([self = QPointer<GateReport>(this), number = m_asked, name, bytes] {
        const ReadReport read = readReport(name, bytes);
        QMetaObject::invokeMethod(
            qApp,
            [self, number, read] {
                if (!self)
                    return;
                if (number == self->m_asked) {
                    --self->m_waiting;
                    self->m_words = read.words;
                    self->beginResetModel();
                    self->m_rows = read.rows;
                    self->endResetModel();
                    if (self->m_waiting == 0 && self->m_state == State::Reading)
                        self->m_state = State::Here;
                    emit self->changed();
                }
                self->m_ended();
            },
            Qt::QueuedConnection);
    });
}

int GateReport::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_rows.size());
}

int GateReport::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(columns);
}

QVariant GateReport::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ReportRow& row = m_rows.at(index.row());
    switch (role) {
    case KindRole:
        return int(row.kind);
    case TextRole:
        return row.text;
    case Qt::ToolTipRole:
        return (row.text.isEmpty() ? row.name : row.name + QLatin1Char('\n') + row.text).left(2000);
    case Qt::AccessibleTextRole:
        return tr("%1: %2").arg(row.name, row.text.isEmpty() ? row.value : row.text.section(u'\n', 0, 0));
    case Qt::TextAlignmentRole:
        return index.column() == Value ? int(Qt::AlignRight | Qt::AlignVCenter)
                                       : int(Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::DisplayRole:
        return index.column() == Name ? row.name : index.column() == Value ? row.value : row.where;
    default:
        return {};
    }
}

QVariant GateReport::headerData(int section, Qt::Orientation orientation, int role) const {
    return headerWord(section, orientation, role, {tr("Test or file"), tr("Value"), tr("Where")});
}

} // namespace signalbox
