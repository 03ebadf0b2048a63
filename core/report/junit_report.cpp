// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/junit_report.h"

#include "core/report/text.h"

#include <QXmlStreamReader>

#include <algorithm>
#include <cmath>

namespace signalbox {

namespace {

/// One open testsuite (or testsuites) with what it declares and what was seen of it.
struct Suite {
    QString name;
    QString file;
    bool nameCounts = false; ///< part of the test's name where the test has no class of its own
    int declaredTests = 0;
    int declaredFailures = 0; ///< failures and errors
    int children = 0;         ///< direct ones, suites included: some producers count these
    int tests = 0;            ///< at any depth
    int failures = 0;
};

class JunitReader {
public:
    JunitReader(const QByteArray& bytes, const ReportLimits& limits) : m_xml(bytes), m_limits(limits) {}

    TestReport read() {
        while (m_problem.isEmpty() && !m_xml.atEnd())
            take(m_xml.readNext());
        if (m_problem.isEmpty() && m_xml.hasError())
            m_problem = QStringLiteral("the JUnit report is not well-formed XML (cut off?): line %1: %2")
                            .arg(m_xml.lineNumber())
                            .arg(clipLine(m_xml.errorString(), 200));
        if (m_problem.isEmpty() && !m_rootSeen)
            m_problem = QStringLiteral("the JUnit report holds no testsuite element");
        m_report.problem = m_problem;
        m_report.complete = m_problem.isEmpty();
        return std::move(m_report);
    }

private:
    void take(QXmlStreamReader::TokenType token) {
        switch (token) {
        case QXmlStreamReader::DTD:
        case QXmlStreamReader::EntityReference:
            m_problem = QStringLiteral("the JUnit report holds a document type definition or an entity; "
                                       "such a report is not read");
            break;
        case QXmlStreamReader::StartElement:
            begin();
            break;
        case QXmlStreamReader::EndElement:
            end();
            break;
        case QXmlStreamReader::Characters:
            keepText();
            break;
        default:
            break;
        }
    }

    void keepText() {
        if (!m_text)
            return;
        const QStringView text = m_xml.text();
        if (m_text == &m_output) // its end tells most
            m_output = (m_output + text.right(m_limits.detail).toString()).right(m_limits.detail);
        else if (m_text->size() < m_limits.detail)
            m_text->append(text.left(m_limits.detail - m_text->size()));
    }

    void begin() {
        if (++m_depth > m_limits.depth) {
            m_problem = QStringLiteral("the JUnit report nests deeper than %1 elements").arg(m_limits.depth);
            return;
        }
        const QStringView name = m_xml.name();
        if (m_depth == 1) {
            m_rootSeen = name == u"testsuites" || name == u"testsuite";
            if (!m_rootSeen)
                m_problem =
                    QStringLiteral("the report's root element is <%1>, not <testsuites> or <testsuite>")
                        .arg(clipLine(name.toString(), 60));
        }
        if (!m_problem.isEmpty())
            return;
        if (m_inCase)
            beginInCase(name);
        else if (name == u"testsuite" || name == u"testsuites")
            beginSuite(name == u"testsuite");
        else if (name == u"testcase")
            beginCase();
        else if (name == u"error" || name == u"failure")
            beginSuiteError();
    }

    void beginSuite(bool nameCounts) {
        Suite suite;
        suite.nameCounts = nameCounts;
        suite.name = attribute("name");
        suite.file = attribute("file");
        if (suite.file.isEmpty() && !m_suites.isEmpty())
            suite.file = m_suites.last().file;
        suite.declaredTests = number("tests");
        suite.declaredFailures = number("failures") + number("errors");
        if (!m_suites.isEmpty())
            ++m_suites.last().children;
        m_suites.append(suite);
    }

    // An error of the suite itself (it could not be set up) has no test of its own: it becomes one, so that
    // it counts.
    void beginSuiteError() {
        if (m_suites.isEmpty())
            return;
        TestCase broken;
        broken.name = QStringLiteral("(the suite itself)");
        broken.suite = suiteName();
        broken.file = inCheckout(m_suites.last().file);
        m_case = broken;
        m_inCase = true;
        m_caseDepth = m_depth;
        beginInCase(u"error");
    }

    void beginCase() {
        if (m_report.cases.size() >= m_limits.cases) {
            m_problem = QStringLiteral("the JUnit report lists more than %1 tests").arg(m_limits.cases);
            return;
        }
        TestCase test;
        test.name = attribute("name");
        test.suite = attribute("classname");
        // Node calls every class "test", CTest calls it as the test itself: neither tells tests apart.
        if (test.suite.isEmpty() || test.suite == u"test")
            test.suite = suiteName();
        else if (test.suite == test.name)
            test.suite.clear();
        test.file = inCheckout(attribute("file"));
        if (test.file.isEmpty() && !m_suites.isEmpty())
            test.file = inCheckout(m_suites.last().file);
        test.line = number("line");
        const double seconds = attribute("time").toDouble();
        if (std::isfinite(seconds) && seconds > 0 && seconds < 1e9)
            test.duration = Millis(static_cast<qint64>(seconds * 1000));
        const QString status = attribute("status").toLower();
        const QString result = attribute("result").toLower();
        if (status == u"notrun" || status == u"disabled" || status == u"skipped" || result == u"suppressed" ||
            result == u"skipped")
            test.status = TestCase::Status::Skipped;
        else if (status == u"fail" || status == u"failed")
            test.status = TestCase::Status::Failed;
        else if (status == u"error")
            test.status = TestCase::Status::Errored;
        if (test.name.isEmpty()) {
            m_problem = QStringLiteral("the JUnit report has a test without a name (line %1)")
                            .arg(m_xml.lineNumber());
            return;
        }
        m_case = test;
        m_inCase = true;
        m_caseDepth = m_depth;
    }

