# SPDX-License-Identifier: GPL-3.0-or-later
"""Running other programs so that none outlives this one."""

import os
import shutil
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path

from .errors import BuildError, explain

PACKAGE_OF = {
    "apt-cache": "apt",
    "apt-config": "apt",
    "apt-get": "apt",
    "dpkg-deb": "dpkg",
    "lz4": "lz4",
    "mmdebstrap": "mmdebstrap",
    "musl-gcc": "musl-tools",
    "npm": "npm",
    "sqfs2tar": "squashfs-tools-ng",
    "tar2sqfs": "squashfs-tools-ng",
}

PARENT_DEATH = ["/usr/bin/setpriv", "--pdeathsig", "TERM", "--"]

_running: set[subprocess.Popen] = set()
_guard = threading.Lock()
_stopping = False


def run(
    arguments: list[str],
    *,
    stdin: Path | None = None,
    stdout: Path | None = None,
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
    on_line: Callable[[str], None] | None = None,
) -> bytes:
    """Runs a program to its end and returns its standard output, unless that goes to a file.

    on_line gets each line of standard error as it comes. A failure is a BuildError quoting the output's end.
    The program gets a process group of its own, which stop_all ends as a whole.
    """
    environment = {**os.environ, "LC_ALL": "C.UTF-8", **(env or {})}
    source = stdin.open("rb") if stdin else subprocess.DEVNULL
    target = stdout.open("wb") if stdout else subprocess.PIPE
    try:
        child = _start(
            arguments, stdin=source, stdout=target, stderr=subprocess.PIPE, env=environment, cwd=cwd
        )
    finally:
        for stream in (source, target):
            if not isinstance(stream, int):
                stream.close()
    lines: deque[str] = deque(maxlen=200)
    reader = threading.Thread(target=_read_lines, args=(child, lines, on_line))
    reader.start()
    output = b""
    if child.stdout:
        with child.stdout as stream:
            output = stream.read()
    status = child.wait()
    reader.join()
    with _guard:
        _running.discard(child)
    if status != 0:
        raise explain(arguments[0], status, "\n".join(lines) + "\n" + output.decode(errors="replace")[-4000:])
    return output


def _start(arguments: list[str], **options: object) -> subprocess.Popen:
    if shutil.which(arguments[0]) is None:
        package = PACKAGE_OF.get(arguments[0], "")
        raise BuildError(
            f"the program {arguments[0]} is not installed",
            f"install it: apt-get install {package}" if package else "",
        )
    with _guard:
        if _stopping:
            raise BuildError("the build is being stopped")
        # Should this process be killed outright, the kernel asks the child to end in its stead.
        child = subprocess.Popen([*PARENT_DEATH, *arguments], start_new_session=True, **options)
        _running.add(child)
        return child


def _read_lines(child: subprocess.Popen, lines: deque, on_line: Callable[[str], None] | None) -> None:
    with child.stderr as stream:
        for raw in stream:
            line = raw.decode(errors="replace").rstrip()
            lines.append(line)
            if on_line:
                on_line(line)


def stop_all() -> None:
    """Asks every running program's group to end and clean up; insists after ten seconds. Starts no more."""
    global _stopping
    with _guard:
        _stopping = True
        children = list(_running)
    for number, patience in ((signal.SIGTERM, 10), (signal.SIGKILL, 5)):
        for child in children:
            try:
                os.killpg(child.pid, number)
            except ProcessLookupError:
                pass
        for child in children:
            try:
                child.wait(timeout=patience)
            except subprocess.TimeoutExpired:
                pass
        children = [child for child in children if child.poll() is None]
