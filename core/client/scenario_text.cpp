// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/client/scenario_text.h"

#include <array>

namespace signalbox {

namespace {

constexpr auto cppPatch = R"(diff --git a/src/parse.cpp b/src/parse.cpp
index 3f1c2aa..9b04c17 100644
--- a/src/parse.cpp
+++ b/src/parse.cpp
@@ -38,20 +38,24 @@ Parser::Parser(std::string_view text) : m_text(text) {}
 
 std::optional<Token> Parser::next() {
     skipSpace();
-    if (m_at == m_text.size())
+    if (m_at >= m_text.size())
         return std::nullopt;
     const std::size_t begin = m_at;
-    while (m_text[m_at] != ' ')
+    while (m_at < m_text.size() && !isSpace(m_text[m_at]))
         ++m_at;
-    return Token{m_text.substr(begin, m_at - begin)};
+    return Token{m_text.substr(begin, m_at - begin), begin};
 }
 
+bool Parser::isSpace(char c) {
+    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
+}
+
 void Parser::skipSpace() {
-    while (m_text[m_at] == ' ')
+    while (m_at < m_text.size() && isSpace(m_text[m_at]))
         ++m_at;
 }
 
 std::string Parser::rest() const {
-    // remaining text, for messages
+    // The remaining text, for messages; never past the end.
     return std::string(m_text.substr(std::min(m_at, m_text.size())));
 }
diff --git a/src/parse.h b/src/parse.h
index 1c8de02..7f21b53 100644
--- a/src/parse.h
+++ b/src/parse.h
@@ -9,6 +9,7 @@ namespace words {
 
 struct Token {
     std::string_view text;
+    std::size_t place = 0; ///< of its first character
 };
 
 class Parser {
@@ -19,6 +20,7 @@ public:
     std::string rest() const;
 
 private:
+    static bool isSpace(char c);
     void skipSpace();
 
     std::string_view m_text;
diff --git a/tests/test_parse.cpp b/tests/test_parse.cpp
index 88a0c41..d50f7be 100644
--- a/tests/test_parse.cpp
+++ b/tests/test_parse.cpp
@@ -52,3 +52,21 @@ TEST(Parse, TwoWords) {
     EXPECT_EQ(parser.next()->text, "two");
     EXPECT_FALSE(parser.next());
 }
+
+TEST(Parse, LastWordWithoutSpaceBehindIt) {
+    Parser parser("end");
+    EXPECT_EQ(parser.next()->text, "end");
+    EXPECT_FALSE(parser.next());
+}
+
+TEST(Parse, OnlySpace) {
+    Parser parser(" \t\n ");
+    EXPECT_FALSE(parser.next());
+    EXPECT_EQ(parser.rest(), "");
+}
+
+TEST(Parse, TellsThePlaceOfEachWord) {
+    Parser parser("one\ttwo");
+    EXPECT_EQ(parser.next()->place, 0U);
+    EXPECT_EQ(parser.next()->place, 4U);
+}
diff --git a/docs/flaky.md b/docs/flaky.md
deleted file mode 100644
index 5d1f0aa..0000000
--- a/docs/flaky.md
+++ /dev/null
@@ -1,4 +0,0 @@
-# Flaky tests
-
-`Parse.*` fails now and then under the address sanitizer. Nobody knows why:
-run it again.
)";

constexpr auto pythonPatch = R"(diff --git a/app/fetch.py b/app/fetch.py
index 0b4e6f1..c2a9d38 100644
--- a/app/fetch.py
+++ b/app/fetch.py
@@ -1,17 +1,27 @@
 """Reads the feeds."""
 
 import json
+import logging
+import time
 import urllib.request
 
+log = logging.getLogger(__name__)
 
-def fetch(url):
-    with urllib.request.urlopen(url) as answer:
-        return json.load(answer)
+
+def fetch(url, tries=3, wait=time.sleep):
+    """The document at url; tries again when the network fails, not when the document is wrong."""
+    for number in range(1, tries + 1):
+        try:
+            with urllib.request.urlopen(url, timeout=10) as answer:
+                return json.load(answer)
+        except OSError as error:
+            if number == tries:
+                raise
+            log.warning("%s: %s, trying again", url, error)
+            wait(2 ** number)
 
 
 def titles(url):
-    feed = fetch(url)
-    result = []
-    for item in feed["items"]:
-        result.append(item["title"])
-    return result
+    """The titles of all items that have one."""
+    feed = fetch(url)
+    return [item["title"] for item in feed.get("items", []) if "title" in item]
diff --git a/tests/test_fetch.py b/tests/test_fetch.py
index 71d0a3c..e8b2f60 100644
--- a/tests/test_fetch.py
+++ b/tests/test_fetch.py
@@ -20,3 +20,15 @@ def test_titles(server):
     server.answer({"items": [{"title": "a"}, {"title": "b"}]})
     assert titles(server.url) == ["a", "b"]
 
+
+def test_tries_again_when_the_network_fails(server):
+    server.fail(times=2)
+    server.answer({"items": []})
+    waits = []
+    assert fetch(server.url, wait=waits.append) == {"items": []}
+    assert waits == [2, 4]
+
+
+def test_items_without_a_title_are_left_out(server):
+    server.answer({"items": [{}, {"title": "b"}]})
+    assert titles(server.url) == ["b"]
)";

constexpr auto scriptPatch = R"(diff --git a/src/dates.ts b/src/format/dates.ts
similarity index 71%
rename from src/dates.ts
rename to src/format/dates.ts
index 4e2a0d9..a7c13fe 100644
--- a/src/dates.ts
+++ b/src/format/dates.ts
@@ -1,8 +1,11 @@
-export function day(date: Date): string {
-  return date.getFullYear() + '-' + (date.getMonth() + 1) + '-' + date.getDate();
+/** ISO 8601 in UTC, so that it is the same day for everybody. */
+export function day(date: Date): string {
+  if (Number.isNaN(date.getTime())) {
+    throw new RangeError('no valid date');
+  }
+  return date.toISOString().slice(0, 10);
 }
 
 export function isWeekend(date: Date): boolean {
-  const number = date.getDay();
-  return number == 0 || number == 6;
+  return [0, 6].includes(date.getUTCDay());
 }
diff --git a/test/dates.test.ts b/test/dates.test.ts
new file mode 100644
index 0000000..5b0c7d4
--- /dev/null
+++ b/test/dates.test.ts
@@ -0,0 +1,17 @@
+import test from 'node:test';
+import assert from 'node:assert/strict';
+import { day, isWeekend } from '../src/format/dates.js';
+
+test('a day has two digits for month and day', () => {
+  assert.equal(day(new Date('2026-03-02T00:00:00Z')), '2026-03-02');
+});
+
+test('a day is the same in every time zone', () => {
+  assert.equal(day(new Date('2026-03-02T23:59:59Z')), '2026-03-02');
+});
+
+test('an invalid date is an error', () => {
+  assert.throws(() => day(new Date('never')), RangeError);
+});
+
+test('Sunday is weekend', () => assert.ok(isWeekend(new Date('2026-03-01T12:00:00Z'))));
)";

ScenarioWords cppWords() {
    ScenarioWords w;
    w.patch = cppPatch;
    w.hasty = {u"model|The failure comes and goes, so it is probably timing. I will look at the parser."_qs,
               u"tool|read src/parse.cpp"_qs,
               u"output|\x1b[2m 38\x1b[0m std::optional<Token> Parser::next() {"_qs,
               u"model|next() looks right to me. A retry in the test makes it stable."_qs,
               u"tool|edit tests/test_parse.cpp"_qs,
               u"tool|git commit -am 'Make the parser test stable'"_qs,
               u"output|[work 4f0c2d1] Make the parser test stable"_qs,
               u"output| 1 file changed, 2 insertions(+)"_qs,
               u"model|Done: the test is stable now."_qs};
    w.thorough = {u"core|feedback of the gate “tests” was handed to the agent"_qs,
                  u"model|The sanitizer names a read behind the end. The loop never looks at the size."_qs,
                  u"tool|read src/parse.cpp"_qs,
                  u"tool|edit src/parse.cpp"_qs,
                  u"output|\x1b[32m+    while (m_at < m_text.size() && !isSpace(m_text[m_at]))\x1b[0m"_qs,
                  u"tool|edit tests/test_parse.cpp"_qs,
                  u"tool|ctest --output-on-failure"_qs,
                  u"output|\x1b[32m100% tests passed\x1b[0m, 0 tests failed out of 214"_qs,
                  u"tool|git commit -am 'Never read behind the end of the text'"_qs,
                  u"model|The cause was a missing bound, not timing. Three tests cover it."_qs};
    w.finding = {u"error"_qs,
                 u"src/parse.cpp"_qs,
                 44,
                 u"Parse.LastWordWithoutSpaceBehindIt"_qs,
                 u"heap-buffer-overflow: reads 1 byte behind the end of the text"_qs,
                 u"READ of size 1 at 0x602000000014 thread T0\n    #0 words::Parser::next() "
                 "src/parse.cpp:44\n    #1 Parse_LastWord_Test::TestBody() tests/test_parse.cpp:57"_qs};
    w.built = u"builds without warnings, 38 files"_qs;
    w.failed = u"1 of 211 tests failed"_qs;
    w.passed = u"214 tests passed (3 new)"_qs;
    w.tests = 214;
    w.coverage = 81.2;
    return w;
}

ScenarioWords pythonWords() {
    ScenarioWords w;
    w.patch = pythonPatch;
    w.hasty = {u"model|I will read the module and its tests first."_qs, u"tool|read app/fetch.py"_qs,
               u"tool|edit app/fetch.py"_qs, u"tool|git commit -am 'Try again when the network fails'"_qs,
               u"model|Done. I did not run the tests; the change is small."_qs};
    w.thorough = {u"core|feedback of the gate “tests” was handed to the agent"_qs,
                  u"model|wait() is called before the last error is raised. I will fix the order."_qs,
                  u"tool|edit app/fetch.py"_qs,
                  u"tool|edit tests/test_fetch.py"_qs,
                  u"tool|python3 -m pytest -q"_qs,
                  u"output|\x1b[32m.....................................\x1b[0m [100%]"_qs,
                  u"output|\x1b[32m88 passed\x1b[0m in 2.41s"_qs,
                  u"tool|git commit -am 'Wait only between tries'"_qs};
    w.finding = {u"error"_qs,
                 u"tests/test_fetch.py"_qs,
                 28,
                 u"test_fetch.py::test_tries_again_when_the_network_fails"_qs,
                 u"assert [2, 4, 8] == [2, 4]"_qs,
                 u">       assert waits == [2, 4]\nE       assert [2, 4, 8] == [2, 4]"_qs};
    w.built = u"all 12 modules compile"_qs;
    w.failed = u"1 of 88 tests failed"_qs;
    w.passed = u"88 tests passed (2 new)"_qs;
    w.tests = 88;
    w.coverage = 91.7;
    return w;
}

ScenarioWords scriptWords() {
    ScenarioWords w;
    w.patch = scriptPatch;
    w.hasty = {u"tool|read src/dates.ts"_qs, u"model|Moving it to src/format and using toISOString."_qs,
               u"tool|git mv src/dates.ts src/format/dates.ts"_qs,
               u"tool|git commit -am 'Format days in UTC'"_qs, u"model|Done."_qs};
    w.thorough = {u"core|feedback of the gate “tests” was handed to the agent"_qs,
                  u"model|An invalid date must be an error of its own."_qs,
                  u"tool|edit src/format/dates.ts"_qs,
                  u"tool|write test/dates.test.ts"_qs,
                  u"tool|npm test"_qs,
                  u"output|# tests 46"_qs,
                  u"output|# pass 46"_qs,
                  u"tool|git commit -am 'Refuse invalid dates'"_qs};
    w.finding = {u"error"_qs,
                 u"test/dates.test.ts"_qs,
                 13,
                 u"an invalid date is an error"_qs,
                 u"Missing expected exception (RangeError)"_qs,
                 u"not ok 3 - an invalid date is an error"_qs};
    w.built = u"tsc: no errors"_qs;
    w.failed = u"1 of 46 tests failed"_qs;
    w.passed = u"46 tests passed (4 new)"_qs;
    w.tests = 46;
    w.coverage = 77.4;
    return w;
}

/// "a/src/x.cpp" without its first letter and slash.
QString pathIn(const QByteArray& name) {
    return QString::fromUtf8(name.mid(2));
}

} // namespace

const ScenarioWords& scenarioWords(int flavour) {
    static const std::array<ScenarioWords, 3> all{cppWords(), pythonWords(), scriptWords()};
    return all.at(std::size_t(flavour) % all.size());
}

QList<ChangedFile> changesOf(const QByteArray& diff) {
    QList<ChangedFile> files;
    const QList<QByteArray> lines = diff.split('\n');
    bool inHunk = false;
    for (const QByteArray& line : lines) {
        if (line.startsWith("diff --git ")) {
            const QList<QByteArray> words = line.split(' ');
            files.append({pathIn(words.value(3)), {}, QStringLiteral("modified"), 0, 0, false});
            inHunk = false;
            continue;
        }
        if (files.isEmpty())
            continue;
        ChangedFile& file = files.last();
        if (line.startsWith("@@"))
            inHunk = true;
        else if (inHunk && line.startsWith('+'))
            ++file.added;
        else if (inHunk && line.startsWith('-'))
            ++file.removed;
        else if (line.startsWith("new file"))
            file.status = QStringLiteral("added");
        else if (line.startsWith("deleted file"))
            file.status = QStringLiteral("deleted");
        else if (line.startsWith("rename from ")) {
            file.status = QStringLiteral("renamed");
            file.oldPath = QString::fromUtf8(line.mid(12));
        }
    }
    return files;
}

} // namespace signalbox
