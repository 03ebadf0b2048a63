#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protects model calls from inside machines: they go over the machine's own channel and nowhere else, no key is in the guest,
what they use is counted on the task to the token, and a task that uses up its budget is stopped by budget, waits for a person,
and goes on when that person sends it on or raises its budget. A model that says the same again and again ends its attempt, and a
receiver of telemetry hears of agents and calls, and no word of what was said."""

import http.server
import json
import os
import sys
import threading
import time

import harness

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "gateway"))
from model_server import ModelServer  # noqa: E402

BLUEPRINT = """\
signalbox: 1
name: models
machine: {layers: [python], memory: 512MB, disk: 1GB}
limits: {iterations: 2, wall_time: 1h, tokens: %d}
steps:
  - {id: implement, kind: agent}
  - {id: approve, kind: approval}
"""
KEY = "sk-the-real-key-of-this-test"
# Calls the model as often as it is told (0: until it is refused), and looks for the key everywhere.
AGENT = """\
cat > ../agent.py <<'PY'
import json, os, sys, urllib.error, urllib.request
calls = 0
while calls < %(calls)d or %(calls)d == 0:
    body = json.dumps({"model": "m", "max_tokens": 50, "stream": calls %% 2 == 0, "messages": []}).encode()
    request = urllib.request.Request(os.environ["SIGNALBOX_GATEWAY"] + "/v1/messages", body,
                                     {"x-api-key": os.environ["SIGNALBOX_GATEWAY_KEY"], "Content-Type": "application/json"})
    try:
        urllib.request.urlopen(request, timeout=60).read()
    except urllib.error.HTTPError as error:
        print("refused:", error.code, error.read().decode())
        sys.exit(1)
    calls += 1
