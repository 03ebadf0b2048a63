#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protects the promise that a core may be killed at any moment: started again it goes on where it was. An agent that
survived is not run a second time, each attempt has one result, the branch is pushed once, no machine is orphaned."""

import contextlib
import os
import pathlib
import time

import harness

BLUEPRINT = """\
signalbox: 1
name: kills
machine: {memory: 512MB, disk: 1GB}
limits: {iterations: 2, wall_time: 2h}
paths: {tests: ["t/**"]}
steps:
  - {id: workspace, kind: workspace, run: test -f calc.sh}
  - {id: implement, kind: agent}
  - {id: tests-pass, kind: gate, gate: tests_pass, run: sh t/run.sh, report: {format: tap}}
  - {id: approve, kind: approval, approvals: 2}
  - {id: publish, kind: publish}
"""
FILES = {"calc.sh": "echo 4\n",
         "t/run.sh": 'echo 1..1\n[ "$(sh calc.sh)" = 5 ] && echo "ok 1 - sum" || echo "not ok 1 - sum"\n'}

# Leaves a trace of each time it is run, and sees the core go and come back: the answer to "may I proceed?" is 3 (not
# yet) while there is a core, and 4 while there is none.
AGENT = """\
if [ "$SIGNALBOX_MODE" = question ]; then
    echo "thinking"
    wait_for_core_to_return
    echo "because five is right" > "$SIGNALBOX_OUT/answer.md"
    exit 0
fi
echo "run of $(cat /proc/sys/kernel/random/boot_id)"
echo run >> ../runs
for time in first second; do
    wait_for_core_to_return
    echo "saw the core return the $time time"
done
echo "echo 5" > calc.sh
cp ../runs runs.txt
git add -A && git commit -q -m "Mend the sum"
"""
# A question has no way to the core: there it is enough to be still busy when the core comes back.
WAIT = """\
wait_for_core_to_return() {
    if [ "$SIGNALBOX_MODE" = question ]; then sleep 6; return; fi
    signalboxctl proceed > /dev/null 2>&1
    echo "the answer is $?"
    while signalboxctl proceed > /dev/null 2>&1; [ $? != 4 ]; do sleep 0.2; done
    while signalboxctl proceed > /dev/null 2>&1; [ $? = 4 ]; do sleep 0.2; done
}
"""


@contextlib.contextmanager
def held(repository, core):
    """Whoever reads the remote's refs waits: yields a function that returns once the core does. Nobody ever writes to
    the pipe, so the core cannot get further: not even to the finding that the remote has no refs."""
    refs, kept = repository.bare / "packed-refs", repository.bare / "packed-refs.kept"
    refs.rename(kept)
    os.mkfifo(refs)

    def until_read():
        end = time.monotonic() + harness.LIMIT
        while not waits_for_a_writer(core.pid):
            if time.monotonic() > end:
                raise AssertionError("nobody reads the remote")
            time.sleep(0.02)  # style:allow the kernel tells nobody that a reader waits

    try:
        yield until_read
    finally:
        kept.rename(refs)


def waits_for_a_writer(pid):
    """Whether a thread of the process sleeps in the opening of a pipe that nobody writes to."""
    for thread in pathlib.Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):  # a thread that just ended
            if (thread / "wchan").read_text() in ("wait_for_partner", "fifo_open"):
                return True
    return False


class Kills(harness.EndToEnd):
    def test_killed_in_every_step(self):
        core = self.core
        repository = self.repository("kills", BLUEPRINT, FILES)
        ann = core.people("add", "ann", "approver")  # known to the core from its next start on

        with held(repository, core) as until_read:
            task = core.submit(repository, WAIT + AGENT)
            until_read()
            core.kill()
        self.assertEqual(repository.branches(), ["main"])
        core.start()
        core.event("task_admitted", task)

        core.until_said(task, "waiting for the guest", "workspace", ("core",))
        core.restart()
        self.assertEqual(core.finished(task, "workspace")["verdict"], "passed")

        core.until_said(task, "the answer is 3", "implement")
        core.restart()
        core.until_said(task, "saw the core return the first time")
        self.assertEqual(core.terminate(), 0)
        core.start()
        core.until_said(task, "agent ended", "implement", ("core",))
        core.restart()
        self.assertEqual(core.finished(task, "implement")["verdict"], "passed")

        core.leased(task, "tests-pass")
        core.restart()
        approval = core.approval(task)
        core.restart()
        self.assertEqual(core.get("/v1/approvals")["approvals"][0]["approval"], core.task(task)["approvals"][0])

        core.post(f"/v1/approvals/{approval['id']}/questions", {"text": "Why five?"})
        core.until_said(task, "thinking")
        core.restart()
        self.assertEqual(core.event("question_answered", task).body["answer"], "because five is right")

        # Two different people must agree; one of them twice is not two.
        core.vote(approval)
        core.restart()
        self.assertRefused(409, core.vote, approval)
        with held(repository, core) as until_read:
            with core.acting_as(ann):
                self.assertEqual(core.get("/v1/core")["user"], "ann")
                core.vote(approval, comment="Fine with me.")
            until_read()
            core.kill()
        self.assertEqual(repository.branches(), ["main"])
        core.start()
        core.event("tear_down_started", task)
        core.restart()
        outcome, reason = core.over(task, since=core.event("approval_closed", task).seq)
        self.assertEqual(outcome, "published", reason)
        self.check_once(task, repository, approval)
        self.assertNothingLeft()

    def check_once(self, task, repository, approval):
        core = self.core
        for step in core.task(task)["steps"]:
            self.assertEqual([(a["number"], a["tries"]) for a in step["attempts"]], [(1, 0)], step["id"])
        finished = [r.body["step"] for r in core.records if r.type == "attempt_finished"]
        self.assertEqual(finished, ["workspace", "implement", "tests-pass", "approve", "publish"])
        self.assertEqual(core.output(task, "implement").count("run of "), 1, core.output(task))
        self.assertEqual(core.output(task, "implement").count("saw the core return the first time"), 1)
        self.assertEqual(core.output(task, "implement").count("thinking"), 1)
        branch = core.task(task)["publication"]["branch"]
        self.assertEqual(sorted(repository.branches()), ["main", branch])
        self.assertEqual(repository.git("rev-parse", branch), approval["commit"])
        self.assertEqual(repository.show(branch, "runs.txt"), "run", "the agent was run once")
        self.assertEqual(repository.git("rev-list", "--count", "refs/notes/signalbox"), "1")
        machines = {r.body["machine"] for r in core.records if r.type == "machine_leased"}
        self.assertEqual(len(machines), 3, f"one for each of workspace, gate, and agent with its question: {machines}")

    def test_killed_while_it_undoes(self):
        core = self.core
        repository = self.repository("undone", BLUEPRINT.replace("name: kills", "name: undone"), FILES)
        task = core.submit(repository, "echo busy; sleep 600")
        core.until_said(task, "busy", "implement")
        core.post(f"/v1/tasks/{task}/cancel", {"reason": "changed my mind"})
        core.restart()
        outcome, reason = core.over(task)
        self.assertEqual((outcome, "changed my mind" in reason), ("cancelled", True), reason)
        self.assertEqual(repository.branches(), ["main"])
        self.assertNothingLeft()


if __name__ == "__main__":
    harness.main()
