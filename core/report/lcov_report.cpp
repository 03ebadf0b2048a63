// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/lcov_report.h"

#include "core/report/text.h"

#include <QHash>

#include <algorithm>
#include <array>

namespace signalbox {

namespace {

QString shown(QByteArrayView text) {
    return clipLine(cleanText(text.first(std::min<qsizetype>(text.size(), 200)).toByteArray()), 60);
}

class LcovReader {
public:
    explicit LcovReader(const ReportLimits& limits) : m_limits(limits) {}

    LcovReport read(const QByteArray& bytes) {
        qsizetype at = 0;
        while (m_problem.isEmpty() && at < bytes.size()) {
            qsizetype end = bytes.indexOf('\n', at);
            if (end < 0)
                end = bytes.size();
            ++m_line;
            take(QByteArrayView(bytes).sliced(at, end - at).trimmed());
            at = end + 1;
        }
        if (m_problem.isEmpty() && m_open)
            m_problem = QStringLiteral("the LCOV report is cut off: the record of %1 has no end").arg(m_file);
        LcovReport report;
        if (m_problem.isEmpty())
            sum(report);
        report.problem = m_problem;
        report.complete = m_problem.isEmpty();
        return report;
    }

private:
    void fail(const QString& what) {
        if (m_problem.isEmpty())
            m_problem = QStringLiteral("the LCOV report cannot be used: line %1: %2").arg(m_line).arg(what);
    }

    void take(QByteArrayView line) {
        if (line.isEmpty() || line.startsWith('#'))
            return;
        if (line == "end_of_record")
            return endRecord();
        const qsizetype colon = line.indexOf(':');
        if (colon < 0)
            return fail(QStringLiteral("\"%1\" is no LCOV line").arg(shown(line)));
        const QByteArrayView key = line.first(colon);
        const QByteArrayView value = line.sliced(colon + 1);
        if (key == "SF")
            return beginRecord(value);
        if (key == "TN")
            return;
        if (!m_open)
            return fail(QStringLiteral("it stands outside of a file's record"));
        if (key == "DA")
            return takeLine(value);
        if (key == "LF")
            m_declared = number(value);
        else if (!isKnown(key))
            return fail(QStringLiteral("\"%1\" is no LCOV key").arg(shown(key)));
    }

    // Functions and branches are passed over; a key that nobody writes means that this is not LCOV.
    static bool isKnown(QByteArrayView key) {
        static constexpr std::array known{"LH",   "FN",  "FNDA", "FNF", "FNH",  "FNL", "FNA", "BA",
                                          "BRDA", "BRF", "BRH",  "VER", "MCDC", "MRF", "MRH"};
        return std::any_of(known.begin(), known.end(),
                           [&](const char* word) { return key == QByteArrayView(word); });
    }

    void beginRecord(QByteArrayView name) {
        if (m_open)
            return fail(QStringLiteral("the record of %1 has no end").arg(m_file));
        m_file = inCheckout(
            clipLine(cleanText(name.first(std::min<qsizetype>(name.size(), 4000)).toByteArray()), 1000));
        if (m_file.isEmpty())
            return fail(QStringLiteral("a record names no file"));
        m_open = true;
        m_declared = 0;
        m_inRecord = 0;
    }

    void takeLine(QByteArrayView value) {
        const qsizetype comma = value.indexOf(',');
        if (comma < 0)
            return fail(QStringLiteral("DA needs a line and a count"));
        QByteArrayView hits = value.sliced(comma + 1);
        const qsizetype checksum = hits.indexOf(',');
        if (checksum >= 0)
            hits = hits.first(checksum);
        const qint64 line = number(value.first(comma));
        if (line < 0)
            return fail(QStringLiteral("DA has no line number"));
        bool ok = false;
        // Counts may be negative (overflow in gcov), broken or beyond any integer: more than zero is what
        // matters.
        const double count = hits.toByteArray().toDouble(&ok);
        if (!ok)
            return fail(QStringLiteral("DA has no count"));
        if (++m_lines > m_limits.lines)
            return fail(QStringLiteral("there are more than %1 lines").arg(m_limits.lines));
        ++m_inRecord;
        bool& hit = m_files[m_file][line];
        hit = hit || count > 0;
    }

    void endRecord() {
        if (!m_open)
            return fail(QStringLiteral("a record ends that did not begin"));
        if (m_declared > m_inRecord)
            return fail(QStringLiteral("the record of %1 declares %2 lines but lists %3")
                            .arg(m_file)
                            .arg(m_declared)
                            .arg(m_inRecord));
        m_open = false;
        m_files[m_file]; // a file without lines is part of the report, too
    }

    void sum(LcovReport& report) {
        for (auto file = m_files.cbegin(); file != m_files.cend(); ++file) {
            LineCoverage coverage;
            coverage.lines = file.value().size();
            coverage.hit = std::count(file.value().cbegin(), file.value().cend(), true);
            report.files.insert(file.key(), coverage);
            report.total.lines += coverage.lines;
            report.total.hit += coverage.hit;
        }
        if (m_files.isEmpty())
            m_problem = QStringLiteral("the LCOV report is empty");
        else if (report.total.lines == 0)
            m_problem = QStringLiteral("the LCOV report lists no line of code");
    }

    static qint64 number(QByteArrayView text) {
        bool ok = false;
        const qint64 value = text.trimmed().toByteArray().toLongLong(&ok);
        return ok && value >= 0 ? value : -1;
    }

    const ReportLimits m_limits;
    QString m_problem;
    QHash<QString, QHash<qint64, bool>> m_files; ///< line number -> run
    QString m_file;
    bool m_open = false;
    qint64 m_declared = 0;
    qint64 m_inRecord = 0;
    qint64 m_lines = 0;
    int m_line = 0;
};

} // namespace

double LineCoverage::percent() const {
    return lines > 0 ? 100.0 * static_cast<double>(hit) / static_cast<double>(lines) : 0.0;
}

LcovReport readLcov(const QByteArray& bytes, const ReportLimits& limits) {
    if (bytes.size() > limits.bytes) {
        LcovReport report;
        report.problem = QStringLiteral("the LCOV report is larger than %1 bytes").arg(limits.bytes);
        return report;
    }
    return LcovReader(limits).read(bytes);
}

} // namespace signalbox
