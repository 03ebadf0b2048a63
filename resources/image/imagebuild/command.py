# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line, and the order in which things are built."""

import argparse
import errno
import hashlib
import os
import signal
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import agents, aptconfig, kernel, layers, recipe
from .errors import BuildError
from .process import stop_all
from .store import Store, check_room, remove_tree

RESOURCES = Path(__file__).resolve().parent.parent.parent


def default_out() -> Path:
    """Where the core looks for images."""
    if images := os.environ.get("SIGNALBOX_IMAGES"):
        return Path(images)
    if home := os.environ.get("SIGNALBOX_HOME"):
        return Path(home) / "images"
    if os.geteuid() == 0:
        return Path("/var/lib/signalbox/images")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "signalbox/images"


def parse(arguments: list[str]) -> argparse.Namespace:
    known = [*recipe.ORDER, *agents.known()]
    parser = argparse.ArgumentParser(prog="build", description="Builds the guest image.")
    parser.add_argument(
        "--out", type=Path, default=default_out(), metavar="DIR", help="image folder (%(default)s)"
    )
    parser.add_argument(
        "--layers",
        default=",".join(recipe.DEFAULT),
        metavar="NAME,...",
        help=f"layers to build (%(default)s) out of {', '.join(known)}; base is always built",
    )
    parser.add_argument("--refresh", action="store_true", help="build anew, to take in newer packages")
    parser.add_argument(
        "--prune", action="store_true", help="remove stored files that the manifest no longer names"
    )
    parser.add_argument("--progress", action="store_true", help="show what goes on inside of each stage")
    options = parser.parse_args(arguments)
    wanted = {name for name in options.layers.split(",") if name} | {"base"}
    if unknown := sorted(wanted - set(known)):
        parser.error(f"unknown layer {', '.join(unknown)}; there are {', '.join(known)}")
    options.layers = [name for name in known if name in wanted]
    return options


class Build:
    """One run of the build: a manifest in the making."""

    def __init__(self, store: Store, options: argparse.Namespace, tmp: Path) -> None:
        self.store, self.options, self.tmp = store, options, tmp
        self.manifest = store.pending()
        self.began = time.monotonic()
        self.output = threading.Lock()
        self.sources: list[str] = []
        self.apt_options = tmp / "apt.conf"

    def say(self, text: str) -> None:
        with self.output:
            print(f"[{time.monotonic() - self.began:6.1f} s] {text}", flush=True)

    def listener(self, stage: str):
        """Passes a program's own progress on, if it is wanted."""

        def on_line(line: str) -> None:
            if self.options.progress and line.startswith("I: "):
                self.say(f"{stage}: {line[3:].rstrip('.')}")

        return on_line

    def is_current(self, entry: dict, wanted_recipe: str, extension: str) -> bool:
        return (
            not self.options.refresh
            and entry.get("recipe") == wanted_recipe
            and self.store.holds(entry.get("digest", ""), extension, entry.get("bytes"))
        )

    def prepare(self) -> None:
        """What every real piece of work needs; not done when everything is there already."""
        if self.sources:
            return
        check_room(self.store.root, self.tmp)
        self.sources = aptconfig.debian_sources()
        aptconfig.options(self.apt_options)

    def keep(self, file: Path, extension: str, wanted_recipe: str) -> dict:
        size = file.stat().st_size
        return {"digest": self.store.add(file, extension), "bytes": size, "recipe": wanted_recipe}

    def remember(self) -> None:
        """Notes what is finished, for the next run, should this one not come to its end."""
        with self.output:
            self.store.set_pending(self.manifest)

    def build_kernel(self) -> None:
        parts = self.manifest.setdefault("parts", {})
        wanted = recipe.kernel_recipe()
        if self.is_current(parts.get("kernel", {}), wanted, "vmlinux") and self.is_current(
            parts.get("modules", {}), wanted, "modules"
        ):
            return self.say("kernel: present")
        self.prepare()
        folder = kernel.fetch(self.store.work)
        vmlinux, modules = self.store.work / "vmlinux", self.store.work / "modules"
        kernel.extract_vmlinux(folder, vmlinux)
        kernel.pack_modules(folder, modules)
        remove_tree(folder)
        parts["kernel"] = self.keep(vmlinux, "vmlinux", wanted)
        parts["modules"] = self.keep(modules, "modules", wanted)
        self.manifest["kernel"] = parts["kernel"]["digest"]
        self.remember()
        self.say(f"kernel: built, {parts['kernel']['bytes'] >> 20} MiB")

    def build_initrd(self) -> None:
        parts = self.manifest["parts"]
        sources = kernel.guest_sources(RESOURCES / "guest")
        wanted = recipe.initrd_recipe(parts["modules"]["digest"], sources)
        if self.is_current(parts.get("initrd", {}), wanted, "initrd"):
            return self.say("initrd: present")
        program, initrd = self.store.work / "sb-guest", self.store.work / "initrd"
        kernel.compile_guest(sources, program)
        kernel.pack_initrd(self.store.path(parts["modules"]["digest"], "modules"), program, initrd)
        parts["initrd"] = self.keep(initrd, "initrd", wanted)
        self.manifest["initrd"] = parts["initrd"]["digest"]
        self.remember()
        self.say(f"initrd: built, {parts['initrd']['bytes'] >> 10} KiB")

    def build_agent(self, name: str) -> None:
        agent = agents.Agent(agents.known()[name])
        wanted = agent.recipe()
        if self.is_current(self.manifest["layers"].get(name, {}), wanted, "squashfs"):
            return self.say(f"{name}: present")
        check_room(self.store.root, self.tmp)
        file = agents.build_layer(agent, self.tmp, self.listener(name))
        packages = [f"{package['package']}@{package['version']}" for package in agent.packages]
        self.keep_layer(name, file, wanted, packages, agent.description())

    def keep_layer(
        self, name: str, file: Path, wanted: str, packages: list[str], more: dict | None = None
    ) -> None:
        final = self.store.work / file.name
        move(file, final)
        entry = self.keep(final, "squashfs", wanted)
        entry |= {"packages": packages} | (more or {})
        self.manifest["layers"][name] = entry
        self.remember()
        self.say(f"{name}: built, {entry['bytes'] >> 20} MiB")

    def build_layer(self, name: str) -> None:
        present = self.manifest["layers"].get(name, {})
        if name == "base":
            wanted = recipe.base_recipe((layers.HOOKS / "base").read_text())
        else:
            base_digest = self.manifest["layers"]["base"]["digest"]
            wanted = recipe.layer_recipe(name, base_digest)
        if self.is_current(present, wanted, "squashfs"):
            return self.say(f"{name}: present")
        self.prepare()
        listener = self.listener(name)
        if name == "base":
            file = layers.build_base(self.tmp, self.sources, self.apt_options, listener)
        else:
            base = self.store.path(base_digest, "squashfs")
            file = layers.build_layer(name, base, self.tmp, self.sources, self.apt_options, listener)
        self.keep_layer(name, file, wanted, recipe.LAYERS[name])

    def drop_stale_layers(self) -> None:
        """A layer is good only on the base it was made from; a stale one not asked for is forgotten."""
        base_digest = self.manifest["layers"]["base"]["digest"]
        descriptions = agents.known()
        for name in list(self.manifest["layers"]):
            if name in descriptions:  # stands on no base
                continue
            known = name in recipe.LAYERS
            if (
                name != "base"
                and name not in self.options.layers
                and (
                    not known
                    or self.manifest["layers"][name]["recipe"] != recipe.layer_recipe(name, base_digest)
                )
            ):
                del self.manifest["layers"][name]
                self.say(f"{name}: made for another base, left out; build it with --layers {name}")

    def run(self) -> None:
        self.build_kernel()
        self.build_initrd()
        self.build_layer("base")
        self.drop_stale_layers()
        others = [name for name in self.options.layers if name != "base"]
        with ThreadPoolExecutor(max_workers=2) as pool:
            futures = [
                pool.submit(self.build_layer if name in recipe.LAYERS else self.build_agent, name)
                for name in others
            ]
            try:
                for future in futures:
                    future.result()
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    self.say("interrupted; cleaning up")
                stop_all()
                raise
        if self.manifest != self.store.manifest():
            self.store.publish(self.manifest)
        if self.options.prune:
            self.say(f"prune: {self.store.prune(self.manifest) >> 20} MiB freed")


