// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/tap_report.h"

#include "core/report/tap_line.h"
#include "core/report/text.h"

#include <algorithm>
#include <utility>

namespace signalbox {

namespace {

/// The tests of one depth of indentation, until the test point that sums them up.
struct Level {
    int indent = 0;
    QString title; ///< from "# Subtest: title"
    int plan = -1;
    int highest = 0; ///< number
    int points = 0;
    QList<TestCase> cases;
};

class TapReader {
public:
    TapReader(const QByteArray& bytes, const ReportLimits& limits) : m_bytes(bytes), m_limits(limits) {
        m_levels.append(Level{});
    }

    TestReport read() {
        qsizetype at = 0;
        while (m_problem.isEmpty() && at < m_bytes.size()) {
            const qsizetype end = m_bytes.indexOf('\n', at);
            const bool whole = end >= 0;
            const qsizetype stop = whole ? end : m_bytes.size();
            ++m_line;
            take(QString::fromUtf8(m_bytes.constData() + at, std::min<qsizetype>(stop - at, 4000)), whole);
            at = stop + 1;
        }
        if (m_problem.isEmpty())
            finish();
        TestReport report;
        for (Level& level : m_levels)
            report.cases.append(std::move(level.cases));
        report.problem = m_problem;
        report.complete = m_problem.isEmpty();
        return report;
    }

private:
    void fail(const QString& what) {
        if (m_problem.isEmpty())
            m_problem = QStringLiteral("the TAP report cannot be used: line %1: %2").arg(m_line).arg(what);
    }

    void take(const QString& text, bool whole) {
        if (m_yaml) {
            takeYaml(text);
            return;
        }
        const TapLine line = parseTapLine(text);
        const bool afterPoint = std::exchange(m_afterPoint, false);
        if (!whole && line.kind != TapLine::Kind::Other && line.kind != TapLine::Kind::Comment)
            return fail(QStringLiteral("it is cut off"));
        switch (line.kind) {
        case TapLine::Kind::Plan:
            return takePlan(line);
        case TapLine::Kind::Point:
            return takePoint(line);
        case TapLine::Kind::BailOut:
            return fail(QStringLiteral("the run bailed out: %1").arg(clipLine(cleanText(line.text), 300)));
        case TapLine::Kind::Subtest:
            m_title = clipLine(cleanText(line.text), 300);
            m_titleIndent = line.indent;
            return;
        case TapLine::Kind::YamlBegin:
            if (afterPoint && line.indent > m_lastIndent) {
                m_yaml = true;
                m_yamlIndent = line.indent;
            }
            return;
        case TapLine::Kind::Comment:
        case TapLine::Kind::Other:
            return;
        }
    }

    /// Opens levels down to this depth or ends deeper ones; nullptr when the depth makes no sense.
    Level* levelAt(int indent) {
        if (indent > m_levels.last().indent) {
            if (m_levels.size() >= m_limits.depth) {
                fail(QStringLiteral("subtests nest deeper than %1").arg(m_limits.depth));
                return nullptr;
            }
            Level level;
            level.indent = indent;
            // Node puts the title at the parent's depth, TAP 14 at the subtest's own.
            if (!m_title.isEmpty() && m_titleIndent <= indent)
                level.title = m_title;
            m_title.clear();
            m_levels.append(level);
        }
        if (indent == m_levels.last().indent)
            return &m_levels.last();
        return nullptr;
    }

    void takePlan(const TapLine& line) {
        Level* level = levelAt(line.indent);
        if (!level)
            return fail(QStringLiteral("a subtest ended without the result that sums it up"));
        if (level->plan >= 0)
            return fail(QStringLiteral("there is a second plan (several TAP streams in one?)"));
        level->plan = line.number;
    }

    void takePoint(const TapLine& line) {
        // A test point ends the subtest that stands before it, one level deeper.
        QList<TestCase> children;
        bool hasChildren = false;
        if (m_levels.last().indent > line.indent) {
            const Level child = m_levels.takeLast();
            if (m_levels.last().indent > line.indent)
                return fail(QStringLiteral("a subtest ended without the result that sums it up"));
            if (!planFits(child))
                return;
            children = child.cases;
            hasChildren = true;
        }
        Level* level = levelAt(line.indent);
        if (!level)
            return fail(QStringLiteral("the indentation fits no test"));
        if (++m_points > m_limits.cases)
            return fail(QStringLiteral("it lists more than %1 tests").arg(m_limits.cases));
        ++level->points;
        // Node gives some numbers twice (a file that fails beside its tests), so only their range is looked
        // at.
        level->highest = std::max(level->highest, line.number);
        m_title.clear();
        add(line, *level, std::move(children), hasChildren);
    }

    void add(const TapLine& line, Level& level, QList<TestCase> children, bool hasChildren) {
        TestCase test;
        test.name = clipLine(cleanText(line.text), 500);
        if (test.name.isEmpty())
            test.name = QStringLiteral("test %1").arg(line.number > 0 ? line.number : level.points);
        test.status = line.ok ? TestCase::Status::Passed : TestCase::Status::Failed;
        if (line.directive != TapLine::Directive::None) {
            test.status = TestCase::Status::Skipped;
            const bool todo = line.directive == TapLine::Directive::Todo;
            test.message = clipLine((todo ? QStringLiteral("TODO ") : QString()) + cleanText(line.reason),
                                    m_limits.message);
        }
        const bool childFailed =
            std::any_of(children.cbegin(), children.cend(), [](const TestCase& c) { return c.hasFailed(); });
        for (TestCase& child : children) {
            child.suite = child.suite.isEmpty() ? test.name : test.name + QStringLiteral(" > ") + child.suite;
            child.suite = clip(child.suite, 1000);
            // What the parent says about all of them: skipped as a whole, tests inside included.
            if (test.status == TestCase::Status::Skipped && child.status == TestCase::Status::Passed)
                child.status = TestCase::Status::Skipped;
        }
        level.cases.append(children);
        // A test with subtests is their sum, and one of its own only where it says something that they do
        // not: it failed without any of them failing, or was skipped before any of them ran.
        m_own = !hasChildren || (test.hasFailed() && !childFailed) ||
                (children.isEmpty() && test.status == TestCase::Status::Skipped);
        m_afterPoint = true;
        m_lastIndent = line.indent;
        m_isSuite = false;
        m_unused = {};
        if (m_own)
            level.cases.append(test);
    }

