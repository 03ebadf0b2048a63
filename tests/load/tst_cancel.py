#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protects cancelling: wherever a task is, it ends within seconds of being told to, even where a program ignores every
signal; what it did is undone in reverse and that can be read from the events; no process of it goes on."""

import contextlib
import os
import socket
import threading
import time
import unittest
from pathlib import Path

import process_core

SECONDS = 15  # generous: a busy machine; a cancel that waits for a program would take minutes

STUBBORN = "trap '' INT TERM HUP QUIT PIPE; echo stubborn; while :; do sleep 1; done # {mark}"

HEAD = "signalbox: 1\nname: {name}\nmachine: {{memory: 512MB, disk: 1GB}}\nlimits: {{iterations: 2, on_exhausted: person}}\nsteps:\n"
WORKSPACE = "  - {{id: workspace, kind: workspace, run: {run}}}\n"
AGENT = "  - {id: implement, kind: agent, on_fail: person}\n"
GATE = "  - {{id: compiles, kind: gate, gate: compiles, run: {run}, on_fail: person}}\n"
REST = "  - {id: approve, kind: approval}\n  - {id: publish, kind: publish}\n"
WORK = "echo y > README.md && git commit -qam Change"


def processes(mark):
    """Processes that still run what is marked so."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with contextlib.suppress(OSError):
                if mark.encode() in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
    return found


@contextlib.contextmanager
def silent_server():
    """Takes connections and never answers."""
    listener = socket.create_server(("127.0.0.1", 0))
    taken = threading.Event()
    held = []

    def accept():
        with contextlib.suppress(OSError):
            while True:
                held.append(listener.accept()[0])
                taken.set()
    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listener.getsockname()[1], taken
    finally:
        listener.close()
        for connection in held:
            connection.close()


