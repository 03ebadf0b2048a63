#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-3.0-or-later
"""make_man.py PROGRAM SECTION SUMMARY OUTPUT: a manual page from what `PROGRAM --help` says, so that both always agree.

For signalboxctl the help of every command follows.
"""

import os
import re
import subprocess
import sys
from pathlib import Path


def said(program, *arguments):
    """What the program prints; a console needs no display for that."""
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", LC_ALL="C.UTF-8")
    run = subprocess.run([program, *arguments], capture_output=True, text=True, env=environment, timeout=60, check=True)
    return run.stdout


def roff(text):
    """Text as roff takes it, line for line."""
    lines = []
    for line in text.rstrip("\n").split("\n"):
        line = line.replace("\\", "\\e").replace("-", "\\-")
        lines.append("\\&" + line if line[:1] in (".", "'") else line)
    return "\n".join(lines)


def block(text):
    return f".nf\n{roff(text)}\n.fi\n"


def commands(text):
    """The commands that the overview lists: two spaces, a name of one or two words, two spaces, a summary."""
    found = re.findall(r"^  ([a-z]+(?: [a-z]+)?) {2,}\S", text, re.MULTILINE)
    return [name for name in found if not name.startswith("--")]


def main(program, section, summary, output):
    name = Path(program).name
    version = said(program, "--version").split()[-1]
    overview = said(program, "--help")
    page = [f'.TH {name.upper()} {section} "" "Signalbox {version}" "Signalbox"\n',
            f".SH NAME\n{name} \\- {roff(summary)}\n",
            f".SH DESCRIPTION\n{block(overview)}"]
    if name == "signalboxctl":
        page.append(".SH COMMANDS\n")
        for command in commands(overview):
            page.append(f'.SS "{name} {command}"\n{block(said(program, *command.split(), "--help"))}')
    others = [other for other in ("signalbox(1)", "signalboxctl(1)", "signalboxd(8)") if not other.startswith(name + "(")]
    page.append(".SH FILES\n.nf\n/var/lib/signalbox\\ \\ \\ files of root's core\n"
                "~/.local/share/signalbox\\ \\ \\ files of a user's core; SIGNALBOX_HOME moves them\n.fi\n")
    page.append(".SH SEE ALSO\n" + ", ".join(others) + "\n")
    Path(output).write_text("".join(page), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
