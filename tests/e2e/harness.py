# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole core for the end-to-end tests: signalboxd in a home of its own, with real virtual machines.

A test waits for records of the event stream or for lines of a task's log, never for time to pass. After each test
the harness looks for what a core must not leave: emulators, machines' folders, scratch files, a broken journal.
"""

import atexit
import collections
import contextlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

LIMIT = float(os.environ.get("SIGNALBOX_E2E_LIMIT", "600"))  # for one wait; never reached unless something is wrong
IMAGES = Path(os.environ.get("SIGNALBOX_IMAGES") or (
    "/var/lib/signalbox/images" if os.geteuid() == 0 else
    (os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / Path("signalbox/images")))
DAEMON = os.environ.get("SIGNALBOX_DAEMON", "signalboxd")

Record = collections.namedtuple("Record", "seq type task body summary")


class Refused(Exception):
    """An answer that is not 2xx."""

    def __init__(self, status, error):
        super().__init__(f"{status} {error}")
        self.status, self.error = status, error
        self.kind, self.message, self.hint = (error.get(k, "") for k in ("kind", "message", "hint"))


class Stream:
    """Server-sent events of one address, one after the other."""

    def __init__(self, core, path):
        self._connection = core.connection(timeout=5)
        self._connection.request("GET", path, headers=core.authority())
        self._answer = self._connection.getresponse()
        if self._answer.status != 200:
            raise Refused(self._answer.status, json.loads(self._answer.read())["error"])

    def next(self, until):
        """(event, data) or None when the stream has ended; TimeoutError when nothing comes until then."""
        event, data = "message", []
        while True:
            line = self._line(until)
            if line is None:
                return None
            if line.startswith("event: "):
                event = line[7:]
            elif line.startswith("data: "):
                data.append(line[6:])
            elif not line and data:
                return event, json.loads("\n".join(data))

    def _line(self, until):
        while True:
            try:
                line = self._answer.readline()
            except TimeoutError:
                # A reader that timed out cannot go on: look only when there is something.
                raise TimeoutError("the stream is silent") from None
            except (OSError, http.client.HTTPException, ValueError):
                return None
            if time.monotonic() > until:
                raise TimeoutError("nothing of the kind came in time")
            return line.decode().rstrip("\r\n") if line else None

    def close(self):
        self._connection.close()


class Core:
    """One signalboxd. Its home lives in /var/tmp: the hypervisor's user must be able to reach the disks there."""

    def __init__(self, *options, slots=2, home=None, environment=None):
        self._own_home = home is None
        self.home = Path(home or tempfile.mkdtemp(prefix="sb-e2e-", dir="/var/tmp"))
        self.home.chmod(0o711)
        self._options = ["--machines", str(slots), *options]
        self._environment = environment or {}
        self._process = None
        self._stream = None
        self.records = []
        atexit.register(self.dispose)
        self.start()

    # ---- Its life

    def people(self, *arguments):
        """signalboxd people ...: what it prints."""
        return subprocess.run([DAEMON, "--home", str(self.home), "people", *arguments], check=True, text=True,
                              capture_output=True).stdout.strip()

    def launch(self):
        environment = dict(os.environ, SIGNALBOX_HOME=str(self.home), SIGNALBOX_IMAGES=str(IMAGES))
        # The probe boots a machine to find the accelerator: tests of machines do that, here it would only take time.
        environment.setdefault("SIGNALBOX_ACCELERATOR", "tcg")
        # Machines made ahead are looked at by a test of their own; here they would only take time from what is watched.
        environment.setdefault("SIGNALBOX_POOL", "0..0")
        environment.update(self._environment)
        with (self.home / "daemon.log").open("ab") as log:
            return subprocess.Popen([DAEMON, *self._options], env=environment, stdin=subprocess.DEVNULL, stdout=log,
                                    stderr=log, start_new_session=True)

    def start(self):
        described = self.home / "run/core.json"
        described.unlink(missing_ok=True)
        self._process = self.launch()
        until = time.monotonic() + 120
        while not described.exists():
            if self._process.poll() is not None or time.monotonic() > until:
                raise AssertionError(f"the core did not start:\n{self.said()}")
            time.sleep(0.02)
        description = json.loads(described.read_text())
        self.port = int(description["url"].rsplit(":", 1)[1])
        self.token = description["token"]

    def kill(self):
        """kill -9, as a power cut or the kernel's memory killer does it."""
        self._process.kill()
        self._process.wait()
        self._forget_stream()

    def terminate(self):
        """An orderly end; returns the exit code."""
        self._process.send_signal(signal.SIGTERM)
        self._forget_stream()
        return self._process.wait(timeout=120)

    def restart(self):
        self.kill()
        self.start()

    def running(self):
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self):
        return self._process.pid

    def said(self):
        log = self.home / "daemon.log"
        return log.read_text(errors="replace")[-4000:] if log.exists() else ""

    def dispose(self):
        """Ends it and removes everything, also after a failed test."""
        if self.running():
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                self.kill()
        self._forget_stream()
        for pid in self.emulators():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        for link in Path("/tmp").glob(".sb-*"):
            if link.is_symlink() and os.readlink(link).startswith(f"{self.home}/"):
                link.unlink(missing_ok=True)
        if self._own_home:
            shutil.rmtree(self.home, ignore_errors=True)
        atexit.unregister(self.dispose)

    # ---- Asking it

    def connection(self, timeout=60.0):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def authority(self):
        return {"Authorization": f"Bearer {self.token}"}

    @contextlib.contextmanager
    def acting_as(self, token):
        """What is asked within is asked by the holder of this token."""
        mine, self.token = self.token, token
        try:
            yield
        finally:
            self.token = mine

    def raw(self, method, path, body=None, headers=None):
        """(status, headers, body), whatever the status."""
        connection = self.connection()
        try:
            connection.request(method, path, body=body, headers=self.authority() if headers is None else headers)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def ask(self, method, path, body=None):
        text = None if body is None else json.dumps(body)
        status, headers, answer = self.raw(method, path, text)
        if not 200 <= status < 300:
            raise Refused(status, json.loads(answer)["error"])
        return json.loads(answer) if "json" in headers.get("Content-Type", "") else answer

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, body=None):
        return self.ask("POST", path, body if body is not None else {})

    def task(self, task):
        return self.get(f"/v1/tasks/{task}")["task"]

    def step(self, task, step):
        return next(s for s in self.task(task)["steps"] if s["id"] == step)["attempts"]

    def log(self, task):
        text = self.raw("GET", f"/v1/tasks/{task}/log")[2].decode()
        return [json.loads(line) for line in text.splitlines()]

    def output(self, task, step=None):
        return "\n".join(line["text"] for line in self.log(task)
                         if line["kind"] == "output" and step in (None, line["step"]))

    def add(self, repository):
        return self.post("/v1/repositories", {"name": repository.name, "url": str(repository.bare), "branch": "main"})

    def submit(self, repository, agent="", title="A task", **more):
        name = repository if isinstance(repository, str) else repository.name
        return self.post("/v1/tasks", {"repository": name, "title": title, "agent": agent, **more})["id"]

    # ---- Waiting for it

    def until(self, matches, what="a record", since=0, limit=None):
        """The first record after `since` for which matches(record) holds, past or to come."""
        for record in self.records:
            if record.seq > since and matches(record):
                return record
        until = time.monotonic() + (limit or LIMIT)
        while True:
            record = self._next_record(until, what)
            if record.seq > since and matches(record):
                return record

    def _next_record(self, until, what):
        while True:
            if self._stream is None:
                self._stream = Stream(self, f"/v1/events?from={self.records[-1].seq if self.records else 0}")
            try:
                came = self._stream.next(until)
            except TimeoutError:
                came = None
            if came is None:
                self._forget_stream()
                if not self.running():
                    raise AssertionError(f"the core has ended, waiting for {what}:\n{self.said()}")
                if time.monotonic() > until:
                    seen = "\n".join(f"{r.seq} {r.type} {json.dumps(r.body)[:300]}" for r in self.records[-12:])
                    raise AssertionError(f"waited in vain for {what}; last records:\n{seen}\n{self.said()}")
                continue
            event, data = came
            if event != "record":
                continue
            r = data["record"]
            if self.records and r["seq"] != self.records[-1].seq + 1:
                raise AssertionError(f"the event stream went from {self.records[-1].seq} to {r['seq']}")
            self.records.append(Record(r["seq"], r["type"], r["task"], r["body"], data["summary"]))
            return self.records[-1]

    def _forget_stream(self):
        if self._stream:
            self._stream.close()
        self._stream = None

    def event(self, kind, task=None, since=0, **members):
        """Waits for a record of this type whose body has these members."""
        return self.until(lambda r: r.type == kind and task in (None, r.task) and
                          all(r.body.get(k) == v for k, v in members.items()), f"{kind} {members}", since)

    def started(self, task, step, attempt=1):
        return self.event("attempt_started", task, step=step, attempt=attempt)

    def leased(self, task, step, attempt=1):
        return self.event("machine_leased", task, key=f"t{task}/{step}/{attempt}")

    def finished(self, task, step, attempt=1):
        return self.event("attempt_finished", task, step=step, attempt=attempt).body["result"]

    def parked(self, task, since=0):
        """Waits until a person is needed; the reason."""
        return self.settled(task, since, ("task_parked",)).body["reason"]

    def over(self, task, since=0):
        """Waits for the end; (outcome, reason)."""
        body = self.settled(task, since, ("task_finished",)).body
        return body["outcome"], body["reason"]

    def approval(self, task, since=0):
        """Waits for an open approval; what it binds."""
        return self.settled(task, since, ("approval_requested",)).body["approval"]

    def settled(self, task, since=0, wanted=("task_parked", "task_finished", "approval_requested")):
        """Waits until the task stands still, and insists that it is in one of the wanted ways."""
        still = ("task_parked", "task_finished", "approval_requested")
        record = self.until(lambda r: r.task == task and r.type in still, f"the rest of task {task}", since)
        if record.type not in wanted:
            raise AssertionError(f"task {task}: {record.type} {record.body}, wanted {wanted}\n" +
                                 "\n".join(line["text"] for line in self.log(task)[-40:]))
        return record

    def vote(self, approval, approve=True, comment="", **other):
        return self.post(f"/v1/approvals/{approval['id']}/vote",
                         {"approve": approve, "comment": comment, "tree": approval["tree"],
                          "evidence": approval["evidence"], **other})

    def until_said(self, task, text, step=None, kinds=("output",)):
        """Waits until a line of the task's log has this text; the line."""
        until = time.monotonic() + LIMIT
        while True:
            stream = Stream(self, f"/v1/tasks/{task}/log/follow?from=0")
            try:
                while came := stream.next(until):
                    event, line = came
                    if event == "message" and text in line["text"] and step in (None, line["step"]) and \
                            line["kind"] in kinds:
                        return line
                    if event == "end":
                        raise AssertionError(f"task {task} is over and never said {text!r}")
            except TimeoutError:
                if time.monotonic() > until or self.task(task)["phase"] == "parked":
                    end = "\n".join(line["text"] for line in self.log(task)[-20:])
                    raise AssertionError(f"task {task} did not say {text!r}:\n{end}\n{self.said()}") from None
            finally:
                stream.close()
            if not self.running():
                raise AssertionError(f"the core has ended:\n{self.said()}")

    # ---- What it may not leave behind

    def emulators(self):
        """Process ids of this core's QEMUs."""
        found = []
        roots = [str(self.home) + "/"]
        # A home with a long path has a short name in the paths of sockets.
        roots += [str(link) for link in Path("/tmp").glob(".sb-*")
                  if link.is_symlink() and os.readlink(link).startswith(roots[0])]
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if b"qemu-system" in words[0] and any(r.encode() in w for r in roots for w in words):
                found.append(int(entry.name))
        return found

    def emulator(self, machine):
        """The process id of one machine's QEMU."""
        for pid in self.emulators():
            if f"guest={machine},".encode() in Path(f"/proc/{pid}/cmdline").read_bytes():
                return pid
        raise AssertionError(f"{machine} has no emulator")

    def machine_folders(self):
        folder = self.home / "machines"
        return sorted(p.name for p in folder.iterdir()) if folder.exists() else []

    def leftovers(self):
        """What there is of machines and scratch files, as text; empty is good."""
        left = [f"emulator {pid}" for pid in self.emulators()]
        left += [f"machine folder {name}" for name in self.machine_folders()]
        left += [f"scratch {p.name}" for p in (self.home / "scratch").iterdir()]
        left += [f"listed machine {m['name']}" for m in self.get("/v1/machines")["machines"]]
        return left


