#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Claude Code, Codex, OpenCode and Gemini CLI from npm, unmodified, through the gateway to a scripted model.

Protects: each completes a task (read, edit, test, finish), and what the gateway counted is what was served, to the token; at
the limit each ends by itself within ten seconds and says why.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import real_agents  # noqa: E402
from gateway_program import GatewayProgram  # noqa: E402
from model_server import ModelServer  # noqa: E402

KINDS = ("input", "cache_read", "cache_write", "output")
PROMPT = "Change the answer in answer.txt to 42 and test it."
ENDS_WITHIN = 10  # seconds


class RealAgents(unittest.TestCase):
    maxDiff = None

    def run_agent(self, agent, server, *options):
        """(exit code, output, seconds from the first refusal to the end, gateway's use)."""
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as directory, GatewayProgram(server, *options) as gateway:
            refused = []

            def watch():
                for line in gateway.process.stderr:
                    if "refused" in line and not refused:
                        refused.append(time.monotonic())
            threading.Thread(target=watch, daemon=True).start()
            work = os.path.join(directory, "work")
            os.makedirs(work)
            with open(os.path.join(work, "answer.txt"), "w", encoding="ascii") as file:
                file.write("41\n")
            words, environment = real_agents.command(agent, gateway, directory, PROMPT)
            done = subprocess.run(words, cwd=work, env=environment, capture_output=True, text=True, timeout=180,
                                  stdin=subprocess.DEVNULL)
            ended = time.monotonic()
            output = done.stdout + done.stderr
            usage = gateway.settled()
            result = os.path.exists(os.path.join(work, "result.txt"))
            seconds = ended - refused[0] if refused else None
            return done.returncode, output, seconds, usage, result

    def completes(self, agent):
        server = ModelServer(usage=lambda n: {"input": 1000 + n, "cache_read": 300, "cache_write": 70, "output": 40 + n},
                             script=real_agents.script()).start()
        code, output, _, usage, result = self.run_agent(agent, server)
        paths = [(r["path"], r["headers"].get("User-Agent", "")) for r in server.requests]
        server.shutdown()
        self.assertEqual(code, 0, output[-2000:])
        self.assertTrue(result, (output[-2000:], paths))
        self.assertEqual({k: usage[k] for k in KINDS}, server.served.totals)
        self.assertGreater(server.served.calls, 3)

    def is_stopped(self, agent):
        server = ModelServer(usage=lambda n: {"input": 60_000, "cache_read": 0, "cache_write": 0, "output": 100},
                             script=real_agents.script(endless=True)).start()
        _, output, seconds, usage, _ = self.run_agent(agent, server, "--token-limit", "300000")
        server.shutdown()
        self.assertIsNotNone(seconds, "it was never refused: " + output[-2000:])
        self.assertLess(seconds, ENDS_WITHIN)
        self.assertIn("Stopped by budget", output)
        self.assertEqual({k: usage[k] for k in KINDS}, server.served.totals)
        self.assertLessEqual(server.served.total(), 300_000)
        self.assertGreater(server.served.calls, 1)

    def test_claude(self):
        self.completes("claude")

    def test_codex(self):
        self.completes("codex")

    def test_opencode(self):
        self.completes("opencode")

    def test_gemini(self):
        self.completes("gemini")

    def test_claude_stops(self):
        self.is_stopped("claude")

    def test_codex_stops(self):
        self.is_stopped("codex")

    def test_opencode_stops(self):
        self.is_stopped("opencode")

    def test_gemini_stops(self):
        self.is_stopped("gemini")


if __name__ == "__main__":
    if not os.environ.get("SIGNALBOX_AGENTS"):
        print("skipped: name a directory for the agents (1 GB) in SIGNALBOX_AGENTS")
        sys.exit(77)
    why = real_agents.install(os.environ["SIGNALBOX_AGENTS"])
    if why:
        print("skipped: the agents cannot be fetched with npm: " + why)
        sys.exit(77)
    unittest.main(verbosity=2)
