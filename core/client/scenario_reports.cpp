// SPDX-License-Identifier: GPL-3.0-or-later
// Reports as programs write them, for scripted gates.
#include "core/client/scenario_text.h"

namespace signalbox {

namespace {

constexpr std::array suites{"parser", "reader", "lexer", "escape", "bounds"};
constexpr std::array files{"src/parse.cpp", "src/parse.h", "src/reader.cpp", "src/lexer.cpp",
                           "src/escape.cpp"};

QByteArray junitOf(const GateResult& gate) {
    const int tests = int(gate.numbers.value(QStringLiteral("tests")));
    const int failed = gate.findings.isEmpty() ? 0 : 1;
    QByteArray xml = "<testsuites><testsuite name=\"words\" tests=\"" + QByteArray::number(tests) +
                     "\" failures=\"" + QByteArray::number(failed) + "\" skipped=\"0\" errors=\"0\">\n";
    for (int i = 0; i < tests; ++i) {
        const bool fails = failed > 0 && i == tests / 2;
        const QByteArray name = fails ? gate.findings.first().test.toHtmlEscaped().toUtf8() : QByteArray();
        xml += "<testcase classname=\"" + QByteArray(suites[std::size_t(i) % suites.size()]) + "\" name=\"" +
               (name.isEmpty() ? "case_" + QByteArray::number(i + 1) : name) + "\" time=\"0.0" +
               QByteArray::number(i * 7 % 90 + 10) + "\"";
        xml += fails
                   ? "><failure message=\"" + gate.findings.first().message.toHtmlEscaped().toUtf8() + "\">" +
                         gate.findings.first().excerpt.toHtmlEscaped().toUtf8() + "</failure></testcase>\n"
                   : QByteArray("/>\n");
    }
    return xml + "</testsuite></testsuites>\n";
}

/// Hundred lines a file, the first ones least covered; together as much as the gate says.
QByteArray lcovOf(const GateResult& gate) {
    const double share = gate.numbers.value(QStringLiteral("coverage")) / 100;
    QByteArray text;
    for (std::size_t f = 0; f < files.size(); ++f) {
        const int hit = std::clamp(int(100 * (share + (double(f) - 2) * 0.07)), 0, 100);
        text += "SF:" + QByteArray(files[f]) + '\n';
        for (int line = 1; line <= 100; ++line)
            text += "DA:" + QByteArray::number(line) + (line <= hit ? ",3\n" : ",0\n");
        text += "end_of_record\n";
    }
    return text;
}

} // namespace

QList<std::pair<QString, QByteArray>> scenarioReports(const QString& step, const GateResult& gate) {
    QList<std::pair<QString, QByteArray>> left{
        {step + QStringLiteral("-change.log"),
         "$ " + gate.command.toUtf8() + "\n\x1b[1m" + gate.summary.toUtf8() + "\x1b[0m\n"}};
    if (step == QLatin1String("tests"))
        left.append({step + QStringLiteral("-change-junit.xml"), junitOf(gate)});
    if (step == QLatin1String("coverage"))
        left.append({step + QStringLiteral("-change.lcov"), lcovOf(gate)});
    return left;
}

} // namespace signalbox
