#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protects what is installed beside the programs: desktop entry, AppStream data, units, manual pages and completion are
well formed, and what they name exists. check.py installs the packages in a clean system; this is quick."""

import configparser
import os
import shutil
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree
from pathlib import Path

HERE = Path(__file__).resolve().parent
CTL, DAEMON = os.environ["SIGNALBOX_CTL"], os.environ["SIGNALBOX_DAEMON"]


def complete(*words):
    """What bash would offer for these words, the last of which is being typed."""
    script = ('source <("$CTL" completion); COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _signalboxctl; '
              'printf "%s\\n" "${COMPREPLY[@]}"')
    run = subprocess.run(["bash", "-c", script, "bash", "signalboxctl", *words], env=dict(os.environ, CTL=CTL),
                         capture_output=True, text=True, check=True)
    return run.stdout.split()


class Packaging(unittest.TestCase):
    def entry(self, name):
        parser = configparser.RawConfigParser(strict=False, interpolation=None)
        parser.optionxform = str
        parser.read(HERE / name, encoding="utf-8")
        return parser

    def test_the_desktop_entry_names_the_program_and_its_icon(self):
        entry = self.entry("signalbox.desktop")["Desktop Entry"]
        self.assertEqual((entry["Exec"], entry["Icon"], entry["Type"]), ("signalbox", "signalbox", "Application"))
        self.assertTrue((HERE / "signalbox.svg").is_file())
        self.assertTrue(all(part == "" or part.isalpha() for part in entry["Categories"].split(";")))

    def test_appstream_data_is_sound(self):
        tree = xml.etree.ElementTree.parse(HERE / "org.signalbox.Signalbox.metainfo.xml").getroot()
        self.assertEqual(tree.findtext("launchable"), "signalbox.desktop")
        self.assertTrue(tree.findtext("summary") and tree.find("description") is not None)
        if tool := shutil.which("appstreamcli"):
            run = subprocess.run([tool, "validate", "--no-net", HERE / "org.signalbox.Signalbox.metainfo.xml"],
                                 capture_output=True, text=True, check=False)
            self.assertNotIn("E: ", run.stdout, run.stdout)

    def test_units_are_sound(self):
        for name in ("signalboxd.service", "signalboxd.user.service"):
            unit = self.entry("systemd/" + name)
            self.assertEqual(unit["Service"]["ExecStart"], "/usr/bin/signalboxd")
            self.assertEqual(unit["Service"]["KillMode"], "process", "machines outlive the core")
        tool = shutil.which("systemd-analyze")
        if not tool:
            self.skipTest("no systemd-analyze here")
        with tempfile.TemporaryDirectory() as folder:
            unit = Path(folder) / "signalboxd.service"
            unit.write_text((HERE / "systemd/signalboxd.service").read_text().replace("/usr/bin/signalboxd", DAEMON))
            run = subprocess.run([tool, "verify", "--man=no", unit], capture_output=True, text=True, check=False)
            ours = [line for line in run.stderr.splitlines() if "signalboxd.service" in line]
            self.assertEqual(ours, [])

    def test_completion_knows_the_commands(self):
        self.assertIn("task", complete(""))
        self.assertEqual(complete("depl"), [])
        self.assertIn("submit", complete("task", "s"))
        self.assertNotIn("list", complete("task", "s"))
        self.assertIn("--title", complete("task", "submit", "--t"))
        self.assertIn("submit", complete("--core", "local:", "task", "su"))
        self.assertIn("--json", complete("machine", "list", "--j"))

    def test_manual_pages_are_made(self):
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "signalboxctl.1"
            subprocess.run([HERE / "man/make_man.py", CTL, "1", "the command line", page], check=True)
            text = page.read_text()
            self.assertIn(".TH SIGNALBOXCTL 1", text)
            for command in ("task submit", "deadletter replay", "doctor"):
                self.assertIn(f'.SS "signalboxctl {command}"', text)
            if tool := shutil.which("groff"):
                run = subprocess.run([tool, "-Kutf8", "-man", "-Tutf8", "-ww", page], capture_output=True, text=True, check=True)
                self.assertEqual(run.stderr, "")


if __name__ == "__main__":
    unittest.main(verbosity=2)
