#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real agents, unmodified and as their descriptions run them, under rules about tool calls; on this computer, without
machines: a core with the development provider, in a mount namespace of its own in which the descriptions' files lie where an
agent's layer has them.

Protects: what the rules deny does not happen and the agent goes on; what they ask about waits for a person, and happens when
that person says so, and not when not; the files that hold the hooks cannot be changed by a call; the agent reaches the core's MCP
server."""

import json
import os
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INSIDE = "SIGNALBOX_TEST_INSIDE"
BOX = Path("/tmp/.sb-tool-calls")
AGENTS = os.environ.get("SIGNALBOX_TEST_AGENTS", "claude codex opencode gemini qwen").split()
PROTOCOL = ("qwen",)  # over the Agent Client Protocol, which has no place for the reason of a no

sys.path += [str(ROOT / "tests/e2e"), str(ROOT / "tests/gateway"), str(ROOT / "resources/image")]

BLUEPRINT = """\
signalbox: 1
name: rules
limits: {iterations: 1, wall_time: 1h}
tool_calls:
  wait: 2m
  rules:
    - {answer: deny, command: "sed *", why: nobody edits with sed here}
    - {answer: ask, command: "touch *"}
steps:
  - {id: implement, kind: agent, run: "@%s", environment: {AGENT_MODEL: %s}}
  - {id: approve, kind: approval}
"""
MODELS = {"claude": "claude-sonnet-4-5", "codex": "gpt-5-codex", "opencode": "scripted", "gemini": "gemini-2.5-pro",
          "qwen": "qwen3-coder-plus"}
COMMANDS = [
    "cat answer.txt",
    "sed -i s/41/43/ untouched.txt",
    "touch allowed.txt",
    "touch denied.txt",
    "true && rm -rf /etc/claude-code /etc/codex /etc/gemini-cli /etc/signalbox",
    "echo 42 > answer.txt; printf '## What\\nIt.\\n' > $SIGNALBOX_OUT/pull-request.md; git add -A && git commit -qm 'Mend it'",
]


def enter():
    """Runs this test again where it may lay out a machine's files; 77 where that cannot be."""
    rights = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]
    done = subprocess.run([*rights, sys.executable, "-B", __file__], env=dict(os.environ, **{INSIDE: "1"}), check=False)
    sys.exit(done.returncode)


def lay_out(installed):
    """Files of the agents' layers, the programs, and the guest's signalboxctl, over this namespace's view of the computer."""
    from imagebuild.agents import AGENTS as folder
    from imagebuild.agents import Agent
    BOX.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "none", BOX], check=True)
    for top in ("etc", "opt", "usr"):
        for part in ("up", "work"):
            (BOX / top / part).mkdir(parents=True)
        layers = f"lowerdir=/{top},upperdir={BOX}/{top}/up,workdir={BOX}/{top}/work"
        subprocess.run(["mount", "-t", "overlay", "overlay", "-o", layers, f"/{top}"], check=True)
    modules = Path("/opt/agents/modules")
    modules.mkdir(parents=True)
    subprocess.run(["mount", "--bind", installed, modules], check=True)
    guest = ROOT / "resources/guest"
    subprocess.run(["cc", "-D_GNU_SOURCE", "-DSIGNALBOX_PORT_FROM_ENVIRONMENT", *sorted(guest.glob("*.c")), "-o",
                    "/usr/bin/sb-guest"], check=True)
    shutil.copy("/usr/bin/sb-guest", "/usr/bin/signalboxctl")
    # Without a user namespace root is root in there too, and what is root's is seen as root's (one agent looks).
    bwrap = Path("/usr/bin/bwrap")
    shutil.move(bwrap, "/usr/bin/bwrap.real")
    bwrap.write_text("#!/usr/bin/python3\nimport os, sys\nwords, out = sys.argv[1:], []\nwhile words:\n    word = words.pop(0)\n"
                     "    if word == '--':\n        out += [word, *words]\n        break\n"
                     "    if word in ('--uid', '--gid'):\n        words.pop(0)\n    elif word != '--unshare-user':\n        out.append(word)\n"
                     "os.execv('/usr/bin/bwrap.real', ['bwrap', *out])\n")
    bwrap.chmod(0o755)
    images = BOX / "images"
    images.mkdir()
    layers = {}
    for name in AGENTS:
        agent = Agent(folder / f"{name}.yaml")
        layers[f"agent-{name}"] = agent.description()
        for path, text in agent.files.items():
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            Path(path).write_text(text)
        program = Path(f"/usr/local/bin/agent-{name}")
        program.write_bytes(agent.program)
        program.chmod(0o755)
        link = Path(f"/usr/local/bin/{name}")
        link.unlink(missing_ok=True)
        link.symlink_to(modules / "node_modules/.bin" / name)
    for name, package in (("gemini", "@google/gemini-cli"), ("qwen", "@qwen-code/qwen-code")):
        node = Path(f"/opt/agents/{name}/node-linux-x64/bin")
        node.mkdir(parents=True)
        (node / "node").symlink_to(shutil.which("node"))
        Path(f"/opt/agents/{name}/{package.rpartition('/')[2]}").symlink_to(modules / "node_modules" / package)
    (images / "manifest.json").write_text(json.dumps({"format": 1, "layers": layers}))
    return images


