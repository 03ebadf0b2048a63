#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protects that Signalbox serves projects that none of us wrote: jsonpointer 4.0.0 as its authors published it, with
their own test, and its known bug CVE-2020-7709 (a pointer reaches Object.prototype). It is fetched with the machine's
package client; this test needs the network for that, and fails without it. The scripted agent first only claims to
have mended it, with a test that proves nothing, and then applies the lines with which upstream mended it in 4.1.0.

The package has no .signalbox: its blueprint is the shipped fix-node, kept by the core with the repository. What a
person does is done with signalboxctl, as the README's walk-through does it."""

import base64
import difflib
import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import harness

PACKAGE = "jsonpointer"
BROKEN, MENDED = "4.0.0", "4.1.0"
DIGESTS = {BROKEN: "3b5a04c353223471962430ab215e13addeacb31cb7a4ba01bb1c72aee3a3052d",
           MENDED: "c366c4eba2de017f5bd99f301a66de9d2f1d3529abaeeec4b41a1388c71746fc"}
GATES = ["compiles", "paths", "tests-exist", "tests-pass", "new-tests-bite", "pull-request"]
CTL = os.environ.get("SIGNALBOX_CTL", "signalboxctl")
FIX_NODE = Path(__file__).parents[2] / "resources/blueprints/fix-node.yaml"

HARMLESS_TEST = "set writes ordinary properties"
BITING_TEST = "set leaves Object.prototype alone"

FALSE_TEST = f"""'use strict'

const assert = require('node:assert')
const test = require('node:test')
const jsonpointer = require('..')

test('{HARMLESS_TEST}', () => {{
  const target = {{}}
  jsonpointer.set(target, '/a/b', 1)
  assert.deepStrictEqual(target, {{ a: {{ b: 1 }} }})
}})
"""

TRUE_TEST = f"""
for (const pointer of ['/__proto__/polluted', '/constructor/prototype/polluted']) {{
  test('{BITING_TEST}: ' + pointer, () => {{
    try {{
      jsonpointer.set({{}}, pointer, true)
      assert.strictEqual({{}}.polluted, undefined)
    }} finally {{
      delete Object.prototype.polluted
    }}
  }})
}}
"""

# Works on its own in the guest, as any agent does: it knows of the gates only what the core tells it.
AGENT = """set -eu
mkdir -p test
if [ -z "${{SIGNALBOX_FEEDBACK_FILE:-}}" ]; then
    echo "Done: set cannot be misused any more."
    sed -i 's/"version": "{broken}"/"version": "{mended}"/' package.json
    printf '\\n## Security\\n\\nPointers cannot reach the prototype.\\n' >> README.md
    echo '{false_test}' | base64 -d > test/prototype-pollution.test.js
    subject='Secure set'
else
    echo "The feedback:"
    cat "$SIGNALBOX_FEEDBACK_FILE"
    grep -q '{harmless}' "$SIGNALBOX_FEEDBACK_FILE"
    echo '{patch}' | base64 -d | git apply
    echo '{true_test}' | base64 -d >> test/prototype-pollution.test.js
    node --test
    subject='Keep set away from prototypes'
fi
cat > "$SIGNALBOX_OUT/pull-request.md" <<'END'
## What
`set` no longer follows `/__proto__` or `/constructor/prototype`.

## Why
A pointer that comes from outside could write to the prototype of all objects (CVE-2020-7709).

## How to verify
`node --test` runs the tests of the project and the new ones, which fail without the change.

## Rollback
Revert the commit; no data and no interface is changed.
END
git add -A
git commit -q -m "$subject"
"""


def encoded(text):
    return base64.b64encode(text.encode()).decode()


