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
# Without tsc=reliable, which trusts a measurement that can be wrong by far on a busy host.
COMMAND_LINE = (
    "console=ttyS0 quiet panic=-1 mitigations=off no_timer_check cryptomgr.notests "
    "random.trust_cpu=on rcupdate.rcu_expedited=1 8250.nr_uarts=1"
)


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

    def __init__(
        self,
        layers: tuple[str, ...] = ("base",),
        memory: int = 512,
        scratch_mib: int = 256,
        layer_count: int | None = None,
        cpus: int = 1,
    ) -> None:
        self._layers, self._memory, self._scratch, self._cpus = layers, memory, scratch_mib, cpus
        self._layer_count = len(layers) if layer_count is None else layer_count
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
        arguments = [
            "qemu-system-x86_64",
            "-machine",
            "pc,usb=off",
            "-cpu",
            "max",
            "-m",
            str(self._memory),
            "-smp",
            str(self._cpus),
            "-accel",
            "tcg,tb-size=128",
            "-nodefaults",
            "-nographic",
            "-no-reboot",
            "-kernel",
            store / f"{manifest['kernel']}.vmlinux",
            "-initrd",
            store / f"{manifest['initrd']}.initrd",
            "-append",
            f"{COMMAND_LINE} sb.layers={self._layer_count}",
            "-serial",
            f"file:{self.folder / 'console'}",
            "-device",
            "pvpanic",
            "-qmp",
            f"unix:{self.folder / 'qmp'},server=on,wait=off",
            "-device",
            "virtio-serial-pci",
            "-chardev",
            f"socket,id=port,path={self.port},server=on,wait=off",
            "-device",
            "virtserialport,chardev=port,name=org.signalbox.guest",
            "-fw_cfg",
            "name=opt/signalbox/hostname,string=guest-under-test",
            "-fw_cfg",
            f"name=opt/signalbox/seed,file={seed}",
        ]
        key = (self.folder / "client.pub").read_text().strip()
        arguments += [
            "-fw_cfg",
            f"name=opt/signalbox/authorized_key,string={key}",
            "-fw_cfg",
            f"name=opt/signalbox/hostkey,file={host}",
        ]
        for index, (path, readonly) in enumerate(disks):
            arguments += [
                "-drive",
                f"if=none,id=disk{index},file={path},format=raw,readonly={readonly},cache=unsafe",
                "-device",
                f"virtio-blk-pci,drive=disk{index}",
            ]
        self._qemu = subprocess.Popen([str(argument) for argument in arguments], stdin=subprocess.DEVNULL)
        end = time.monotonic() + 20
        while not self.port.exists():
            if self._qemu.poll() is not None or time.monotonic() > end:
                raise RuntimeError("QEMU did not start")
            time.sleep(0.02)

    def console(self) -> str:
        path = self.folder / "console"
        return path.read_text(errors="replace") if path.exists() else ""

    def wait_console(self, text: str, limit: float) -> bool:
        end = time.monotonic() + limit
        while text not in self.console():
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        return True

    def ssh_command(self, *options: str) -> list[str]:
        return [
            "ssh",
            "-F",
            "none",
            "-T",
            "-i",
            str(self.folder / "client"),
            "-o",
            "BatchMode=yes",
            "-o",
            "IdentitiesOnly=yes",
            "-o",
            "HostKeyAlias=guest",
            "-o",
            f"UserKnownHostsFile={self.folder / 'known_hosts'}",
            "-o",
            "StrictHostKeyChecking=yes",
            "-o",
            "LogLevel=ERROR",
            "-o",
            f"ProxyCommand={HERE / 'channel'} {self.port}",
            "-o",
            f"ControlPath={self.folder / 'control'}",
            *options,
            "root@guest",
        ]

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
        return subprocess.run(
            [*self.ssh_command(), command], input=data, capture_output=True, timeout=limit, check=False
        )

    def awaits_event(self, wanted: str, limit: float, provoke=lambda: None) -> bool:
        """Whether QEMU reports the event within the time after provoke was called."""
        with socket.socket(socket.AF_UNIX) as control:
            control.connect(str(self.folder / "qmp"))
            control.settimeout(limit)
            stream = control.makefile("rwb", buffering=0)
            stream.write(b'{"execute":"qmp_capabilities"}\n')
            provoke()
            try:
                return any(json.loads(line).get("event") == wanted for line in stream)
            except TimeoutError:
                return False

    # Jobs, in the words of the contract between host and guest.

    def start(
        self,
        job: str,
        script: str,
        *,
        user: str = "agent",
        folder: str = "",
        time_ms: int = 0,
        output_bytes: int = 0,
        env: dict[str, str] | None = None,
    ) -> subprocess.CompletedProcess:
        text = f"signalbox-job 1\nuser {user}\n".encode()
        if folder:
            text += f"dir {folder}\n".encode()
        text += f"time-limit-ms {time_ms}\noutput-limit-bytes {output_bytes}\n".encode()
        for name, value in (env or {}).items():
            pair = f"{name}={value}".encode()
            text += f"env {len(pair)}\n".encode() + pair + b"\n"
        text += f"script {len(script.encode())}\n".encode() + script.encode()
        return self.exec(f"sb-guest job start {job}", text)

    def result(self, job: str) -> list[str]:
        return self.exec(f"sb-guest job result {job}").stdout.decode().split()

    def attach(self, job: str, offset: int = 0, limit: float = 90) -> bytes:
        return self.exec(f"sb-guest job attach {job} {offset}", limit=limit).stdout

    def run(self, job: str, script: str, limit: float = 90, **options) -> tuple[list[str], bytes]:
        """Starts a job, follows it to its end, and returns its result's words and its output."""
        started = self.start(job, script, **options)
        if started.returncode != 0:
            raise AssertionError(started.stderr.decode())
        output = self.attach(job, limit=limit)
        return self.result(job), output
