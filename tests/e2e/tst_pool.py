#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protects machines made ahead in a whole core: work takes them instead of waiting for a boot, a core that is killed
finds the one that works by its lease and removes those that wait, and a core that ends leaves none."""

import time

import harness

BLUEPRINT = """\
signalbox: 1
name: pooled
machine: {memory: 512MB, disk: 1GB}
limits: {iterations: 2, wall_time: 1h}
paths: {tests: ["t/**"]}
steps:
  - {id: workspace, kind: workspace, run: test -f t/run.sh}
  - {id: implement, kind: agent}
  - {id: tests-pass, kind: gate, gate: tests_pass, run: sh t/run.sh, report: {format: tap}}
  - {id: approve, kind: approval}
"""
FILES = {"t/run.sh": "echo 1..1\n[ -f runs.txt ] && echo 'ok 1 - ran' || echo 'not ok 1 - ran'\n"}
# Goes on once the core has gone and come back: "may I proceed?" is answered with 4 while there is none.
AGENT = """\
echo "run of $(hostname)"
echo run >> ../runs
while signalboxctl proceed > /dev/null 2>&1; [ $? != 4 ]; do sleep 0.2; done
while signalboxctl proceed > /dev/null 2>&1; [ $? = 4 ]; do sleep 0.2; done
cp ../runs runs.txt
git add -A && git commit -q -m "Done"
"""


class Pool(harness.EndToEnd):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.core.dispose()
        cls.core = harness.Core("--pool", "0..1")
        cls.addClassCleanup(cls.core.dispose)

    def ready(self):
        return [m["name"] for m in self.core.get("/v1/machines")["machines"] if m["name"].startswith("sb-spare-")]

    def await_ready(self):
        end = time.monotonic() + harness.LIMIT
        while self.core.get("/v1/core")["machinesReady"] != 1:
            self.assertLess(time.monotonic(), end, self.core.said())
            time.sleep(0.1)
        names = self.ready()
        self.assertEqual(len(names), 1)
        return names[0]

    def test_work_takes_what_is_ready(self):
        core = self.core
        self.assertEqual(self.ready(), [])
        repository = self.repository("pooled", BLUEPRINT, FILES)
        task = core.submit(repository, AGENT)
        core.until_said(task, "took a machine that was ready", "implement", ("core",))
        name = core.leased(task, "implement").body["machine"]
        core.until_said(task, f"run of {name}")
        listed = {m["name"]: m for m in core.get("/v1/machines")["machines"]}
        self.assertEqual(listed[name]["labels"]["task"], str(task))
        self.assertIn(listed[name]["liveness"], ("unknown", "working", "waiting"))

        spare = self.await_ready()
        core.restart()
        self.assertEqual(core.finished(task, "implement")["verdict"], "passed")
        self.assertEqual(core.finished(task, "tests-pass")["verdict"], "passed")
        approval = core.approval(task)
        patch = core.raw("GET", f"/v1/tasks/{task}/patch")[2].decode()
        self.assertEqual(patch.count("+run"), 1, patch)  # the agent was not run a second time
        self.assertNotIn(spare, self.ready())
        core.vote(approval)
        core.event("task_finished", task)
        left = [entry for entry in core.machine_folders() if not entry.startswith("sb-spare-")]
        self.assertEqual(left, [])
        self.assertEqual(core.terminate(), 0)
        self.assertEqual(core.emulators(), [])
        self.assertEqual(core.machine_folders(), [])
        core.start()


if __name__ == "__main__":
    harness.main()
