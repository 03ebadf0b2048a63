# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole core with the development provider, whose machines are processes: what is tested here is the core."""

import os
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "e2e"))
import harness  # noqa: E402

LOAD = os.environ.get("SIGNALBOX_LOAD", "load")


class ProcessCore(unittest.TestCase):
    options = ()
    slots = 2

    @classmethod
    def setUpClass(cls):
        cls.core = harness.Core("--hypervisor", "process:", *cls.options, slots=cls.slots)
        cls.addClassCleanup(cls.core.dispose)
        cls.remotes = Path(tempfile.mkdtemp(prefix="sb-load-remotes-", dir="/var/tmp"))
        cls.addClassCleanup(shutil.rmtree, cls.remotes, True)

    def repository(self, name, blueprint, files):
        repository = harness.Repository(self.remotes, name, blueprint, files)
        self.core.add(repository)
        return repository

    def resident(self):
        """Memory of the core, in MiB."""
        status = Path(f"/proc/{self.core.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) // 1024
