#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protects the way of machines to the world outside: a package is fetched from within a machine that has no network
interface, through the core and over TLS that the core speaks, twice but from the registry once; everything else is refused,
and all of it is in the audit log, which a verifier without a core takes. Without --egress there is no proxy at all.

It needs the npm registry; where that cannot be reached, it excuses itself (77)."""

import ipaddress
import json
import os
import shutil
import socket
import subprocess
import sys
import unittest
import urllib.request

import harness

REGISTRY = "registry.npmjs.org"
CTL = os.environ.get("SIGNALBOX_CTL")
BLUEPRINT = """\
signalbox: 1
name: egress
machine: {layers: [python], memory: 512MB, disk: 1GB}
limits: {iterations: 2, wall_time: 1h}
steps:
  - {id: implement, kind: agent}
  - {id: approve, kind: approval}
"""
AGENT = """\
cat > ../install.py <<'PY'
import base64, hashlib, io, json, os, socket, tarfile, urllib.error, urllib.request
registry = os.environ.get("npm_config_registry")
print("registry", registry, "proxy", bool(os.environ.get("http_proxy")))
def attempt(what, call):
    try:
        call()
        print(what, "WENT THROUGH")
    except Exception as error:
        print(what, "refused:", getattr(error, "code", type(error).__name__))
def tunnel(name):
    proxy = os.environ["http_proxy"].split("//")[1].split(":")
    with socket.create_connection((proxy[0], int(proxy[1])), timeout=30) as s:
        s.sendall(f"CONNECT {name} HTTP/1.1\\r\\nHost: {name}\\r\\n\\r\\n".encode())
        status = s.recv(100).split()[1].decode()
        if status != "200":
            raise RuntimeError(status)
if registry:
    package = json.load(urllib.request.urlopen(registry + "is-odd", timeout=120))["versions"]["3.0.1"]["dist"]
    url = package["tarball"].replace("https:", "http:")
    for i in range(2):
        bytes = urllib.request.urlopen(url, timeout=120).read()
    digest = "sha512-" + base64.b64encode(hashlib.sha512(bytes).digest()).decode()
    print("digest is right:", digest == package["integrity"])
    tarfile.open(fileobj=io.BytesIO(bytes)).extractall("../node_modules")
    print("installed", json.load(open("../node_modules/package/package.json"))["name"])
    attempt("another host", lambda: urllib.request.urlopen("http://example.org/", timeout=30))
    attempt("publishing", lambda: urllib.request.urlopen(urllib.request.Request(registry + "is-odd", b"{}", method="PUT"), timeout=30))
    attempt("the core itself", lambda: urllib.request.urlopen(urllib.request.Request("http://127.0.0.1:22/"), timeout=30))
    attempt("a tunnel to the registry", lambda: tunnel("registry.npmjs.org:443"))
    attempt("a tunnel elsewhere", lambda: tunnel("169.254.169.254:443"))
