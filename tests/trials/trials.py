#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts the core through everything that could make it lose something, and prints what was tried and what was found.

    trials [--seeds A..B] [--all-points] [--kills N] [--machines vm|process]

The simulator runs the core in virtual time under seeded faults; the crash points cut the journal's disk after each
operation; the kill storm kills a real core, its emulators and guests while people and agents go on. Ends with 1 when a
promise was broken, or when a fault that was to be tried never happened."""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

BIN = Path(os.environ.get("SIGNALBOX_BIN") or Path(__file__).resolve().parent)
STORM = Path(os.environ.get("SIGNALBOX_KILL_STORM") or "@CMAKE_SOURCE_DIR@/tests/e2e/kill_storm.py")


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="1..200", metavar="A..B", help="seeds of the simulator (default 1..200)")
    parser.add_argument("--all-points", action="store_true", help="crash at every point, not at some hundreds")
    parser.add_argument("--kills", type=int, default=60, help="kills of the storm (default 60)")
    parser.add_argument("--tasks", type=int, default=20, help="tasks that are under way meanwhile (default 20)")
    parser.add_argument("--machines", choices=("vm", "process"), default="process",
                        help="what the storm's agents run in: real virtual machines, or processes (default)")
    return parser.parse_args()


def run(name, command, environment=None):
    """Runs one trial and shows what it prints as it comes; (name, what it came to, seconds)."""
    print(f"== {name}: {' '.join(str(word) for word in command)}", flush=True)
    begin = time.monotonic()
    try:
        code = subprocess.run(command, env={**os.environ, **(environment or {})}, check=False).returncode
        found = {0: "nothing broken", 1: "BROKEN: see above"}.get(code, f"NOT TRIED: it ended with {code}")
    except OSError as error:
        found = f"NOT TRIED: {error}"
    print(flush=True)
    return name, found, time.monotonic() - begin


def main():
    options = parse()
    results = [
        run("simulator", [BIN / "sim", "--seeds", options.seeds]),
        run("crash points", [BIN / "crash_points"] + (["--all"] if options.all_points else [])),
        run("kill storm", [sys.executable, "-B", STORM, "--kills", str(options.kills), "--tasks", str(options.tasks),
                           "--machines", options.machines], {"SIGNALBOX_DAEMON": str(BIN / "signalboxd")}),
    ]
    for name, found, seconds in results:
        print(f"{name:<13} {seconds:7.0f} s  {found}")
    sys.exit(0 if all(found == "nothing broken" for _, found, _ in results) else 1)


if __name__ == "__main__":
    main()