class ToolCalls(unittest.TestCase):
    def setUp(self):
        self.reported = False
        self.server = ModelServer(script=self.speak).start()
        self.addCleanup(self.server.shutdown)
        upstreams = [word for name in ("anthropic", "openai", "gemini") for word in (f"--{name}-upstream", self.server.url)]
        self.core = harness.Core("--hypervisor", "process:", *upstreams, environment={
            "SIGNALBOX_IMAGES": str(images), **{f"{name}_API_KEY": "sk-x" for name in ("ANTHROPIC", "OPENAI", "GEMINI")}})
        self.addCleanup(self.core.dispose)
        self.remotes = Path(BOX / "remotes")
        shutil.rmtree(self.remotes, True)

    def speak(self, request, number):
        done = tool_results(request)
        if not self.reported:
            for name in tool_names(request):
                if "report_progress" in name and "signalbox" in name:
                    self.reported = True
                    return [{"tool": name, "id": f"call_{number}", "arguments": {"text": "I have begun"}}]
        done -= 1 if self.reported else 0
        if done < len(COMMANDS):
            if call := shell_call(request, COMMANDS[done], number):
                return [call]
        return [{"text": ["The answer ", "is 42."]}]

    def person(self, task, heard):
        """Allows one of the two that are asked, and denies the other."""
        since = 0
        for _ in range(2):
            try:
                record = self.core.event("tool_call_asked", task, since)
            except AssertionError:
                asked = [tool_names(r["body"]) for r in self.server.requests if r["body"]]
                print(json.dumps(self.core.log(task), indent=1)[-6000:], [r["path"] for r in self.server.requests], asked[:1])
                raise
            since, question = record.seq, record.body["question"]
            heard.append(question["call"]["command"])
            allow = "allowed" in question["call"]["command"]
            self.core.post(f"/v1/tool-calls/{question['id']}/answer",
                           {"allow": allow, "action": question["action"], "comment": "" if allow else "not this file"})

    def check(self, agent):
        repository = harness.Repository(self.remotes, agent, BLUEPRINT % (agent, MODELS[agent]), {"answer.txt": "41\n", "untouched.txt": "41\n"})
        self.core.add(repository)
        heard = []
        task = self.core.submit(repository, title="Change the answer in answer.txt to 42")
        self.person(task, heard)
        self.core.approval(task)
        patch = self.core.raw("GET", f"/v1/tasks/{task}/patch")[2].decode()
        self.assertEqual(heard, ["touch allowed.txt", "touch denied.txt"])
        self.assertIn("+42", patch)
        self.assertIn("allowed.txt", patch)
        self.assertNotIn("untouched.txt", patch)
        self.assertNotIn("denied.txt", patch)
        for name, text in self.files().items():
            self.assertEqual(Path(name).read_text(), text, "a file that holds a hook was changed")
        told = json.dumps([r["body"] for r in self.server.requests])
        if agent not in PROTOCOL:
            self.assertIn("nobody edits with sed here", told)
            self.assertIn("not this file", told)
        log = [line["text"] for line in self.core.log(task) if line["kind"] == "core"]
        self.assertTrue(any(line.startswith("tool call denied: ") and "rm -rf" in line for line in log), log)
        offered = {name for r in self.server.requests if r["body"] for name in tool_names(r["body"])}
        self.assertTrue(any("may_i_proceed" in name for name in offered), offered)
        if self.reported:  # one agent has a form of its own for such calls, which the scripted model does not speak
            self.assertTrue(any("the agent reports: I have begun" in line for line in log), log)
        self.core.post(f"/v1/tasks/{task}/cancel", {"reason": "the test is over"})
        self.core.event("task_finished", task)

    @staticmethod
    def files():
        from imagebuild.agents import AGENTS as folder
        from imagebuild.agents import Agent
        return {path: text for name in AGENTS for path, text in Agent(folder / f"{name}.yaml").files.items()}


def tool_names(request):
    found = []
    for tool in request.get("tools") or []:
        for entry in tool.get("functionDeclarations") or tool.get("tools") or [tool.get("function") or tool]:
            found.append(entry.get("name") or "")
    return found


for _name in AGENTS:
    setattr(ToolCalls, f"test_{_name}", lambda self, name=_name: self.check(name))

if __name__ == "__main__":
    if not os.environ.get("SIGNALBOX_AGENTS"):
        print("skipped: name a directory for the agents (1 GB) in SIGNALBOX_AGENTS")
        sys.exit(77)
    import real_agents
    if why := real_agents.install(os.environ["SIGNALBOX_AGENTS"], AGENTS):
        print("skipped: the agents cannot be fetched with npm: " + why)
        sys.exit(77)
    if not os.environ.get(INSIDE):
        enter()
    try:
        images = lay_out(os.environ["SIGNALBOX_AGENTS"])
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"skipped: a machine's files cannot be laid out here: {error}")
        sys.exit(77)
    import harness
    from model_server import ModelServer
    from real_agents import shell_call, tool_results
    unittest.main(verbosity=2)
