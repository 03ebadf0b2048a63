#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protects the API under load: nobody loses an answer or an event, whoever misbehaves costs the core nothing and the
others nothing. Times are not judged here: tests/bench shows them. SIGNALBOX_LOAD_CONNECTIONS=1000 for the whole."""

import json
import os
import re
import select
import socket
import subprocess
import time
import unittest

import process_core

CONNECTIONS = int(os.environ.get("SIGNALBOX_LOAD_CONNECTIONS", "200"))

BLUEPRINT = """\
signalbox: 1
name: load
machine: {memory: 512MB, disk: 1GB}
limits: {iterations: 2, on_exhausted: person}
steps:
  - {id: implement, kind: agent, on_fail: person}
  - {id: approve, kind: approval}
  - {id: publish, kind: publish}
"""

# What an agent does that asks over many connections at once, each kept alive; python3 is in every image.
ASK = r"""
import collections, os, socket
port, connections, rounds = int(os.environ["SIGNALBOX_PORT"]), 100, 20
request = b"GET /v1/guest/proceed HTTP/1.1\r\nHost: core\r\nAccept: text/plain\r\n\r\n"
sockets = [socket.create_connection(("127.0.0.1", port)) for _ in range(connections)]
seen = collections.Counter()
for _ in range(rounds):
    for s in sockets:
        s.sendall(request)
    for s in sockets:
        answer = b""
        while b"\r\n\r\n" not in answer or len(answer) < answer.index(b"\r\n\r\n") + 4 + int(
                answer.lower().split(b"content-length: ")[1].split(b"\r\n")[0]):
            some = s.recv(65536)
            assert some, "the core closed a connection"
            answer += some
        seen[answer.split(b"\r\n")[0].decode() + " " + answer.split(b"\r\n\r\n")[1].split(b":")[0].decode()] += 1
for answer, count in sorted(seen.items()):
    print("told", count, "times:", answer, flush=True)
