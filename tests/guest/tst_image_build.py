#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protects the image build without building one: the tools are stand-ins in a folder of their own, so that it
is quick and can be interrupted and broken at will. What is tested: nothing is built twice, a half-built image is
never visible, an interrupted build goes on, errors say what to do, layers hold exactly the difference, archives
are reproducible.
"""

import contextlib
import gzip
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

IMAGE = Path(__file__).resolve().parents[2] / "resources" / "image"
sys.path.insert(0, str(IMAGE))

from imagebuild import agents, aptconfig, kernel, layers, recipe, store  # noqa: E402
from imagebuild.errors import BuildError, explain  # noqa: E402

# Stand-ins. Each writes its name to a log; FAIL, in the environment, names one that fails, and how.
FAKES = {
    "apt-get": """
case "$*" in
*indextargets*) echo "Debian|http://mirror.invalid/debian/|bookworm|main|deb"
    echo "Somebody|http://third.invalid/|bookworm|main|deb" ;;
*download*) touch "linux-image-6.1.0-1-cloud-amd64_1_amd64.deb" ;;
esac""",
    "apt-cache": "echo '  Depends: linux-image-6.1.0-1-cloud-amd64'",
    "apt-config": """echo 'Acquire::http::Proxy "http://proxy.invalid:1";'; echo 'APT::X "y";'""",
    "dpkg-deb": """mkdir -p "$3/boot" "$3/lib/modules/6.1/kernel"; cp "$FAKE_KERNEL" "$3/boot/vmlinuz-6.1"
: > "$3/lib/modules/6.1/modules.builtin"
for m in $FAKE_MODULES; do printf 'x\\0depends=\\0y' > "$3/lib/modules/6.1/kernel/$m.ko"; done""",
    "gzip": "printf '\\177ELFkernel'",
    "mmdebstrap": """