def move(source: Path, target: Path) -> None:
    """Moves a file, also to another disk."""
    try:
        os.replace(source, target)
    except OSError:
        with source.open("rb") as reader, target.open("wb") as writer:
            while chunk := reader.read(1 << 20):
                writer.write(chunk)
        source.unlink()


def make_tmp(out: Path) -> Path:
    """A folder for unpacked packages, outside of the image folder: a user namespace's other ids must reach it.

    It lies in a folder that belongs to this image folder alone, and so is guarded by the same lock: what a
    killed build has left there is removed. That may still be cleaning up, which does not matter to this one.
    """
    mark = hashlib.sha256(os.fsencode(out)).hexdigest()[:8]
    home = Path(tempfile.gettempdir()) / f"signalbox-image-{os.getuid()}-{mark}"
    try:
        home.mkdir(mode=0o755, exist_ok=True)
        if home.is_symlink() or home.stat().st_uid != os.getuid():
            raise PermissionError(errno.EPERM, "it belongs to somebody else")
        for rest in home.iterdir():
            remove_tree(rest)
        tmp = Path(tempfile.mkdtemp(dir=home))
        tmp.chmod(0o755)
    except OSError as error:
        raise BuildError(
            f"the temporary folder {home} cannot be used: {error.strerror}",
            "remove it, or give another place with TMPDIR=DIR",
        ) from error
    os.environ["TMPDIR"] = str(tmp)
    return tmp


def drop_tmp(tmp: Path) -> None:
    remove_tree(tmp)
    try:
        tmp.parent.rmdir()
    except OSError:
        pass  # a killed build is still cleaning up in it


def interrupted(number: int, _frame: object) -> None:
    raise KeyboardInterrupt(number)


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    os.umask(0o022)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupted)
    try:
        with Store(options.out.absolute()) as store:
            tmp = make_tmp(store.root)
            try:
                build = Build(store, options, tmp)
                build.run()
                build.say(f"image ready in {store.root}")
            finally:
                stop_all()
                drop_tmp(tmp)
        return 0
    except BuildError as error:
        print(f"image build failed: {error.message}", file=sys.stderr)
        if error.hint:
            print(f"hint: {error.hint}", file=sys.stderr)
    except OSError as error:
        print(f"image build failed: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("image build interrupted; run it again to go on", file=sys.stderr)
    return 1
