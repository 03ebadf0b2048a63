# SPDX-License-Identifier: GPL-3.0-or-later
"""Protects what `trials` says at its end: a trial that broke, or did not run, is never reported as good."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TRIALS = os.environ["SIGNALBOX_TRIALS"]


class Trials(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.bin = Path(folder.name)
        for name in ("sim", "crash_points"):
            self.trial(name, 0)
        (self.bin / "storm.py").write_text("import os, sys\nprint('kills of', os.environ['SIGNALBOX_DAEMON'])\n")

    def trial(self, name, code):
        (self.bin / name).write_text(f"#!/bin/sh\necho {name} was told $@\nexit {code}\n")
        (self.bin / name).chmod(0o755)

    def run_trials(self, *arguments):
        return subprocess.run([sys.executable, "-B", TRIALS, *arguments], capture_output=True, text=True, check=False,
                              env={**os.environ, "SIGNALBOX_BIN": str(self.bin),
                                   "SIGNALBOX_KILL_STORM": str(self.bin / "storm.py")})

    def test_all_good(self):
        done = self.run_trials("--seeds", "3..5", "--all-points")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("sim was told --seeds 3..5", done.stdout)
        self.assertIn("crash_points was told --all", done.stdout)
        self.assertIn(f"kills of {self.bin}/signalboxd", done.stdout)
        self.assertEqual(done.stdout.count("nothing broken"), 3)

    def test_one_broken_does_not_stop_the_others(self):
        self.trial("sim", 1)
        done = self.run_trials()
        self.assertEqual(done.returncode, 1)
        self.assertIn("BROKEN", done.stdout)
        self.assertEqual(done.stdout.count("nothing broken"), 2)

    def test_one_that_died_or_is_not_there_was_not_tried(self):
        self.trial("sim", 139)
        (self.bin / "crash_points").unlink()
        done = self.run_trials()
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout.count("NOT TRIED"), 2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
