// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/gate/report_samples.h"

namespace samples {

// clang-format off
const QByteArray pytestReport = R"x(<?xml version="1.0" encoding="utf-8"?><testsuites><testsuite name="pytest"
 errors="1" failures="1" skipped="1" tests="5" time="0.05" timestamp="2026-01-01T00:00:00" hostname="h">
<testcase classname="tests.test_calc" name="test_add" time="0.001" />
<testcase classname="tests.test_calc.TestSub" name="test_sub" time="1.5"><failure message="assert 3 == 2&#10; +  where 3 = sub(4, 2)" >
                                def test_sub() : &gt;       assert sub(4, 2) == 2
E       assert 3 == 2

tests/test_calc.py:12: AssertionError</failure></testcase>
<testcase classname="tests.test_calc" name="test_mul[2-3]" time="0.001"><skipped type="pytest.skip" message="not now">/home/agent/work/tests/test_calc.py:3: not now</skipped></testcase>
<testcase classname="" name="tests.test_broken" time="0.000"><error message="collection failure">ImportError while importing</error></testcase>
<testcase classname="tests.test_calc" name="test_div" file="/home/agent/work/tests/test_calc.py" line="7" time="0"/>
</testsuite></testsuites>)x";

const QByteArray nodeTap = R"x(TAP version 13
# Subtest: math
    # Subtest: adds
    ok 1 - adds
      ---
      duration_ms: 1.5
      ...
    # Subtest: inner
        # Subtest: deep \# one
        not ok 1 - deep \# one
          ---
          duration_ms: 0.3
          location: '/home/agent/work/test/math.test.js:9:5'
          failureType: 'testCodeFailure'
          error: |-
            Expected values to be strictly equal:

            1 !== 2

          code: 'ERR_ASSERTION'
          stack: |-
            TestContext.<anonymous> (/home/agent/work/test/math.test.js:10:14)
          ...
        1..1
    not ok 2 - inner
      ---
      duration_ms: 0.8
      type: 'suite'
      failureType: 'subtestsFailed'
      error: '1 subtest failed'
      ...
    1..2
not ok 1 - math
  ---
  duration_ms: 5
  type: 'suite'
  ...
# Subtest: later
ok 2 - later # SKIP not today
  ---
  duration_ms: 0.1
  ...
# Subtest: some day
not ok 3 - some day # TODO to do
  ---
  ...
1..3
# tests 4
# pass 1
# fail 1
)x";

const QByteArray lcov =
    "TN:\nSF:/home/agent/work/src/calc.py\nFN:1,2,add\nFNDA:1,add\nDA:1,1\nDA:2,5,abcdef\nDA:4,0\n"
    "DA:5,-3\nBRDA:1,0,0,1\nBRF:1\nBRH:1\nLF:4\nLH:2\nend_of_record\nSF:src/other.py\nDA:1,1\n"
    "LF:1\nLH:1\nend_of_record\nSF:/home/agent/work/src/calc.py\nDA:4,1\nLF:1\nLH:1\nend_of_record\n";

const QByteArray ctestReport = R"x(<testsuite name="(empty)" tests="4" failures="1" disabled="1" skipped="1">
<testcase name="a" classname="a" time="0.1" status="run"><system-out>x</system-out></testcase>
<testcase name="b" classname="b" time="0.1" status="fail"><failure message=""/><system-out>t.c:3: wrong
that was it</system-out></testcase>
<testcase name="c" classname="c" status="notrun"><skipped message="SKIP_RETURN_CODE=77"/></testcase>
<testcase name="d" classname="d" status="disabled"/></testsuite>)x";

const QByteArray googleTestReport = R"x(<testsuites tests="2" failures="1" disabled="0" errors="0" name="AllTests">
            <testsuite name="Calc" tests="2" failures="1" disabled="0" errors="0">
            <testcase name="Add" file="t.cc" line="3" status="run" result="completed" time="0." classname="Calc"/>
            <testcase name="Sub" status="run" result="completed" classname="Calc"><failure message="t.cc:7&#x0A;Expected" type=""><![CDATA[t.cc:7
Expected]]></failure></testcase></testsuite></testsuites>)x";

const QByteArray nestedReport = R"x(<testsuites><testsuite name="outer" tests="2">
            <testsuite name="inner" tests="1"><testcase name="x"/></testsuite><testcase name="x"/></testsuite></testsuites>)x";

const QByteArray suiteErrorReport = R"x(<testsuite name="s" tests="1" errors="1"><error message="fixture"/>
            <testcase name="x"/></testsuite>)x";

const QByteArray twiceMarkedReport = R"x(<testsuite><testcase name="x"><failure/><skipped/></testcase>
            <testcase name="y"><skipped/><failure/></testcase><testcase name="z"><failure/><error/></testcase></testsuite>)x";

const QByteArray rerunReport = R"x(<testsuite tests="1"><testcase name="x"><flakyFailure message="once"/></testcase></testsuite>)x";

const QByteArray externalEntityReport = R"x(<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><testsuite><testcase name="&e;"/></testsuite>)x";

const QByteArray laughsReport = R"x(<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><testsuite name="&b;"/>)x";

const QByteArray nodeJunitReport = R"x(<?xml version="1.0" encoding="utf-8"?>
<testsuites>
	<testsuite name="suite" time="0.003" disabled="0" errors="0" tests="2" failures="0" skipped="0" hostname="h">
		<testcase name="in" time="0.0002" classname="test"/>
		<testsuite name="empty" time="0.0001" disabled="0" errors="0" tests="0" failures="0" skipped="0" hostname="h"/>
	</testsuite>
	<testcase name="top" time="0.001" classname="test"/>
	<testcase name="later" time="0.0001" classname="test" failure="x">
		<skipped type="todo" message="true"/>
		<failure type="testCodeFailure" message="x">stack</failure>
	</testcase>
	<!-- tests 3 -->
</testsuites>)x";

// clang-format on

} // namespace samples
