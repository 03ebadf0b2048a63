# SPDX-License-Identifier: GPL-3.0-or-later
"""Agents as layers: each description in resources/agents becomes a layer `agent-NAME` of pinned npm packages.

The packages are unpacked, none of their scripts runs. In a machine they lie in /opt/agents/NAME, their programs are in
the PATH, and `agent-NAME` runs the agent on the task that the core left there.
"""

import base64
import fnmatch
import hashlib
import io
import json
import re
import tarfile
from collections.abc import Callable
from pathlib import Path

import yaml

from . import recipe
from .errors import BuildError
from .layers import squash
from .process import run

AGENTS = Path(__file__).resolve().parents[2] / "agents"
PREFIX = "agent-"
KEYS = {"agent": str, "title": str, "npm": list, "programs": dict, "files": dict, "tools": dict, "transcript": (list, str),
        "run": str}
#: What `signalboxctl acp` prints, whichever agent it runs.
ACP_TRANSCRIPT = [
    {"when": {"acp": "model"}, "kind": "model", "text": "text", "pieces": True},
    {"when": {"acp": "tool"}, "kind": "tool", "text": "text"},
    {"when": {"acp": "output"}, "kind": "output", "text": "text"},
]
TOOL_KINDS = ("free", "read", "edit", "run", "fetch")
PACKAGE_KEYS = {"package": str, "version": str, "integrity": str, "keep": list}
RULE_KEYS = {"when": dict, "each": str, "where": dict, "kind": str, "text": (str, list), "pieces": bool}
NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")


class Agent:
    """One description, checked."""

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            self.text = file.read_text()
            found = yaml.safe_load(self.text)
        except (OSError, ValueError, yaml.YAMLError) as error:
            raise self.wrong(str(error)) from error
        self.check(found, KEYS, {"programs", "files", "tools", "transcript"}, "the file")
        self.name: str = found["agent"]
        if not NAME.fullmatch(self.name) or self.name != file.stem:
            raise self.wrong(f'agent: "{self.name}" must be the file\'s name, in small letters, digits and dashes')
        self.title: str = found["title"]
        self.packages: list[dict] = found["npm"]
        for package in self.packages:
            self.check(package, PACKAGE_KEYS, {"keep"}, "a package")
            if not package["integrity"].startswith("sha512-"):
                raise self.wrong(f"integrity of {package['package']} must be a sha512, as `npm view` shows it")
        self.programs: dict[str, str] = found.get("programs") or {}
        self.files: dict[str, str] = found.get("files") or {}
        for path, text in self.files.items():
            if not isinstance(text, str) or not re.fullmatch(r"/etc(/[A-Za-z0-9][A-Za-z0-9._-]*){2,}", str(path)):
                raise self.wrong(f'files: "{path}" must be a text below a folder of /etc')
        self.tools: dict[str, dict] = found.get("tools") or {}
        for kind, named in self.tools.items():
            if kind not in TOOL_KINDS or not isinstance(named, dict) or not all(isinstance(v, str) for v in named.values()):
                raise self.wrong(f'tools: "{kind}" must be one of {", ".join(TOOL_KINDS)}, a map of tools to members of their input')
        rules = found.get("transcript") or []
        if isinstance(rules, str) and rules != "acp":
            raise self.wrong(f'transcript: "{rules}" must be a list of rules, or acp')
        self.transcript: list[dict] = ACP_TRANSCRIPT if rules == "acp" else rules
        for rule in self.transcript:
            self.check(rule, RULE_KEYS, {"when", "each", "where", "pieces"}, "a rule of the transcript")
            if rule["kind"] not in ("model", "tool", "output"):
                raise self.wrong(f"kind: {rule['kind']} is none of model, tool, output")
        self.run: str = found["run"]

    def wrong(self, why: str) -> BuildError:
        return BuildError(f"{self.file.name}: {why}", "resources/agents/README.md says what a description holds")

    def check(self, value: object, keys: dict, may_lack: set[str], what: str) -> None:
        if not isinstance(value, dict):
            raise self.wrong(f"{what} must be a map of keys")
        for key, kind in keys.items():
            if key not in value and key not in may_lack:
                raise self.wrong(f'{what} has no "{key}"')
            if key in value and not isinstance(value[key], kind):
                kinds = " or ".join(one.__name__ for one in (kind if isinstance(kind, tuple) else (kind,)))
                raise self.wrong(f'"{key}" must be a {kinds}, found {value[key]!r}')
        if unknown := sorted(set(value) - set(keys), key=str):
            raise self.wrong(f'{what} has an unknown key "{unknown[0]}"; known are {", ".join(keys)}')

    @property
    def program(self) -> bytes:
        """`agent-NAME` in the machine."""
        common = (AGENTS / "prompt.sh").read_text()
        return f"#!/bin/sh\nagent={self.name}\n{common}\n{self.run}".encode()

    def description(self) -> dict:
        """What the core reads of it, in the image's manifest."""
        files = [{"path": path, "sha256": hashlib.sha256(text.encode()).hexdigest()} for path, text in sorted(self.files.items())]
        return {"title": self.title, "transcript": self.transcript, "tools": self.tools, "files": files}

    def recipe(self) -> str:
        packages = [[p["package"], p["version"], p["integrity"], p.get("keep", [])] for p in self.packages]
        program = hashlib.sha256(self.program).hexdigest()
        return recipe.digest(
            ["agent", recipe.VERSION, packages, self.programs, program, self.transcript, self.files, self.tools, recipe.COMPRESSION]
        )