class Repository:
    """A bare remote with a blueprint of its own."""

    def __init__(self, folder, name, blueprint, files):
        self.name, self.bare = name, Path(folder) / f"{name}.git"
        self._tree = Path(folder) / f"{name}-tree"
        files = {".signalbox/blueprint.yaml": blueprint, **files} if blueprint else dict(files)
        for path, text in files.items():
            file = self._tree / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        self._git("init", "-q", "-b", "main")
        self.commit("Begin")
        subprocess.run(["git", "clone", "-q", "--bare", str(self._tree), str(self.bare)], check=True, env=self._env())

    def _env(self):
        return dict(os.environ, GIT_CONFIG_NOSYSTEM="1", GIT_CONFIG_GLOBAL="/dev/null", GIT_AUTHOR_NAME="Tester",
                    GIT_AUTHOR_EMAIL="tester@example.org", GIT_COMMITTER_NAME="Tester",
                    GIT_COMMITTER_EMAIL="tester@example.org")

    def _git(self, *arguments):
        return subprocess.run(["git", "-C", str(self._tree), *arguments], check=True, env=self._env(),
                              capture_output=True, text=True).stdout.strip()

    def commit(self, message):
        self._git("add", "-A")
        self._git("commit", "-q", "-m", message)

    def git(self, *arguments):
        """Git in the remote."""
        return subprocess.run(["git", "-c", "safe.directory=*", "-C", str(self.bare), *arguments], check=True,
                              env=self._env(), capture_output=True, text=True).stdout.strip()

    def branches(self):
        return self.git("for-each-ref", "--format=%(refname:short)", "refs/heads").splitlines()

    def show(self, commit, path):
        return self.git("show", f"{commit}:{path}")


