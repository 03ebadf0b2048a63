# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes into the image. A change here, or in how it is put together, makes a new image."""

import hashlib
import json
from pathlib import Path

SUITE = "bookworm"
KERNEL_PACKAGE = "linux-image-cloud-amd64"

# Raised when the way of building changes in a manner that the lists below do not show.
VERSION = 1

# Newest time of any file in a layer: builds from the same packages give the same bytes.
EPOCH = 1700000000

LAYERS: dict[str, list[str]] = {
    "base": [
        # what every Debian system takes for granted; the rest follows from their dependencies
        "base-files",
        "base-passwd",
        "bash",
        "bsdutils",
        "coreutils",
        "dash",
        "debianutils",
        "diffutils",
        "dpkg",
        "findutils",
        "grep",
        "gzip",
        "hostname",
        "libc-bin",
        "login",
        "mawk",
        "passwd",
        "perl-base",
        "sed",
        "tar",
        "util-linux",
        # what the host and agents use
        "bzip2",
        "ca-certificates",
        "dropbear-bin",
        "file",
        "git",
        "less",
        "mount",
        "netbase",
        "patch",
        "procps",
        "tzdata",
        "xz-utils",
        "zstd",
    ],
    "python": ["python3", "python3-coverage", "python3-pytest", "python3-pytest-cov", "pyflakes3"],
    "cpp": [
        "cmake",
        "g++",
        "gcc",
        "lcov",
        "libc6-dev",
        "libjson-xs-perl",
        "make",
        "ninja-build",
        "pkg-config",
    ],
    "node": ["nodejs"],
    # Debian's npm is some 370 packages, and without a network a guest can install nothing with it: on demand.
    "npm": ["nodejs", "npm"],
}
ORDER = ["base", "python", "cpp", "node", "npm"]
DEFAULT = ["base", "python", "cpp", "node"]

# Left out of every package: nobody reads them in a guest.
EXCLUDED = [
    "/usr/share/man/*",
    "/usr/share/info/*",
    "/usr/share/locale/*",
    "/usr/share/doc/*",
    "/usr/share/lintian/*",
    "/usr/share/bash-completion/*",
    "/usr/share/bug/*",
    "/usr/share/i18n/*",
    "/usr/share/gtk-doc/*",
    "/usr/share/common-licenses/*",
    "/usr/share/emacs/*",
    "/usr/share/vim/*",
    "/usr/share/pixmaps/*",
    "/usr/share/icons/*",
]
INCLUDED = ["/usr/share/doc/*/copyright"]

# Differences that a stacked layer must not bring, or the top one would hide those of the layers below it.
# Libraries are found without the cache: all of them lie in the loader's own folders.
NOT_STACKED = [
    "etc/ld.so.cache",
    "var/lib/dpkg",
    "var/cache",
    "var/log",
    "var/lib/apt",
    "etc/apt",
    "tmp",
    "run",
]

# Modules by the name that modprobe would use; their dependencies are added. In the order they are needed.
MODULES = [
    "virtio_pci",
    "virtio_blk",
    "squashfs",
    "crc32c_generic",
    "crc32c_intel",
    "ext4",
    "overlay",
    "virtio_console",
    "qemu_fw_cfg",
    "pvpanic-mmio",
    "virtio-rng",
]

GUEST_FLAGS = [
    "-static",
    "-Os",
    "-std=gnu11",
    "-D_GNU_SOURCE",
    "-ffile-prefix-map=.=guest",
    "-fstack-protector-strong",
    "-Wall",
    "-Wextra",
    "-Wpedantic",
    "-Wshadow",
    "-Wconversion",
    "-Wno-sign-conversion",
    "-Wstrict-prototypes",
    "-Wmissing-prototypes",
    "-Werror",
    "-s",
]

# Squashfs compressor and block size, measured under emulation; see README.md.
COMPRESSION = ["-c", "lz4", "-b", "131072"]


def digest(value: object) -> str:
    """The SHA-256 of a value's canonical JSON."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def base_recipe(setup: str) -> str:
    return digest(["base", VERSION, SUITE, EPOCH, LAYERS["base"], EXCLUDED, INCLUDED, COMPRESSION, setup])


def layer_recipe(name: str, base_digest: str) -> str:
    """A layer is a difference, so its recipe names the very base it differs from."""
    return digest([name, VERSION, SUITE, LAYERS[name], NOT_STACKED, EXCLUDED, COMPRESSION, base_digest])


def kernel_recipe() -> str:
    return digest(["kernel", VERSION, SUITE, KERNEL_PACKAGE, MODULES])


def initrd_recipe(modules_digest: str, sources: list[Path]) -> str:
    contents = [(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in sources]
    return digest(["initrd", VERSION, modules_digest, GUEST_FLAGS, contents])
