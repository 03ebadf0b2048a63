#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small agent of the Agent Client Protocol, good or bad as its first word says, that works in its folder."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request

MODE = sys.argv[1]
VERSION = 2 if MODE == "v2" else 1
OPTIONS = [{"optionId": "for-ever", "name": "Always", "kind": "allow_always"}, {"optionId": "yes", "name": "Yes", "kind": "allow_once"},
           {"optionId": "no", "name": "No", "kind": "reject_once"}]
numbers = iter(range(1000))
session = "session-1"


def send(**message):
    sys.stdout.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
    sys.stdout.flush()


def receive():
    line = sys.stdin.readline()
    if not line:
        sys.exit(0)
    return json.loads(line)


def update(**what):
    send(method="session/update", params={"sessionId": session, "update": what})


def say(text):
    update(sessionUpdate="agent_message_chunk", messageId="m1", content={"type": "text", "text": text})


def ask(method, **params):
    """The client's answer to a request of ours; what it says in between is kept for later."""
    number = next(numbers)
    send(id=number, method=method, params={"sessionId": session, **params})
    while True:
        message = receive()
        if "method" not in message and message.get("id") == number:
            return message
        if message.get("method") == "session/cancel":
            sys.exit(0)


def run(command):
    """One tool call: asks, runs it, tells of it."""
    call = f"call-{next(numbers)}"
    told = {"toolCallId": call, "title": f"Run {command}", "kind": "execute", "rawInput": {"command": command}}
    if VERSION == 1:
        answer = ask("session/request_permission", toolCall=told, options=OPTIONS)
    else:
        answer = ask("session/request_permission", title="Run it", subject={"type": "tool_call", "toolCall": told}, options=OPTIONS)
    outcome = answer["result"]["outcome"]
    if outcome.get("optionId") != "yes":
        update(sessionUpdate="tool_call_update", toolCallId=call, status="failed")
        return False
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    text = {"type": "content", "content": {"type": "text", "text": done.stdout + done.stderr}}
    update(sessionUpdate="tool_call_update", toolCallId=call, status="completed", content=[text])
    return True


def work(prompt):
    assert "Change the answer" in prompt, prompt
    say("I look ")
    say("around.")
    run("cat answer.txt")
    run("sed -i s/41/43/ answer.txt")  # a rule says no
    run("touch allowed.txt")           # a person says yes
    run("touch denied.txt")            # a person says no
    refused = ask("fs/read_text_file", path="/etc/passwd")
    assert refused["error"]["code"] == -32601, refused
    run("echo 42 > answer.txt")
    run("git add -A")
    run("git commit -qm 'Mend it'")
    say("The answer is 42.")


def misbehave():
    if MODE == "dies":
        print("something terrible", file=sys.stderr)
        sys.exit(3)
    if MODE == "nonsense":
        while True:
            print("What a lovely day")
    if MODE == "long-line":
        sys.stdout.write("x" * 100_000_000 + "\n")
    if MODE == "other-id":
        send(id=4711, result={"stopReason": "end_turn"})
        send(id="3", result={"stopReason": "end_turn"})
    if MODE == "refuses":
        return "refusal"
    if MODE == "budget":  # it takes no notice of what it is told, and never ends
        while True:
            request = urllib.request.Request(os.environ["SIGNALBOX_GATEWAY"] + "/v1/messages", headers={"x-api-key": "x"}, data=json.dumps(
                {"model": "claude-sonnet-4-5", "max_tokens": 1000, "messages": [{"role": "user", "content": "hi"}]}).encode())
            try:
                urllib.request.urlopen(request, timeout=30).read()
            except urllib.error.HTTPError as error:
                print("told:", error.code, file=sys.stderr)
                while True:
                    time.sleep(3600)
    return "end_turn"


def main():
    global session
    while True:
        message = receive()
        number, method = message.get("id"), message.get("method")
        if method == "initialize":
            if MODE == "deaf":
                continue
            result = {"protocolVersion": VERSION}
            result.update({"agentCapabilities": {}} if VERSION == 1 else {"info": {"name": "x", "version": "1"}, "capabilities": {"session": {}}})
            send(id=number, result=result)
        elif method == "session/new":
            assert os.path.samefile(message["params"]["cwd"], os.getcwd())
            send(id=number, result={"sessionId": session})
        elif method == "session/prompt":
            prompt = message["params"]["prompt"][0]["text"]
            if VERSION == 2:
                send(id=number, result={"messageId": "u1"})
                update(sessionUpdate="state_update", state="running")
            reason = "end_turn"
            if MODE in ("v1", "v2"):
                work(prompt)
            else:
                reason = misbehave()
            if VERSION == 2:
                update(sessionUpdate="state_update", state="idle", stopReason=reason)
            else:
                send(id=number, result={"stopReason": reason})


main()