case "$*" in *--unshare-helper*) exit 1 ;; esac
[ -n "$SLOW" ] && case "$*" in *"$SLOW"*) echo started >> "$LOG.slow"; exec sleep 60 ;; esac
for a; do case "$a" in *.tar) out=$a ;; esac; done
cp "$FAKE_TAR" "$out" """,
    "sqfs2tar": 'cat "$FAKE_TAR"',
    "tar2sqfs": 'for a; do out=$a; done; { echo "$out" | sed "s,.*/,,"; cat; } > "$out"',
    "npm": """cp "$FAKE_NPM" package.tgz; echo '[{"filename": "package.tgz"}]' """,
    "musl-gcc": 'while [ "$1" != -o ]; do shift; done; echo program > "$2"',
}


def make_tar(path: Path, entries: dict[str, object]) -> None:
    """Entries: bytes are a file, None a folder, "->X" a symbolic link, "=X" a hard link; or (entry, mode)."""
    with tarfile.open(path, "w") as tar:
        for name, entry in entries.items():
            info = tarfile.TarInfo("./" + name)
            content, info.mode = entry if isinstance(entry, tuple) else (entry, 0o755)
            if content is None:
                info.type = tarfile.DIRTYPE
            elif isinstance(content, str):
                info.type = tarfile.SYMTYPE if content.startswith("->") else tarfile.LNKTYPE
                info.linkname = content[2:] if content.startswith("->") else "./" + content[1:]
            else:
                info.size = len(content)
            tar.addfile(info, io.BytesIO(content) if isinstance(content, bytes) else None)


def fake_kernel() -> bytes:
    image = bytearray(2048)
    image[kernel.SETUP_SECTORS] = 1
    image[kernel.HEADER_MAGIC : kernel.HEADER_MAGIC + 4] = b"HdrS"
    image[kernel.PAYLOAD : kernel.PAYLOAD + 8] = (16).to_bytes(4, "little") + (32).to_bytes(4, "little")
    image[1024 + 16 : 1024 + 18] = b"\x1f\x8b"
    return bytes(image)


class BuildTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="sb-image-test-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.out, self.tools, self.log = self.folder / "out", self.folder / "tools", self.folder / "log"
        self.tools.mkdir()
        (self.folder / "tmp").mkdir()
        for name, body in FAKES.items():
            self.fake(name, body)
        (self.folder / "kernel").write_bytes(fake_kernel())
        make_tar(self.folder / "tar", {"etc": None, "etc/file": b"x"})
        self.env = {
            **os.environ,
            "PATH": f"{self.tools}:/usr/bin:/bin",
            "LOG": str(self.log),
            "SLOW": "",
            "TMPDIR": str(self.folder / "tmp"),
            "FAKE_KERNEL": str(self.folder / "kernel"),
            "FAKE_TAR": str(self.folder / "tar"),
            "FAKE_MODULES": " ".join(recipe.MODULES),
        }

    def fake(self, name: str, body: str) -> None:
        path = self.tools / name
        path.write_text(f'#!/bin/sh\necho {name} >> "$LOG"\n{body}\n')
        path.chmod(0o755)

    def start(self, *arguments: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-B", IMAGE / "build", "--out", self.out, *arguments],
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def build(self, *arguments: str) -> tuple[int, str, str]:
        process = self.start(*arguments)
        output, errors = process.communicate(timeout=60)
        return process.returncode, output, errors

    def calls(self) -> list[str]:
        calls = self.log.read_text().split() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return calls

    def manifest(self) -> dict:
        return json.loads((self.out / "manifest.json").read_text())

    def test_builds_once_and_then_not_again(self) -> None:
        status, output, errors = self.build()
        self.assertEqual((status, errors), (0, ""))
        manifest = self.manifest()
        self.assertEqual(sorted(manifest["layers"]), sorted(recipe.DEFAULT))
        for layer in manifest["layers"].values():
            path = self.out / "store" / f"{layer['digest']}.squashfs"
            self.assertEqual(
                (store.file_digest(path), path.stat().st_size), (layer["digest"], layer["bytes"])
            )
            self.assertEqual(path.stat().st_mode & 0o777, 0o444)
        for part, extension in (("kernel", "vmlinux"), ("initrd", "initrd")):
            self.assertTrue((self.out / "store" / f"{manifest[part]}.{extension}").exists())
        self.assertEqual(
            sorted(path.name for path in self.out.iterdir()), [".lock", "manifest.json", "store"]
        )
        self.assertEqual(list((self.folder / "tmp").iterdir()), [])
        self.calls()
        before = (self.out / "manifest.json").stat().st_mtime_ns
        self.assertEqual(self.build()[0], 0)
        self.assertEqual((self.calls(), (self.out / "manifest.json").stat().st_mtime_ns), ([], before))

    def test_layers_come_one_by_one(self) -> None:
        self.assertEqual(self.build("--layers", "python")[0], 0)
        self.assertEqual(sorted(self.manifest()["layers"]), ["base", "python"])
        self.calls()
        self.assertEqual(self.build("--layers", "cpp")[0], 0)
        self.assertEqual(sorted(self.manifest()["layers"]), ["base", "cpp", "python"])
        self.assertEqual(self.calls().count("mmdebstrap"), 1)
        self.assertEqual(self.build("--layers", "cobol")[0], 2)

    # ---- agents: layers out of pinned npm packages ----

    def describe(self, **changes: object) -> Path:
        """A description of an agent in a folder of its own, and the package that it pins."""
        package = self.folder / "npm.tgz"
        if not package.exists():
            make_tar(
                self.folder / "npm.tar",
                {"package/bin/tool": b"#!/bin/sh\n", "package/README.md": b"much", "package/lib/a.js": (b"1", 0o600)},
            )
            package.write_bytes(gzip.compress((self.folder / "npm.tar").read_bytes(), mtime=0))
        described = {
            "agent": "tool",
            "title": "A tool",
            "npm": [{"package": "@some/tool", "version": "1.2.3", "integrity": "sha512-x", "keep": ["bin/*", "lib/*"]}],
            "programs": {"tool": "tool/bin/tool"},
            "run": "speak tool\n",
        } | changes
        file = self.folder / "agents" / "tool.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps({key: value for key, value in described.items() if value is not None}))
        return file

    def layer_of(self, file: Path) -> dict[str, tarfile.TarInfo]:
        """Builds the layer with the stand-ins, pinned to what the stand-in serves; its entries."""
        agent = agents.Agent(file)
        work = Path(tempfile.mkdtemp(dir=self.folder))
        with mock.patch.dict(os.environ, {**self.env, "FAKE_NPM": str(self.folder / "npm.tgz")}):
            with self.assertRaises(BuildError) as refused:
                agents.build_layer(agent, work, lambda _: None)
            self.assertIn("is not what tool.yaml pins", refused.exception.message)
            agent.packages[0]["integrity"] = refused.exception.message.rsplit(" ", 1)[-1]
            shutil.rmtree(work)
            work.mkdir()
            squashed = agents.build_layer(agent, work, lambda _: None)
        name, _, tar = squashed.read_bytes().partition(b"\n")
        self.assertEqual(name, b"agent-tool.squashfs")
        with tarfile.open(fileobj=io.BytesIO(tar)) as layer:
            self.program = layer.extractfile("usr/local/bin/agent-tool").read().decode()
            return {member.name: member for member in layer}

    def test_an_agent_is_what_is_kept_of_its_packages(self) -> None:
        entries = self.layer_of(self.describe(files={"/etc/tool/hooks.json": "{}"}))
        self.assertEqual(entries["etc/tool/hooks.json"].mode, 0o644)
        self.assertEqual(
            sorted(name for name, entry in entries.items() if not entry.isdir()),
            [
                "etc/tool/hooks.json",
                "opt/agents/tool/tool/bin/tool",
                "opt/agents/tool/tool/lib/a.js",
                "usr/local/bin/agent-tool",
                "usr/local/bin/tool",
            ],
        )
        self.assertEqual(entries["usr/local/bin/tool"].linkname, "/opt/agents/tool/tool/bin/tool")
        self.assertEqual(entries["opt/agents/tool/tool/bin/tool"].mode, 0o755)
        self.assertEqual(entries["opt/agents/tool/tool/lib/a.js"].mode, 0o644)
        self.assertEqual({(e.uid, e.gid, e.mtime) for e in entries.values()}, {(0, 0, recipe.EPOCH)})
        self.assertTrue(self.program.startswith("#!/bin/sh\nagent=tool\n"))
        self.assertTrue(self.program.endswith("speak tool\n"))

    def test_agents_of_the_client_protocol_share_a_transcript(self) -> None:
        agent = agents.Agent(self.describe(transcript="acp"))
        self.assertEqual([rule["kind"] for rule in agent.description()["transcript"]], ["model", "tool", "output"])
        self.assertIn("signalboxctl acp --agent", agent.program.decode())
        self.assertEqual(agents.Agent(agents.AGENTS / "qwen.yaml").transcript, agent.transcript)

    def test_wrong_descriptions_are_told(self) -> None:
        package = {"package": "x", "version": "1", "integrity": "sha512-x"}
        for changes, words in (
            ({"agent": "other"}, "must be the file's name"),
            ({"run": None}, 'has no "run"'),
            ({"transcript": "lsp"}, "must be a list of rules, or acp"),
            ({"npm": [{**package, "integrity": "sha1-x"}]}, "must be a sha512"),
            ({"npm": [{**package, "version": 1.2}]}, '"version" must be a str'),
            ({"npm": ["x"]}, "a package must be a map"),
            ({"command": "x"}, 'unknown key "command"'),
            ({"files": {"/home/agent/x": "a"}}, "below a folder of /etc"),
            ({"files": {"/etc/../x/y": "a"}}, "below a folder of /etc"),
            ({"files": {"/etc/x/y": 3}}, "below a folder of /etc"),
            ({"tools": {"walk": {}}}, "must be one of"),
            ({"tools": {"run": ["Bash"]}}, "must be one of"),
            ({"transcript": [{"kind": "core", "text": "a"}]}, "none of model, tool, output"),
            ({"transcript": [{"kind": "tool"}]}, 'has no "text"'),
            ({"transcript": [{"kind": "tool", "text": 3}]}, '"text" must be a str or list'),
        ):
            with self.assertRaises(BuildError) as refused:
                agents.Agent(self.describe(**changes))
            self.assertIn(words, refused.exception.message)
            self.assertIn("tool.yaml", refused.exception.message)
        for changes, words in (
            ({"programs": {"tool": "tool/bin/other"}}, "the program tool is not there"),
            ({"npm": [{**package, "package": "@some/tool", "keep": ["nothing/*"]}]}, "is called as"),
        ):
            with self.assertRaises(BuildError) as refused:
                self.layer_of(self.describe(**changes))
            self.assertIn(words, refused.exception.message)

    def test_the_shipped_agents_are_sound(self) -> None:
        """And their scripts are scripts: what a shell refuses would be seen only in a machine."""
        self.assertGreaterEqual(set(agents.known()), {"agent-claude", "agent-codex", "agent-gemini", "agent-opencode"})
        for file in agents.known().values():
            agent = agents.Agent(file)
            subprocess.run(["sh", "-n"], input=agent.program, check=True)
            self.assertEqual(agent.recipe(), agents.Agent(file).recipe())

    def test_opencode_finds_what_it_would_fetch_before_its_first_call(self) -> None:
        """With a plugin it installs a package into its settings and waits for that, over a minute where there is no network;
        not where folder and lock file name it. Of a second attempt in the same machine nothing is overwritten."""
        seen = self.folder / "seen.json"
        stub = self.folder / "bin" / "opencode"
        stub.parent.mkdir()
        stub.write_text(f"#!/bin/sh\nenv | sort > {seen}\n")
        stub.chmod(0o755)
        task = self.folder / "task.md"
        task.write_text("Do it.\n")
        home = self.folder / "home"
        home.mkdir()
        settings = home / ".config/opencode"
        environment = {"PATH": f"{stub.parent}:/usr/bin:/bin", "HOME": str(home), "SIGNALBOX_GATEWAY": "http://127.0.0.1:1",
                       "SIGNALBOX_GATEWAY_KEY": "x", "SIGNALBOX_TASK_FILE": str(task), "GIT_CONFIG_NOSYSTEM": "1"}
        program = agents.Agent(agents.known()["agent-opencode"]).program
        subprocess.run(["git", "init", "-q", self.folder / "work"], check=True)

        def begin(**more: str) -> str:
            subprocess.run(["sh", "-s"], input=program, cwd=self.folder / "work", env=environment | more, check=True)
            return seen.read_text()

        self.assertIn("npm_config_fetch_retries=0", begin())
        package = "@opencode-ai/plugin"
        self.assertTrue((settings / "node_modules").is_dir())
        self.assertIn(package, json.loads((settings / "package.json").read_text())["dependencies"])
        lock = json.loads((settings / "package-lock.json").read_text())
        self.assertIn(package, lock["packages"][""]["dependencies"])
        (settings / "package.json").write_text("{}")
        self.assertNotIn("fetch_retries", begin(npm_config_registry="http://registry.npmjs.org/"))
        self.assertEqual((settings / "package.json").read_text(), "{}")

    def test_a_lost_file_is_made_again(self) -> None:
        self.build("--layers", "base")
        victim = self.out / "store" / f"{self.manifest()['layers']['base']['digest']}.squashfs"
        victim.unlink()
        self.assertEqual(self.build("--layers", "base")[0], 0)
        self.assertTrue(victim.exists())
        victim.chmod(0o644)
        victim.write_bytes(b"")
        self.assertEqual(self.build("--layers", "base")[0], 0)
        self.assertGreater(victim.stat().st_size, 0)

    def test_damaged_manifests_are_no_manifests(self) -> None:
        self.build("--layers", "base")
        for text in ("", "{", "[]", '{"format": 99}'):
            (self.out / "manifest.json").write_text(text)
            self.assertEqual(self.build("--layers", "base")[0], 0, text)
            self.assertIn("base", self.manifest()["layers"])

    def test_interrupted_it_shows_nothing_and_goes_on(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGKILL):
            shutil.rmtree(self.out, ignore_errors=True)
            slow = Path(f"{self.log}.slow")
            slow.unlink(missing_ok=True)
            self.env["SLOW"] = "python3-pytest"
            process = self.start("--layers", "python")
            end = time.monotonic() + 30
            while not slow.exists() and time.monotonic() < end:
                time.sleep(0.02)
            process.send_signal(number)
            _, errors = process.communicate(timeout=30)
            self.assertNotEqual(process.returncode, 0)
            self.assertFalse((self.out / "manifest.json").exists())
            if number != signal.SIGKILL:
                self.assertIn("run it again", errors)
                self.assertEqual(list((self.folder / "tmp").iterdir()), [])
            self.env["SLOW"] = ""
            self.calls()
            self.assertEqual(self.build("--layers", "python")[0], 0)
            self.assertEqual(self.calls().count("mmdebstrap"), 1, "the finished base was built again")
            self.assertEqual(list((self.folder / "tmp").iterdir()), [])

    def test_two_builds_at_once_take_turns(self) -> None:
        builds = [self.start("--layers", "base") for _ in range(3)]
        for process in builds:
            process.communicate(timeout=60)
            self.assertEqual(process.returncode, 0)
        self.assertEqual(self.calls().count("mmdebstrap"), 1)

    def test_errors_say_what_to_do(self) -> None:
        for output, expected in (
            ("E: Could not resolve 'mirror.invalid'", "mirror cannot be reached"),
            ("dpkg: error: No space left on device", "disk is full"),
            ("E: You don't have enough free space in /x", "disk is full"),
            ("E: Unable to locate package gizmo", "unknown to the mirror"),
        ):
            self.fake("mmdebstrap", f'echo "{output}" >&2; exit 1')
            status, _, errors = self.build("--layers", "base")
            self.assertEqual(status, 1)
            self.assertIn(expected, errors)
            self.assertIn("hint: ", errors)
            self.assertIn(output.split(" ")[1], errors)
        for name in ("mmdebstrap", "apt-cache"):
            (self.tools / name).unlink()
        self.env["PATH"] = str(self.tools)
        for name in ("sh", "mkdir", "cp", "sed", "cat", "touch"):
            (self.tools / name).symlink_to(f"/bin/{name}")
        status, _, errors = self.build("--layers", "base")
        self.assertEqual(status, 1)
        self.assertIn("hint: install it: apt-get install", errors)

    def test_an_unusable_folder_is_said(self) -> None:
        self.out.write_text("a file in its way")
        status, _, errors = self.build()
        self.assertEqual(status, 1)
        self.assertIn("--out DIR", errors)


class PartsTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="sb-image-test-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def difference(self, base: dict, full: dict) -> dict[str, tarfile.TarInfo]:
        make_tar(self.folder / "base", base)
        make_tar(self.folder / "full", full)
        layers.write_difference(self.folder / "base", self.folder / "full", self.folder / "diff")
        with tarfile.open(self.folder / "diff") as tar:
            members = {member.name.removeprefix("./"): member for member in tar}
            self.assertEqual(len(members), len(tar.getnames()), "an entry comes twice")
            return members

    def test_a_layer_is_the_difference(self) -> None:
        base = {
            "etc": None,
            "etc/same": b"1",
            "etc/changed": b"1",
            "etc/mode": b"1",
            "link": "->etc/same",
            "private": (None, 0o700),
            "private/old": b"",
            "twin": "=etc/same",
            "var": None,
            "var/lib": None,
            "var/lib/dpkg": None,
            "var/lib/dpkg/status": b"1",
        }
        full = {
            **base,
            "etc/changed": b"2",
            "etc/mode": (b"1", 0o4755),
            "link": "->etc/changed",
            "private/new": b"n",
            "private/sub": None,
            "private/sub/x": b"x",
            "copy": "=etc/same",
            "pair": b"p",
            "pair2": "=pair",
            "var/lib/dpkg/status": b"2",
            "var/lib/dpkg/info": b"i",
            "etc/ld.so.cache": b"c",
            "empty": None,
        }
        found = self.difference(base, full)
        self.assertEqual(
            sorted(found),
            sorted(
                [
                    "etc",
                    "etc/changed",
                    "etc/mode",
                    "link",
                    "private",
                    "private/new",
                    "private/sub",
                    "private/sub/x",
                    "copy",
                    "pair",
                    "pair2",
                    "empty",
                ]
            ),
        )
        self.assertEqual(
            found["private"].mode, 0o700, "a folder hides the one below it, so it must look the same"
        )
        self.assertEqual(found["etc/mode"].mode, 0o4755)
        self.assertTrue(found["copy"].isfile(), "a hard link to what is not in the layer becomes a file")
        with tarfile.open(self.folder / "diff") as tar:
            self.assertEqual(tar.extractfile("./copy").read(), b"1")
            self.assertEqual(tar.extractfile("./pair2").read(), b"p")

    def test_nothing_new_is_nothing(self) -> None:
        same = {"a": None, "a/b": b"x", "c": "->a"}
        self.assertEqual(self.difference(same, same), {})

    def test_the_kernel_is_cut_out_exactly(self) -> None:
        boot = self.folder / "boot"
        boot.mkdir()
        program = b"\x7fELF" + os.urandom(5000)
        packed = subprocess.run(["gzip", "-c"], input=program, stdout=subprocess.PIPE, check=True).stdout
        image = bytearray(1024 + 16) + packed + len(program).to_bytes(4, "little") + b"behind it"
        image[kernel.SETUP_SECTORS] = 1
        image[kernel.HEADER_MAGIC : kernel.HEADER_MAGIC + 4] = b"HdrS"
        image[kernel.PAYLOAD : kernel.PAYLOAD + 8] = (16).to_bytes(4, "little") + (len(packed) + 4).to_bytes(
            4, "little"
        )
        (boot / "vmlinuz-1").write_bytes(image)
        kernel.extract_vmlinux(self.folder, self.folder / "vmlinux")
        self.assertEqual((self.folder / "vmlinux").read_bytes(), program)
        for damage in (b"", b"short", bytes(5000)):
            (boot / "vmlinuz-1").write_bytes(damage)
            with self.assertRaises(BuildError):
                kernel.extract_vmlinux(self.folder, self.folder / "vmlinux")

    def test_modules_come_after_what_they_need(self) -> None:
        root = self.folder / "lib/modules/1/kernel"
        root.mkdir(parents=True)
        (root.parent / "modules.builtin").write_text("kernel/built-in.ko\n")
        needs = {name: "" for name in recipe.MODULES}
        needs |= {"ext4": "jbd2,built_in", "jbd2": "crc-16", "crc-16": "", "unused": ""}
        for name, depends in needs.items():
            (root / f"{name.replace('virtio_pci', 'virtio-pci')}.ko").write_bytes(
                b"\0license=GPL\0depends=" + depends.encode() + b"\0x"
            )
        names = [path.name.removesuffix(".ko") for path in kernel.ordered_modules(self.folder)]
        self.assertLess(names.index("crc-16"), names.index("jbd2"))
        self.assertLess(names.index("jbd2"), names.index("ext4"))
        self.assertNotIn("unused", names)
        self.assertEqual(len(names), len(set(names)))
        (root / "jbd2.ko").unlink()
        with self.assertRaisesRegex(BuildError, "no module jbd2, which ext4 needs"):
            kernel.ordered_modules(self.folder)

    def test_archives_are_readable_and_always_the_same(self) -> None:
        files = [("dir", 0o040755, b""), ("dir/file", 0o100644, b"12345"), ("init", 0o100755, b"x" * 4097)]
        archive = kernel.cpio(files)
        self.assertEqual(archive, kernel.cpio(files))
        subprocess.run(["cpio", "-idm", "--quiet"], input=archive, cwd=self.folder, check=True)
        self.assertEqual((self.folder / "dir/file").read_bytes(), b"12345")
        self.assertEqual((self.folder / "init").stat().st_size, 4097)
        self.assertTrue(os.access(self.folder / "init", os.X_OK))

    def test_room_is_asked_for_before(self) -> None:
        store.check_room(self.folder, self.folder)
        needed = dict(store.NEEDED_MIB)
        self.addCleanup(store.NEEDED_MIB.update, needed)
        store.NEEDED_MIB["out"] = 1 << 40
        with self.assertRaises(BuildError) as caught:
            store.check_room(self.folder, self.folder)
        self.assertIn("MiB free", caught.exception.message)
        self.assertIn("TMPDIR", caught.exception.hint)

    def test_a_recipe_changes_with_its_inputs(self) -> None:
        before = recipe.base_recipe("hook")
        self.assertEqual(before, recipe.base_recipe("hook"))
        self.assertNotEqual(before, recipe.base_recipe("other hook"))
        self.assertNotEqual(recipe.layer_recipe("cpp", "a"), recipe.layer_recipe("cpp", "b"))
        source = self.folder / "main.c"
        source.write_text("1")
        first = recipe.initrd_recipe("m", [source])
        source.write_text("2")
        self.assertNotEqual(first, recipe.initrd_recipe("m", [source]))

    def test_unknown_failures_are_quoted(self) -> None:
        error = explain("tool", 7, "a\nb\nlast words")
        self.assertIn("tool ended with 7", error.message)
        self.assertIn("last words", error.message)

    def test_settings_passed_on_are_those_of_getting_packages(self) -> None:
        accepted = [
            line
            for line in (
                'Acquire::http::Proxy "http://p";',
                'Acquire::https::CaInfo "/c";',
                'Acquire::IndexTargets::x "y";',
                'APT::Update::Post-Invoke:: "evil";',
                'Acquire::Languages:: "de";',
                'DPkg::Post-Invoke:: "z";',
            )
            if aptconfig.PASSED_ON.match(line)
        ]
        self.assertEqual(accepted, ['Acquire::http::Proxy "http://p";', 'Acquire::https::CaInfo "/c";'])


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        unittest.main(verbosity=2)
