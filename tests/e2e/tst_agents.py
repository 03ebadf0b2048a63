#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real coding agents from npm, unmodified, in real machines, against a scripted model: `--agent @claude` and the others.

Protects, for each: it reads, edits, tests and commits, and its work passes a gate; its output is a transcript; what the core
counted is what the model served, to the token; what rules deny does not happen, and what they ask about waits for a person; no
key is in the memory of its machine while it waits for the model, nor in what is left of it on the disk while it sleeps, nor in
any log; at the budget's end it ends by itself within seconds, and the task says why. Claude Code in the normal run, all in a
long one (agent_tasks.py)."""

import json
import os
import subprocess
import tempfile
import unittest
from pathlib import Path

import agent_tasks
import harness
import secret_search
from agent_tasks import COMMANDS, KEY, TITLE, AgentTasks

ENDS_WITHIN = 10  # seconds after its first refusal


class Agents(AgentTasks):
    agents = agent_tasks.chosen()
    looked = None  # what was seen of the machine while its agent waited for the model's last word

    @classmethod
    def before(cls, done, number):
        if done == len(COMMANDS) - 1 and cls.looked is None:
            pids = cls.core.emulators()
            found = set().union(*(secret_search.in_memory(pid, [KEY, TITLE, cls.core.token]) for pid in pids))
            folder = cls.core.home / "machines"
            cls.looked = {"found": found, "memory": sum(memory_of(pid) for pid in pids),
                          "disk": sum(f.lstat().st_blocks * 512 for f in folder.rglob("*") if f.is_file())}

    def assertCounted(self, task, before):
        served = {kind: count - before[kind] for kind, count in self.server.served.totals.items()}
        self.assertEqual(self.used(task), served)
        return sum(served.values())

    def works(self, agent):
        cls = type(self)
        cls.looked, cls.endless, cls.first = None, False, len(self.server.requests)
        before = dict(self.server.served.totals)
        task = self.begin(f"{agent}-works", agent, 2_000_000)
        self.allow(task, "git commit")
        self.core.approval(task)
        self.assertEqual(self.core.finished(task, "tests-pass")["verdict"], "passed")
        self.assertGreater(self.assertCounted(task, before), 5000)
        said = {kind: [line["text"] for line in lines] for kind, lines in self.said(task).items()}
        self.assertTrue(any("git commit" in text for text in said["tool"]), said["tool"])
        self.assertIn("ok 1 - sum", "\n".join(said["output"]).splitlines())
        self.assertIn("is mended.", said["model"][-1])
        self.assertTrue(any(text.startswith("tool call denied: ") and "sed" in text for text in said["core"]), said["core"])
        bodies = [json.dumps(request["body"]) for request in self.server.requests[self.first:]]
        if agent not in agent_tasks.SILENT:
            self.assertTrue(any("nobody edits with sed here" in body for body in bodies), "the model was not told why")
        patch = self.core.raw("GET", f"/v1/tasks/{task}/patch")[2].decode()
        self.assertIn("+echo 5", patch)
        self.assertNotIn("t/run.sh", patch)
        self.assertTrue(all(KEY in str(r["headers"].values()) for r in self.server.requests), "the core brings the key")
        if os.geteuid() == 0:  # others may not look into an emulator of another user's
            self.assertEqual(self.looked["found"], {TITLE})
        self.assertNoSecretAsleep(task)
        self.assertPassRevoked(task)
        self.show(agent, task)
        self.endTask(task)
        self.assertNothingLeft()
        for name in ("base", f"agent-{agent}"):
            self.assertTrue(agent_tasks.as_built(name), f"the image's layer {name} was changed")
        self.assertEqual(secret_search.in_folder(self.core.home, [KEY])[KEY], [])

    def allow(self, task, command):
        """A person says yes to what it asks."""
        asked = self.core.until(lambda r: r.task == task and r.type in ("tool_call_asked", "attempt_finished"), "a question")
        self.assertEqual(asked.type, "tool_call_asked", self.core.log(task)[-30:])
        question = asked.body["question"]
        self.assertIn(command, question["call"]["command"])
        self.core.post(f"/v1/tool-calls/{question['id']}/answer", {"allow": True, "action": question["action"]})

    def assertNoSecretAsleep(self, task):
        """Between its attempts a machine is a few files: its saved memory, its disk."""
        folder = self.asleep(task)
        token = self.core.token
        found = secret_search.in_folder(folder, [KEY, TITLE, token])
        self.assertIn("memory.save", found[TITLE])  # the search does find what is there
        self.assertEqual([found[KEY], found[token]], [[], []])
        # Logs, journal, ledger, audit and artifacts are below it too; where the core's own files hold its token is theirs.
        self.assertEqual(secret_search.in_folder(self.core.home, [KEY])[KEY], [])

    def assertPassRevoked(self, task):
        """What the attempt had in place of a key ended with its agent."""
        entries = self.core.get(f"/v1/audit?limit=1000&task={task}&kind=credential")["entries"]
        acts = [entry["action"] for entry in sorted(entries, key=lambda entry: entry["seq"]) if "gateway" in entry["text"]]
        self.assertEqual([acts[0], acts[-1]], ["issued", "revoked"], acts)
        self.assertEqual(set(acts[1:-1]), {"used"})

    def show(self, agent, task):
        """What a start costs, for the README's table."""
        begun = self.moment(task, "agent starts: ")
        first = self.server.requests[self.first]["at"]
        layer = next(entry for name, entry in agent_tasks.layers().items() if name == f"agent-{agent}")
        ended = self.moment(task, "agent ended: ")
        print(f"\n{agent}: {first - begun:.1f} s from its start to its first call, {ended - begun:.1f} s for the task, "
              f"machine {self.looked['memory'] >> 20} MB of memory and {self.looked['disk'] >> 20} MB of disk, "
              f"layer {layer['bytes'] >> 20} MB", flush=True)

    def stops(self, agent):
        type(self).endless = True
        before = dict(self.server.served.totals)
        task = self.begin(f"{agent}-stops", agent, 60_000)
        self.assertIn("stopped by budget: the token limit of this task", self.core.parked(task))
        self.assertEqual(self.core.finished(task, "implement")["verdict"], "over_budget")
        self.assertLessEqual(self.assertCounted(task, before), 60_000)
        ended = next(line["text"] for line in self.said(task)["core"] if line["text"].startswith("agent ended: "))
        self.assertIn("exit code", ended)  # by itself: nobody killed it
        seconds = self.moment(task, "agent ended: ") - self.moment(task, "stopped by budget: ")
        print(f"\n{agent}: {seconds:.1f} s from its first refusal to its end", flush=True)
        self.assertLess(seconds, ENDS_WITHIN)
        shown = [line["text"] for kind in ("model", "output") for line in self.said(task)[kind]]
        self.assertTrue(any("Stopped by budget: the token limit of this task is reached" in text for text in shown), shown[-5:])
        self.endTask(task)
        self.assertNothingLeft()


def memory_of(pid):
    """Bytes that a process holds."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")) * 1024


for _name in Agents.agents:
    setattr(Agents, f"test_{_name}_works", lambda self, name=_name: self.works(name))
    setattr(Agents, f"test_{_name}_is_stopped_by_budget", lambda self, name=_name: self.stops(name))


class Search(unittest.TestCase):
    """The search itself: it finds what is there, also where two pieces meet, and says no otherwise."""

    def test_it_finds_what_is_planted(self):
        planted, other = "planted-" + os.urandom(8).hex(), "planted-" + os.urandom(8).hex()
        with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={"PLANTED": planted}) as child:
            child.stdin.write(b"x\n")
            child.stdin.flush()
            child.stdout.readline()  # now it is what it will be
            self.assertEqual(secret_search.in_memory(child.pid, [planted, other]), {planted})
            child.stdin.close()

    def test_it_finds_what_lies_across_pieces(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "file"
            file.write_bytes(b"x" * (secret_search.PIECE - 3) + b"planted" + b"y" * 100)
            self.assertEqual(secret_search.in_folder(folder, ["planted", "other"]), {"planted": ["file"], "other": []})


if __name__ == "__main__":
    harness.main()
