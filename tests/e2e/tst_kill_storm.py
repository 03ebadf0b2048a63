#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protects what the core promises under kills that fall anywhere, while people and agents go on: kill_storm.py says what
is audited. A short storm each; the long one is run by hand: kill_storm.py --kills 500."""

import json
import unittest

import harness
import kill_storm


class KillStorm(unittest.TestCase):
    def storm(self, *arguments):
        report = kill_storm.storm(kill_storm.parse(arguments))
        print(json.dumps(report, indent=1))
        self.assertEqual(report["problems"], [])
        return report

    def test_development_machines(self):
        report = self.storm("--machines", "process", "--kills", "40", "--tasks", "8", "--seed", "3")
        # A storm in which nothing fell proves nothing.
        for kind in ("core", "core while it starts", "orderly end of the core"):
            self.assertGreater(report["kills"].get(kind, 0), 0, kind)
        self.assertGreater(report["acknowledged votes"], 0)

    def test_virtual_machines(self):
        report = self.storm("--machines", "vm", "--kills", "6", "--tasks", "2", "--seed", "5")
        for kind in ("core", "emulator"):
            self.assertGreater(report["kills"].get(kind, 0), 0, kind)


if __name__ == "__main__":
    harness.main()
