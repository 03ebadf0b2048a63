# SPDX-License-Identifier: GPL-3.0-or-later
"""Kernel and initrd: Debian's cloud kernel, unpacked for direct boot; its few modules and our program."""

import os
import re
import struct
from pathlib import Path

from . import recipe
from .errors import BuildError
from .process import run

# Offsets in the boot protocol's setup header (Documentation/arch/x86/boot.rst).
SETUP_SECTORS, HEADER_MAGIC, PAYLOAD = 0x1F1, 0x202, 0x248

DECOMPRESSORS = {
    b"\x02\x21\x4c\x18": "lz4",
    b"\x1f\x8b": "gzip",
    b"\xfd7zXZ": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
}


def concrete_package() -> str:
    """The package that the kernel's metapackage stands for at present."""
    output = run(["apt-cache", "depends", recipe.KERNEL_PACKAGE]).decode()
    found = re.search(r"Depends: (linux-image-\d\S+)", output)
    if not found:
        raise BuildError(f"apt knows no {recipe.KERNEL_PACKAGE}", "try: apt-get update")
    return found.group(1)


def fetch(work: Path) -> Path:
    """Downloads the kernel's package and unpacks it. Returns the folder."""
    package = concrete_package()
    run(["apt-get", "-o", "APT::Sandbox::User=root", "download", package], cwd=work)
    archives = list(work.glob(f"{package}_*.deb"))
    if len(archives) != 1:
        raise BuildError(f"apt-get download left {len(archives)} archives of {package}")
    folder = work / "kernel"
    run(["dpkg-deb", "-x", str(archives[0]), str(folder)])
    archives[0].unlink()
    return folder


def extract_vmlinux(folder: Path, target: Path) -> None:
    """Unpacks the ELF kernel out of the bzImage: QEMU starts it directly (PVH), without real mode."""
    image = next(folder.glob("boot/vmlinuz-*")).read_bytes()
    if image[HEADER_MAGIC : HEADER_MAGIC + 4] != b"HdrS":
        raise BuildError("the kernel is no bzImage")
    protected = ((image[SETUP_SECTORS] or 4) + 1) * 512
    offset, length = struct.unpack_from("<II", image, PAYLOAD)
    payload = image[protected + offset : protected + offset + length]
    program = next((name for magic, name in DECOMPRESSORS.items() if payload.startswith(magic)), None)
    if program is None:
        raise BuildError("the kernel is compressed in a way unknown to this program")
    packed = target.with_suffix(".packed")
    packed.write_bytes(
        payload[:-4]
    )  # the last four bytes are the unpacked size, put there by the kernel's build
    run([program, "-dc"], stdin=packed, stdout=target)
    packed.unlink()
    with target.open("rb") as stream:
        if stream.read(4) != b"\x7fELF":
            raise BuildError("what the kernel unpacks to is no ELF file")


def _plain(name: str) -> str:
    return name.replace("-", "_")


def ordered_modules(folder: Path) -> list[Path]:
    """The wanted modules with all they depend on, each after its dependencies. Built-in ones need no file."""
    root = next(folder.glob("lib/modules/*"))
    files = {_plain(path.name.removesuffix(".ko")): path for path in root.rglob("*.ko")}
    builtin = {
        _plain(Path(line).name.removesuffix(".ko")) for line in (root / "modules.builtin").read_text().split()
    }
    order: list[Path] = []

    def add(name: str, needed_by: str) -> None:
        name = _plain(name)
        if name in builtin or (name in files and files[name] in order):
            return
        if name not in files:
            raise BuildError(f"the kernel has no module {name}, which {needed_by} needs")
        information = files[name].read_bytes()
        found = re.search(rb"\x00depends=([^\x00]*)\x00", b"\x00" + information)
        for dependency in found.group(1).decode().split(",") if found else []:
            if dependency:
                add(dependency, name)
        order.append(files[name])

    for module in recipe.MODULES:
        add(module, "the guest")
    return order


def _entry(inode: int, name: str, mode: int, data: bytes) -> bytes:
    """One file of a cpio archive in the kernel's "newc" form, with no time and no owner but root."""
    fields = (inode, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name) + 1, 0)
    head = b"070701" + b"".join(b"%08X" % field for field in fields) + name.encode() + b"\0"
    return head + b"\0" * (-len(head) % 4) + data + b"\0" * (-len(data) % 4)


def cpio(files: list[tuple[str, int, bytes]]) -> bytes:
    entries = [_entry(index + 1, name, mode, data) for index, (name, mode, data) in enumerate(files)]
    return b"".join(entries) + _entry(0, "TRAILER!!!", 0, b"")


def pack_modules(folder: Path, target: Path) -> None:
    """An archive of the modules and their order. The kernel accepts archives one behind the other."""
    modules = ordered_modules(folder)
    names = [f"/modules/{path.name}" for path in modules]
    files = [("dev", 0o040755, b""), ("modules", 0o040755, b"")]
    files += [(name.lstrip("/"), 0o100644, path.read_bytes()) for name, path in zip(names, modules)]
    files.append(("modules.list", 0o100644, "".join(name + "\n" for name in names).encode()))
    target.write_bytes(cpio(files))


def compile_guest(sources: list[Path], target: Path) -> None:
    folder = sources[0].parent
    units = sorted(path.name for path in sources if path.suffix == ".c")
    run(["musl-gcc", *recipe.GUEST_FLAGS, *units, "-o", str(target)], cwd=folder)


def pack_initrd(modules: Path, program: Path, target: Path) -> None:
    data = modules.read_bytes() + cpio([("init", 0o100755, program.read_bytes())])
    target.write_bytes(data + b"\0" * (-len(data) % 512))


def guest_sources(folder: Path) -> list[Path]:
    sources = sorted(path for path in folder.iterdir() if path.suffix in (".c", ".h"))
    if not sources:
        raise BuildError(f"no sources of the guest's program in {os.fspath(folder)}")
    return sources