def fetch(version, folder):
    """The files of a published version, path to text, fetched with the package client and checked."""
    npm = shutil.which("npm")
    if not npm:
        raise AssertionError("npm is needed to fetch a real project, and is not installed: apt-get install npm")
    got = subprocess.run(
        [npm, "pack", f"{PACKAGE}@{version}", "--loglevel=error", "--ignore-scripts", "--pack-destination", folder,
         "--cache", f"{folder}/cache", "--fetch-retries=1", "--fetch-retry-mintimeout=2000", "--fetch-timeout=60000"],
        cwd=folder, capture_output=True, text=True, timeout=300, stdin=subprocess.DEVNULL)
    archive = Path(folder) / f"{PACKAGE}-{version}.tgz"
    if got.returncode != 0 or not archive.exists():
        raise AssertionError(f"{PACKAGE} {version} could not be fetched: npm pack ended with {got.returncode}. This "
                             "test needs npm's registry, through whatever npm is configured with here.\n"
                             f"{got.stdout}{got.stderr}")
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    if digest != DIGESTS[version]:
        raise AssertionError(f"{PACKAGE} {version} is not what was published: SHA-256 {digest}")
    with tarfile.open(archive) as tar:
        return {member.name.split("/", 1)[1]: tar.extractfile(member).read().decode()
                for member in tar if member.isfile()}


