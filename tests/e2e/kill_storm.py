#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills core and emulators at random while tasks are worked on, and audits what came of it.

    kill_storm.py [--kills N] [--tasks N] [--seed N] [--machines vm|process] [--json]

People submit, vote, ask, reject and cancel all the while; an agent sometimes breaks off, lies or is sent back. The
storm keeps a ledger of its own: what the core acknowledged, what the agents really did (each run leaves a trace in the
work it commits), what reached the remote. At the end nothing that was acknowledged may be lost, nothing may be stuck,
no step may have two results, nothing may have been published twice or without its votes, a step may have been run once
more at most for each crash that fell into it, and no machine, disk or file may be left."""

import argparse
import collections
import json
import os
import random
import re
import shutil
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

import harness

BLUEPRINT = """\
signalbox: 1
name: storm
machine: {memory: 512MB, disk: 1GB}
limits: {iterations: 3, wall_time: 4h}
paths: {tests: ["t/**"]}
steps:
  - {id: workspace, kind: workspace, run: test -f calc.sh, tries: 10}
  - {id: implement, kind: agent, tries: 10}
  - {id: tests-pass, kind: gate, gate: tests_pass, run: sh t/run.sh, report: {format: tap}, on_fail: implement, tries: 10}
  - {id: approve, kind: approval, on_fail: implement}
  - {id: publish, kind: publish, tries: 10}
