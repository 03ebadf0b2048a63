#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protects against agents that do wrong, by mistake or on purpose: each gets a clear verdict with feedback that says
what to mend, none harms the core or another task, and what was committed before is kept."""

import base64
import gzip
import hashlib
import os
import subprocess
import unittest
import zlib

import harness

FILES = {
    "README.md": "A sum\n",
    "src/sum.sh": "echo $(($1 + $2))\n",
    "t/sum.t": '[ "$(sh src/sum.sh 2 3)" = 5 ]\n',
    "t/zero.t": '[ "$(sh src/sum.sh 0 0)" = 0 ]\n',
    "t/run.sh": 'n=0\nfor t in t/*.t; do\n    n=$((n + 1))\n    sh "$t" && echo "ok $n - $t" || echo "not ok $n - $t"\n'
                'done\necho "1..$n"\n',
}
BLUEPRINT = """\
signalbox: 1
name: NAME
machine: {memory: 512MB, disk: DISK}
limits: {iterations: 1, on_exhausted: person}
paths: {allowed: ["src/**", "t/**"], tests: ["t/**"]}
steps:
  - {id: implement, kind: agent, time: TIME, output: 1MB, on_fail: person}
  - {id: paths, kind: gate, gate: allowed_paths, on_fail: person}
  - {id: tests-exist, kind: gate, gate: tests_exist, run: sh t/run.sh, report: {format: tap}, on_fail: person}
  - {id: approve, kind: approval}
  - {id: publish, kind: publish}
