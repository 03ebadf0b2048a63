#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole core, with the development provider, and agents that speak the Agent Client Protocol through the guest's own program.

Protects: an agent of either version does its work, what it asks goes to rules and people and happens only when these say so,
and it is read in the log; one that dies, speaks nonsense, writes a line of 100 MB, answers what nobody asked, or goes on
when its budget is at its end comes to a clear end, soon."""

import base64
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path += [str(ROOT / "tests/e2e"), str(HERE)]

import harness  # noqa: E402
from model_server import ModelServer  # noqa: E402

BLUEPRINT = """\
signalbox: 1
name: acp
limits: {iterations: 1, wall_time: 1h, tokens: 100000}
tool_calls:
  wait: 5m
  rules:
    - {answer: deny, command: "sed *", why: nobody edits with sed here}
    - {answer: ask, command: "touch *"}
steps:
  - {id: implement, kind: agent}
  - {id: approve, kind: approval}
"""
ENDS_WITHIN = 10  # seconds, after the refusal


class Acp(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="sb-acp-", dir="/var/tmp"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, True)
        program = cls.folder / "signalboxctl"
        subprocess.run(["cc", "-D_GNU_SOURCE", "-DSIGNALBOX_PORT_FROM_ENVIRONMENT", "-fsanitize=address,undefined", "-fno-sanitize-recover=all",
                        *sorted((ROOT / "resources/guest").glob("*.c")), "-o", program], check=True)
        # The sandbox shows an agent its clone and the system, no other folder.
        cls.files = {"answer.txt": "41\n", "tools/agent.py": (HERE / "acp_agent.py").read_text(),
                     "tools/ctl": base64.b64encode(program.read_bytes()).decode()}
        cls.server = ModelServer(usage=lambda n: {"input": 60_000, "cache_read": 0, "cache_write": 0, "output": 100}).start()
        cls.addClassCleanup(cls.server.shutdown)
        cls.core = harness.Core("--hypervisor", "process:", "--anthropic-upstream", cls.server.url, slots=3,
                                environment={"ANTHROPIC_API_KEY": "sk-x"})
        cls.addClassCleanup(cls.core.dispose)

    def begin(self, mode):
        repository = harness.Repository(self.folder / "remotes", f"{mode}-{len(self.core.get('/v1/tasks')['tasks'])}", BLUEPRINT,
                                        self.files)
        self.core.add(repository)
        agent = ('base64 -d tools/ctl > "$HOME/signalboxctl" && chmod +x "$HOME/signalboxctl" && exec "$HOME/signalboxctl" acp --agent tester '
                 f'--prompt "$SIGNALBOX_TASK_FILE" -- /usr/bin/python3 tools/agent.py {mode}')
        return self.core.submit(repository, agent=agent, title="Change the answer in answer.txt to 42")

    def answers(self, task):
        since = 0
        for _ in range(2):
            record = self.core.event("tool_call_asked", task, since)
            since, question = record.seq, record.body["question"]
            allow = "allowed" in question["call"]["command"]
            self.core.post(f"/v1/tool-calls/{question['id']}/answer", {"allow": allow, "action": question["action"], "comment": "so be it"})

    def works(self, mode):
        task = self.begin(mode)
        self.answers(task)
        self.core.approval(task)
        patch = self.core.raw("GET", f"/v1/tasks/{task}/patch")[2].decode()
        self.assertIn("+42", patch)
        self.assertIn("allowed.txt", patch)
        self.assertNotIn("denied.txt", patch)
        log = [line["text"] for line in self.core.log(task)]
        self.assertTrue(any("I look around." in line or "around." in line for line in log), log)
        self.assertTrue(any("execute echo 42 > answer.txt" in line for line in log), log)
        self.assertTrue(any("nobody edits with sed here" in line for line in log), log)
        self.endTask(task)

    def endTask(self, task):
        if self.core.task(task)["phase"] != "finished":
            self.core.post(f"/v1/tasks/{task}/cancel", {"reason": "the test is over"})
            self.core.event("task_finished", task)

    def ends(self, mode, why):
        begun = time.monotonic()
        task = self.begin(mode)
        record = self.core.event("attempt_finished", task, step="implement")
        self.assertEqual(record.body["result"]["verdict"], "failed")
        log = [line["text"] for line in self.core.log(task)]
        self.assertTrue(any(why in line for line in log), log[-30:])
        self.endTask(task)
        return time.monotonic() - begun

    def test_version_1(self):
        self.works("v1")

    def test_version_2(self):
        self.works("v2")

    def test_it_dies(self):
        self.ends("dies", "the agent ended before its work was done: exit code 3")

    def test_nonsense(self):
        self.ends("nonsense", "does not speak the Agent Client Protocol")

    def test_a_line_of_100_mb(self):
        self.ends("long-line", "a message of 97656 KB, more than is read")

    def test_it_answers_what_nobody_asked(self):
        task = self.begin("other-id")
        self.assertIn("committed nothing", self.core.event("attempt_finished", task, step="implement").body["result"]["summary"])
        self.assertTrue(any("an answer to nothing" in line["text"] for line in self.core.log(task)))
        self.endTask(task)

    def test_it_refuses(self):
        self.ends("refuses", "the agent stopped early: refusal")

    def test_budget(self):
        task = self.begin("budget")
        self.core.until_said(task, "told: 402")
        refused = time.monotonic()
        self.assertIn("stopped by budget: the token limit of this task", self.core.parked(task))
        self.assertLess(time.monotonic() - refused, ENDS_WITHIN)
        self.assertEqual(self.core.finished(task, "implement")["verdict"], "over_budget")
        self.endTask(task)


if __name__ == "__main__":
    unittest.main(verbosity=2)