def known() -> dict[str, Path]:
    """Layer names and their descriptions."""
    return {PREFIX + file.stem: file for file in sorted(AGENTS.glob("*.yaml"))}


def fetch(agent: Agent, package: dict, work: Path) -> Path:
    """Downloads one package by npm, from wherever npm is set up to fetch, and checks it against its pin."""
    name = f"{package['package']}@{package['version']}"
    answer = run(
        ["npm", "pack", "--json", "--silent", "--ignore-scripts", name],
        cwd=work,
        env={"npm_config_cache": str(work / "cache")},
    )
    try:
        file = work / Path(json.loads(answer)[0]["filename"].replace("@", "").replace("/", "-"))
    except (ValueError, LookupError, TypeError) as error:
        raise BuildError(f"npm pack {name} gave no file name: {answer[:200]!r}") from error
    digest = hashlib.sha512()
    with file.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    got = "sha512-" + base64.b64encode(digest.digest()).decode()
    if got != package["integrity"]:
        raise BuildError(
            f"{name} is not what {agent.file.name} pins: {got}",
            "somebody changed it on the way, or the pin is wrong: compare with npm view PACKAGE@VERSION dist.integrity",
        )
    return file


def build_layer(agent: Agent, work: Path, on_line: Callable[[str], None]) -> Path:
    """Returns the squashfs of the agent's layer."""
    folder = work / (PREFIX + agent.name)
    folder.mkdir()
    tar, target = folder / "layer.tar", work / f"{PREFIX}{agent.name}.squashfs"
    with tarfile.open(tar, "w:", format=tarfile.PAX_FORMAT) as out:
        writer = Writer(out)
        for package in agent.packages:
            on_line(f"I: fetching {package['package']}...")
            file = fetch(agent, package, folder)
            where = f"opt/agents/{agent.name}/{package['package'].rsplit('/', 1)[-1]}"
            if writer.unpack(file, where, package.get("keep") or ["*"]) == 0:
                raise agent.wrong(f"nothing in {package['package']} is called as \"keep\" says")
            file.unlink()
        for name, path in sorted(agent.programs.items()):
            place = f"opt/agents/{agent.name}/{path}"
            if place not in writer.files:
                raise agent.wrong(f'the program {name} is not there: no file "{path}" in its packages')
            writer.link(f"usr/local/bin/{name}", "/" + place)
        for path, text in sorted(agent.files.items()):
            writer.file(path.lstrip("/"), text.encode(), 0o644)
        writer.file(f"usr/local/bin/{PREFIX}{agent.name}", agent.program, 0o755)
    on_line("I: compressing...")
    squash(tar, target)
    tar.unlink()
    return target


class Writer:
    """Writes a layer's archive: everything root's, at one time, below folders that are written once."""

    def __init__(self, out: tarfile.TarFile) -> None:
        self.out = out
        self.files: set[str] = set()
        self._folders: set[str] = set()

    def _entry(self, name: str, mode: int) -> tarfile.TarInfo:
        parts = name.split("/")[:-1]
        for depth in range(1, len(parts) + 1):
            folder = "/".join(parts[:depth])
            if folder not in self._folders:
                self._folders.add(folder)
                info = tarfile.TarInfo(folder)
                info.type, info.mode, info.mtime = tarfile.DIRTYPE, 0o755, recipe.EPOCH
                self.out.addfile(info)
        self.files.add(name)
        info = tarfile.TarInfo(name)
        info.mode, info.mtime = mode, recipe.EPOCH
        return info

    def file(self, name: str, content: bytes, mode: int) -> None:
        info = self._entry(name, mode)
        info.size = len(content)
        self.out.addfile(info, io.BytesIO(content))

    def link(self, name: str, target: str) -> None:
        info = self._entry(name, 0o777)
        info.type, info.linkname = tarfile.SYMTYPE, target
        self.out.addfile(info)

    def unpack(self, package: Path, where: str, keep: list[str]) -> int:
        """Copies the plain files of an npm package that match; how many."""
        copied = 0
        with tarfile.open(package, "r:gz") as source:
            for member in source:
                name = member.name.removeprefix("./").partition("/")[2]  # all lies in one folder
                wanted = any(fnmatch.fnmatchcase(name, pattern) for pattern in keep)
                if not member.isfile() or ".." in name.split("/") or not wanted:
                    continue
                info = self._entry(f"{where}/{name}", 0o755 if member.mode & 0o100 else 0o644)
                info.size = member.size
                self.out.addfile(info, source.extractfile(member))
                copied += 1
        return copied