    void beginInCase(QStringView name) {
        m_text = nullptr;
        if (m_todo)
            return;
        const auto worse = [&](TestCase::Status status) {
            // Once failed, a test stays so, whatever else is said about it.
            if (m_case.status == TestCase::Status::Errored ||
                (m_case.status == TestCase::Status::Failed && status == TestCase::Status::Skipped))
                return;
            m_case.status = status;
            m_case.message = clipLine(cleanText(attribute("message")), m_limits.message);
            m_case.detail.clear();
            m_text = &m_case.detail;
        };
        if (name == u"skipped" && m_xml.attributes().value(QLatin1String("type")) == u"todo") {
            m_todo = true; // Node: known to fail, whatever its failure says
            m_case.status = TestCase::Status::Skipped;
            m_case.message = QStringLiteral("TODO");
        } else if (name == u"failure")
            worse(TestCase::Status::Failed);
        else if (name == u"error")
            worse(TestCase::Status::Errored);
        else if (name == u"skipped" || name == u"disabled")
            worse(TestCase::Status::Skipped);
        else if (name == u"system-out" || name == u"system-err")
            m_text = &m_output;
        else if (name == u"testcase" || name == u"testsuite" || name == u"testsuites")
            m_problem = QStringLiteral("the JUnit report has a test inside of a test (line %1)")
                            .arg(m_xml.lineNumber());
    }

    void end() {
        m_text = nullptr;
        if (m_inCase && m_depth == m_caseDepth)
            finishCase();
        else if (!m_inCase && (m_xml.name() == u"testsuite" || m_xml.name() == u"testsuites"))
            finishSuite();
        --m_depth;
    }

    void finishCase() {
        m_inCase = false;
        m_todo = false;
        // CTest tells why a test failed only in its output.
        if (m_case.hasFailed() && m_case.detail.trimmed().isEmpty())
            m_case.detail = m_output;
        m_output.clear();
        m_case.detail = clip(cleanText(m_case.detail).trimmed(), m_limits.detail);
        if (m_case.message.isEmpty())
            m_case.message = clipLine(m_case.detail.section(QLatin1Char('\n'), 0, 0), m_limits.message);
        if (!m_suites.isEmpty()) {
            Suite& suite = m_suites.last();
            ++suite.tests;
            ++suite.children;
            suite.failures += m_case.hasFailed() ? 1 : 0;
        }
        m_report.cases.append(std::move(m_case));
        m_case = {};
    }

    void finishSuite() {
        const Suite suite = m_suites.takeLast();
        if (suite.declaredTests > std::max(suite.tests, suite.children))
            m_problem = QStringLiteral("the suite \"%1\" declares %2 tests but lists %3")
                            .arg(clipLine(suite.name, 100))
                            .arg(suite.declaredTests)
                            .arg(suite.tests);
        else if (suite.declaredFailures > 0 && suite.failures == 0)
            m_problem = QStringLiteral("the suite \"%1\" declares %2 failures or errors but shows none")
                            .arg(clipLine(suite.name, 100))
                            .arg(suite.declaredFailures);
        if (!m_suites.isEmpty()) {
            m_suites.last().tests += suite.tests;
            m_suites.last().failures += suite.failures;
        }
    }

    [[nodiscard]] QString suiteName() const {
        QStringList names;
        for (const Suite& suite : m_suites)
            if (suite.nameCounts && !suite.name.isEmpty())
                names.append(suite.name);
        return clipLine(names.join(QStringLiteral(" > ")), 1000);
    }

    [[nodiscard]] QString attribute(const char* name) const {
        // A name with line ends or marks of direction in it could show as another test's.
        return clipLine(cleanText(m_xml.attributes().value(QLatin1String(name)).toString()), 2000);
    }

    [[nodiscard]] int number(const char* name) const {
        bool ok = false;
        const int value = m_xml.attributes().value(QLatin1String(name)).toInt(&ok);
        return ok && value > 0 ? std::min(value, 100'000'000) : 0;
    }

    QXmlStreamReader m_xml;
    const ReportLimits m_limits;
    TestReport m_report;
    QString m_problem;
    QList<Suite> m_suites;
    TestCase m_case;
    QString m_output;          ///< of the open test
    QString* m_text = nullptr; ///< where characters go now
    bool m_todo = false;
    int m_depth = 0;
    int m_caseDepth = 0; ///< of the element whose end finishes the test
    bool m_inCase = false;
    bool m_rootSeen = false;
};

} // namespace

TestReport readJunit(const QByteArray& bytes, const ReportLimits& limits) {
    if (bytes.size() > limits.bytes)
        return brokenReport(QStringLiteral("the JUnit report is larger than %1 bytes").arg(limits.bytes));
    if (bytes.trimmed().isEmpty())
        return brokenReport(QStringLiteral("the JUnit report is empty"));
    return JunitReader(bytes, limits).read();
}

} // namespace signalbox