"""
FILES = {"calc.sh": "echo 4\n",
         "t/run.sh": 'echo 1..1\n[ "$(sh calc.sh)" = 5 ] && echo "ok 1 - sum" || echo "not ok 1 - sum"\n'}

# Each run of an attempt adds a line to a file outside the checkout, which the work then carries along: the remote tells
# how often the agent really ran on the machine whose work was taken.
AGENT = """\
if [ "$SIGNALBOX_MODE" = question ]; then sleep 0.5; echo "because" > "$SIGNALBOX_OUT/answer.md"; exit 0; fi
echo run >> "../runs-$SIGNALBOX_ATTEMPT"
echo "run begins"
sleep {first}
{mishap}
echo "echo {sum}" > calc.sh
cp "../runs-$SIGNALBOX_ATTEMPT" runs.txt
date +%N > stamp
git add -A && git commit -q -m "Mend the sum"
sleep {second}
"""

class Storm:
    def __init__(self, options):
        self.options, self.random = options, random.Random(options.seed)
        self.top = Path(tempfile.mkdtemp(prefix="sb-storm-", dir="/var/tmp"))
        more = ["--hypervisor", "process:"] if options.machines == "process" else []
        self.core = harness.Core(*more, slots=options.at_once)
        self.repositories = [self.new_repository(f"storm-{i}") for i in range(2)]
        self.submitted = {}  # idempotency key -> task, as acknowledged
        self.voted = []  # (approval, approve) as acknowledged
        self.cancelled = set()
        self.kills = collections.Counter()
        self.core_kills_at = []  # the last record that was seen before each kill of the core
        self.recovery = []  # seconds from start to the first answer
        self.problems = []

    def new_repository(self, name):
        repository = harness.Repository(self.top, name, BLUEPRINT, FILES)
        repository.git("config", "core.logAllRefUpdates", "always")
        self.core.add(repository)
        return repository

    def dispose(self):
        self.core.dispose()
        shutil.rmtree(self.top, ignore_errors=True)

    # ---- What people do; whatever the core does not acknowledge is asked again later

    def agent(self):
        mishap = self.random.choice(["", "", "", "[ -f ../once ] || { touch ../once; exit 1; }"])
        wrong = self.random.random() < 0.15  # never right: is sent back until its iterations are used up
        return AGENT.format(first=round(self.random.uniform(0, 1.5), 2), second=round(self.random.uniform(0, 0.5), 2),
                            mishap=mishap, sum=4 if wrong else 5)

    def submit(self, number):
        key = f"storm-{self.options.seed}-{number}"
        repository = self.random.choice(self.repositories)
        body = (repository, self.agent(), f"Task {number}")
        for _ in range(1000):
            try:
                self.submitted[key] = self.core.submit(*body, idempotencyKey=key, priority=number % 3)
                return
            except OSError:
                self.revive()

    def decide(self):
        for row in self.core.get("/v1/approvals")["approvals"]:
            approval, dice = row["approval"], self.random.random()
            if dice < 0.1 and not approval["questions"]:
                self.core.post(f"/v1/approvals/{approval['id']}/questions", {"text": "Why?"})
            elif dice < 0.2:
                self.core.vote(approval, False, "Once more, please.")
                self.voted.append((approval["id"], False))
            else:
                self.core.vote(approval)
                self.voted.append((approval["id"], True))

    def act(self):
        """One round of what people do. A core that dies under it answers nothing: then nothing counts as said."""
        try:
            self.decide()
            if self.random.random() < 0.2:
                self.core.post("/v1/journal/seal", {"days": 0})
            if self.random.random() < 0.05 and self.open_tasks():
                task = self.random.choice(self.open_tasks())
                self.core.post(f"/v1/tasks/{task}/cancel", {"reason": "not needed any more"})
                self.cancelled.add(task)
        except harness.Refused as refused:
            if refused.status not in (409, 404):  # it went another way meanwhile
                raise
        except (OSError, json.JSONDecodeError):
            pass

    def open_tasks(self):
        return [t["id"] for t in self.open_rows()]

    def open_rows(self):
        return [t for t in self.core.get("/v1/tasks")["tasks"] if t["outcome"] == "none"]

    # ---- What goes wrong

    def kill(self):
        emulators = self.core.emulators()
        both = self.kills["emulator"] and self.kills["core"]
        if emulators and (self.random.random() < 0.35 if both else not self.kills["emulator"]):  # each kind falls once
            try:
                os.kill(self.random.choice(emulators), signal.SIGKILL)
                self.kills["emulator"] += 1
            except ProcessLookupError:
                pass
            return
        if self.random.random() < 0.1:
            self.kills["orderly end of the core"] += 1
            self.core.terminate()
        else:
            self.kills["core"] += 1
            self.core.kill()
        if self.random.random() < 0.2:  # once more while it comes back
            process = self.core.launch()
            time.sleep(self.random.uniform(0, 0.3))  # style:allow the moment of the kill is meant to be any
            process.kill()
            process.wait()
            self.kills["core while it starts"] += 1
        self.revive()

    def revive(self):
        began = time.monotonic()
        self.core.start()
        self.core.get("/v1/tasks")
        self.recovery.append(time.monotonic() - began)

    def run(self):
        number = 0
        while sum(self.kills.values()) < self.options.kills or number < self.options.tasks:
            while number < self.options.tasks and len(self.open_tasks()) < 6:
                number += 1
                self.submit(number)
            if number >= self.options.tasks and sum(self.kills.values()) < self.options.kills:
                self.options.tasks += 6  # there must be something to fall into
            self.until_something()
            self.act()
            self.kill()
        self.calm()

    def until_something(self):
        """Until a few more records came or a moment passed, whichever is first: kills are to fall everywhere."""
        last = self.core.records[-1].seq if self.core.records else 0
        wanted = last + self.random.randint(1, 12)
        try:
            self.core.until(lambda r: r.seq >= wanted, "more records", last, limit=self.random.uniform(0.2, 4))
        except AssertionError:
            if not self.core.running():
                raise

    def calm(self):
        """No more kills: everything must come to its end, or wait for people by name."""
        end = time.monotonic() + self.options.calm
        while time.monotonic() < end:
            rows = self.open_rows()
            if not rows:
                return
            for row in rows:
                if row["status"]["word"] == "needs_person":
                    self.core.post(f"/v1/tasks/{row['id']}/cancel", {"reason": "the storm is over"})
            self.decide_calmly()
            self.until_something()
        self.problems += [f"task {row['id']} is stuck at {row['current']}: {row['status']}" for row in rows]

    def decide_calmly(self):
        try:
            self.decide()
        except harness.Refused as refused:
            if refused.status not in (409, 404):
                raise

    # ---- The audit

    def audit(self):
        core = self.core
        seq = core.get("/v1/core")["seq"]
        core.until(lambda r: r.seq >= seq, "the last record")
        tasks = {key: core.task(task) for key, task in self.submitted.items()}
        by_task = collections.defaultdict(list)
        for record in core.records:
            by_task[record.task].append(record)
        if len(set(self.submitted.values())) != len(self.submitted):
            self.problems.append("two submissions gave the same task")
        for key, task in tasks.items():
            if task["spec"]["idempotencyKey"] != key:
                self.problems.append(f"task {task['id']} is not the one that was acknowledged")
            self.audit_task(task, by_task[task["id"]])
        if not any(task["outcome"] == "published" for task in tasks.values()):
            self.problems.append("nothing was published at all")
        self.audit_votes()
        self.audit_leftovers()

    def audit_task(self, task, records):
        ended = collections.Counter((r.body["step"], r.body["attempt"]) for r in records if r.type == "attempt_finished")
        self.problems += [f"task {task['id']}: {step} attempt {attempt} ended {count} times"
                          for (step, attempt), count in ended.items() if count > 1]
        leased = [r.body["machine"] for r in records if r.type == "machine_leased"]
        released = {r.body["machine"] for r in records if r.type == "machine_released"}
        self.problems += [f"task {task['id']}: {machine} was leased and never released"
                          for machine in set(leased) - released]
        repository = next(r for r in self.repositories if r.name == task["spec"]["repository"])
        branches = [b for b in repository.branches() if re.search(rf"\b0*{task['id']}\b", b)]
        if task["outcome"] == "published":
            self.audit_publication(task, records, repository)
        elif branches:
            self.problems.append(f"task {task['id']} ended as {task['outcome']}, and {branches} are in the remote")
        if task["id"] in self.cancelled and task["outcome"] not in ("cancelled", "published"):
            self.problems.append(f"task {task['id']}: its cancel was acknowledged, and it ended as {task['outcome']}")

    def audit_publication(self, task, records, repository):
        branch, approved = task["publication"]["branch"], [a for a in task["approvals"] if a["state"] == "approved"]
        head = repository.git("rev-parse", branch)
        if not any(a["commit"] == head and len({v["by"] for v in a["votes"] if v["approve"]}) >= a["needed"]
                   for a in approved):
            self.problems.append(f"task {task['id']}: {head} is published without an approval of it")
        pushes = repository.git("reflog", "show", "--format=%H", branch).splitlines()
        if len(set(pushes)) != 1:
            self.problems.append(f"task {task['id']}: {branch} was pushed as {pushes}")
        runs = len(repository.show(branch, "runs.txt").split())
        # What fell into the agent's last attempt: crashes of the core between its start and its end.
        attempt = max((r for r in records if r.type == "attempt_finished" and r.body["step"] == "implement"),
                      key=lambda r: r.seq)
        begun = next(r for r in records if r.type == "attempt_started" and r.body["step"] == "implement" and
                     r.body["attempt"] == attempt.body["attempt"])
        tries = sum(r.type == "effect_delayed" and begun.seq < r.seq < attempt.seq for r in records)
        crashes = sum(begun.seq - 1 <= at <= attempt.seq for at in self.core_kills_at)
        # A virtual machine survives its core, and with it the agent; a development process does not.
        allowed = 1 + tries + (crashes if self.options.machines == "process" else 0)
        if runs > allowed:
            self.problems.append(f"task {task['id']}: the agent ran {runs} times with {crashes} crashes and {tries} tries")

    def audit_votes(self):
        told = {(r.body["approval"], r.body["approve"]) for r in self.core.records if r.type == "approval_voted"}
        self.problems += [f"the acknowledged vote {vote} is lost" for vote in self.voted if vote not in told]

    def audit_leftovers(self):
        end = time.monotonic() + 60
        while (left := self.core.leftovers()) and time.monotonic() < end:
            time.sleep(0.2)  # style:allow nothing announces that the last file is gone
        self.problems += [f"left behind: {thing}" for thing in left]
        verified = self.core.get("/v1/journal/verify")
        if not verified["ok"]:
            self.problems.append(f"the journal is broken: {verified}")

    def report(self):
        outcomes = collections.Counter(self.core.task(t)["outcome"] for t in self.submitted.values())
        tries = sum(r.type == "effect_delayed" for r in self.core.records)
        parked = sum(r.type == "task_parked" for r in self.core.records)
        return {"machines": self.options.machines, "seed": self.options.seed, "kills": dict(self.kills),
                "tasks": len(self.submitted), "outcomes": dict(outcomes), "records": len(self.core.records),
                "technical failures that were tried again": tries,
                "times that a task had to wait for an operator": parked, "acknowledged votes": len(self.voted),
                "seconds to the first answer after a start": {
                    "median": round(statistics.median(self.recovery), 3), "max": round(max(self.recovery), 3)},
                "problems": self.problems}


def storm(options):
    """Runs one storm; its report."""
    the_storm = Storm(options)
    kill = the_storm.core.kill

    def noted_kill():
        the_storm.core_kills_at.append(the_storm.core.records[-1].seq if the_storm.core.records else 0)
        kill()

    the_storm.core.kill = noted_kill
    try:
        the_storm.run()
        the_storm.audit()
        if options.trace:
            with open(options.trace, "w", encoding="utf-8") as trace:
                trace.writelines(f"{r.seq} {r.type} {r.task} {json.dumps(r.body)[:400]}\n" for r in the_storm.core.records)
        return the_storm.report()
    finally:
        the_storm.dispose()


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--tasks", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--calm", type=float, default=600, help="seconds in which all must come to rest at the end")
    parser.add_argument("--machines", choices=("vm", "process"), default="process")
    parser.add_argument("--trace", metavar="FILE", help="writes all records there, one a line")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)


def main():
    options = parse(None)
    report = storm(options)
    if options.json:
        print(json.dumps(report))
    else:
        for name, value in report.items():
            if name != "problems":
                print(f"{name}: {value}")
        print("\n".join(["problems:"] + [f"  {p}" for p in report["problems"]]) if report["problems"] else "no problem found")
    sys.exit(1 if report["problems"] else 0)


if __name__ == "__main__":
    main()
