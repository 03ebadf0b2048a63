#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protects the borders: wrong input is refused with a reason that names the place, nobody gets in without a token, a
guest gets nothing but its own answers, and what breaks outside (a killed emulator, a full disk) loses nothing."""

import contextlib
import os
import resource
import signal
import subprocess
import unittest

import harness

HEAD = "signalbox: 1\nname: tiny\nmachine: {memory: 512MB, disk: 1GB}\n"
STEPS = """\
limits: {iterations: 2, on_exhausted: person}
steps:
  - {id: implement, kind: agent, on_fail: person}
  - {id: approve, kind: approval}
  - {id: publish, kind: publish}
"""

# What an agent can see and reach, told to the log. bash speaks TCP by itself.
LOOK = r"""
echo "interfaces:" $(ls /sys/class/net)
ask() {
    exec 3<>/dev/tcp/127.0.0.1/8470 || { echo "no way"; return; }
    printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer TOKEN\r\nConnection: close\r\n\r\n' "$1" >&3
    echo "$1: $(head -n 1 <&3 | tr -d '\r')"
    exec 3<&-
}
ask /v1/tasks
ask /v1/guest/proceed
ask /v1/journal/export
timeout 2 bash -c 'exec 3<>/dev/tcp/10.0.2.2/80' 2>/dev/null && echo "there is a network" || echo "no network"
"""


class BadInput(harness.EndToEnd):
    def refusal(self, blueprint, name):
        repository = self.repository(name, blueprint, {"README.md": "x\n"})
        task = self.core.submit(repository, "true")
        outcome, reason = self.core.over(task)
        self.assertEqual(outcome, "refused", reason)
        return reason

    # ---- Refused before anything is spent

    def test_repository_that_is_not_registered(self):
        error = self.assertRefused(404, self.core.submit, "nowhere")
        self.assertIn("nowhere", error.message)
        self.assertIn("repo add", error.hint)

    def test_repository_that_cannot_be_reached(self):
        core = self.core
        tasks = {}
        for name, url in (("gone", str(self.remotes / "gone.git")), ("silent", "http://127.0.0.1:1/silent.git")):
            core.post("/v1/repositories", {"name": name, "url": url})
            tasks[name] = core.submit(name, "true")
        for name, task in tasks.items():
            outcome, reason = core.over(task)
            self.assertEqual((outcome, name in reason), ("refused", True), reason)
        self.assertRefused(409, core.post, "/v1/repositories", {"name": "gone", "url": "/elsewhere"})
        for name, url in (("", "/x"), ("a/../b", "/x"), ("empty", " ")):
            self.assertRefused(400, core.post, "/v1/repositories", {"name": name, "url": url})

    def test_branch_that_does_not_exist(self):
        repository = harness.Repository(self.remotes, "branchless", HEAD + STEPS, {})
        self.core.post("/v1/repositories", {"name": "branchless", "url": str(repository.bare), "branch": "release"})
        outcome, reason = self.core.over(self.core.submit(repository, "true"))
        self.assertEqual((outcome, "no branch release" in reason), ("refused", True), reason)

    def test_blueprint_with_a_typo_names_file_line_and_the_right_word(self):
        reason = self.refusal(HEAD + STEPS.replace("kind: approval", "kind: aproval"), "typo")
        self.assertIn(".signalbox/blueprint.yaml:7", reason)
        self.assertIn('"approval"', reason)

    def test_blueprint_with_a_cycle_without_a_limit(self):
        reason = self.refusal(HEAD + STEPS.split("\n", 1)[1].replace("on_fail: person", "on_fail: implement"), "cycle")
        self.assertIn(".signalbox/blueprint.yaml:5", reason)
        self.assertIn("iterations", reason)

    def test_blueprint_with_an_unknown_gate(self):
        gate = "  - {id: magic, kind: gate, gate: works_well, run: make}\n"
        reason = self.refusal(HEAD + STEPS.replace("  - {id: approve", gate + "  - {id: approve"), "magic")
        self.assertIn(".signalbox/blueprint.yaml:7", reason)
        self.assertIn("works_well", reason)

    def test_blueprint_that_is_no_yaml_and_one_that_is_missing(self):
        self.assertIn(".signalbox/blueprint.yaml", self.refusal("steps: [", "broken"))
        self.assertIn("no blueprint", self.refusal(None, "bare"))
        self.assertRefused(400, self.core.ask, "POST", "/v1/blueprints/check", "steps: [")

    def test_image_layer_that_is_not_built(self):
        reason = self.refusal(HEAD.replace("memory", "layers: [cobol], memory") + STEPS, "cobol")
        self.assertIn("cobol", reason)

    def test_task_without_an_agent_and_task_without_a_title(self):
        repository = self.repository("agentless", HEAD + STEPS, {})
        outcome, reason = self.core.over(self.core.submit(repository, ""))
        self.assertEqual((outcome, "nobody is named" in reason), ("refused", True), reason)
        self.assertRefused(400, self.core.submit, repository, "true", title="  ")
        self.assertRefused(400, self.core.submit, repository, "true", title="t" * 300)

    # ---- The door

    def test_nobody_enters_without_a_valid_token(self):
        core = self.core
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eDp5"}):
            for path in ("/v1/tasks", "/v1/core", "/v1/events", "/v1/journal/export"):
                self.assertEqual(core.raw("GET", path, headers=headers)[0], 401, (headers, path))
        self.assertEqual(core.raw("GET", "/v1/ping", headers={})[0], 200)
        foreign = dict(core.authority(), Origin="http://evil.example.org")
        self.assertEqual(core.raw("GET", "/v1/tasks", headers=foreign)[0], 403)
        self.assertEqual(core.raw("GET", "/v1/tasks", headers=dict(core.authority(), Host="evil.example.org"))[0], 403)
        self.assertEqual((core.home / "run/core.json").stat().st_mode & 0o777, 0o600)

    def test_what_is_for_guests_is_for_guests_only(self):
        for path in ("/v1/guest/proceed", "/v1/guest/proceed/", "/v1/guest/anything"):
            self.assertEqual(self.core.raw("GET", path)[0], 403, path)

    def test_bodies_that_are_broken_wrong_or_too_large(self):
        core = self.core
        for body in ("{", "[]", '"text"', "", '{"repository": 7, "title": "t"}', '{"title": "' + "\\ud800" + '"}'):
            status, _, answer = core.raw("POST", "/v1/tasks", body)
            self.assertIn(status, (400, 404), (body, answer))
            self.assertIn(b'"error"', answer)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it may close before all is sent
            self.assertEqual(core.raw("POST", "/v1/tasks", "x" * (8 << 20))[0], 413)
        self.assertEqual(core.raw("GET", "/v1/nothing")[0], 404)
        self.assertEqual(core.raw("PUT", "/v1/tasks", "{}")[0], 405)
        for path in ("/v1/tasks/0", "/v1/tasks/99999", "/v1/tasks/x", "/v1/artifacts/../../etc/passwd",
                     "/v1/artifacts/" + "0" * 64, "/v1/tasks/99999999999999999999/log"):
            self.assertIn(core.raw("GET", path)[0], (400, 404), path)
        self.assertIn(core.raw("DELETE", "/v1/machines/..%2f..%2fetc")[0], (400, 404))
        self.assertEqual(core.get("/v1/ping"), {"ok": True})

    def test_same_submission_twice_is_one_task(self):
        repository = self.repository("twice", HEAD + STEPS, {})
        first, second = (self.core.submit(repository, "", idempotencyKey="webhook-17") for _ in range(2))
        self.assertEqual(first, second)
        self.core.over(first)

    # ---- One core a home

    def test_second_core_on_the_same_home_is_refused(self):
        second = self.core.launch()
        self.assertEqual(second.wait(timeout=60), 1)
        self.assertIn("cannot start", self.core.said())
        self.assertRegex(self.core.said(), "(another|in use|already)")
        self.assertEqual(self.core.get("/v1/ping"), {"ok": True})
        self.assertTrue((self.core.home / "run/core.json").exists(), "the first one's address still stands")

    def test_wrong_options_are_told(self):
        for options, word in ((["--machines", "0"], "--machines"), (["--listen", "0.0.0.0"], "--tls-certificate"),
                              (["--hypervisor", "bogus:"], "bogus"), (["--nonsense"], "nonsense")):
            done = subprocess.run([harness.DAEMON, "--home", str(self.remotes / "other"), *options], timeout=60,
                                  capture_output=True, text=True)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(word, done.stderr)

    # ---- The guest, and what happens to it

    def test_guest_is_alone_and_a_killed_emulator_is_tried_again(self):
        core = self.core
        repository = self.repository("alone", HEAD + STEPS, {"README.md": "x\n"})
        stolen = LOOK.replace("TOKEN", core.token)
        task = core.submit(repository, f"cat > ../look <<'END'\n{stolen}\nEND\nbash ../look\necho looked\nsleep 8\n"
                                       "echo y > README.md && git commit -qam Change")
        core.until_said(task, "looked")
        said = core.output(task)
        self.assertIn("interfaces: lo\n", said)
        self.assertIn("/v1/tasks: HTTP/1.1 403", said)
        self.assertIn("/v1/journal/export: HTTP/1.1 403", said)
        self.assertIn("/v1/guest/proceed: HTTP/1.1 200", said)
        self.assertIn("no network", said)

        os.kill(core.emulator(core.leased(task, "implement").body["machine"]), signal.SIGKILL)
        delayed = core.event("effect_delayed", task)
        self.assertTrue(delayed.body["trouble"])
        approval = core.approval(task)
        attempt, = core.step(task, "implement")
        self.assertEqual((attempt["tries"], attempt["result"]["verdict"]), (1, "passed"))
        # A person says no, and the agent hears why.
        self.assertRefused(400, core.vote, approval, approve=False, comment=" ")
        core.vote(approval, approve=False, comment="Not like this.")
        back = core.event("routed_back", task)
        self.assertEqual((back.body["to"], back.body["feedback"]), ("implement", "Not like this."))
        self.endTask(task)
        self.assertNothingLeft()

    # ---- The host's disk

    def test_full_disk_loses_nothing_and_says_so(self):
        core = harness.Core(slots=1)
        self.addCleanup(core.dispose)
        core.post("/v1/repositories", {"name": "before", "url": "/x"})
        # Files may not grow any more: to a program that is what a full disk is.
        unlimited = resource.prlimit(core.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(core.pid, resource.RLIMIT_FSIZE, (4096, unlimited[1]))
        error = self.assertRefused(503, core.post, "/v1/repositories", {"name": "during", "url": "/x"})
        self.assertIn("journal", error.message)
        self.assertEqual([r["name"] for r in core.get("/v1/repositories")["repositories"]], ["before"])
        resource.prlimit(core.pid, resource.RLIMIT_FSIZE, unlimited)
        core.post("/v1/repositories", {"name": "after", "url": "/x"})
        for _ in range(2):
            self.assertEqual([r["name"] for r in core.get("/v1/repositories")["repositories"]], ["after", "before"])
            verified = core.get("/v1/journal/verify")
            self.assertEqual((verified["ok"], verified["records"]), (True, 2), verified)
            core.restart()

    def test_host_without_room_for_machines(self):
        home = self.remotes / "small"
        home.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=200m,mode=0711", "none", str(home)]
        if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
            self.skipTest("a small disk can be made by root only")
        self.addCleanup(subprocess.run, ["umount", "-l", str(home)])
        self.remotes.chmod(0o711)
        core = harness.Core("--hibernated", "0", home=home)  # no machine sleeps while the task waits
        self.addCleanup(core.dispose)
        repository = harness.Repository(self.remotes, "roomless", HEAD + STEPS, {"README.md": "x\n"})
        core.add(repository)
        task = core.submit(repository, "echo y > README.md && git commit -qam Change")
        reason = core.parked(task)
        self.assertIn("MiB are free for machines", reason)
        self.assertIn("free space on the disk", reason)
        self.assertNothingLeft(core)
        # With room it goes on from where it stopped.
        subprocess.run(["mount", "-o", "remount,size=4g", str(home)], check=True)
        core.post(f"/v1/tasks/{task}/retry")
        core.approval(task, since=core.event("task_resumed", task).seq)
        attempts = core.step(task, "implement")
        self.assertEqual([a["result"]["verdict"] for a in attempts], ["errored", "passed"])
        self.assertNothingLeft(core)

    def test_zz_nothing_is_left(self):
        self.assertNothingLeft()


if __name__ == "__main__":
    harness.main()