%(direct)s
PY
python3 ../install.py 2>&1
echo done > done.txt && git add done.txt && git commit -q -m "Done"
"""
DIRECT = 'attempt("without the core", lambda: socket.create_connection(("203.0.113.1", 80), timeout=5))'


def registry_options():
    """What the core needs to reach the registry from here; skips where nobody can."""
    try:
        urllib.request.urlopen(f"https://{REGISTRY}/is-odd", timeout=20).read(1)
        addresses = {entry[4][0] for entry in socket.getaddrinfo(REGISTRY, 443, proto=socket.IPPROTO_TCP)}
    except OSError as error:
        print(f"SKIPPED: {REGISTRY} cannot be reached from here ({error}); this test fetches a package from it")
        sys.exit(77)
    # A mirror within a private network, as some CI has it, is the operator's to allow.
    inside = [address for address in addresses if not ipaddress.ip_address(address).is_global]
    return [word for address in inside for word in ("--egress-network", address)]


class Egress(harness.EndToEnd):
    hypervisor = ()
    direct = DIRECT  # there is no network interface to use

    @classmethod
    def setUpClass(cls):
        cls.options = ("--egress", "npm", *registry_options(), *cls.hypervisor)
        super().setUpClass()

    def audit(self, **query):
        text = "&".join(f"{name}={value}" for name, value in query.items())
        return self.core.get("/v1/audit?limit=1000&" + text)["entries"]

    def test_a_package_comes_through_the_core_and_nothing_else(self):
        task = self.core.submit(self.repository("outside", BLUEPRINT, {"a": "a\n"}), AGENT % {"direct": self.direct})
        self.core.approval(task)
        output = self.core.output(task)
        self.assertIn("digest is right: True", output)
        self.assertIn("installed is-odd", output)
        for what in ("another host refused: 403", "publishing refused: 405", "a tunnel to the registry refused: ",
                     "a tunnel elsewhere refused: "):
            self.assertIn(what, output)
        self.assertNotIn("WENT THROUGH", output)
        acts = self.audit(task=task, kind="egress")
        allowed = [act["text"] for act in acts if act["action"] == "allowed"]
        self.assertEqual(allowed, ["GET registry.npmjs.org/is-odd"] + ["GET registry.npmjs.org/is-odd/-/is-odd-3.0.1.tgz"] * 2)
        refused = " ".join(act["text"] for act in acts if act["action"] == "refused")
        for target in ("example.org/", "PUT registry.npmjs.org", "CONNECT registry.npmjs.org:443", "CONNECT 169.254.169.254:443"):
            self.assertIn(target, refused)
        self.assertEqual({act["repository"] for act in acts}, {"outside"})
        self.assertTrue(all(act["machine"] for act in acts))
        kept = [json.loads(note.read_text())["url"] for note in (self.core.home / "packages").glob("*.json")]
        self.assertIn("registry.npmjs.org/is-odd/-/is-odd-3.0.1.tgz", kept)
        self.endTask(task)
        self.assertNothingLeft()
        self.verify()

    def verify(self):
        """As a stranger does it, without the core."""
        if not CTL:
            return
        file = self.core.home / "audit.ndjson"
        environment = dict(os.environ, SIGNALBOX_HOME=str(self.core.home))
        subprocess.run([CTL, "audit", "export", str(file)], check=True, env=environment, stdout=subprocess.DEVNULL)
        subprocess.run([CTL, "audit", "verify", str(file)], check=True, stdout=subprocess.DEVNULL)
        file.write_text(file.read_text().replace("allowed", "refused", 1))
        self.assertEqual(subprocess.run([CTL, "audit", "verify", str(file)], stdout=subprocess.DEVNULL).returncode, 1)


class EgressOfProcesses(Egress):
    """The same with the development provider, whose machines have the host's network: only the proxy is judged."""
    hypervisor = ("--hypervisor", "process:")
    direct = ""

    @unittest.skipUnless(shutil.which("npm"), "npm is not installed")
    def test_npm_installs_through_it(self):
        agent = ("mkdir ../try && cd ../try && npm install --no-save is-odd@3.0.1 2>&1 && ls node_modules && "
                 "npm publish 2>&1 | tail -3; cd - && echo x > x && git add x && git commit -q -m x")
        task = self.core.submit(self.repository("npm", BLUEPRINT, {"a": "a\n"}), agent)
        self.core.approval(task)
        self.assertIn("is-number", self.core.output(task).split())
        self.endTask(task)


class WithoutEgress(harness.EndToEnd):
    options = ("--hypervisor", "process:")

    def test_there_is_no_proxy(self):
        task = self.core.submit(self.repository("inside", BLUEPRINT, {"a": "a\n"}),
                                'echo "proxy:$http_proxy:$npm_config_registry:"; echo x > x && git add x && git commit -q -m x')
        self.core.approval(task)
        self.assertIn("proxy:" + os.environ.get("http_proxy", "") + "::", self.core.output(task))
        self.endTask(task)


if __name__ == "__main__":
    harness.main()
