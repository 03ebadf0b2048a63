# SPDX-License-Identifier: GPL-3.0-or-later
"""A real machine for the tests of the guest: plain QEMU under emulation, no libvirt."""

import json
import os
import socket
import subprocess
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
COMMAND_LINE = ("console=ttyS0 quiet panic=-1 mitigations=off tsc=reliable no_timer_check cryptomgr.notests "
                "random.trust_cpu=on rcupdate.rcu_expedited=1 8250.nr_uarts=1")


def image_folder() -> Path:
    if images := os.environ.get("SIGNALBOX_IMAGES"):
        return Path(images)
    if home := os.environ.get("SIGNALBOX_HOME"):
        return Path(home) / "images"
    if os.geteuid() == 0:
        return Path("/var/lib/signalbox/images")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "signalbox/images"


class Machine:
    """Boots on entry, is gone on exit. exec, job and friends run commands in it over SSH."""

    def __init__(self, layers: tuple[str, ...] = ("base",), memory: int = 512, scratch_mib: int = 256,
                 authorized: bool = True, hostkey: bool = True, extra: str = "", cpus: int = 1) -> None:
        self._layers, self._memory, self._scratch, self._extra, self._cpus = layers, memory, scratch_mib, extra, cpus
        self._authorized, self._hostkey = authorized, hostkey
        self._folder = tempfile.TemporaryDirectory(prefix="sb-guest-test-")
        self.folder = Path(self._folder.name)
        self.port = self.folder / "port"
        self._qemu: subprocess.Popen | None = None

    def __enter__(self) -> "Machine":
        try:
            self._boot()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._qemu:
            self._qemu.kill()
            self._qemu.wait()
        self._folder.cleanup()

    def _key(self, name: str) -> Path:
        path = self.folder / name
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", path], check=True)
        return path

    def _boot(self) -> None:
        images = image_folder()
        manifest = json.loads((images / "manifest.json").read_text())
        store = images / "store"
        scratch = self.folder / "scratch"
        with scratch.open("wb") as stream:
            stream.truncate(self._scratch << 20)
        subprocess.run(["/sbin/mkfs.ext4", "-q", "-F", scratch], check=True)
        client, host = self._key("client"), self._key("host")
        (self.folder / "known_hosts").write_text("guest " + (self.folder / "host.pub").read_text())
        seed = self.folder / "seed"
        seed.write_bytes(os.urandom(64))
        disks = [(store / f"{manifest['layers'][name]['digest']}.squashfs", "on") for name in self._layers]
        disks.append((scratch, "off"))
        arguments = ["qemu-system-x86_64", "-machine", "pc,usb=off", "-cpu", "max", "-m", str(self._memory),
                     "-smp", str(self._cpus), "-accel", "tcg,tb-size=128", "-nodefaults", "-nographic", "-no-reboot",
                     "-kernel", store / f"{manifest['kernel']}.vmlinux", "-initrd",
                     store / f"{manifest['initrd']}.initrd", "-append",
                     f"{COMMAND_LINE} sb.layers={len(self._layers)} {self._extra}",
                     "-serial", f"file:{self.folder / 'console'}", "-device", "pvpanic",
                     "-qmp", f"unix:{self.folder / 'qmp'},server=on,wait=off",
                     "-device", "virtio-serial-pci", "-chardev", f"socket,id=port,path={self.port},server=on,wait=off",
                     "-device", "virtserialport,chardev=port,name=org.signalbox.guest",
                     "-fw_cfg", "name=opt/signalbox/hostname,string=guest-under-test",
                     "-fw_cfg", f"name=opt/signalbox/seed,file={seed}"]
        if self._authorized:
            key = (self.folder / "client.pub").read_text().strip()
            arguments += ["-fw_cfg", f"name=opt/signalbox/authorized_key,string={key.replace(',', ',,')}"]
        if self._hostkey:
            arguments += ["-fw_cfg", f"name=opt/signalbox/hostkey,file={host}"]
        for index, (path, readonly) in enumerate(disks):
            arguments += ["-drive", f"if=none,id=disk{index},file={path},format=raw,readonly={readonly},cache=unsafe",
                          "-device", f"virtio-blk-pci,drive=disk{index}"]
        self._qemu = subprocess.Popen([str(argument) for argument in arguments], stdin=subprocess.DEVNULL)
        end = time.monotonic() + 20
        while not self.port.exists():
            if self._qemu.poll() is not None or time.monotonic() > end:
                raise RuntimeError("QEMU did not start")
            time.sleep(0.02)

    def console(self) -> str:
        return (self.folder / "console").read_text(errors="replace")

    def wait_console(self, text: str, limit: float) -> bool:
        end = time.monotonic() + limit
        while text not in self.console():
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        return True

    def ssh_command(self, *options: str) -> list[str]:
        return ["ssh", "-F", "none", "-T", "-i", str(self.folder / "client"), "-o", "BatchMode=yes", "-o",
                "IdentitiesOnly=yes", "-o", "HostKeyAlias=guest", "-o",
                f"UserKnownHostsFile={self.folder / 'known_hosts'}", "-o", "StrictHostKeyChecking=yes", "-o",
                "LogLevel=ERROR", "-o", f"ProxyCommand={HERE / 'channel'} {self.port}", "-o",
                f"ControlPath={self.folder / 'control'}", *options, "root@guest"]

    def open_session(self, *options: str) -> subprocess.Popen:
        """One SSH session whose connection later commands share, as the core does it."""
        master = subprocess.Popen(self.ssh_command("-M", "-N", *options), stdin=subprocess.DEVNULL)
        end = time.monotonic() + 90
        while not (self.folder / "control").exists():
            if master.poll() is not None or time.monotonic() > end:
                master.kill()
                raise RuntimeError("no SSH session; console:\n" + self.console())
            time.sleep(0.02)
        return master

    def close_session(self, master: subprocess.Popen) -> None:
        master.kill()
        master.wait()
        (self.folder / "control").unlink(missing_ok=True)

    def exec(self, command: str, data: bytes = b"", limit: float = 60) -> subprocess.CompletedProcess:
        return subprocess.run([*self.ssh_command(), command], input=data, capture_output=True, timeout=limit,
                              check=False)

    def qmp_events(self, wanted: str, limit: float) -> bool:
        """Whether QEMU reports the event in time. Connect before it happens."""
        with socket.socket(socket.AF_UNIX) as control:
            control.connect(str(self.folder / "qmp"))
            control.settimeout(limit)
            stream = control.makefile("rwb", buffering=0)
            stream.write(b'{"execute":"qmp_capabilities"}\n')
            try:
                for line in stream:
                    if json.loads(line).get("event") == wanted:
                        return True
            except TimeoutError:
                pass
        return False
