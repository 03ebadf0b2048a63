#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The model gateway as a program, against a scripted model server.

Protects: what it counts is what was served, to the token; no limit is passed, alone or together; refusals that make agents
stop; keys that stay apart; upstreams and clients that misbehave cost bounded memory and never nothing; a crash neither loses
nor counts twice.
"""

import http.client
import json
import os
import re
import resource
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gateway_program import PROTOCOLS, GatewayProgram, call  # noqa: E402
from model_server import ModelServer  # noqa: E402

KINDS = ("input", "cache_read", "cache_write", "output")


def total(usage):
    return sum(usage[kind] for kind in KINDS)


class Case(unittest.TestCase):
    def server(self, **how):
        server = ModelServer(**how).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server

    def gateway(self, server, *options, **more):
        gateway = GatewayProgram(server, *options, **more)
        self.addCleanup(gateway.stop)
        return gateway


class Counting(Case):
    def test_counts_what_was_served_over_all_protocols(self):
        for how in ("", "tiny pieces"):
            server = self.server(how=how)
            gateway = self.gateway(server)
            for protocol in PROTOCOLS:
                for stream in (False, True):
                    path, body = call(protocol, stream)
                    status, _, answer = gateway.ask("POST", path, body)
                    self.assertEqual(status, 200, (protocol, answer))
                    usage = gateway.usage()
                    self.assertEqual({k: usage[k] for k in KINDS}, server.served.totals, (protocol, stream))
            gateway.ask("POST", "/v1beta/models/m:streamGenerateContent", call("gemini", True)[1])
            usage = gateway.usage()
            self.assertEqual({k: usage[k] for k in KINDS}, server.served.totals)
            self.assertEqual(list(usage), sorted(list(KINDS) + ["cost"]))
            self.assertGreater(usage["cost"], 0)

    def test_bytes_of_a_stream_pass_unchanged(self):
        server = self.server()
        gateway = self.gateway(server)
        path, body = call("anthropic", True)
        _, headers, through = gateway.ask("POST", path, body)
        self.assertEqual(headers["Content-Type"], "text/event-stream")
        self.assertEqual(through.count(b"event: content_block_delta"), 6)
        self.assertTrue(through.endswith(b'"message_stop"}\n\n'))

    def test_free_calls_pass_and_cost_nothing(self):
        gateway = self.gateway(self.server(), "--token-limit", "0")
        self.assertEqual(gateway.ask("POST", "/v1/messages/count_tokens", call("anthropic", False)[1])[2], {"input_tokens": 42})
        self.assertEqual(gateway.ask("POST", "/v1beta/models/m:countTokens", {})[2], {"totalTokens": 42})
        self.assertEqual(gateway.ask("GET", "/v1/models")[0], 200)
        self.assertEqual(total(gateway.usage()), 0)

    def test_prices(self):
        with tempfile.TemporaryDirectory() as home:
            prices = os.path.join(home, "prices.json")
            with open(prices, "w", encoding="ascii") as file:
                json.dump({"unknown": "refuse", "models": {"scripted*": {
                    "input": 3, "cache_read": 0.3, "cache_write": 3.75, "output": 15}}}, file)
            server = self.server(usage=lambda n: {"input": 1000, "cache_read": 2000, "cache_write": 400, "output": 100})
            gateway = self.gateway(server, "--prices", prices)
            path, body = call("anthropic", True, model="scripted-1")
            gateway.ask("POST", path, body)
            self.assertAlmostEqual(gateway.usage()["cost"], (3000 + 600 + 1500 + 1500) / 1e6)
            status, _, answer = gateway.ask("POST", path, dict(body, model="other"))
            self.assertEqual((status, answer["error"]["type"]), (402, "billing_error"))
            self.assertEqual(len(server.requests), 1)


class Passing(Case):
    def test_unknown_fields_and_headers_pass_and_keys_do_not(self):
        server = self.server()
        gateway = self.gateway(server)
        raw = b'{"model":"m", "max_tokens" : 9,\t"later":{"a":[1e400,"\\u00e9"]},"messages":[],"big":12345678901234567890}'
        keys = {"anthropic": {"x-api-key": "guest"}, "chat": {"Authorization": "Bearer guest"},
                "gemini": {"x-goog-api-key": "guest"}}
        status, headers, _ = gateway.ask("POST", "/v1/messages?beta=true", raw, {
            "anthropic-beta": "new-things", "x-stainless-lang": "js", "Cookie": "a=b", "Accept-Encoding": "gzip"})
        seen = server.requests[-1]
        lower = {k.lower(): v for k, v in seen["headers"].items()}
        self.assertEqual(status, 200)
        self.assertEqual(seen["raw"], raw)
        self.assertEqual(seen["path"], "/v1/messages?beta=true")
        self.assertEqual((lower["anthropic-beta"], lower["x-stainless-lang"]), ("new-things", "js"))
        self.assertEqual((lower["x-api-key"], lower["accept-encoding"]), ("real-anthropic", "identity"))
        self.assertNotIn("cookie", lower)
        self.assertEqual(headers["request-id"], "scripted")
        self.assertIsNone(headers["Set-Cookie"])
        for protocol, name, real in (("chat", "authorization", "Bearer real-openai"), ("gemini", "x-goog-api-key", "real-gemini")):
            path, body = call(protocol, True)
            separator = "&" if "?" in path else "?"
            gateway.ask("POST", path + separator + "key=guest", body, keys[protocol])
            sent = server.requests[-1]
            self.assertEqual({k.lower(): v for k, v in sent["headers"].items()}[name], real)
            self.assertNotIn("guest", json.dumps([sent["path"], sent["headers"]]))

    def test_chat_streams_must_tell_their_use(self):
        server = self.server()
        gateway = self.gateway(server)
        for options in (None, {}, {"include_usage": False}, {"include_usage": True, "other": 1}, "absent"):
            path, body = call("chat", True)
            if options != "absent":
                body["stream_options"] = options
            gateway.ask("POST", path, body)
            self.assertTrue(server.requests[-1]["body"]["stream_options"]["include_usage"], options)
        self.assertEqual(total(gateway.usage()), server.served.total())

    def test_errors_of_the_upstream_pass_and_cost_nothing(self):
        for how in ("429", "500", "529"):
            gateway = self.gateway(self.server(how=how))
            for protocol in PROTOCOLS:
                status, headers, answer = gateway.ask("POST", *call(protocol, True))
                self.assertEqual((status, answer["error"]["message"]), (int(how), "scripted failure"))
                self.assertEqual(headers["Retry-After"], "7")
                self.assertFalse([name for name in headers if "ratelimit" in name.lower()])
            self.assertEqual(total(gateway.settled()), 0)

    def test_a_key_that_is_turned_away_rests(self):
        server = self.server(how="429")
        gateway = self.gateway(server, environment={"ANTHROPIC_API_KEY": "first,second"})
        used = []
        for _ in range(3):
            gateway.ask("POST", *call("anthropic", False))
            used.append({k.lower(): v for k, v in server.requests[-1]["headers"].items()}["x-api-key"])
        self.assertEqual(used[:2], ["first", "second"])

    def test_client_key(self):
        gateway = self.gateway(self.server(), "--client-key", "sesame")
        for protocol, field in (("anthropic", "x-api-key"), ("chat", "Authorization"), ("gemini", "x-goog-api-key")):
            path, body = call(protocol, False)
            self.assertEqual(gateway.ask("POST", path, body, {"x-api-key": "wrong"})[0], 401)
            good = {"x-api-key": "", field: "Bearer sesame" if field == "Authorization" else "sesame"}
            self.assertEqual(gateway.ask("POST", path, body, good)[0], 200, protocol)
        self.assertGreater(total(gateway.usage()), 0)

    def test_what_is_not_offered(self):
        server = self.server()
        gateway = self.gateway(server)
        path, body = call("responses", True)
        self.assertEqual(gateway.ask("GET", "/v1/responses", None, {"Connection": "Upgrade", "Upgrade": "websocket"})[0], 426)
        self.assertEqual(gateway.ask("POST", "/v1/images/generations", body)[0], 404)
        self.assertEqual(gateway.ask("POST", path, b"{\"model\": \"m\"")[0], 400)
        self.assertEqual(gateway.ask("POST", path, b"{\"model\": \"m\", \"model\": \"n\"}")[0], 400)
        self.assertEqual(gateway.ask("POST", path, b"{}")[0], 400)
        self.assertEqual(gateway.ask("POST", path, body, {"Content-Encoding": "zstd"})[0], 415)
        self.assertEqual(gateway.ask("POST", path, body, {"Host": "evil.example"})[0], 403)
        self.assertEqual(gateway.ask("POST", path, body, {"Origin": "https://evil.example"})[0], 403)
        self.assertEqual(server.requests, [])

    def test_no_upstream(self):
        gateway = self.gateway(None, upstream="http://127.0.0.1:1")
        for protocol in PROTOCOLS:
            self.assertEqual(gateway.ask("POST", *call(protocol, True))[0], 502)
        self.assertEqual(total(gateway.settled()), 0)


class Limits(Case):
    def assert_stopped(self, protocol, status, headers, answer):
        self.assertEqual(status, 402, answer)
        self.assertEqual(headers["x-should-retry"], "false")
        word = {"anthropic": answer["error"].get("type"), "gemini": answer["error"].get("status")}.get(
            protocol, answer["error"].get("code"))
        self.assertEqual(word, {"anthropic": "billing_error", "gemini": "FAILED_PRECONDITION"}.get(protocol, "insufficient_quota"))
        self.assertIn("budget", answer["error"]["message"])
        self.assertFalse(re.search(r"\d", answer["error"]["message"]))

    def test_stops_at_the_limit_in_each_protocol(self):
        for protocol in PROTOCOLS:
            server = self.server()
            gateway = self.gateway(server, "--token-limit", "1000")
            for _ in range(20):
                status, headers, answer = gateway.ask("POST", *call(protocol, True))
                if status != 200:
                    break
            self.assert_stopped(protocol, status, headers, answer)
            served = server.served.total()
            self.assertTrue(500 < served <= 1000, (protocol, served))
            self.assertEqual(total(gateway.usage()), served)
            before = len(server.requests)
            for _ in range(3):
                self.assert_stopped(protocol, *gateway.ask("POST", *call(protocol, True)))
            self.assertEqual(len(server.requests), before)

    def test_calls_that_are_alike_use_a_budget_to_its_end(self):
        for protocol in PROTOCOLS:
            server = self.server(usage=lambda n: {"input": 70, "cache_read": 10, "cache_write": 0, "output": 20})
            gateway = self.gateway(server, "--token-limit", "500")
            answers = [gateway.ask("POST", *call(protocol, False))[0] for _ in range(7)]
            self.assertEqual(answers, [200] * 5 + [402] * 2, protocol)

    def test_cost_limit(self):
        server = self.server()
        gateway = self.gateway(server, "--cost-limit", "0.5")
        answers = [gateway.ask("POST", *call("chat", False))[0] for _ in range(20)]
        self.assertEqual(sorted(set(answers)), [200, 402])
        self.assertLessEqual(gateway.usage()["cost"], 0.5)

    def together(self, gateway, clients, calls, protocol=None):
        statuses = []

        def work(number):
            for turn in range(calls):
                chosen = protocol or PROTOCOLS[(number + turn) % 4]
                statuses.append(gateway.ask("POST", *call(chosen, turn % 2 == 0))[0])
        threads = [threading.Thread(target=work, args=(n,)) for n in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return statuses

    def test_five_in_parallel_never_pass_a_shared_limit(self):
        for limit in (700, 2500, 9000):
            server = self.server()
            gateway = self.gateway(server, "--token-limit", str(limit))
            statuses = self.together(gateway, 5, 20)
            self.assertEqual(set(statuses), {200, 402}, limit)
            self.assertLessEqual(server.served.total(), limit)
            self.assertGreater(server.served.total(), limit * 0.5)
            self.assertEqual(total(gateway.usage()), server.served.total())

    def test_a_hundred_at_the_limit(self):
        server = self.server()
        gateway = self.gateway(server, "--token-limit", "3000")
        statuses = self.together(gateway, 100, 1, "anthropic")
        self.assertEqual(set(statuses), {200, 402})
        self.assertLessEqual(server.served.total(), 3000)

    def test_parallel_when_there_is_room(self):
        server = self.server(how="hold")
        gateway = self.gateway(server, "--token-limit", "1000000")
        threads = [threading.Thread(target=gateway.ask, args=("POST", *call("anthropic", True))) for _ in range(5)]
        for thread in threads:
            thread.start()
        end = time.monotonic() + 10
        while server.served.most_at_once < 5 and time.monotonic() < end:
            time.sleep(0.01)  # style:allow there is no signal for it
        server.release.set()
        for thread in threads:
            thread.join()
        self.assertEqual(server.served.most_at_once, 5)

    def test_an_enormous_request_is_refused_unsent(self):
        server = self.server()
        gateway = self.gateway(server, "--token-limit", "100000")
        path, body = call("anthropic", True, text="x" * (4 << 20))
        self.assertEqual(gateway.ask("POST", path, body)[0], 402)
        self.assertEqual(server.requests, [])

    def test_the_model_is_told_near_the_limit(self):
        server = self.server()
        gateway = self.gateway(server, "--token-limit", "5000")
        for protocol, names in (("anthropic", ("max_tokens",)), ("chat", ("max_completion_tokens",)),
                                ("responses", ("max_output_tokens",)), ("gemini", ("generationConfig", "maxOutputTokens"))):
            gateway.ask("POST", *call(protocol, True, most=100000))
            value = server.requests[-1]["body"]
            for name in names:
                value = value[name]
            self.assertTrue(0 < value < 5000, (protocol, value))


class Misbehaving(Case):
    def test_an_aborted_stream_is_counted_from_what_was_seen(self):
        server = self.server(how="pause")
        gateway = self.gateway(server)
        path, body = call("anthropic", True)
        connection = gateway.connect()
        connection.request("POST", path, json.dumps(body), {"x-api-key": "guest"})
        answer = connection.getresponse()
        self.assertIn(b"message_start", answer.readline() + answer.readline())
        seen = gateway.quick_usage()
        self.assertEqual(seen["input"], 101)
        connection.close()
        answer.close()
        usage = gateway.settled()
        server.release.set()
        self.assertEqual((usage["input"], usage["cache_read"], usage["cache_write"]), (101, 30, 7))
        self.assertTrue(1 <= usage["output"] <= 21)

    def test_half_a_stream(self):
        for protocol in PROTOCOLS:
            gateway = self.gateway(self.server(how="half"))
            with self.assertRaises((http.client.HTTPException, OSError)):  # it must see that it is not whole
                gateway.ask("POST", *call(protocol, True))
            self.assertGreater(total(gateway.settled()), 0, protocol)

    def test_no_and_wrong_usage_count_at_the_worst_case(self):
        for how in ("no usage", "wrong usage"):
            for protocol in PROTOCOLS:
                for stream in (False, True):
                    gateway = self.gateway(self.server(how=how))
                    self.assertEqual(gateway.ask("POST", *call(protocol, stream, most=50))[0], 200)
                    usage = gateway.settled()
                    self.assertGreaterEqual(usage["output"], 50, (how, protocol, stream))
                    self.assertGreater(usage["input"], 10, (how, protocol, stream))

    def test_an_upstream_without_an_answer(self):
        gateway = self.gateway(self.server(how="no answer"))
        self.assertEqual(gateway.ask("POST", *call("chat", True))[0], 502)
        self.assertGreater(total(gateway.settled()), 0)

    def test_ten_megabytes_in_one_event(self):
        server = self.server(how="big event")
        gateway = self.gateway(server)
        before = gateway.memory()
        _, _, answer = gateway.ask("POST", *call("anthropic", True))
        self.assertGreater(len(answer), 10 << 20)
        self.assertEqual(total(gateway.usage()), server.served.total())
        self.assertLess(gateway.memory() - before, 8 << 20)

    def test_a_client_that_never_reads_costs_bounded_memory(self):
        server = self.server(how="never ends")
        gateway = self.gateway(server)
        path, body = call("anthropic", True)
        data = json.dumps(body).encode()
        before = gateway.memory()
        lazy = []
        for _ in range(8):
            connection = socket.create_connection(("127.0.0.1", gateway.port))
            connection.sendall(b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s" % (path.encode(), len(data), data))
            self.assertIn(b"200", connection.recv(12))
            lazy.append(connection)
        # While they hold still, another is served; by then their upstreams have long been made to wait.
        counts = [gateway.quick_usage()["calls"] for _ in range(300)]
        self.assertEqual(counts[-1], 8)
        self.assertLess(gateway.memory() - before, 24 << 20)
        for connection in lazy:
            connection.close()
        usage = gateway.settled()
        self.assertGreater(usage["output"], 8)

    def test_a_thousand_streams_at_once(self):
        resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
        server = self.server(how="pause")
        gateway = self.gateway(server)
        path, body = call("chat", True)
        data = json.dumps(body).encode()
        request = b"POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (
            path.encode(), len(data), data)
        before = gateway.memory()
        clients = [socket.create_connection(("127.0.0.1", gateway.port)) for _ in range(1000)]
        for client in clients:
            client.sendall(request)
        for client in clients:
            client.settimeout(60)
            self.assertIn(b"200", client.recv(12))
        self.assertEqual(gateway.quick_usage()["calls"], 1000)
        self.assertLess(gateway.memory() - before, 100 << 20)
        server.release.set()
        for client in clients:
            while client.recv(1 << 16):
                pass
            client.close()
        self.assertEqual(total(gateway.usage()), server.served.total())
        self.assertEqual(server.served.calls, 1000)

    def test_an_aborted_call_without_a_stream_is_counted_whole(self):
        server = self.server(how="hold")
        gateway = self.gateway(server)
        connection = gateway.connect()
        path, body = call("responses", False)
        connection.request("POST", path, json.dumps(body), {"x-api-key": "guest"})
        end = time.monotonic() + 10
        while not server.requests and time.monotonic() < end:
            time.sleep(0.01)  # style:allow there is no signal for it
        connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        connection.close()
        server.release.set()
        self.assertEqual(total(gateway.settled()), server.served.total())


class Life(Case):
    def test_a_crash_neither_loses_nor_counts_twice(self):
        with tempfile.TemporaryDirectory() as home:
            ledger = os.path.join(home, "ledger.db")
            server = self.server()
            gateway = self.gateway(server, "--ledger", ledger, "--token-limit", "100000")
            gateway.ask("POST", *call("anthropic", True))
            settled = server.served.total()
            server.how = "hold"
            threading.Thread(target=lambda: self.swallow(gateway), daemon=True).start()
            end = time.monotonic() + 10
            while len(server.requests) < 2 and time.monotonic() < end:
                time.sleep(0.01)  # style:allow there is no signal for it
            reserved = gateway.quick_usage()["reserved"]
            self.assertGreater(reserved, 0)
            gateway.stop(signal.SIGKILL)
            server.release.set()
            for _ in range(2):
                again = self.gateway(server, "--ledger", ledger)
                self.assertEqual(total(again.usage()), settled + reserved)
                self.assertEqual(again.stop(), 0)

    @staticmethod
    def swallow(gateway):
        try:
            gateway.ask("POST", *call("anthropic", True))
        except Exception:  # the gateway is killed meanwhile
            pass

    def test_ends_cleanly_while_a_call_is_under_way(self):
        server = self.server(how="hold")
        gateway = self.gateway(server)
        threading.Thread(target=lambda: self.swallow(gateway), daemon=True).start()
        end = time.monotonic() + 10
        while not server.requests and time.monotonic() < end:
            time.sleep(0.01)  # style:allow there is no signal for it
        self.assertEqual(gateway.stop(), 0)
        server.release.set()

    def test_keys_of_others_are_not_taken(self):
        with tempfile.TemporaryDirectory() as home:
            key = os.path.join(home, "key")
            with open(key, "w", encoding="ascii") as file:
                file.write("from-a-file\n")
            os.chmod(key, 0o644)
            with self.assertRaisesRegex(RuntimeError, "others may read"):
                GatewayProgram(None, "--anthropic-key-file", key, upstream="http://127.0.0.1:1")
            os.chmod(key, 0o600)
            server = self.server()
            gateway = self.gateway(server, "--anthropic-key-file", key)
            gateway.ask("POST", *call("anthropic", False))
            self.assertEqual({k.lower(): v for k, v in server.requests[-1]["headers"].items()}["x-api-key"], "from-a-file")
            with open("/proc/%d/cmdline" % gateway.process.pid, "rb") as line:
                self.assertNotIn(b"from-a-file", line.read())

    def test_a_network_needs_a_client_key(self):
        out = subprocess.run([os.environ["SIGNALBOX_DAEMON"], "gateway", "--listen", "0.0.0.0:0"], capture_output=True,
                             text=True, timeout=30)
        self.assertEqual(out.returncode, 2)
        self.assertIn("client key", out.stderr)

    def test_certificates_are_checked(self):
        with tempfile.TemporaryDirectory() as home:
            key, certificate = os.path.join(home, "key.pem"), os.path.join(home, "cert.pem")
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                            "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=localhost",
                            "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
            server = ModelServer()
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            server.socket = context.wrap_socket(server.socket, server_side=True)
            server.start()
            self.addCleanup(server.shutdown)
            port = server.server_address[1]
            trusting = self.gateway(server, "--upstream-ca", certificate, upstream="https://localhost:%d" % port)
            for _ in range(3):
                self.assertEqual(trusting.ask("POST", *call("anthropic", True))[0], 200)
            self.assertEqual(total(trusting.usage()), server.served.total())
            for upstream, options in (("https://localhost:%d" % port, ()),
                                      ("https://127.0.0.1:%d" % port, ("--upstream-ca", certificate))):
                doubting = self.gateway(server, *options, upstream=upstream)
                before = len(server.requests)
                self.assertEqual(doubting.ask("POST", *call("anthropic", True))[0], 502)
                self.assertEqual(len(server.requests), before)
                self.assertEqual(total(doubting.settled()), 0)


if __name__ == "__main__":
    unittest.main(verbosity=1)
