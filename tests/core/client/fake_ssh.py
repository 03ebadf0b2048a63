#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands in for OpenSSH: runs the command here instead of there, and forwards the port. FAKE_SSH_HOME is the home of the
core "there"; FAKE_SSH says how it behaves: "denied" ends as ssh does without a key, "deaf" never ends, "lost" forwards for
a moment only. Each call is written to FAKE_SSH_HOME/ssh.log."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time

home, mode = os.environ["FAKE_SSH_HOME"], os.environ.get("FAKE_SSH", "")
words, forward, rest = sys.argv[1:], None, []
while words:
    word = words.pop(0)
    if word in ("-o", "-p"):
        words.pop(0)
    elif word == "-L":
        forward = words.pop(0)
    elif word != "-N":
        rest.append(word)
with open(os.path.join(home, "ssh.log"), "a", encoding="utf-8") as log:
    log.write(" ".join(sys.argv[1:]) + "\n")
if mode == "denied":
    print("me@there: Permission denied (publickey).", file=sys.stderr)
    sys.exit(255)
if mode == "deaf":
    signal.pause()
if not forward:
    sys.exit(subprocess.run(["sh", "-c", rest[1]], env=dict(os.environ, SIGNALBOX_HOME=home), check=False).returncode)


def pump(source, sink):
    try:
        while piece := source.recv(65536):
            sink.sendall(piece)
    except OSError:
        pass
    for end in (source, sink):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


here, port, there, target = forward.split(":")
server = socket.create_server((here, int(port)))
if mode == "lost":
    threading.Timer(1.0, lambda: os._exit(255)).start()
threading.Thread(target=lambda: [time.sleep(0.2) for _ in iter(lambda: os.path.exists(home), False)] and os._exit(0),
                 daemon=True).start()
while True:
    client, _ = server.accept()
    try:
        core = socket.create_connection((there, int(target)))
    except OSError:
        client.close()
        continue
    for pair in ((client, core), (core, client)):
        threading.Thread(target=pump, args=pair, daemon=True).start()
