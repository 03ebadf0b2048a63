# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors that a person can act on."""

import re

FATAL_OUTPUT = (
    (
        re.compile(r"No space left on device|enough free (disk )?space", re.I),
        "the disk is full",
        "make room, or give other places with --out DIR and TMPDIR=DIR",
    ),
    (
        re.compile(
            r"Could not (resolve|connect)|Temporary failure|Connection (refused|timed out|failed)"
            r"|Failed to fetch|Unable to fetch|Unable to connect|Could not handshake"
            r"|Network is unreachable|40[37] |50[234] ",
            re.I,
        ),
        "the package mirror cannot be reached or does not answer",
        "check the network, the proxy and the mirrors in /etc/apt (try: apt-get update), then run this again",
    ),
    (
        re.compile(r"Unable to locate package|has no installation candidate", re.I),
        "a package of the recipe is unknown to the mirror",
        "is this Debian 12 (bookworm) with component main? Try: apt-get update",
    ),
    (
        re.compile(r"NO_PUBKEY|not signed|EXPKEYSIG|GPG error", re.I),
        "the mirror's signature cannot be checked",
        "install debian-archive-keyring and try: apt-get update",
    ),
    (
        re.compile(
            r"newuidmap|subuid|unshare.*(failed|denied)|Operation not permitted|user namespaces", re.I
        ),
        "this user may not build in a user namespace",
        "install uidmap and give the user a range in /etc/subuid and /etc/subgid, or build as root",
    ),
)


class BuildError(Exception):
    """What went wrong, and a hint what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def explain(program: str, status: int, output: str) -> BuildError:
    """Turns a failed program's output into an error with a hint."""
    tail = "\n".join("    " + line for line in output.strip().splitlines()[-12:])
    for pattern, meaning, hint in FATAL_OUTPUT:
        if pattern.search(output):
            return BuildError(f"{meaning} ({program} ended with {status}):\n{tail}", hint)
    return BuildError(f"{program} ended with {status}:\n{tail}")