    void takeYaml(const QString& text) {
        const int indent = tapIndent(text);
        const QString body = text.trimmed();
        TestCase& test = m_own ? m_levels.last().cases.last() : m_unused;
        if (indent <= m_yamlIndent && body == u"...") {
            m_yaml = false;
            m_block = false;
            if (m_isSuite && m_own && test.status == TestCase::Status::Passed) {
                m_levels.last().cases.removeLast(); // a suite without a test in it
                m_own = false;
                return;
            }
            test.detail = clip(test.detail.trimmed(), m_limits.detail);
            return;
        }
        if (!body.isEmpty() && indent < m_yamlIndent)
            return fail(QStringLiteral("a YAML diagnostic is not ended"));
        // One character more than may stay, so that the cut shows.
        if (test.detail.size() <= m_limits.detail)
            test.detail = (test.detail + cleanText(text.mid(m_yamlIndent)) + QLatin1Char('\n'))
                              .left(m_limits.detail + 1);
        readDiagnostic(body, test);
    }

    void readDiagnostic(const QString& body, TestCase& test) {
        if (m_block) {
            m_block = false;
            test.message = clipLine(cleanText(body), m_limits.message);
            return;
        }
        const qsizetype colon = body.indexOf(QLatin1Char(':'));
        if (colon <= 0)
            return;
        const QString key = body.left(colon);
        QString value = body.mid(colon + 1).trimmed();
        if (value.size() >= 2 && (value.front() == u'\'' || value.front() == u'"') &&
            value.back() == value.front())
            value = value.mid(1, value.size() - 2);
        if ((key == u"message" || key == u"error") && test.message.isEmpty()) {
            m_block = value.startsWith(u'|') || value.startsWith(u'>');
            if (!m_block)
                test.message = clipLine(cleanText(value), m_limits.message);
        } else if (key == u"type") {
            m_isSuite = value == u"suite";
        } else if (key == u"duration_ms") {
            const double ms = value.toDouble();
            if (ms > 0 && ms < 1e12)
                test.duration = Millis(static_cast<qint64>(ms));
        } else if (key == u"file" && test.file.isEmpty()) {
            test.file = inCheckout(clipLine(cleanText(value), 500));
        } else if (key == u"line" && test.line == 0) {
            test.line = std::max(0, value.toInt());
        } else if (key == u"location" && test.file.isEmpty()) {
            takeLocation(value, test);
        }
    }

    // "/home/agent/work/test/a.test.js:3:1"
    static void takeLocation(const QString& value, TestCase& test) {
        const QStringList parts = clipLine(cleanText(value), 500).split(QLatin1Char(':'));
        if (parts.size() < 3)
            return;
        test.line = std::max(0, parts.at(parts.size() - 2).toInt());
        test.file = inCheckout(parts.mid(0, parts.size() - 2).join(QLatin1Char(':')));
    }

    bool planFits(const Level& level) {
        if (level.plan < 0)
            fail(QStringLiteral("there is no plan (\"1..N\")%1: the run may have ended early")
                     .arg(level.indent > 0 ? QStringLiteral(" for the subtest \"%1\"").arg(level.title)
                                           : QString()));
        else if (level.plan != level.points)
            fail(QStringLiteral("the plan announces %1 tests, but %2 were reported")
                     .arg(level.plan)
                     .arg(level.points));
        else if (level.highest > level.plan)
            fail(QStringLiteral("a test has a number beyond the plan of %1").arg(level.plan));
        return m_problem.isEmpty();
    }

    void finish() {
        if (m_line == 0 || m_bytes.trimmed().isEmpty())
            m_problem = QStringLiteral("the TAP report is empty");
        else if (m_yaml)
            fail(QStringLiteral("a YAML diagnostic is not ended: the report is cut off"));
        else if (m_levels.size() > 1)
            fail(QStringLiteral("a subtest has no result that sums it up: the report is cut off"));
        else
            planFits(m_levels.first());
    }

    const QByteArray m_bytes;
    const ReportLimits m_limits;
    QString m_problem;
    QList<Level> m_levels;
    QString m_title; ///< of the subtest that comes next
    int m_titleIndent = 0;
    int m_line = 0;
    int m_points = 0;
    bool m_afterPoint = false; ///< the line before was a test point: a diagnostic may follow
    bool m_own = false;        ///< the last point became a case, the last one of its level
    TestCase m_unused;         ///< takes the diagnostic of a point that became none
    bool m_isSuite = false;    ///< its diagnostic says so (Node)
    int m_lastIndent = 0;
    bool m_yaml = false;
    int m_yamlIndent = 0;
    bool m_block = false; ///< the next line is the text of a block scalar
};

} // namespace

TestReport readTap(const QByteArray& bytes, const ReportLimits& limits) {
    if (bytes.size() > limits.bytes)
        return brokenReport(QStringLiteral("the TAP report is larger than %1 bytes").arg(limits.bytes));
    return TapReader(bytes, limits).read();
}

} // namespace signalbox
