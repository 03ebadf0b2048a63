# SPDX-License-Identifier: GPL-3.0-or-later
"""A scripted model server: speaks the four protocols, serves what it is told to, and keeps account of it to the token.

Used by tests of the gateway and by hand: `model_server.py PORT`. Each answer's use comes from `usage`, a function of the
request's number; what it served stands in `served`. `how` names a misbehaviour.
"""

import json
import socket
import struct
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WORDS = ["Reading ", "the ", "file, ", "then ", "editing ", "it."]


class Served:
    """What was served, to the token; the four kinds exclude each other."""

    def __init__(self):
        self.lock = threading.Lock()
        self.totals = {"input": 0, "cache_read": 0, "cache_write": 0, "output": 0}
        self.calls = 0
        self.open_calls = 0
        self.most_at_once = 0

    def add(self, usage):
        with self.lock:
            for kind in self.totals:
                self.totals[kind] += usage.get(kind, 0)
            self.calls += 1

    def total(self):
        with self.lock:
            return sum(self.totals.values())


class ModelServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, usage=None, how="", address=("127.0.0.1", 0), script=None):
        super().__init__(address, Handler)
        self.usage = usage or (lambda n: {"input": 100 + n, "cache_read": 30, "cache_write": 7, "output": 20 + n})
        self.how = how
        self.script = script
        self.served = Served()
        self.requests = []
        self.requests_lock = threading.Lock()
        self.release = threading.Event()
        self.abort_seen = threading.Event()

    def start(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    @property
    def url(self):
        return "http://127.0.0.1:%d" % self.server_address[1]

    def number(self, record):
        with self.requests_lock:
            self.requests.append(record)
            return len(self.requests)

    def handle_error(self, request, client_address):
        self.abort_seen.set()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *args):
        pass

    def do_GET(self):
        self.server.number({"path": self.path, "headers": dict(self.headers), "body": None})
        self.answer(200, {"data": [{"id": "scripted"}]})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        request = json.loads(body)
        number = self.server.number({"path": self.path, "headers": dict(self.headers), "body": request, "raw": body,
                                     "at": time.time()})
        served = self.server.served
        with served.lock:
            served.open_calls += 1
            served.most_at_once = max(served.most_at_once, served.open_calls)
        try:
            self.serve(request, number)
        except OSError:
            self.server.abort_seen.set()
            self.close_connection = True
        finally:
            with served.lock:
                served.open_calls -= 1

    def serve(self, request, number):
        how, path = self.server.how, self.path.split("?")[0]
        if path.endswith("count_tokens"):
            return self.answer(200, {"input_tokens": 42})
        if path.endswith(":countTokens"):
            return self.answer(200, {"totalTokens": 42})
        if how in ("429", "500", "529"):
            return self.answer(int(how), {"error": {"message": "scripted failure"}},
                               {"Retry-After": "7", "anthropic-ratelimit-tokens-remaining": "5", "x-ratelimit-limit-requests": "9"})
        if how == "no answer":
            self.close_connection = True
            return
        usage = self.server.usage(number)
        if how == "hold":
            self.server.release.wait(20)
        if how == "no usage":
            usage = None
        if how == "wrong usage":
            usage = {"input": -5, "cache_read": 0, "cache_write": 0, "output": "many"}
        if usage and not path.endswith("/messages"):
            usage = dict(usage, cache_write=0)  # their forms do not tell it
        if usage and how != "wrong usage" and how != "half":
            self.server.served.add(usage)
        if path.endswith("/messages"):
            events = anthropic(request, usage, self.steps(request, number))
        elif path.endswith("/chat/completions"):
            events = chat(request, usage, self.steps(request, number))
        elif path.endswith("/responses"):
            events = responses(request, usage, self.steps(request, number))
        elif path.endswith(":generateContent"):
            return self.answer(200, gemini(usage, self.steps(request, number))[-1])
        elif path.endswith(":streamGenerateContent"):
            return self.stream([("", event) for event in gemini(usage, self.steps(request, number))], "alt=sse" in self.path)
        else:
            return self.answer(404, {"error": {"message": "no such path"}})
        whole, parts = events
        if request.get("stream"):
            self.stream(parts, True)
        else:
            self.answer(200, whole)

    def steps(self, request, number):
        """What the model says: [{"text"}] or [{"tool", "arguments"}]."""
        return self.server.script(request, number) if self.server.script else [{"text": WORDS}]

    def answer(self, status, value, headers=None):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Set-Cookie", "secret=1")
        self.send_header("request-id", "scripted")
        for name, text in (headers or {}).items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)

    def chunk(self, data):
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def stream(self, events, sse):
        how = self.server.how
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream" if sse else "application/json")
        self.send_header("Transfer-Encoding", "chunked")
        self.send_header("anthropic-ratelimit-requests-remaining", "3")
        self.end_headers()
        if not sse:
            self.chunk(b"[")
        for index, (name, data) in enumerate(events):
            if how == "half" and index == max(2, len(events) // 2):
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.close_connection = True
                self.connection.close()
                return
            if how == "pause" and index == 2:
                self.server.release.wait(20)
            text = data if isinstance(data, str) else json.dumps(data)
            if how == "big event" and index == 2:
                filler = json.dumps({"type": "ping", "filler": "x" * (10 << 20)})
                self.chunk(("data: %s\n\n" % filler).encode())
            if sse:
                head = ("event: %s\n" % name) if name else ""
                payload = ("%sdata: %s\n\n" % (head, text)).encode()
            else:
                payload = (("," if index else "") + text + "\n").encode()
            if how == "tiny pieces":
                for at in range(0, len(payload), 3):
                    self.chunk(payload[at:at + 3])
            else:
                self.chunk(payload)
            while how == "never ends" and index == 2:
                self.chunk(b"data: {\"type\": \"content_block_delta\", \"delta\": {\"text\": \"%s\"}}\n\n" % (b"on and on " * 100))
        if not sse:
            self.chunk(b"]")
        self.wfile.write(b"0\r\n\r\n")


def said(steps):
    return "".join("".join(s["text"]) for s in steps if "text" in s)


def anthropic(request, usage, steps):
    model = request.get("model", "")
    shown = None if usage is None else {
        "input_tokens": usage["input"], "cache_read_input_tokens": usage["cache_read"],
        "cache_creation_input_tokens": usage["cache_write"], "output_tokens": usage["output"]}
    tools = [s for s in steps if "tool" in s]
    content = [{"type": "text", "text": said(steps)}] if said(steps) else []
    content += [{"type": "tool_use", "id": s["id"], "name": s["tool"], "input": s["arguments"]} for s in tools]
    reason = "tool_use" if tools else "end_turn"
    whole = {"id": "msg_1", "type": "message", "role": "assistant", "model": model, "content": content,
             "stop_reason": reason, "stop_sequence": None}
    start = dict(whole, content=[], stop_reason=None)
    if shown:
        whole["usage"] = shown
        start["usage"] = dict(shown, output_tokens=1)
    events = [("message_start", {"type": "message_start", "message": start}), ("ping", {"type": "ping"})]
    for index, block in enumerate(content):
        empty = {"type": "text", "text": ""} if block["type"] == "text" else dict(block, input={})
        events.append(("content_block_start", {"type": "content_block_start", "index": index, "content_block": empty}))
        if block["type"] == "text":
            pieces = [{"type": "text_delta", "text": w} for s in steps if "text" in s for w in s["text"]]
        else:
            pieces = [{"type": "input_json_delta", "partial_json": json.dumps(block["input"])}]
        events += [("content_block_delta", {"type": "content_block_delta", "index": index, "delta": p}) for p in pieces]
        events.append(("content_block_stop", {"type": "content_block_stop", "index": index}))
    delta = {"type": "message_delta", "delta": {"stop_reason": reason, "stop_sequence": None}}
    if shown:
        delta["usage"] = {"output_tokens": shown["output_tokens"]}
    events += [("message_delta", delta), ("message_stop", {"type": "message_stop"})]
    return whole, events


def chat(request, usage, steps):
    shown = None if usage is None else {
        "prompt_tokens": usage["input"] + usage["cache_read"] if usage["input"] >= 0 else -5, "completion_tokens": usage["output"],
        "prompt_tokens_details": {"cached_tokens": usage["cache_read"]}}
    base = {"id": "chatcmpl-1", "created": 1, "model": request.get("model", "")}
    tools = [{"index": i, "id": s["id"], "type": "function", "function": {"name": s["tool"], "arguments": json.dumps(s["arguments"])}}
             for i, s in enumerate([s for s in steps if "tool" in s])]
    reason = "tool_calls" if tools else "stop"
    message = {"role": "assistant", "content": said(steps) or None}
    if tools:
        message["tool_calls"] = tools
    whole = dict(base, object="chat.completion", choices=[{"index": 0, "message": message, "finish_reason": reason}])
    if shown:
        whole["usage"] = shown
    part = dict(base, object="chat.completion.chunk")
    words = [w for s in steps if "text" in s for w in s["text"]]
    events = [("", dict(part, choices=[{"index": 0, "delta": {"role": "assistant", "content": w}, "finish_reason": None}])) for w in words]
    if tools:
        events.append(("", dict(part, choices=[{"index": 0, "delta": {"role": "assistant", "tool_calls": tools}, "finish_reason": None}])))
    events.append(("", dict(part, choices=[{"index": 0, "delta": {}, "finish_reason": reason}])))
    if shown and request.get("stream_options", {}).get("include_usage"):
        events.append(("", dict(part, choices=[], usage=shown)))
    events.append(("", "[DONE]"))
    return whole, events


def responses(request, usage, steps):
    shown = None if usage is None else {
        "input_tokens": usage["input"] + usage["cache_read"] if usage["input"] >= 0 else -5,
        "input_tokens_details": {"cached_tokens": usage["cache_read"]},
        "output_tokens": usage["output"], "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": 0}
    output = []
    if said(steps):
        output.append({"type": "message", "id": "msg_1", "status": "completed", "role": "assistant",
                       "content": [{"type": "output_text", "text": said(steps), "annotations": []}]})
    output += [{"type": "function_call", "id": "fc_" + s["id"], "call_id": s["id"], "name": s["tool"], "status": "completed",
                "arguments": json.dumps(s["arguments"])} for s in steps if "tool" in s]
    whole = {"id": "resp_1", "object": "response", "created_at": 1, "status": "completed", "model": request.get("model", ""),
             "output": output, "usage": shown, "error": None, "incomplete_details": None, "parallel_tool_calls": False, "tools": []}
    begun = dict(whole, status="in_progress", output=[], usage=None)
    events = [("response.created", {"type": "response.created", "response": begun})]
    for index, item in enumerate(output):
        events.append(("response.output_item.added", {"type": "response.output_item.added", "output_index": index,
                                                      "item": dict(item, status="in_progress", **({"content": []} if "content" in item else {}))}))
        if item["type"] == "message":
            for word in [w for s in steps if "text" in s for w in s["text"]]:
                events.append(("response.output_text.delta", {"type": "response.output_text.delta", "item_id": "msg_1",
                                                              "output_index": index, "content_index": 0, "delta": word}))
        events.append(("response.output_item.done", {"type": "response.output_item.done", "output_index": index, "item": item}))
    events.append(("response.completed", {"type": "response.completed", "response": whole}))
    for number, (_, event) in enumerate(events):
        event["sequence_number"] = number
    return whole, events


def gemini(usage, steps):
    def event(parts, finish, output):
        value = {"candidates": [{"content": {"role": "model", "parts": parts}, "index": 0}], "modelVersion": "scripted"}
        if finish:
            value["candidates"][0]["finishReason"] = "STOP"
        if usage is not None:
            bad = usage["input"] < 0
            value["usageMetadata"] = {
                "promptTokenCount": -5 if bad else usage["input"] + usage["cache_read"], "cachedContentTokenCount": usage["cache_read"],
                "candidatesTokenCount": "many" if bad else output, "thoughtsTokenCount": 0}
        return value
    words = [w for s in steps if "text" in s for w in s["text"]]
    calls = [{"functionCall": {"name": s["tool"], "args": s["arguments"]}} for s in steps if "tool" in s]
    events = [event([{"text": w}], False, 1) for w in words]
    parts = calls or [{"text": ""}]
    events.append(event(parts, True, None if usage is None else usage["output"]))
    return events


if __name__ == "__main__":
    server = ModelServer(address=("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 0))
    print(server.url, flush=True)
    server.serve_forever()