class EndToEnd(unittest.TestCase):
    """A core for the whole class; what a test leaves behind fails that test."""

    slots = 2
    options = ()  # of the core
    environment = None

    @classmethod
    def setUpClass(cls):
        cls.core = Core(*cls.options, slots=cls.slots, environment=cls.environment)
        cls.addClassCleanup(cls.core.dispose)
        cls.remotes = Path(tempfile.mkdtemp(prefix="sb-e2e-remotes-", dir="/var/tmp"))
        cls.addClassCleanup(shutil.rmtree, cls.remotes, True)

    def repository(self, name, blueprint, files):
        repository = Repository(self.remotes, name, blueprint, files)
        self.core.add(repository)
        return repository

    def assertRefused(self, status, call, *arguments, **named):
        with self.assertRaises(Refused) as caught:
            call(*arguments, **named)
        self.assertEqual(caught.exception.status, status, caught.exception)
        return caught.exception

    def assertNothingLeft(self, core=None):
        core = core or self.core
        until = time.monotonic() + 30
        while left := core.leftovers():  # the last release may still be on its way
            if time.monotonic() > until:
                self.fail("left behind: " + ", ".join(left) + "\n" + core.said())
            time.sleep(0.1)
        verified = core.get("/v1/journal/verify")
        self.assertTrue(verified["ok"], verified)

    def endTask(self, task):
        """Cancels a task that stands still, and waits for its end."""
        if self.core.task(task)["phase"] != "finished":
            self.core.post(f"/v1/tasks/{task}/cancel", {"reason": "the test is over"})
        self.core.event("task_finished", task)


def main():
    """Runs the module's tests; 77 (skipped) where no machine can be made, unless that is required."""
    missing = None if (IMAGES / "manifest.json").exists() else f"no guest image in {IMAGES}"
    if missing:
        print(missing)
        sys.exit(1 if os.environ.get("SIGNALBOX_REQUIRE_VM") else 77)

    def interrupted(*_):  # so that what runs is cleaned up
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupted)
    unittest.main(verbosity=2)
