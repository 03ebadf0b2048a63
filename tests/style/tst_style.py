#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the house rules say, as a failing test: who may include whom, what is banned, what each file begins with.

Protects the load-bearing walls: the engine is the only mutator, flow knows no I/O, the client never sees the engine,
core knows no Gui. Ends with "N passed, N failed".
"""

import re
import subprocess
import sys
from pathlib import Path

# A room may include itself, base, and what stands here. Everything else is a wall.
MAY_SEE = {
    "core/base": set(),
    "core/domain": {"core/base"},
    "core/acp": set(),
    "core/policy": {"core/domain"},
    "core/blueprint": {"core/domain", "core/policy"},
    "core/flow": {"core/domain"},
    "core/journal": {"core/domain"},
    "core/audit": {"core/domain", "core/journal"},
    "core/budget": {"core/domain", "core/journal"},
    "core/gateway": {"core/domain", "core/budget", "core/server"},
    "core/egress": {"core/domain", "core/gateway", "core/server"},
    "core/telemetry": {"core/domain", "core/gateway", "core/server"},
    "core/engine": {"core/domain", "core/flow", "core/journal"},
    "core/artifact": {"core/domain"},
    "core/git": {"core/domain"},
    "core/supervision": set(),
    "core/machine": {"core/domain"},
    "core/agent": {"core/domain", "core/artifact", "core/git", "core/machine"},
    "core/report": set(),
    "core/gate": {"core/domain", "core/git", "core/machine", "core/report"},
    "core/forge": {"core/domain", "core/git"},
    "core/intake": {"core/domain", "core/blueprint", "core/git"},
    "core/server": {"core/domain", "core/acp", "core/flow", "core/policy", "core/journal", "core/audit", "core/engine", "core/artifact"},
    "core/client": {"core/domain"},
    "views/models": {"core/domain", "core/client", "core/report"},
    "views/parts": {"core/domain"},
    "views/panes": {"core/domain", "core/client", "views/models", "views/parts"},
    "views/shell": {"core/domain", "core/client", "views/models", "views/parts", "views/panes"},
}
# core/flow decides and applies: it must be replayable, so it may not even reach for these.
PURE = {"core/flow", "core/domain", "core/acp"}
IMPURE = re.compile(r"#include <Q(File|Dir|Process|Thread|Timer|DateTime|RandomGenerator|Sql\w*|Tcp\w*|Network\w*)>"
                    r"|SystemClock|currentMSecs|#include <(thread|chrono|random|fstream)>")
GUI = re.compile(r"#include <Q(Widget|Application|GuiApplication|Pixmap|Painter|Icon|Window|Color|Font)\w*>")
BANS = [
    (re.compile(r"//.*\b(TODO|FIXME|XXX|HACK)\b[:(]|\bnot implemented\b"), "unfinished word"),
    (re.compile(r"QTest::q(Wait|Sleep)\(|\busleep\(|sleep_for\(|\bmsleep\("), "sleep instead of a signal"),
    (re.compile(r"\bQDialog::exec|\.exec_\(\)"), "modal loop"),
]
MACHINE_PATH = re.compile(r"/work/(main|shared|\.library)|/tmp/bash_jobs|/tmp/sb/")
SOURCES = {".cpp", ".h"}


def room_of(path):
    parts = Path(path).parts
    return "/".join(parts[:2]) if len(parts) > 2 and parts[0] in ("core", "views") else None


def check_includes(path, text):
    room = room_of(path)
    if room not in MAY_SEE:
        return
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'#include "((?:core|views|app)/[^"]+)"', line)
        if match:
            other = room_of(match.group(1)) or match.group(1)
            if other not in {room, "core/base"} | MAY_SEE[room]:
                yield f"{path}:{number}: {room} may not see {other}"
    if room in PURE and (match := IMPURE.search(text)):
        yield f"{path}: {room} is pure and may not use {match.group(0)}"
    if room.startswith("core/") and (match := GUI.search(text)):
        yield f"{path}: core knows no Gui: {match.group(0)}"


def check_text(path, text):
    if Path(path).suffix in SOURCES and "SPDX-License-Identifier: GPL-3.0-or-later" not in text[:200]:
        yield f"{path}: no SPDX line at the top"
    if Path(path).suffix == ".h" and "#pragma once" not in text:
        yield f"{path}: no #pragma once"
    if MACHINE_PATH.search(text):
        yield f"{path}: names a path of somebody's machine"
    if Path(path).suffix not in SOURCES:
        return
    for number, line in enumerate(text.splitlines(), 1):
        for pattern, why in BANS:
            if pattern.search(line) and "style:allow" not in line:
                yield f"{path}:{number}: {why}: {line.strip()}"


def tracked(top):
    try:
        out = subprocess.run(["git", "-C", top, "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True, check=True).stdout
        return out.splitlines()
    except (OSError, subprocess.CalledProcessError):  # an unpacked tarball
        return [str(p.relative_to(top)) for p in Path(top).rglob("*") if p.is_file() and "build" not in p.parts]


def main(top):
    passed, problems = 0, []
    for path in tracked(top):
        file = Path(top) / path
        if path.startswith("tests/style/") or not file.is_file():
            continue
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found = list(check_includes(path, text)) + list(check_text(path, text))
        problems += found
        passed += not found
    for problem in problems:
        print(problem)
    print(f"{passed} passed, {len(problems)} failed")
    return 1 if problems or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "."))
