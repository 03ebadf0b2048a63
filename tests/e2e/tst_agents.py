#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real coding agents from npm, unmodified, in real machines, against a scripted model: `--agent @claude` and the others.

Protects: each reads, edits, tests and commits, and its work passes a gate; its output is a transcript; what the core counted is
what the model served, to the token; no key is in the memory of its machine while it waits for the model; at the budget's end it
is stopped, and the task says so. Claude Code by default; SIGNALBOX_TEST_AGENTS="claude codex opencode gemini" takes all."""

import os
import subprocess
import sys
from pathlib import Path

import harness

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "gateway"))
from model_server import ModelServer  # noqa: E402
from real_agents import shell_call, tool_results  # noqa: E402

AGENTS = os.environ.get("SIGNALBOX_TEST_AGENTS", "claude").split()
BUILD = Path(__file__).resolve().parents[2] / "resources/image/build"
KEY = "sk-the-real-key-of-this-test"
MODELS = {"claude": "claude-sonnet-4-5", "codex": "gpt-5-codex", "opencode": "scripted", "gemini": "gemini-2.5-pro"}
COMMANDS = [
    "cat sum.sh",
    "echo 'echo 5' > sum.sh",
    "sh t/run.sh",
    "printf '## What\\nThe sum.\\n' > $SIGNALBOX_OUT/pull-request.md; git commit -qam 'Mend the sum' && git log --oneline",
]
TITLE = "The sum of two and three is not four: mend it"
FILES = {"sum.sh": "echo 4\n",
         "t/run.sh": 'echo 1..1\n[ "$(sh sum.sh)" = 5 ] && echo "ok 1 - sum" || echo "not ok 1 - sum"\n'}
BLUEPRINT = """\
signalbox: 1
name: agents
machine: {memory: 2GB, disk: 4GB}
limits: {iterations: 1, wall_time: 2h, tokens: %(tokens)d}
paths: {tests: ["t/**"]}
steps:
  - {id: implement, kind: agent, run: "@%(agent)s", environment: {AGENT_MODEL: %(model)s}}
  - {id: tests-pass, kind: gate, gate: tests_pass, run: sh t/run.sh, report: {format: tap}, machine: {memory: 512MB}}
  - {id: approve, kind: approval}
"""


def memory_has(pid, texts):
    """Which of the texts are in the memory of a process: of a machine's emulator, its guest's memory is a part of that."""
    wanted, found = {t: t.encode() for t in texts}, set()
    with open(f"/proc/{pid}/maps", encoding="ascii") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            span, rights = line.split()[:2]
            begin, end = (int(n, 16) for n in span.split("-"))
            if not rights.startswith("rw"):
                continue
            tail = b""
            for at in range(begin, end, 1 << 22):
                try:
                    memory.seek(at)
                    piece = tail + memory.read(min(1 << 22, end - at))
                except OSError:
                    break
                found |= {t for t, b in wanted.items() if b in piece}
                tail = piece[-64:]
    return found


class Agents(harness.EndToEnd):
    slots = 1

    @classmethod
    def setUpClass(cls):
        subprocess.run([BUILD, "--out", harness.IMAGES, "--layers", ",".join(f"agent-{name}" for name in AGENTS)], check=True)
        super().setUpClass()
        cls.core.dispose()
        cls.server = ModelServer(usage=lambda n: {"input": 1000 + n, "cache_read": 300, "cache_write": 70, "output": 40 + n},
                                 script=cls.speak).start()
        cls.addClassCleanup(cls.server.shutdown)
        upstreams = [word for name in ("anthropic", "openai", "gemini") for word in (f"--{name}-upstream", cls.server.url)]
        keys = {f"{name}_API_KEY": KEY for name in ("ANTHROPIC", "OPENAI", "GEMINI")}
        cls.core = harness.Core(*upstreams, slots=cls.slots, environment=keys)
        cls.addClassCleanup(cls.core.dispose)

    @classmethod
    def speak(cls, request, number):
        """The model: one command after the other, then it is done. Before the last it looks into the machine."""
        done = tool_results(request)
        if done == len(COMMANDS) - 1 and cls.inside is None:
            cls.inside = set().union(*(memory_has(pid, [KEY, TITLE]) for pid in cls.core.emulators()))
        if cls.endless or done < len(COMMANDS):
            command = f"cat sum.sh # {number}" if cls.endless else COMMANDS[done]  # the same again ends some agents
            if call := shell_call(request, command, number):
                return [call]
        return [{"text": ["The sum ", "is mended."]}]

    def begin(self, agent, tokens, endless=False):
        type(self).inside, type(self).endless = None, endless
        self.before = dict(self.server.served.totals)
        blueprint = BLUEPRINT % {"agent": agent, "tokens": tokens, "model": MODELS[agent]}
        return self.core.submit(self.repository(f"{agent}-{tokens}", blueprint, FILES), title=TITLE)

    def assertCounted(self, task):
        served = {kind: count - self.before[kind] for kind, count in self.server.served.totals.items()}
        use = self.core.get(f"/v1/tasks/{task}")["use"]
        self.assertEqual({"input": use["input"], "cache_read": use["cacheRead"], "cache_write": use["cacheWrite"],
                          "output": use["output"]}, served)
        return sum(served.values())

    def work(self, agent):
        task = self.begin(agent, 2_000_000)
        self.core.approval(task)
        self.assertEqual(self.core.finished(task, "tests-pass")["verdict"], "passed")
        self.assertGreater(self.assertCounted(task), 5000)
        said = {}
        for line in self.core.log(task):
            if line["step"] == "implement":
                said.setdefault(line["kind"], []).append(line["text"])
        self.assertTrue(any("git commit" in text for text in said["tool"]), said["tool"])
        self.assertIn("ok 1 - sum", said["output"])
        self.assertIn("is mended.", said["model"][-1])
        if os.geteuid() == 0:  # others may not look into an emulator of another user's
            self.assertEqual(self.inside, {TITLE})
        self.assertTrue(all(KEY in str(r["headers"].values()) for r in self.server.requests), "the core brings the key")
        self.endTask(task)
        self.assertNothingLeft()

    def budget(self, agent):
        task = self.begin(agent, 60_000, endless=True)
        self.assertIn("stopped by budget: the token limit of this task", self.core.parked(task))
        self.assertEqual(self.core.finished(task, "implement")["verdict"], "over_budget")
        self.assertLessEqual(self.assertCounted(task), 60_000)
        self.endTask(task)
        self.assertNothingLeft()


for _name in AGENTS:
    setattr(Agents, f"test_{_name}_works", lambda self, name=_name: self.work(name))
    setattr(Agents, f"test_{_name}_is_stopped_by_budget", lambda self, name=_name: self.budget(name))

if __name__ == "__main__":
    harness.main()
