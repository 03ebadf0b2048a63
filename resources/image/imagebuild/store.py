# SPDX-License-Identifier: GPL-3.0-or-later
"""The image store: immutable files named by their content, and a manifest that names the current ones."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

from .errors import BuildError

FORMAT = 1
NEEDED_MIB = {"out": 1200, "tmp": 1500}


def file_digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def remove_tree(path: Path) -> None:
    """Removes a folder, also one that mmdebstrap filled under the user's subordinate ids."""
    shutil.rmtree(path, ignore_errors=True)
    if path.exists():
        subprocess.run(
            ["mmdebstrap", "--unshare-helper", "rm", "-rf", str(path)],
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


class Store:
    """One image folder, held under a lock while it is open."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files = root / "store"
        self.work = root / "work"
        self._lock = -1

    def __enter__(self) -> "Store":
        try:
            self.files.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(self.root / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise BuildError(
                f"the image folder {self.root} cannot be used: {error.strerror}",
                "choose another with --out DIR",
            ) from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("another build is running; waiting for it", flush=True)
            fcntl.flock(self._lock, fcntl.LOCK_EX)
        remove_tree(self.work)  # nobody else can be using it
        self.work.mkdir(mode=0o755)
        return self

    def __exit__(self, *_: object) -> None:
        remove_tree(self.work)
        os.close(self._lock)

    def manifest(self) -> dict:
        """The current manifest, or an empty one when there is none that this program understands."""
        return self._read("manifest.json") or {"format": FORMAT, "layers": {}}

    def pending(self) -> dict:
        """What an interrupted build had finished, or else the current manifest."""
        return self._read(".pending.json") or self.manifest()

    def _read(self, name: str) -> dict | None:
        try:
            manifest = json.loads((self.root / name).read_text())
        except (OSError, ValueError):
            return None
        return manifest if isinstance(manifest, dict) and manifest.get("format") == FORMAT else None

    def _write(self, name: str, manifest: dict) -> None:
        fresh = self.work / name
        with fresh.open("w") as stream:
            json.dump(manifest, stream, indent=1, sort_keys=True)
            stream.write("\n")
            stream.flush()
            os.fsync(stream.fileno())
        fresh.chmod(0o644)
        os.replace(fresh, self.root / name)

    def path(self, digest: str, extension: str) -> Path:
        return self.files / f"{digest}.{extension}"

    def holds(self, digest: str, extension: str, size: int | None) -> bool:
        """Whether the file is there in full length: they are renamed into place, so no more can be lost."""
        try:
            return bool(digest) and (size is None or self.path(digest, extension).stat().st_size == size)
        except OSError:
            return False

    def add(self, source: Path, extension: str) -> str:
        """Moves a finished file into the store and returns its digest."""
        digest = file_digest(source)
        target = self.path(digest, extension)
        with source.open("rb") as stream:
            os.fsync(stream.fileno())
        source.chmod(0o444)
        os.replace(source, target)
        return digest

    def set_pending(self, manifest: dict) -> None:
        self._write(".pending.json", manifest)

    def publish(self, manifest: dict) -> None:
        """Makes the manifest the current one, at once and for good."""
        self._write("manifest.json", manifest)
        (self.root / ".pending.json").unlink(missing_ok=True)

    def prune(self, manifest: dict) -> int:
        """Removes files that the manifest does not name. Returns the bytes freed."""
        parts = manifest.get("parts", {})
        used = {
            f"{parts[name]['digest']}.{extension}"
            for name, extension in (("kernel", "vmlinux"), ("modules", "modules"), ("initrd", "initrd"))
            if name in parts
        }
        used |= {f"{layer['digest']}.squashfs" for layer in manifest["layers"].values()}
        freed = 0
        for path in self.files.iterdir():
            if path.name not in used:
                freed += path.stat().st_size
                path.unlink()
        return freed


def check_room(out: Path, tmp: Path) -> None:
    """Refuses to begin what would fill the disk. Both places may lie on one disk."""
    needs: dict[int, tuple[Path, int]] = {}
    for place, need in ((out, NEEDED_MIB["out"]), (tmp, NEEDED_MIB["tmp"])):
        device = place.stat().st_dev
        first, sum_so_far = needs.get(device, (place, 0))
        needs[device] = (first, sum_so_far + need)
    for place, need in needs.values():
        free = shutil.disk_usage(place).free // (1024 * 1024)
        if free < need:
            raise BuildError(
                f"no room for the image: {place} has {free} MiB free, {need} MiB are needed",
                "make room, or give other places with --out DIR and TMPDIR=DIR",
            )