print("called", calls, "times")
PY
python3 ../agent.py || exit 1
key=sk-the  # in two pieces, or this very script would be found
env | grep -q "$key-real" && echo "the key is in the environment"
grep -rlsa "$key-real" /home /tmp /etc /run /proc/self/environ /proc/1/environ 2> /dev/null | grep -v agent.py | sed "s/^/the key is in /"
echo done > done.txt && git add done.txt && git commit -q -m "Done"
"""


class Receiver(http.server.ThreadingHTTPServer):
    """Keeps what OTLP over HTTP brings."""

    def __init__(self):
        outer = self
        self.bodies = []

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.bodies.append((self.path, body))
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        self.daemon_threads = True
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def spans(self, task):
        found = []
        for path, body in list(self.bodies):
            if path == "/v1/traces":
                found += json.loads(body)["resourceSpans"][0]["scopeSpans"][0]["spans"]
        trace = next((span["traceId"] for span in found if attributes(span).get("signalbox.task.id") == str(task)), None)
        return [span for span in found if span["traceId"] == trace]


def attributes(span):
    return {each["key"]: next(iter(each["value"].values())) for each in span["attributes"]}


class Models(harness.EndToEnd):
    options = ()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.core.dispose()
        cls.server = ModelServer(usage=lambda n: {"input": 100, "cache_read": 30, "cache_write": 7, "output": 20}).start()
        cls.receiver = Receiver()
        cls.core = harness.Core("--anthropic-upstream", cls.server.url, "--telemetry", cls.receiver.url, *cls.options,
                                environment={"ANTHROPIC_API_KEY": KEY})
        cls.addClassCleanup(cls.receiver.shutdown)
        cls.addClassCleanup(cls.core.dispose)
        cls.addClassCleanup(cls.server.shutdown)

    def use(self, task):
        return self.core.get(f"/v1/tasks/{task}")["use"]

    def test_calls_are_counted_on_the_task(self):
        before = dict(self.server.served.totals)
        task = self.core.submit(self.repository("counted", BLUEPRINT % 1_000_000, {"a": "a\n"}), AGENT % {"calls": 4})
        self.core.approval(task)
        output = self.core.output(task)
        self.assertIn("called 4 times", output)
        self.assertNotIn("the key is in", output)
        served = {kind: count - before[kind] for kind, count in self.server.served.totals.items()}
        use = self.use(task)
        self.assertEqual([use["input"], use["cacheRead"], use["cacheWrite"], use["output"], use["calls"]],
                         [served["input"], served["cache_read"], served["cache_write"], served["output"], 4])
        self.assertEqual(use["tokenLimit"], 1_000_000)
        self.assertEqual({k.lower(): v for k, v in self.server.requests[-1]["headers"].items()}["x-api-key"], KEY)
        self.endTask(task)
        self.assertNothingLeft()

    def test_a_receiver_hears_of_agents_and_calls(self):
        task = self.core.submit(self.repository("told", BLUEPRINT % 1_000_000, {"a": "a\n"}), AGENT % {"calls": 3},
                                title="Words of a person")
        self.core.approval(task)
        until = time.monotonic() + 60
        agent = None
        while not agent and time.monotonic() < until:
            agent = next((span for span in self.receiver.spans(task) if span["name"] == "invoke_agent command"), None)
            time.sleep(0.2)  # style:allow spans come when their batch does
        self.assertIsNotNone(agent)
        calls = [span for span in self.receiver.spans(task) if span["name"] == "chat m"]
        self.assertEqual(len(calls), 3)
        for call in calls:
            self.assertEqual(call["parentSpanId"], agent["spanId"])
            self.assertEqual(attributes(call)["gen_ai.usage.input_tokens"], "137")
        self.assertEqual(attributes(agent)["gen_ai.usage.output_tokens"], "60")
        self.assertFalse(any(b"Words of a person" in body or KEY.encode() in body for _, body in self.receiver.bodies))
        self.endTask(task)
        self.assertNothingLeft()

    def test_a_model_in_circles_ends_its_attempt(self):
        blueprint = (BLUEPRINT % 1_000_000).replace("wall_time", "loops: 3, wall_time")
        task = self.core.submit(self.repository("circles", blueprint, {"a": "a\n"}), AGENT % {"calls": 0})
        reason = self.core.parked(task)
        self.assertIn("stopped by a loop", reason)
        self.assertEqual(self.core.finished(task, "implement")["verdict"], "looped")
        self.assertIn("refused: 402", self.core.output(task))
        self.assertIn(self.use(task)["calls"], (4, 5))
        self.endTask(task)
        self.assertNothingLeft()

    def test_a_task_is_stopped_by_budget_and_sent_on(self):
        task = self.core.submit(self.repository("limited", BLUEPRINT % 500, {"a": "a\n"}), AGENT % {"calls": 0})
        reason = self.core.parked(task)
        self.assertIn("stopped by budget: the token limit of this task", reason)
        result = self.core.finished(task, "implement")
        self.assertEqual(result["verdict"], "over_budget")
        self.assertIn("refused: 402", self.core.output(task))
        first = self.use(task)
        used = first["input"] + first["cacheRead"] + first["cacheWrite"] + first["output"]
        self.assertTrue(157 < used <= 500, first)
        since = self.core.records[-1].seq
        self.core.post(f"/v1/tasks/{task}/retry", {})
        self.core.parked(task, since)
        second = self.use(task)
        self.assertEqual(second["tokenLimit"], 1000)
        self.assertGreater(second["calls"], first["calls"])
        self.assertLessEqual(second["input"] + second["cacheRead"] + second["cacheWrite"] + second["output"], 1000)
        # Or by exactly so much more.
        since = self.core.records[-1].seq
        self.core.post(f"/v1/tasks/{task}/budget", {"tokens": 300, "reason": "a large file"})
        self.core.parked(task, since)
        third = self.use(task)
        self.assertEqual(third["tokenLimit"], 1300)
        self.assertGreater(third["calls"], second["calls"])
        line = next(line for line in self.core.get("/v1/budgets")["budgets"] if line["id"] == f"task:{task}")
        tokens = third["input"] + third["cacheRead"] + third["cacheWrite"] + third["output"]
        self.assertEqual([line["tokens"], line["calls"], line["tokenLimit"]], [tokens, third["calls"], 1300])
        history = self.core.get(f"/v1/budgets/history/task:{task}?hours=1")
        self.assertEqual(sum(piece["tokens"] for piece in history["slices"]), tokens)
        self.endTask(task)
        self.assertNothingLeft()


class ModelsOfProcesses(Models):
    """The same with the development provider."""
    options = ("--hypervisor", "process:")


if __name__ == "__main__":
    harness.main()