class RealProject(harness.EndToEnd):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory(prefix="sb-e2e-npm-") as folder:
            cls.broken = fetch(BROKEN, folder)
            cls.mended = fetch(MENDED, folder)
        super().setUpClass()
        cls.remote = harness.Repository(cls.remotes, PACKAGE, None, cls.broken)

    def agent(self):
        fix = "".join(difflib.unified_diff(
            self.broken["jsonpointer.js"].splitlines(True), self.mended["jsonpointer.js"].splitlines(True),
            "a/jsonpointer.js", "b/jsonpointer.js"))
        return AGENT.format(broken=BROKEN, mended=MENDED, harmless=HARMLESS_TEST, patch=encoded(fix),
                            false_test=encoded(FALSE_TEST), true_test=encoded(TRUE_TEST))

    def ctl(self, *words, code=0):
        """What signalboxctl prints; it must end with this code."""
        done = subprocess.run([CTL, *map(str, words)], env=dict(os.environ, SIGNALBOX_HOME=str(self.core.home)),
                              capture_output=True, text=True, timeout=harness.LIMIT, stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, code, f"{words}: {done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def test_known_bug_is_mended(self):
        core = self.core
        self.assertIn("test.js", self.broken, "the project brings its own test")
        self.assertFalse([path for path in self.broken if path.startswith(".signalbox")])
        # The owner's copy of the shipped blueprint says in addition what may be changed.
        own = self.remotes / "jsonpointer.yaml"
        own.write_text(FIX_NODE.read_text().replace(
            "paths:\n", "paths:\n  allowed: [jsonpointer.js, test/, README.md, package.json]\n", 1))
        self.ctl("repo", "add", "--blueprint-file", own, self.remote.bare)
        kept = core.get("/v1/repositories")["repositories"]
        self.assertEqual([(r["name"], r["blueprintText"]) for r in kept if r["name"] == PACKAGE],
                         [(PACKAGE, own.read_text())])
        submitted = self.ctl("--json", "task", "submit", PACKAGE, "--title", "Keep pointers away from prototypes",
                             "--text", "set({}, '/__proto__/polluted', true) changes every object (CVE-2020-7709).",
                             "--criterion", "/__proto__ and /constructor/prototype are not followed",
                             "--criterion", "A new test shows it", "--agent", self.agent())
        task = json.loads(submitted)["id"]

        back = core.event("routed_back", task).body
        self.assertEqual((back["from"], back["to"]), ("new-tests-bite", "implement"))
        self.assertIn(HARMLESS_TEST, back["feedback"], "it names the test that proves nothing")
        false = core.step(task, "new-tests-bite")[0]["result"]
        self.assertEqual(false["verdict"], "failed")

        approval = core.approval(task)
        admitted = core.task(task)
        self.assertEqual(admitted["baseBranch"], "main")
        self.assertEqual(admitted["blueprint"]["origin"], f"kept by the core for {PACKAGE}")
        self.assertEqual([len(step["attempts"]) for step in admitted["steps"] if step["id"] in GATES],
                         [2, 2, 2, 2, 2, 1], "only the gate that bites sent it back")
        self.check_evidence(task, approval)
        self.check_decision(task, approval)
        outcome, reason = core.over(task, since=core.event("approval_closed", task).seq)
        self.assertEqual(outcome, "published", reason)
        self.ctl("watch", task)
        self.check_remote(task, approval)
        self.assertNothingLeft()

    def check_decision(self, task, approval):
        """A person sees what stands, and can approve that and nothing else."""
        self.ctl("watch", task, code=3)
        shown = self.ctl("approval", "show", approval["id"])
        for part in (approval["tree"], approval["evidence"], *GATES, *self.upstream_lines(), BITING_TEST):
            self.assertIn(part, shown)
        approve = ["approval", "approve", approval["id"], "--evidence", approval["evidence"], "--tree"]
        self.ctl(*approve, self.remote.git("rev-parse", "main^{tree}"), code=3)
        self.assertEqual(self.core.task(task)["phase"], "approval")
        self.ctl(*approve, approval["tree"], "--comment", "As upstream mended it.")

    def check_evidence(self, task, approval):
        evidence = self.core.get(f"/v1/tasks/{task}/evidence")
        self.assertEqual((evidence["tree"], evidence["digest"]), (approval["tree"], approval["evidence"]))
        self.assertEqual([(gate["gate"], gate["verdict"]) for gate in evidence["evidence"]],
                         [(gate, "passed") for gate in GATES])
        numbers = {gate["gate"]: gate["numbers"] for gate in evidence["evidence"]}
        self.assertEqual(numbers["tests-pass"]["tests"], 4, "the project's own test, and three new ones")
        self.assertEqual(numbers["tests-exist"]["new"], 3)
        self.assertEqual((numbers["new-tests-bite"]["new"], numbers["new-tests-bite"]["biting"]), (3, 2))
        changes = self.core.get(f"/v1/tasks/{task}/changes")["files"]
        self.assertEqual({file["path"]: file["status"] for file in changes},
                         {"README.md": "modified", "jsonpointer.js": "modified", "package.json": "modified",
                          "test/prototype-pollution.test.js": "added"})
        patch = self.core.raw("GET", f"/v1/tasks/{task}/patch")[2].decode()
        for line in self.upstream_lines():
            self.assertIn(f"\n+{line}\n", patch)

    def upstream_lines(self):
        lines = set(self.mended["jsonpointer.js"].splitlines()) - set(self.broken["jsonpointer.js"].splitlines())
        self.assertTrue(lines)
        return lines

    def check_remote(self, task, approval):
        publication = self.core.task(task)["publication"]
        branch = publication["branch"]
        self.assertEqual(sorted(self.remote.branches()), sorted(["main", branch]))
        self.assertEqual(self.remote.git("rev-parse", branch), approval["commit"])
        self.assertEqual(self.remote.git("rev-parse", branch + "^{tree}"), approval["tree"])
        self.assertEqual(self.remote.show(branch, "jsonpointer.js"), self.mended["jsonpointer.js"].strip())
        for path in ("test.js", "LICENSE.md", "benchmark.js"):
            self.assertEqual(self.remote.show(branch, path), self.broken[path].strip())
        self.assertEqual(self.remote.show("main", "jsonpointer.js"), self.broken["jsonpointer.js"].strip())
        text = Path(publication["description"]).read_text()
        self.assertIn("CVE-2020-7709", text)
        for gate in GATES:
            self.assertIn(gate, text)
        self.assertEqual(self.remote.git("notes", "--ref=signalbox", "show", approval["commit"]), text.strip())

    def test_shipped_blueprint_serves_as_it_is(self):
        core = self.core
        self.ctl("repo", "add", "--blueprint", "fix-node", "as-shipped", self.remote.bare)
        task = core.submit("as-shipped", "true")
        admitted = core.event("task_admitted", task).body
        self.assertEqual(admitted["blueprint"]["origin"], "shipped: fix-node")
        self.assertEqual(admitted["blueprint"]["machine"]["layers"], ["node"])
        self.assertEqual([step["id"] for step in admitted["blueprint"]["steps"] if step["kind"] == "gate"], GATES)
        core.post(f"/v1/tasks/{task}/cancel", {"reason": "seen enough"})
        self.assertEqual(core.over(task)[0], "cancelled")

    def test_no_blueprint_is_a_refusal_with_a_way_out(self):
        self.ctl("repo", "add", "--branch", "main", "bare", self.remote.bare)
        task = self.core.submit("bare", "true")
        outcome, reason = self.core.over(task)
        self.assertEqual(outcome, "refused")
        self.assertIn("no blueprint", reason)
        self.assertIn("fix-node", reason)


if __name__ == "__main__":
    harness.main()
