#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protects the layers: what gates and agents need is there and works for an agent's job, alone on the base and
with all layers stacked on each other (where one layer could hide what another has brought).
"""

import json
import sys
import unittest

from machine import Machine, image_folder

SKIPPED = 77

PYTHON = r"""
set -e
mkdir -p ~/p && cd ~/p
printf 'def add(a, b):\n    return a + b\n' > calc.py
printf 'from calc import add\ndef test_add():\n    assert add(1, 2) == 3\n' > test_calc.py
python3 -m pytest -q -p no:cacheprovider --junitxml=junit.xml --cov=. --cov-report=lcov:cov.lcov
grep -q '<testcase classname="test_calc" name="test_add"' junit.xml
grep -q 'SF:calc.py' cov.lcov
python3 -m pyflakes calc.py
echo python works
"""

CPP = r"""
set -e
mkdir -p ~/c && cd ~/c
printf '#include <stdio.h>\nint main(int c, char **v) { (void)v; puts(c > 3 ? "many" : "few"); }\n' > a.c
printf '#include <string>\nint main() { return std::string("x").size() == 1 ? 0 : 1; }\n' > b.cpp
printf 'cmake_minimum_required(VERSION 3.20)\nproject(t C CXX)\n' > CMakeLists.txt
printf 'add_executable(a a.c)\nadd_executable(b b.cpp)\n' >> CMakeLists.txt
cmake -S . -B build -DCMAKE_C_FLAGS=--coverage > /dev/null
make -s -C build
test "$(build/a)" = few && build/b
lcov -q -c -d build -o cov.info
grep -q 'SF:.*/a.c' cov.info
pkg-config --version > /dev/null
echo cpp works
"""

NODE = r"""
set -e
mkdir -p ~/n && cd ~/n
printf "const test = require('node:test'), assert = require('node:assert');\n" > x.test.js
printf "test('adds', () => assert.equal(1 + 2, 3));\n" >> x.test.js
node --test --test-reporter=tap > out.tap
grep -q '^TAP version' out.tap && grep -q 'ok 1 - adds' out.tap
echo node works
"""

CHECKS = {"python": PYTHON, "cpp": CPP, "node": NODE}


class LayersTest(unittest.TestCase):
    def check(self, machine: Machine, layer: str) -> None:
        result, output = machine.run(layer, CHECKS[layer], limit=400)
        self.assertEqual(
            (result[:2], output.decode().splitlines()[-1:]),
            (["exited", "0"], [f"{layer} works"]),
            output.decode(),
        )

    def test_all_layers_stacked(self) -> None:
        layers = [name for name in CHECKS if name in PRESENT]
        with Machine(layers=("base", *layers), memory=1024, cpus=2, scratch_mib=512) as machine:
            session = machine.open_session()
            for layer in layers:
                with self.subTest(layer):
                    self.check(machine, layer)
            machine.close_session(session)

    def test_a_layer_alone_in_a_small_machine(self) -> None:
        with Machine(layers=("base", "python"), memory=384) as machine:
            session = machine.open_session()
            self.check(machine, "python")
            machine.close_session(session)

    def test_the_base_alone_has_what_the_host_uses(self) -> None:
        with Machine() as machine:
            session = machine.open_session()
            for program in (
                "git",
                "tar",
                "xz",
                "zstd",
                "patch",
                "ps",
                "mount",
                "find",
                "perl",
                "less",
                "file",
            ):
                self.assertEqual(machine.exec(f"command -v {program}").returncode, 0, program)
            self.assertEqual(
                machine.exec("stat -c '%U %a' / /root /tmp /usr /home/agent").stdout.decode().split("\n"),
                ["root 755", "root 700", "root 1777", "root 755", "agent 755", ""],
            )
            self.assertEqual(machine.exec("find / -xdev -nouser -o -xdev -nogroup").stdout, b"")
            machine.close_session(session)


if __name__ == "__main__":
    try:
        PRESENT = json.loads((image_folder() / "manifest.json").read_text())["layers"]
    except FileNotFoundError:
        print(f"skipped: no image in {image_folder()}; build it with resources/image/build", file=sys.stderr)
        sys.exit(SKIPPED)
    if not {"base", "python"} <= set(PRESENT):
        print("skipped: the image has no python layer; build it with resources/image/build", file=sys.stderr)
        sys.exit(SKIPPED)
    unittest.main(verbosity=2)
