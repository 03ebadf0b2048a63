# SPDX-License-Identifier: GPL-3.0-or-later
"""The host's own way to Debian packages: mirrors, proxy, certificates; third-party sources stay out."""

import re
from pathlib import Path

from .errors import BuildError
from .process import run
from .recipe import SUITE

TARGET_FORMAT = "$(ORIGIN)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)|$(TARGET_OF)"
SUITES = (SUITE, f"{SUITE}-updates", f"{SUITE}-security")
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


def debian_sources() -> list[str]:
    """The host's sources of this Debian release, as lines for mmdebstrap; apt itself is asked for them."""
    output = run(["apt-get", "indextargets", "--format", TARGET_FORMAT, "Created-By: Packages"]).decode()
    lines = []
    for target in output.splitlines():
        origin, uri, release, component, kind = (target.split("|") + [""] * 5)[:5]
        # Before the first apt-get update the origin is unknown, and the suite's name must do.
        if (
            kind != "deb"
            or component != "main"
            or release not in SUITES
            or origin not in ("Debian", "", "$(ORIGIN)")
        ):
            continue
        line = f"deb [signed-by={KEYRING}] {uri} {release} main"
        if line not in lines:
            lines.append(line)
    if not any(f" {SUITE} " in line for line in lines):
        raise BuildError(
            f"apt has no source of Debian {SUITE} main",
            f"add a Debian mirror with {SUITE} main to /etc/apt/sources.list (man sources.list)",
        )
    return lines


# Acquire:: settings of the host that say how to get packages. Index targets and hooks are its own affair.
PASSED_ON = re.compile(r'^(Acquire::(?!IndexTargets|Languages|GzipIndexes|Changelogs)[\w:./-]+) "(.*)";$')


def options(place: Path) -> Path:
    """Writes an apt configuration file for mmdebstrap: the host's Acquire settings and logins, and ours."""
    lines = ['Acquire::Languages "none";', 'Acquire::Retries "3";', 'APT::Install-Recommends "false";']
    for line in run(["apt-config", "dump"]).decode().splitlines():
        found = PASSED_ON.match(line)
        if found and found.group(2):
            lines.append(f'{found.group(1)} "{found.group(2)}";')
    if not any(line.startswith("Acquire::http::Timeout") for line in lines):
        lines.append('Acquire::http::Timeout "30";')
    lines += ['Dir::Etc::netrc "/etc/apt/auth.conf";', 'Dir::Etc::netrcparts "/etc/apt/auth.conf.d";']
    place.write_text("\n".join(lines) + "\n")
    place.chmod(0o644)
    return place
