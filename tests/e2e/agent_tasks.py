# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of real coding agents in real machines share: the agents, their task, and a core with a scripted model."""

import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import harness

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "gateway"))
from model_server import ModelServer  # noqa: E402
from real_agents import shell_call, tool_results  # noqa: E402

BUILD = Path(__file__).resolve().parents[2] / "resources/image/build"
#: The agents, each a description in resources/agents, and the model that each is told to use.
MODELS = {"claude": "claude-sonnet-4-5", "codex": "gpt-5-codex", "opencode": "scripted", "gemini": "gemini-2.5-pro",
          "qwen": "qwen3-coder-plus"}
#: Those of the Agent Client Protocol: it has no place for the reason of a no.
SILENT = ["qwen"]
#: Those that the normal run takes; a long one takes all.
USUAL = ["claude"]
LONG = bool(os.environ.get("SIGNALBOX_LONG_TESTS"))
KEY = "sk-the-real-key-of-this-test"
COMMANDS = [
    "cat sum.sh",
    "sed -i s/ok/OK/ t/run.sh",  # which the rules deny
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
machine: {memory: %(memory)s, disk: 4GB}
limits: {iterations: 1, wall_time: 2h, tokens: %(tokens)d}
paths: {tests: ["t/**"]}
tool_calls:
  wait: 10m
  rules:
    - {answer: deny, command: "sed *", why: nobody edits with sed here}
    - {answer: ask, command: "git commit *"}
steps:
  - {id: implement, kind: agent, run: "@%(agent)s", environment: {AGENT_MODEL: %(model)s}}
  - {id: tests-pass, kind: gate, gate: tests_pass, run: sh t/run.sh, report: {format: tap}, machine: {memory: 512MB}}
  - {id: approve, kind: approval}
"""


def chosen():
    """The agents of this run: SIGNALBOX_TEST_AGENTS="codex gemini", else the usual ones or, in a long run, all."""
    named = os.environ.get("SIGNALBOX_TEST_AGENTS", "").split()
    return named or (list(MODELS) if LONG else USUAL)


class AgentTasks(harness.EndToEnd):
    """A core whose every model is the scripted server; it has the only key."""

    slots = 1
    agents = ()
    core_options = ()
    memory = "2GB"

    @classmethod
    def setUpClass(cls):
        layers = ",".join(f"agent-{name}" for name in cls.agents)
        subprocess.run([BUILD, "--out", harness.IMAGES, "--layers", layers], check=True)
        cls.server = ModelServer(usage=cls.usage, script=cls.speak).start()
        cls.addClassCleanup(cls.server.shutdown)
        upstreams = [word for name in ("anthropic", "openai", "gemini") for word in (f"--{name}-upstream", cls.server.url)]
        cls.options = (*upstreams, *cls.core_options)
        cls.environment = {f"{name}_API_KEY": KEY for name in ("ANTHROPIC", "OPENAI", "GEMINI")}
        super().setUpClass()

    @classmethod
    def usage(cls, number):
        """What the model says that its answer to this request took."""
        return {"input": (4000 if cls.endless else 1000) + number, "cache_read": 300, "cache_write": 70, "output": 40 + number}

    @classmethod
    def before(cls, done, number):
        """Called before the model answers one that has run so many commands; the answer waits for it."""

    endless = False

    @classmethod
    def speak(cls, request, number):
        """The model: one command after the other, then it is done."""
        done = tool_results(request)
        cls.before(done, number)
        if cls.endless or done < len(COMMANDS):
            command = f"cat sum.sh # {number}" if cls.endless else COMMANDS[done]  # the same again ends some agents
            if call := shell_call(request, command, number):
                return [call]
        return [{"text": ["The sum ", "is mended."]}]

    def begin(self, name, agent, tokens, title=TITLE):
        blueprint = BLUEPRINT % {"agent": agent, "tokens": tokens, "model": MODELS[agent], "memory": self.memory}
        return self.core.submit(self.repository(name, blueprint, FILES), title=title)

    def used(self, task):
        """By kinds, as the core counted it."""
        use = self.core.get(f"/v1/tasks/{task}")["use"]
        return {"input": use["input"], "cache_read": use["cacheRead"], "cache_write": use["cacheWrite"], "output": use["output"]}

    def said(self, task, step="implement"):
        """The log's lines of a step by kind."""
        said = {kind: [] for kind in ("model", "tool", "output", "core")}
        for line in self.core.log(task):
            if line["step"] == step:
                said.setdefault(line["kind"], []).append(line)
        return said

    def moment(self, task, begins, step="implement"):
        """When the core said it, in seconds."""
        line = next(line for line in self.said(task, step)["core"] if line["text"].startswith(begins))
        return line["at"] / 1000

    def asleep(self, task):
        """The folder of the task's machine, once it hibernates."""
        until = time.monotonic() + harness.LIMIT
        while True:
            machines = self.core.get("/v1/machines")["machines"]
            names = [m["name"] for m in machines if m["state"] == "hibernated"]
            if len(names) == 1 and not self.core.emulators():
                return self.core.home / "machines" / names[0]
            if time.monotonic() > until:
                raise AssertionError(f"task {task}: no machine sleeps: {machines}")
            time.sleep(0.1)  # style:allow there is no event for it


def layers():
    """The image's layers, as its manifest describes them."""
    return json.loads((harness.IMAGES / "manifest.json").read_text())["layers"]


def as_built(name):
    """Whether a layer is what the manifest says, to the byte."""
    digest = layers()[name]["digest"]
    with (harness.IMAGES / "store" / f"{digest}.squashfs").open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == digest