"""
COMMIT = "git add -A && git commit -q -m 'Change something'\n"


def big_file_agent(repository):
    """A commit with a file of 1 GiB. Made here as a pack, which is tiny: under emulation it would take minutes."""
    size, piece = 1 << 30, bytes(1 << 20)
    packer, digest = zlib.compressobj(1), hashlib.sha1()
    loose = []
    for part in (b"blob %d\0" % size, *([piece] * (size // len(piece)))):
        digest.update(part)
        loose.append(packer.compress(part))
    oid = digest.hexdigest()
    folder = repository.bare.parent / "big.git"
    subprocess.run(["git", "clone", "-q", "--bare", str(repository.bare), str(folder)], check=True)
    (folder / "objects" / oid[:2]).mkdir(exist_ok=True)
    (folder / "objects" / oid[:2] / oid[2:]).write_bytes(b"".join(loose) + packer.flush())

    def git(*arguments, given=None):
        return subprocess.run(["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@example.org",
                               "-c", "core.bigFileThreshold=2g", *arguments], check=True, input=given,
                              capture_output=True).stdout.decode().strip()

    inner = git("mktree", "--missing", given=f"100644 blob {oid}\tbig\n".encode())
    top = git("ls-tree", "main").splitlines()
    tree = git("mktree", given="\n".join([*(e for e in top if not e.endswith("\tsrc")), f"040000 tree {inner}\tsrc"])
               .encode() + b"\n")
    commit = git("commit-tree", "-p", "main", "-m", "Big", tree)
    name = git("pack-objects", str(folder / "big"), given=f"{oid}\n{inner}\n{tree}\n{commit}\n".encode())
    script = ""
    for suffix in ("pack", "idx"):
        packed = base64.b64encode(gzip.compress((folder / f"big-{name}.{suffix}").read_bytes(), 9)).decode()
        script += f"echo {packed} | base64 -d | gzip -dc > .git/objects/pack/pack-{name}.{suffix}\n"
    return script + f"git reset -q --soft {commit} && echo done\n"


AGENTS = {
    # name: (repository, script)
    "hangs": ("tight", "echo '# half' >> src/sum.sh\n" + COMMIT + "echo working; sleep 10000"),
    "fills-disk": ("tight", "cat /dev/zero > ../fill; df -k . ; echo '# more' >> src/sum.sh\n" + COMMIT),
    "floods": ("wide", "echo begin; yes all work and no play"),
    "exits": ("wide", "echo cannot find my model >&2; exit 7"),
    "nothing": ("wide", "echo all done"),
    "uncommitted": ("wide", "echo '# better' >> src/sum.sh; echo all done"),
    "link": ("wide", "ln -s ../../../../etc/passwd src/out\n" + COMMIT),
    "history": ("wide", "git checkout -q --orphan fresh\n" + COMMIT),
    "no-repository": ("wide", "rm -rf .git"),
    "outside": ("wide", "echo more >> README.md\n" + COMMIT),
    "definitions": ("wide", "sed -i 's/tests_exist/compiles/' .signalbox/blueprint.yaml\n" + COMMIT),
    "deletes": ("wide", "git rm -q t/zero.t && echo '# done' >> src/sum.sh\n" + COMMIT),
    "weakens": ("wide", "echo 'echo 7' > src/sum.sh; echo true > t/sum.t; echo true > t/zero.t\n" + COMMIT),
}


class BadAgents(harness.EndToEnd):
    options = ("--hibernated", "0")  # while its task waits none is kept, so that what is left is left by mistake

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        remotes = {}
        for name, time, disk in (("tight", "15s", "256MB"), ("wide", "5m", "1GB")):
            blueprint = BLUEPRINT.replace("NAME", name).replace("TIME", time).replace("DISK", disk)
            remotes[name] = harness.Repository(cls.remotes, name, blueprint, FILES)
            cls.core.add(remotes[name])
        cls.wide = remotes["wide"]
        cls.tasks = {name: cls.core.submit(repository, script, title=name)
                     for name, (repository, script) in AGENTS.items()}
        cls.tasks["big-file"] = cls.core.submit("wide", big_file_agent(cls.wide), title="big-file")

    def judged(self, name, step, verdict, *words):
        """The task stands still for a person, because of this step, with feedback that has these words."""
        task = self.tasks[name]
        self.core.parked(task)
        result = self.core.step(task, step)[-1]["result"]
        told = result["feedback"] + "\n" + result["summary"]
        self.assertEqual(result["verdict"], verdict, told)
        for word in words:
            self.assertIn(word, told)
        self.assertEqual(self.core.task(task)["phase"], "parked")
        return result

    def test_hanging_agent_reaches_its_time_limit_and_keeps_what_it_committed(self):
        result = self.judged("hangs", "implement", "timed_out", "time limit", "15", "working")
        self.assertRegex(result["commit"], "^[0-9a-f]{40}$")
        self.assertIn("# half", self.core.raw("GET", f"/v1/tasks/{self.tasks['hangs']}/patch")[2].decode())

    def test_full_disk_in_the_guest_is_told(self):
        self.judged("fills-disk", "implement", "failed", "No space left on device")

    def test_flood_is_cut_off(self):
        self.judged("floods", "implement", "limit_reached", "wrote too much", "Write less")
        task = self.tasks["floods"]
        logged = self.core.output(task)
        self.assertTrue(logged.startswith("begin\nall work"), logged[:100])
        self.assertLess(len(logged), 2 << 20)
        self.assertEqual(self.core.get("/v1/ping"), {"ok": True})

    def test_failing_program_is_told_with_its_last_words(self):
        self.judged("exits", "implement", "failed", "exit code 7", "cannot find my model")

    def test_claim_without_work_is_told(self):
        self.judged("nothing", "implement", "failed", "committed nothing")

    def test_work_that_was_not_committed_is_told(self):
        self.judged("uncommitted", "implement", "failed", "only commits are taken")

    def test_link_out_of_the_tree_is_refused(self):
        self.judged("link", "implement", "failed", "src/out", "refused")

    def test_history_without_the_base_is_refused(self):
        self.judged("history", "implement", "failed", "refused")

    def test_vanished_repository_is_told(self):
        self.judged("no-repository", "implement", "failed", "/home/agent/work")

    def test_huge_file_is_refused(self):
        result = self.judged("big-file", "implement", "failed", "src/big", "1073741824", "limit")
        self.assertEqual(result["commit"], "")
        size = sum(f.stat().st_size for f in (self.core.home / "mirrors").rglob("*") if f.is_file())
        self.assertLess(size, 1 << 20, "nothing of it is kept")

    def test_path_outside_the_allowed_ones_is_refused(self):
        self.judged("outside", "paths", "failed", "README.md", "src/**")

    def test_changed_definition_of_gates_is_refused(self):
        self.judged("definitions", "paths", "failed", ".signalbox/blueprint.yaml", "defines the gates")

    def test_deleted_test_is_seen(self):
        self.judged("deletes", "tests-exist", "failed", "t/zero.t", "deleted")

    def test_weakened_test_is_seen(self):
        self.judged("weakens", "tests-exist", "failed", "t/sum.t", "weakened")

    def test_zz_nothing_is_lost_and_nothing_left(self):
        core = self.core
        for task in self.tasks.values():
            core.parked(task)
        self.assertNothingLeft()
        # A person sends the task on with a word; what the agent said and what it was told is still there.
        self.assertRefused(403, core.post, f"/v1/tasks/{self.tasks['nothing']}/retry", {"step": "publish"})
        for name, task in self.tasks.items():
            self.endTask(task)
            self.assertEqual(core.task(task)["outcome"], "cancelled", name)
            self.assertTrue(core.log(task), name)
        self.assertEqual(self.wide.branches(), ["main"])
        self.assertNothingLeft()


if __name__ == "__main__":
    harness.main()