open("asked.txt", "w").write("x")
"""


def fetch(core, data, time_limit=30.0):
    """Sends bytes and reads until the core closes; what came."""
    with socket.create_connection(("127.0.0.1", core.port), timeout=time_limit) as s:
        try:
            s.sendall(data)
        except OSError:
            pass  # it may answer and close before everything is sent
        answer = b""
        while True:
            try:
                some = s.recv(65536)
            except ConnectionResetError:
                return answer
            if not some:
                return answer
            answer += some


class Load(process_core.ProcessCore):
    slots = 2

    def ask(self, path, connections, seconds, token=True):
        command = [process_core.LOAD, "ask", str(self.core.port), path, str(connections), str(seconds)]
        return subprocess.Popen(command + ([self.core.token] if token else []), stdout=subprocess.PIPE, text=True)

    def assertAllAnswered(self, process):
        said = json.loads(process.communicate()[0])
        self.assertTrue(said["allAnswered"], said)
        self.assertEqual((said["lost"], said["unanswered"], list(said["statuses"])), (0, 0, ["200"]), said)
        return said

    def assertAlive(self):
        self.assertEqual(self.core.raw("GET", "/v1/ping")[0], 200)

    # ---- Those who behave

    def test_everybody_is_answered(self):
        askers = [self.ask("/v1/ping", CONNECTIONS, 2, token=False), self.ask("/v1/tasks", CONNECTIONS // 4, 2),
                  self.ask("/v1/core", CONNECTIONS // 10, 2)]
        for asker in askers:
            self.assertGreater(self.assertAllAnswered(asker)["answers"], 100)

    def test_agents_that_ask_all_the_time(self):
        self.core.add(repository := process_core.harness.Repository(
            self.remotes, "asking", BLUEPRINT, {"ask.py": ASK, "README.md": "x\n"}))
        agent = "python3 ask.py && git add asked.txt && git commit -qm Asked"
        tasks = [self.core.submit(repository, agent, title=f"Ask {i}") for i in range(2)]
        # While they ask others change the state and read it.
        busy = self.ask("/v1/tasks", 20, 3)
        for task in tasks:
            line = self.core.until_said(task, "told")
            self.assertRegex(line["text"], r"told 2000 times: HTTP/1\.1 200 OK no, before approve this is missing|"
                                           r"told 2000 times: HTTP/1\.1 200 OK yes")
            self.core.approval(task)
            asked = [l for l in self.core.log(task) if "may I proceed?" in l["text"]]
            self.assertEqual(len(asked), 1, "the same answer again is no news")
        self.assertAllAnswered(busy)

    def test_readers_of_events_and_one_that_does_not_read(self):
        readers, records = 50, 60
        text = "# " + "x" * 98 + "\n"
        blueprint = BLUEPRINT + text * 1000  # about 100 KB in each event
        first = self.core.get("/v1/core")["seq"]
        last = first + records
        before = self.resident()
        follower = subprocess.Popen([process_core.LOAD, "follow", str(self.core.port), str(readers), "1", str(last), "120",
                                     self.core.token], stdout=subprocess.PIPE, text=True)
        self.assertEqual(follower.stdout.readline().strip(), "connected")
        peak = before
        for number in range(records):
            self.core.post("/v1/repositories", {"name": f"large-{number}", "url": f"/srv/large-{number}",
                                                "blueprintText": blueprint})
            peak = max(peak, self.resident())
        said = json.loads(follower.communicate()[0])
        self.assertEqual((said["whole"], said["fault"]), (readers, ""), said)
        self.assertEqual(said["dropped"], 1, "who does not read is dropped")
        # Each connection may have a megabyte unsent, and the state keeps each text once or twice.
        most = 120 * (2 if os.environ.get("ASAN_OPTIONS") else 1)  # the sanitizer keeps what was freed for a while
        self.assertLess(peak - before, most, f"{before} MiB before, {peak} at the worst")

    # ---- Those who do not

    def test_slow_clients_are_closed_and_told(self):
        slow = [socket.create_connection(("127.0.0.1", self.core.port)) for _ in range(100)]
        for s in slow:
            s.sendall(b"GET /v1/ping HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        closed, since = set(), time.monotonic()
        last_byte = since
        while len(closed) < len(slow) and time.monotonic() - since < 60:
            for s in select.select([s for s in slow if s not in closed], [], [], 0.5)[0]:
                answer = s.recv(65536)
                self.assertIn(b" 408 ", answer.split(b"\r\n")[0])
                closed.add(s)
            if time.monotonic() - last_byte > 1:  # a byte now and then buys no time
                last_byte = time.monotonic()
                for s in slow:
                    if s not in closed:
                        s.sendall(b"a")
        for s in slow:
            s.close()
        self.assertEqual(len(closed), len(slow))
        self.assertAlive()

    def test_endless_header(self):
        answer = fetch(self.core, b"GET /v1/ping HTTP/1.1\r\nHost: x\r\n" + b"X-More: y\r\n" * 1_000_000)
        self.assertIn(b" 431 ", answer.split(b"\r\n")[0])
        self.assertAlive()

    def test_huge_body_is_refused_before_it_is_sent_and_the_client_sees_it(self):
        before = self.resident()
        head = (f"POST /v1/tasks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.core.token}\r\n"
                "Content-Type: application/json\r\n").encode()
        answer = fetch(self.core, head + b"Content-Length: 104857600\r\n\r\n" + b"x" * 20_000_000)
        self.assertIn(b" 413 ", answer.split(b"\r\n")[0])
        self.assertIn(b'"message"', answer)
        chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
        answer = fetch(self.core, head + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 300)
        self.assertIn(b" 413 ", answer.split(b"\r\n")[0])
        self.assertLess(self.resident() - before, 40)
        self.assertAlive()

    def test_resets(self):
        for number in range(1200):
            s = socket.create_connection(("127.0.0.1", self.core.port))
            s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            s.sendall([b"", b"GET /v1", b"GET /v1/ping HTTP/1.1\r\nHost: x\r\n\r\n",
                       b"POST /v1/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab"][number % 4])
            s.close()
        self.assertAlive()
        said = self.assertAllAnswered(self.ask("/v1/ping", 50, 0.5, token=False))
        self.assertGreater(said["answers"], 50)

    def test_zz_the_journal_is_whole(self):
        self.assertTrue(self.core.get("/v1/journal/verify")["ok"])
        self.assertFalse(re.search(r"(?i)assert|threw", self.core.said()), self.core.said())


class FullQueue(process_core.ProcessCore):
    """Back-pressure: what has no room is refused at once, with a reason and when to ask again."""

    options = ("--queued-tasks", "3", "--repositories", "/var/tmp/*")

    def test_full_queue(self):
        waits = BLUEPRINT.replace("name: load", "name: waits")
        repository = self.repository("waiting", waits, {"README.md": "x\n"})
        tasks = [self.core.submit(repository, "sleep 600", title=f"Wait {i}", idempotencyKey=f"k{i}") for i in range(3)]
        before = self.core.get("/v1/core")["seq"]
        body = json.dumps({"repository": "waiting", "title": "One too many", "agent": "true"})
        status, headers, answer = self.core.raw("POST", "/v1/tasks", body)
        self.assertEqual(status, 429, answer)
        self.assertGreater(int(headers["Retry-After"]), 0)
        error = json.loads(answer)["error"]
        self.assertIn("the queue holds 3", error["message"])
        self.assertIn("--queued-tasks", error["hint"])
        # Somebody who repeats a submission gets the task that is there.
        again = self.core.submit(repository, "sleep 600", title="Wait 0", idempotencyKey="k0")
        self.assertEqual(again, tasks[0])
        self.assertGreaterEqual(before, 3)
        self.core.post(f"/v1/tasks/{tasks[2]}/cancel")
        self.core.event("task_finished", tasks[2])
        self.assertGreater(self.core.submit(repository, "true", title="Now there is room"), tasks[2])

    def test_repository_elsewhere(self):
        with self.assertRaises(process_core.harness.Refused) as caught:
            self.core.post("/v1/repositories", {"name": "elsewhere", "url": "https://git.example/x.git"})
        self.assertEqual(caught.exception.status, 403)
        self.assertIn("/var/tmp/*", caught.exception.hint)


if __name__ == "__main__":
    unittest.main(verbosity=2)
