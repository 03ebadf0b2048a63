# SPDX-License-Identifier: GPL-3.0-or-later
"""Layers: Debian packages as squashfs files. All but the base hold only what they add to it."""

import copy
import hashlib
import tarfile
from collections.abc import Callable
from pathlib import Path

from . import recipe
from .process import run

HOOKS = Path(__file__).resolve().parent.parent / "hooks"


def _mmdebstrap(
    target: Path,
    packages: list[str],
    sources: list[str],
    apt_options: Path,
    hooks: list[str],
    on_line: Callable[[str], None],
) -> None:
    arguments = [
        "mmdebstrap",
        "--mode=auto",
        "--variant=custom",
        f"--include={','.join(packages)}",
        f"--aptopt={apt_options}",
        "--skip=output/dev",
        "--dpkgopt=force-unsafe-io",
        *hooks,
    ]
    arguments += [f"--dpkgopt=path-exclude={pattern}" for pattern in recipe.EXCLUDED]
    arguments += [f"--dpkgopt=path-include={pattern}" for pattern in recipe.INCLUDED]
    run(
        [*arguments, recipe.SUITE, str(target), *sources],
        env={"SOURCE_DATE_EPOCH": str(recipe.EPOCH)},
        on_line=on_line,
    )


def squash(tar: Path, target: Path) -> None:
    run(
        ["tar2sqfs", "--quiet", "--force", *recipe.COMPRESSION, str(target)],
        stdin=tar,
        env={"SOURCE_DATE_EPOCH": str(recipe.EPOCH)},
    )


def build_base(work: Path, sources: list[str], apt_options: Path, on_line: Callable[[str], None]) -> Path:
    """Returns the finished squashfs of the base."""
    tar, target = work / "base.tar", work / "base.squashfs"
    # The script goes in as text: in a user namespace another user runs it, who may not reach this folder.
    _mmdebstrap(
        tar,
        recipe.LAYERS["base"],
        sources,
        apt_options,
        [f"--customize-hook={(HOOKS / 'base').read_text()}"],
        on_line,
    )
    on_line("I: compressing...")
    squash(tar, target)
    tar.unlink()
    return target


def build_layer(
    name: str, base: Path, work: Path, sources: list[str], apt_options: Path, on_line: Callable[[str], None]
) -> Path:
    """Installs a layer's packages on top of the base and returns the squashfs of the difference."""
    base_tar, full, difference = work / f"{name}.base.tar", work / f"{name}.full.tar", work / f"{name}.tar"
    run(["sqfs2tar", str(base)], stdout=base_tar)
    _mmdebstrap(
        full, recipe.LAYERS[name], sources, apt_options, [f"--setup-hook=tar-in {base_tar} /"], on_line
    )
    on_line("I: taking the difference to the base...")
    write_difference(base_tar, full, difference)
    base_tar.unlink()
    full.unlink()
    on_line("I: compressing...")
    target = work / f"{name}.squashfs"
    squash(difference, target)
    difference.unlink()
    return target


def _name(member: tarfile.TarInfo) -> str:
    return member.name.removeprefix("./").strip("/")


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> tuple:
    """What makes an entry the same as another: all but its time. A hard link counts as its file."""
    owner = (member.uid, member.gid, member.mode)
    if member.isfile() or member.islnk():
        stream = tar.extractfile(member)
        return ("file", *owner, hashlib.file_digest(stream, "sha256").digest() if stream else b"")
    if member.issym():
        return ("link", member.uid, member.gid, member.linkname)
    return (member.type, *owner, member.devmajor, member.devminor)


def _stacks(name: str) -> bool:
    return not any(name == banned or name.startswith(banned + "/") for banned in recipe.NOT_STACKED)


def write_difference(base_tar: Path, full_tar: Path, target: Path) -> None:
    """Writes those entries of full that base lacks or has otherwise, and the folders they lie in."""
    with tarfile.open(base_tar, "r:") as base:
        known = {_name(member): _content(base, member) for member in base}
    folders: dict[str, tarfile.TarInfo] = {}
    written: set[str] = set()
    with tarfile.open(full_tar, "r:") as full, tarfile.open(target, "w:", format=tarfile.PAX_FORMAT) as out:

        def write_folders(name: str) -> None:
            parts = name.split("/")[:-1]
            for depth in range(1, len(parts) + 1):
                folder = "/".join(parts[:depth])
                if folder not in written and folder in folders:
                    written.add(folder)
                    out.addfile(folders[folder])

        for member in full:
            name = _name(member)
            if member.isdir():
                folders[name] = member
            if not name or not _stacks(name) or known.get(name) == _content(full, member):
                continue
            write_folders(name)
            if name in written:
                continue
            written.add(name)
            if member.islnk() and member.linkname.removeprefix("./").strip("/") not in written:
                member = _as_file(full, member)
            out.addfile(member, full.extractfile(member) if member.isfile() else None)


def _as_file(tar: tarfile.TarFile, member: tarfile.TarInfo) -> tarfile.TarInfo:
    """The file that a hard link leads to, under the link's name: its target is not part of the layer."""
    target = tar._find_link_target(member)
    file = copy.copy(target)
    file.name = member.name
    file.pax_headers = {
        key: value for key, value in target.pax_headers.items() if key not in ("path", "linkpath")
    }
    return file
