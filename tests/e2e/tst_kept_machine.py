#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protects an agent's machine between its attempts: it hibernates while gates run and people decide, and what the
agent built up in it is there when it is sent back or asked, also for a core that was killed meanwhile. Where it cannot
be woken, the work goes on in a new one from the commits. It goes with its task."""

import time

import harness

BLUEPRINT = """\
signalbox: 1
name: kept
machine: {memory: 512MB, disk: 1GB}
limits: {iterations: 4, wall_time: 1h}
paths: {tests: ["t/**"]}
steps:
  - {id: implement, kind: agent}
  - {id: tests-pass, kind: gate, gate: tests_pass, run: sh t/run.sh, report: {format: tap}, on_fail: implement}
  - {id: approve, kind: approval}
"""
FILES = {"t/run.sh": "echo 1..1\n[ -f n2.txt ] && echo 'ok 1 - done' || echo 'not ok 1 - done'\n"}
# Outside of the repository it keeps what a build would: a cache on disk, and something in memory.
AGENT = """\
echo "found: $(cat ../cache /tmp/memory 2>/dev/null | tr '\\n' ' ')end"
if [ "$SIGNALBOX_MODE" = question ]; then
    cp ../cache "$SIGNALBOX_OUT/answer.md"
    exit
fi
echo "attempt-$SIGNALBOX_ATTEMPT" >> ../cache
echo remembered > /tmp/memory
touch "n$SIGNALBOX_ATTEMPT.txt"
git add -A && git commit -q -m "Attempt $SIGNALBOX_ATTEMPT"
"""


class KeptMachine(harness.EndToEnd):
    def machine(self):
        """The only one that there is, once it sleeps."""
        end = time.monotonic() + harness.LIMIT
        while True:
            machines = self.core.get("/v1/machines")["machines"]
            if [m["state"] for m in machines] == ["hibernated"] and not self.core.emulators():
                break
            self.assertLess(time.monotonic(), end, machines)
            time.sleep(0.1)
        self.assertEqual(machines[0]["labels"]["step"], "implement")
        return machines[0]["name"]

    def test_it_sleeps_between_attempts(self):
        core = self.core
        repository = self.repository("kept", BLUEPRINT, FILES)
        task = core.submit(repository, AGENT)
        core.until_said(task, "found: end", "implement")
        core.until_said(task, "hibernates", "implement", ("core",))
        self.assertEqual(core.finished(task, "tests-pass")["verdict"], "failed")
        core.until_said(task, "found: attempt-1 remembered end", "implement")
        approval = core.approval(task)
        name = self.machine()
        self.assertEqual(core.task(task)["leases"], [name])

        # A core that was killed meanwhile knows it; a question is answered there.
        core.restart()
        asked = core.post(f"/v1/approvals/{approval['id']}/questions", {"text": "What do you have?"})
        self.assertTrue(asked)
        answer = core.event("question_answered", task).body["answer"]
        self.assertEqual(answer, "attempt-1\nattempt-2")
        core.until_said(task, "found: attempt-1 attempt-2 remembered end", "implement")
        self.assertEqual(self.machine(), name)

        core.vote(approval, approve=False, comment="Once more.")
        rejected = core.event("approval_closed", task).seq
        self.assertEqual(core.finished(task, "implement", 3)["verdict"], "passed")
        approval = core.approval(task, since=rejected)
        self.assertIn("found: attempt-1 attempt-2 remembered end", core.output(task, "implement"))

        # What cannot be woken is made anew, from the commits.
        self.assertEqual(self.machine(), name)
        memory = core.home / "machines" / name / "memory.save"
        with memory.open("r+b") as file:
            file.truncate(memory.stat().st_size // 3)
        core.vote(approval, approve=False, comment="And once more.")
        rejected = core.event("approval_closed", task, since=rejected).seq
        self.assertEqual(core.finished(task, "implement", 4)["verdict"], "passed")
        self.assertEqual(core.output(task, "implement").splitlines()[-1], "found: end")
        core.approval(task, since=rejected)
        patch = core.raw("GET", f"/v1/tasks/{task}/patch")[2].decode()
        for attempt in (1, 2, 3, 4):
            self.assertIn(f"n{attempt}.txt", patch)
        self.machine()
        self.endTask(task)
        self.assertNothingLeft()


if __name__ == "__main__":
    harness.main()