class Cancel(process_core.ProcessCore):
    slots = 1

    def blueprint(self, name, *steps):
        return HEAD.format(name=name) + "".join(steps) + REST

    def script(self, mark):
        return STUBBORN.format(mark=mark)

    def cancel(self, task, mark=None, undone=(), begun=True):
        """Cancels and waits for the end; the records since."""
        core = self.core
        since = core.records[-1].seq if core.records else 0
        began = time.monotonic()
        core.post(f"/v1/tasks/{task}/cancel", {"reason": "changed my mind"})
        core.event("task_finished", task)
        took = time.monotonic() - began
        self.assertLess(took, SECONDS, "cancelling takes seconds, whatever runs")
        finished = core.event("task_finished", task)
        self.assertEqual(finished.body["outcome"], "cancelled")
        self.assertIn("changed my mind", finished.body["reason"])
        records = [r for r in core.records if r.task == task and r.seq > since]
        undoing = [r.body["kind"] for r in records if r.type == "compensation_started"]
        done = [r.body["kind"] for r in records if r.type == "compensation_finished"]
        self.assertEqual(undoing, list(undone), "what was done is undone, the last first")
        self.assertEqual(done, undoing)
        self.assertEqual([r.type for r in records if r.type in ("tear_down_started", "task_finished")],
                         (["tear_down_started"] if begun else []) + ["task_finished"])
        until = time.monotonic() + SECONDS
        while (left := (processes(mark) if mark else [])) or core.get("/v1/machines")["machines"]:
            if time.monotonic() > until:
                self.fail(f"still there: processes {left}, machines {core.get('/v1/machines')}")
            time.sleep(0.05)
        # Telling it again is told, and changes nothing.
        with self.assertRaises(process_core.harness.Refused) as again:
            core.post(f"/v1/tasks/{task}/cancel")
        self.assertEqual(again.exception.status, 409)
        return records

    def test_while_the_repository_does_not_answer(self):
        with silent_server() as (port, taken):
            self.core.post("/v1/repositories", {"name": "silent", "url": f"http://127.0.0.1:{port}/x.git"})
            task = self.core.submit("silent", "true")
            self.assertTrue(taken.wait(60), "admission looks at the repository")
            self.cancel(task, begun=False)  # there is nothing to tear down

    def test_in_the_workspace(self):
        mark = f"stubborn-workspace-{os.getpid()}"
        repository = self.repository("ws", self.blueprint("ws", WORKSPACE.format(run="sh .signalbox/stay.sh"), AGENT),
                                     {"README.md": "x\n", ".signalbox/stay.sh": self.script(mark)})
        task = self.core.submit(repository, "true")
        self.core.until_said(task, "stubborn", step="workspace")
        self.cancel(task, ".signalbox/stay.sh", undone=["drop_work"])

    def test_while_an_agent_works_that_ignores_signals(self):
        mark = f"stubborn-agent-{os.getpid()}"
        repository = self.repository("ag", self.blueprint("ag", WORKSPACE.format(run="true"), AGENT),
                                     {"README.md": "x\n"})
        task = self.core.submit(repository, self.script(mark))
        self.core.until_said(task, "stubborn", step="implement")
        self.assertTrue(processes(mark), "it runs")
        self.cancel(task, mark, undone=["drop_work"])

    def test_while_an_agent_has_left_children_behind(self):
        mark = f"stubborn-children-{os.getpid()}"
        repository = self.repository("ch", self.blueprint("ch", AGENT), {"README.md": "x\n"})
        child = f"sh -c \"trap '' INT TERM HUP; while :; do sleep 1; done # {mark}\""
        task = self.core.submit(repository, f"setsid {child} & nohup {child} >/dev/null 2>&1 & echo ready; wait; wait")
        self.core.until_said(task, "ready", step="implement")
        self.assertTrue(processes(mark), "they run")
        self.cancel(task, mark)

    def test_while_it_waits_for_a_machine(self):
        mark = f"stubborn-first-{os.getpid()}"
        repository = self.repository("wm", self.blueprint("wm", AGENT), {"README.md": "x\n"})
        first = self.core.submit(repository, self.script(mark))
        self.core.until_said(first, "stubborn", step="implement")
        second = self.core.submit(repository, "true", title="Waits")
        self.core.started(second, "implement")
        self.core.post(f"/v1/tasks/{second}/cancel", {"reason": "changed my mind"})
        self.assertEqual(self.core.over(second)[0], "cancelled")
        self.assertEqual(self.core.task(first)["phase"], "working", "the other one goes on")
        self.cancel(first, mark)

    def test_in_a_gate(self):
        mark = f"stubborn-gate-{os.getpid()}"
        repository = self.repository("ga", self.blueprint("ga", WORKSPACE.format(run="true"), AGENT,
                                                          GATE.format(run="sh .signalbox/stay.sh")),
                                     {"README.md": "x\n", ".signalbox/stay.sh": self.script(mark)})
        task = self.core.submit(repository, WORK)
        self.core.until_said(task, "stubborn", step="compiles")
        self.cancel(task, ".signalbox/stay.sh", undone=["drop_work"])

    def test_while_people_decide(self):
        repository = self.repository("ap", self.blueprint("ap", WORKSPACE.format(run="true"), AGENT),
                                     {"README.md": "x\n"})
        task = self.core.submit(repository, WORK)
        approval = self.core.approval(task)
        self.cancel(task, undone=["drop_work"])
        with self.assertRaises(process_core.harness.Refused):
            self.core.vote(approval)
        self.assertEqual(repository.branches(), ["main"])

    def test_while_it_is_parked(self):
        repository = self.repository("pa", self.blueprint("pa", WORKSPACE.format(run="true"), AGENT),
                                     {"README.md": "x\n"})
        task = self.core.submit(repository, "exit 3")
        self.core.parked(task)
        self.cancel(task, undone=["drop_work"])

    def test_while_the_agent_is_asked(self):
        mark = f"stubborn-question-{os.getpid()}"
        repository = self.repository("qu", self.blueprint("qu", AGENT), {"README.md": "x\n"})
        task = self.core.submit(repository, f'if [ "$SIGNALBOX_MODE" = question ]; then {self.script(mark)}\nfi\n{WORK}')
        approval = self.core.approval(task)
        self.core.post(f"/v1/approvals/{approval['id']}/questions", {"text": "Why?"})
        until = time.monotonic() + 60
        while not processes(mark) and time.monotonic() < until:
            time.sleep(0.05)
        self.assertTrue(processes(mark), "the agent was asked")
        self.cancel(task, mark)


if __name__ == "__main__":
    unittest.main(verbosity=2)
