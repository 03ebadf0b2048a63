#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protects the whole: the shipped sample goes from intake to a published pull request through real machines. A gate
catches the agent's false claim and sends it back; a person looks at exactly what stands, asks, decides; what was
approved, and nothing else, is in the remote."""

import hashlib
import json
import subprocess
import unittest
from pathlib import Path

import harness

GATES = ["compiles", "paths", "tests-exist", "tests-pass", "lint", "coverage", "new-tests-bite", "pull-request"]


class Whole(harness.EndToEnd):
    def git(self, *arguments):
        return subprocess.run(["git", "-c", "safe.directory=*", "-C", str(self.core.home / "sample/sample.git"),
                               *arguments], check=True, capture_output=True, text=True).stdout.strip()

    def test_sample_from_intake_to_publication(self):
        core = self.core
        base = core.post("/v1/sample")
        task = base["id"]
        self.assertEqual(base["status"]["word"], "admission")

        # The first attempt claims to be done and is not: a gate sees it, and its feedback goes back to the agent.
        back = core.event("routed_back", task)
        self.assertIn(back.body["from"], GATES)
        self.assertEqual(back.body["to"], "implement")
        self.assertGreater(len(back.body["feedback"]), 40, "feedback is specific")
        approval = core.approval(task)
        first, second = core.step(task, "implement")
        self.assertEqual([first["result"]["verdict"], second["result"]["verdict"]], ["passed", "passed"])
        self.assertNotEqual(first["result"]["commit"], second["result"]["commit"])

        self.check_evidence(task, approval)
        self.check_decision_is_bound(task, approval)
        self.check_question(task, approval)
        self.assertEqual(self.git("branch", "--list", "signalbox/*"), "", "nothing is published before it is approved")

        core.vote(approval, comment="Good work.")
        outcome, reason = core.over(task, since=core.event("approval_closed", task).seq)
        self.assertEqual(outcome, "published", reason)
        self.check_publication(task, approval)
        self.check_aftermath(task)
        self.assertNothingLeft()

    def check_evidence(self, task, approval):
        evidence = self.core.get(f"/v1/tasks/{task}/evidence")
        self.assertEqual([gate["gate"] for gate in evidence["evidence"]], GATES)
        for gate in evidence["evidence"]:
            self.assertEqual(gate["verdict"], "passed", gate)
            self.assertEqual((gate["commit"], gate["tree"]), (approval["commit"], approval["tree"]))
            for artifact in gate["artifacts"]:
                bytes_ = self.core.raw("GET", f"/v1/artifacts/{artifact['digest']}")[2]
                self.assertEqual(hashlib.sha256(bytes_).hexdigest(), artifact["digest"])
        self.assertEqual(evidence["digest"], approval["evidence"])
        patch = self.core.raw("GET", f"/v1/tasks/{task}/patch")[2].decode()
        self.assertIn("durations/parsing.py", patch)
        changed = [file["path"] for file in self.core.get(f"/v1/tasks/{task}/changes")["files"]]
        self.assertIn("durations/parsing.py", changed)
        self.assertTrue(any(path.startswith("tests/") for path in changed), changed)

    def check_decision_is_bound(self, task, approval):
        """Nothing but the very tree and evidence that were looked at can be approved."""
        core = self.core
        self.assertRefused(409, core.vote, approval, tree="0" * 40)
        self.assertRefused(409, core.vote, approval, evidence="0" * 64)
        self.assertRefused(400, core.vote, approval, approve=False)
        self.assertRefused(404, core.vote, dict(approval, id=approval["id"] + 100))
        waiting = core.get("/v1/approvals")["approvals"]
        self.assertEqual([entry["approval"]["id"] for entry in waiting], [approval["id"]])
        self.assertEqual(waiting[0]["approval"]["votes"], [])
        self.assertEqual(core.task(task)["phase"], "approval")

    def check_question(self, task, approval):
        asked = self.core.post(f"/v1/approvals/{approval['id']}/questions", {"text": "Why is this change right?"})
        self.assertEqual(asked["approval"]["questions"][0]["text"], "Why is this change right?")
        answer = self.core.event("question_answered", task).body["answer"]
        self.assertGreater(len(answer), 20)
        self.assertFalse(answer.startswith("("), f"an answer of the agent's: {answer}")
        # Asking decides nothing and voids nothing.
        still = self.core.get(f"/v1/approvals/{approval['id']}")["approval"]
        self.assertEqual((still["state"], still["tree"], still["evidence"]),
                         ("open", approval["tree"], approval["evidence"]))

    def check_publication(self, task, approval):
        publication = self.core.task(task)["publication"]
        branch = publication["branch"]
        self.assertEqual(self.git("branch", "--format=%(refname:short)", "--list", "signalbox/*"), branch)
        self.assertEqual(self.git("rev-parse", branch), approval["commit"])
        self.assertEqual(self.git("rev-parse", branch + "^{tree}"), approval["tree"])
        text = Path(publication["description"]).read_text()
        for heading in ("What", "Why", "How to verify", "Rollback"):
            self.assertIn(heading, text)
        for gate in GATES:
            self.assertIn(gate, text)
        self.assertEqual(self.git("notes", "--ref=signalbox", "show", approval["commit"]), text.strip())
        bundle = json.loads((Path(publication["description"]).parent / "evidence.json").read_text())
        self.assertEqual((bundle["tree"], bundle["evidenceDigest"]), (approval["tree"], approval["evidence"]))
        self.assertEqual([gate["gate"] for gate in bundle["evidence"]], GATES)
        self.assertEqual(bundle["approvals"][0]["votes"][0]["comment"], "Good work.")

    def check_aftermath(self, task):
        core = self.core
        self.assertRefused(409, core.post, f"/v1/tasks/{task}/cancel")
        self.assertRefused(409, core.post, f"/v1/tasks/{task}/retry")
        exported = core.raw("GET", "/v1/journal/export")[2].decode().splitlines()
        self.assertEqual([json.loads(line)["seq"] for line in exported], list(range(1, len(exported) + 1)))
        # Machines come and go in pairs; the last one's removal may be told a moment after the task's end.
        leased = {r.body["machine"] for r in core.records if r.type == "machine_leased"}
        for machine in leased:
            core.event("machine_released", machine=machine)
        # The same again is another task on the same repository.
        again = core.post("/v1/sample")
        self.assertEqual(again["id"], task + 1)
        core.post(f"/v1/tasks/{again['id']}/cancel", {"reason": "not wanted"})
        self.assertEqual(core.over(again["id"])[0], "cancelled")


if __name__ == "__main__":
    harness.main()
