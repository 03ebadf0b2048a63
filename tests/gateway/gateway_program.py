# SPDX-License-Identifier: GPL-3.0-or-later
"""The gateway as a program, and a plain client of it."""

import http.client
import json
import os
import re
import signal
import subprocess
import time
import urllib.parse


class GatewayProgram:
    """signalboxd gateway on a free port, with a scripted server as each of its upstreams."""

    def __init__(self, server, *options, environment=None, upstream=None):
        url = upstream or server.url
        env = {k: v for k, v in os.environ.items() if not k.endswith("_API_KEY")}
        env.update({"ANTHROPIC_API_KEY": "real-anthropic", "OPENAI_API_KEY": "real-openai", "GEMINI_API_KEY": "real-gemini"})
        env.update(environment or {})
        self.process = subprocess.Popen(
            [os.environ["SIGNALBOX_DAEMON"], "gateway", "--listen", "127.0.0.1:0", "--anthropic-upstream", url,
             "--openai-upstream", url, "--gemini-upstream", url, *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)
        line = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        if not found:
            raise RuntimeError("no gateway: " + line + self.process.stderr.read())
        self.port = int(found.group(1))
        self.url = "http://127.0.0.1:%d" % self.port

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.stop()

    def stop(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(20)
        self.process.stdout.close()
        self.process.stderr.close()
        return code

    def usage(self):
        out = subprocess.run([os.environ["SIGNALBOX_CTL"], "--json", "gateway", "usage", "--gateway", self.url],
                             capture_output=True, text=True, timeout=30)
        assert out.returncode == 0, out.stderr
        return json.loads(out.stdout)

    def quick_usage(self):
        return self.ask("GET", "/signalbox/v1/usage")[2]

    def settled(self, seconds=10):
        """The use, once no call is under way any more."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            usage = self.quick_usage()
            if usage["reserved"] == 0:
                return usage
            time.sleep(0.02)  # style:allow there is no signal for it
        raise AssertionError("calls stay open: %s" % usage)

    def memory(self):
        """Bytes; 0 where a sanitizer keeps what was freed, and the figure would mean nothing."""
        with open("/proc/%d/maps" % self.process.pid, encoding="utf-8") as maps:
            if re.search(r"lib[at]san", maps.read()):
                return 0
        with open("/proc/%d/status" % self.process.pid, encoding="ascii") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1)) * 1024

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def ask(self, method, path, body=None, headers=None):
        """(status, headers, JSON or bytes)."""
        connection = self.connect()
        data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
        connection.request(method, path, data, {"Content-Type": "application/json", "x-api-key": "guest", **(headers or {})})
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        try:
            return answer.status, answer.headers, json.loads(text)
        except ValueError:
            return answer.status, answer.headers, text


def call(protocol, stream, most=64, text="hello", model="scripted"):
    """Path and body of one call."""
    message = [{"role": "user", "content": text}]
    if protocol == "anthropic":
        return "/v1/messages?beta=true", {"model": model, "max_tokens": most, "stream": stream, "messages": message}
    if protocol == "chat":
        return "/v1/chat/completions", {"model": model, "max_completion_tokens": most, "stream": stream, "messages": message}
    if protocol == "responses":
        return "/v1/responses", {"model": model, "max_output_tokens": most, "stream": stream, "input": text}
    body = {"contents": [{"role": "user", "parts": [{"text": text}]}], "generationConfig": {"maxOutputTokens": most}}
    verb = "streamGenerateContent?alt=sse" if stream else "generateContent"
    return "/v1beta/models/%s:%s" % (urllib.parse.quote(model), verb), body


PROTOCOLS = ("anthropic", "chat", "responses", "gemini")
