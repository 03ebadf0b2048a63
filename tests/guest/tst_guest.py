#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protects the guest as a whole, in real machines under emulation: what the host may rely on (a session that
can always be begun anew, jobs that outlive sessions, limits that hold, results that come whatever a job does)
and what an agent in it may not do. One machine serves most tests; those that destroy one have their own.
"""

import hashlib
import http.server
import os
import socket
import sys
import threading
import time
import unittest

from machine import Machine, image_folder

SKIPPED = 77


class GuestTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.machine = Machine(scratch_mib=192)
        cls.machine.__enter__()
        cls.addClassCleanup(cls.machine.__exit__)
        cls.session = cls.machine.open_session()

    @classmethod
    def tearDownClass(cls) -> None:
        cls.machine.close_session(cls.session)

    @classmethod
    def reconnect(cls) -> None:
        cls.machine.close_session(cls.session)
        cls.session = cls.machine.open_session()

    def sh(self, command: str, data: bytes = b"") -> str:
        done = self.machine.exec(command, data)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return done.stdout.decode()

    # --- the machine

    def test_is_what_the_host_said(self) -> None:
        self.assertIn("signalbox: ready", self.machine.console())
        self.assertEqual(self.sh("hostname").strip(), "guest-under-test")
        self.assertEqual(
            self.sh("cat /root/.ssh/authorized_keys").split()[1],
            (self.machine.folder / "client.pub").read_text().split()[1],
        )
        self.assertEqual(self.sh("ls /etc/dropbear /etc/ssh 2>/dev/null | grep -c key || true").strip(), "0")
        self.assertLess(abs(int(self.sh("date +%s")) - time.time()), 60)

    def test_has_no_network_but_itself(self) -> None:
        self.assertEqual(self.sh("ls /sys/class/net").split(), ["lo"])
        self.assertIn(
            "up",
            self.sh(
                "cat /sys/class/net/lo/operstate; cat /sys/class/net/lo/flags" "| grep -q 0x9 && echo up"
            ),
        )

    def test_clock_and_seed_can_be_set_after_a_restore(self) -> None:
        self.sh("sb-guest clock 1800000000000")
        self.assertLess(abs(int(self.sh("date +%s")) - 1800000000), 60)
        self.sh(f"sb-guest clock {int(time.time() * 1000)}")
        self.sh("sb-guest seed", os.urandom(32))
        self.assertEqual(self.machine.exec("sb-guest seed", b"short").returncode, 2)
        self.assertEqual(self.machine.exec("sb-guest clock tomorrow").returncode, 2)
        self.assertEqual(self.machine.exec("sb-guest nonsense").returncode, 2)

    def test_becomes_another_machine_when_told(self) -> None:
        def identity(name: str, seed: bytes) -> bytes:
            clock = int(time.time() * 1000)
            head = f"signalbox-identity 1\nhostname {name}\nclock-ms {clock}\nseed {len(seed)}\n"
            return head.encode() + seed + b"\nend\n"

        def draw() -> tuple[str, str]:
            return self.sh("cat /etc/machine-id").strip(), self.sh("head -c 16 /dev/urandom | od -An -tx1")

        ids = {draw()[0]}
        for name in ("guest-renamed", "guest-under-test"):
            self.sh("sb-guest renew", identity(name, os.urandom(64)))
            self.assertEqual(self.sh("hostname").strip(), name)
            self.assertIn(name, self.sh("cat /etc/hosts /etc/hostname"))
            ids.add(draw()[0])
        self.assertEqual(len(ids), 3)
        self.assertLess(abs(int(self.sh("date +%s")) - time.time()), 10)
        for bad in (b"", b"signalbox-identity 1\n", identity("a b", os.urandom(64)), identity("a", b"short")):
            self.assertEqual(self.machine.exec("sb-guest renew", bad).returncode, 2, bad)
        self.assertEqual(self.sh("hostname").strip(), "guest-under-test")

    def test_its_pulse_tells_what_it_does(self) -> None:
        def pulse() -> list[int]:
            return [int(number) for number in self.sh("sb-guest pulse").split()]

        before = pulse()
        self.machine.start("burner", "echo 123456789; while :; do :; done")
        end = time.monotonic() + 30
        while (now := pulse())[1] < before[1] + 2000 and time.monotonic() < end:
            time.sleep(0.3)
        self.assertEqual(now[2], before[2] + 1)
        self.assertGreater(now[0], before[0])
        self.assertGreaterEqual(now[1], before[1] + 2000)
        self.assertGreaterEqual(now[3], before[3] + 10)
        self.sh("sb-guest job kill burner; sb-guest job forget burner")
        self.assertEqual(pulse()[2], before[2])

    # --- sessions

    def test_carries_bulk_data_unharmed(self) -> None:
        data = os.urandom(1 << 20) * 8 + b"\nSIGNALBOX-HELLO no\n"
        done = self.machine.exec("cat", data)
        self.assertEqual(hashlib.sha256(done.stdout).hexdigest(), hashlib.sha256(data).hexdigest())

    def test_a_session_can_always_be_begun_anew(self) -> None:
        for _ in range(4):
            self.reconnect()
            self.assertEqual(self.sh("echo here").strip(), "here")

    def test_noise_on_the_port_does_no_harm(self) -> None:
        self.machine.close_session(self.session)
        for noise in (
            os.urandom(100000),
            b"\nSIGNALBOX-HELLO ",
            b"\nSIGNALBOX-HELLO 0123456789abcdef\n" * 3 + b"\0" * 999,
            b"\nSIGNALBOX-HELLO 0123456789abcdef\nSSH-2.0-nonsense\r\n" + os.urandom(4096),
        ):
            with socket.socket(socket.AF_UNIX) as port:
                port.connect(str(self.machine.port))
                port.settimeout(0.5)
                try:
                    port.sendall(noise)
                    port.recv(100)
                except TimeoutError:
                    pass
        type(self).session = self.machine.open_session()
        self.assertEqual(self.sh("echo here").strip(), "here")

    def test_what_a_session_ran_ends_with_it(self) -> None:
        self.sh("setsid nohup sleep 4711 >/dev/null 2>&1 </dev/null & exit 0")
        self.assertEqual(self.sh("pgrep -fc 'sleep 471[1]'").strip(), "1")
        self.reconnect()
        self.assertEqual(self.machine.exec("pgrep -f 'sleep 471[1]'").stdout, b"")

    def test_the_port_process_is_replaced_when_it_dies(self) -> None:
        before = self.sh("pgrep -f 'sb-guest por[t]'").strip()
        # The command never ends by itself, and no one is left to say so but the new port process.
        self.assertEqual(self.machine.exec("kill -9 $(pgrep -f 'sb-guest por[t]')").returncode, 255)
        self.reconnect()
        self.assertNotEqual(self.sh("pgrep -f 'sb-guest por[t]'").strip(), before)

    def test_a_session_whose_server_died_ends_at_once(self) -> None:
        self.assertEqual(self.machine.exec("kill -9 $(pgrep -x dropbear)").returncode, 255)
        self.reconnect()
        self.assertEqual(self.sh("echo here").strip(), "here")

    # --- jobs

    def test_runs_a_job_as_described(self) -> None:
        result, output = self.machine.run(
            "described",
            'id -un; pwd; echo "$GREETING|$HOME|$SIGNALBOX_JOB|$USER"; echo err >&2; cat; exit 3',
            folder="/tmp",
            env={"GREETING": "two\nlines"},
        )
        self.assertEqual(result[:2], ["exited", "3"])
        self.assertEqual(output, b"agent\n/tmp\ntwo\nlines|/home/agent|described|agent\nerr\n")
        self.assertEqual(int(result[3]), len(output))
        self.assertEqual(result[4], "0")

    def test_runs_a_script_by_its_own_interpreter_and_as_root(self) -> None:
        result, output = self.machine.run("shebang", "#!/usr/bin/perl\nprint 6 * 7, qq( $<\\n);", user="root")
        self.assertEqual((result[:2], output), (["exited", "0"], b"42 0\n"))

    def test_starting_a_known_job_again_does_nothing(self) -> None:
        self.assertEqual(self.machine.start("once", "echo x >> /tmp/once").stdout, b"started\n")
        self.machine.attach("once")
        self.assertEqual(self.machine.start("once", "echo x >> /tmp/once").stdout, b"known\n")
        self.assertEqual(self.sh("cat /tmp/once"), "x\n")

    def test_bad_descriptions_start_nothing(self) -> None:
        for text in (
            b"",
            b"signalbox-job 1\n",
            b"signalbox-job 1\nscript 100\nshort",
            b"hello\n",
            b"signalbox-job 1\nuser daemon\nscript 0\n",
            b"signalbox-job 1\nscript 9999999999\n",
        ):
            done = self.machine.exec("sb-guest job start bad", text)
            self.assertEqual(done.returncode, 2, text)
            self.assertTrue(done.stderr.startswith(b"signalbox: the job's description"), done.stderr)
        self.assertEqual(self.machine.exec("sb-guest job result bad").returncode, 5)
        for job in ("../x", ".lock", "''", "a" * 65):
            self.assertEqual(self.machine.exec(f"sb-guest job start {job}").returncode, 2)

    def test_unknown_jobs_are_said_to_be_unknown(self) -> None:
        for command in ("attach", "result", "kill", "forget"):
            self.assertEqual(self.machine.exec(f"sb-guest job {command} nobody").returncode, 5, command)

    def test_a_job_that_cannot_run_has_a_result_and_a_reason(self) -> None:
        result, output = self.machine.run("nowhere", "true", folder="/no/such/place")
        self.assertEqual(result[:2], ["failed", "2"])
        self.assertIn(b"/no/such/place", output)
        result, _ = self.machine.run("nobody-home", "#!/no/such/interpreter\n")
        self.assertEqual(result[:2], ["failed", "2"])

    def test_a_signal_is_told_from_an_exit(self) -> None:
        result, _ = self.machine.run("segv", "kill -SEGV $$")
        self.assertEqual(result[:2], ["signalled", "11"])

    def test_a_hanging_job_is_ended_with_all_it_started(self) -> None:
        result, output = self.machine.run(
            "hang",
            "trap '' TERM INT HUP; echo begun; setsid nohup sleep 4712 & (setsid sleep 4712 &) ; sleep 4712",
            time_ms=1500,
        )
        self.assertEqual(result[0], "timeout")
        self.assertGreaterEqual(int(result[2]), 1500)
        self.assertTrue(output.startswith(b"begun"))
        self.assertEqual(self.machine.exec("pgrep -f 'sleep 471[2]'").stdout, b"")

    def test_what_a_job_leaves_behind_is_ended(self) -> None:
        result, _ = self.machine.run("daemon", "setsid nohup sleep 4713 >/dev/null 2>&1 & exit 0")
        self.assertEqual(result[:2], ["exited", "0"])
        self.assertEqual(self.machine.exec("pgrep -f 'sleep 471[3]'").stdout, b"")

    def test_a_flood_of_output_is_cut_at_the_limit(self) -> None:
        result, output = self.machine.run("flood", "yes 0123456789", output_bytes=300000)
        self.assertEqual(result[0], "outputlimit")
        self.assertEqual(len(output), 300000)
        self.assertEqual(output, (b"0123456789\n" * 30000)[:300000])

    def test_output_up_to_the_limit_is_no_offence(self) -> None:
        result, output = self.machine.run("exact", "printf 0123456789", output_bytes=10)
        self.assertEqual((result[:2], output), (["exited", "0"], b"0123456789"))

    def test_a_fork_bomb_leaves_the_guest_alive(self) -> None:
        # A file stops late comers, so that the bomb is known to have burst in a group of its own.
        result, _ = self.machine.run(
            "bomb", "b() { b | b & }; b; sleep 600", time_ms=8000, output_bytes=100000, limit=180
        )
        self.assertIn(result[0], ("timeout", "outputlimit", "oom"))
        self.assertLess(int(self.sh("ls -d /proc/[0-9]* | wc -l")), 200)
        self.assertEqual(self.machine.run("after-bomb", "echo fine")[1], b"fine\n")

    def test_a_memory_hog_is_told_so(self) -> None:
        result, _ = self.machine.run(
            "hog", "#!/usr/bin/perl\nmy @a; push @a, 'x' x 1e6 while 1;", time_ms=60000
        )
        self.assertEqual(result[0], "oom")
        self.assertEqual(self.machine.run("after-hog", "echo fine")[1], b"fine\n")

    def test_a_full_disk_is_the_jobs_problem_only(self) -> None:
        result, output = self.machine.run("fill", "dd if=/dev/zero of=big bs=1M 2>&1; echo status $?")
        self.assertEqual(result[:2], ["exited", "0"])
        self.assertIn(b"No space left on device", output)
        self.assertTrue(output.endswith(b"status 1\n"), "the output written after the disk was full is lost")
        result, output = self.machine.run("while-full", "head -c 5000000 /dev/zero > file || echo refused")
        self.assertIn(b"refused", output)
        # Without a limit the output itself fills even what is reserved for root; the result still comes.
        result, _ = self.machine.run("flood-full", "head -c 100000000 /dev/zero; exit 7", limit=120)
        self.assertEqual(result[:2], ["exited", "7"])
        self.assertGreater(int(result[4]), 0)
        self.sh("sb-guest job forget flood-full; rm /home/agent/big")
        self.assertEqual(self.machine.run("after-full", "echo fine")[1], b"fine\n")

    def test_kill_ends_a_job_and_can_be_repeated(self) -> None:
        self.machine.start("victim", "sleep 4714 & sleep 4714")
        self.assertEqual(self.machine.result("victim")[0], "running")
        self.assertEqual(self.machine.exec("sb-guest job forget victim").returncode, 1)
        for _ in range(2):
            self.sh("sb-guest job kill victim")
            self.assertEqual(self.machine.result("victim")[0], "killed")
        self.assertEqual(self.machine.exec("pgrep -f 'sleep 471[4]'").stdout, b"")
        self.sh("sb-guest job forget victim")
        self.assertEqual(self.machine.exec("sb-guest job result victim").returncode, 5)

    def test_a_job_outlives_the_session_and_is_attached_again(self) -> None:
        self.machine.start(
            "long", "echo first; while [ ! -e /tmp/go ]; do sleep 0.1; done; echo last; exit 5"
        )
        end = time.monotonic() + 20
        while int(self.machine.result("long")[3]) < 6 and time.monotonic() < end:
            time.sleep(0.1)
        self.reconnect()
        self.assertEqual(self.machine.result("long")[0], "running")
        followed: list[bytes] = []
        follower = threading.Thread(target=lambda: followed.append(self.machine.attach("long", 2)))
        follower.start()
        self.sh("touch /tmp/go")
        follower.join()
        self.assertEqual(followed, [b"rst\nlast\n"])
        self.assertEqual(self.machine.result("long")[:2], ["exited", "5"])
        self.assertEqual(self.machine.attach("long", 6), b"last\n")
        self.assertEqual(self.machine.attach("long", 999), b"")
        self.assertRegex(self.sh("sb-guest job list"), r"(?m)^long exited 5 \d+ 11 0$")

    def test_a_dead_supervisor_is_noticed(self) -> None:
        self.machine.start("orphan", "sleep 4715")
        self.sh("kill -9 $(cat /sys/fs/cgroup/supervisors/cgroup.procs)")
        self.assertEqual(self.machine.attach("orphan"), b"")
        self.assertEqual(self.machine.result("orphan")[0], "lost")
        self.sh("sb-guest job kill orphan")
        self.assertEqual(self.machine.exec("pgrep -f 'sleep 471[5]'").stdout, b"")

    def test_an_agent_may_not_touch_the_machinery(self) -> None:
        script = """
            try() { "$@" >/dev/null 2>&1 && echo "could: $*"; }
            try cat /run/signalbox/hostkey; try cat /root/.ssh/authorized_keys; try ls /var/lib/signalbox-jobs
            try cat /sys/firmware/qemu_fw_cfg/by_name/opt/signalbox/hostkey/raw
            try dd if=/dev/vport0p1 count=1; try dd if=/dev/vda count=1
            try touch /run/signalbox/bin/x; try touch /run/signalbox/jobs/x
            try sh -c 'echo 1 > /sys/fs/cgroup/jobs/cgroup.kill'
            try sh -c 'echo $$ > /sys/fs/cgroup/cgroup.procs'
            try kill -9 1; try kill -9 $PPID; try sb-guest poweroff; try sb-guest clock 0
            try mount -t tmpfs x /mnt
            try su -c true; try sh -c 'echo k > /run/signalbox/jobs/policy/control'; try dmesg -n 1
            echo done"""
        self.assertEqual(self.machine.run("policy", script)[1], b"done\n")

    # --- may I proceed?

    def test_proceed_says_what_the_core_says(self) -> None:
        answers = {
            "yes": (200, "yes\n"),
            "no": (200, "no\nmissing: tests\n"),
            "json-yes": (200, '{"proceed" : true}'),
            "json-no": (200, '{"missing":[],"proceed":false}'),
            "forbidden": (403, "not yours"),
            "gone": (404, "?"),
            "down": (503, "starting"),
        }
        asked: list[tuple[str, str]] = []

        class Core(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append((self.path, self.headers["Accept"]))
                status, text = answers[self.path.rsplit("=", 1)[-1]]
                self.send_response(status)
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_: object) -> None:
                pass

        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Core) as core:
            threading.Thread(target=core.serve_forever, daemon=True).start()
            self.assertEqual(self.machine.exec("signalboxctl proceed").returncode, 4)
            self.machine.close_session(self.session)
            type(self).session = self.machine.open_session(
                "-R", f"127.0.0.1:8470:127.0.0.1:{core.server_port}"
            )
            commit = self.sh(
                "git init -q /tmp/r && cd /tmp/r && git -c user.name=n -c user.email=e commit -q"
                " --allow-empty -m x && git rev-parse HEAD"
            ).strip()
            for step, status in {
                "yes": 0,
                "no": 3,
                "json-yes": 0,
                "json-no": 3,
                "forbidden": 3,
                "gone": 1,
                "down": 4,
            }.items():
                done = self.machine.exec(f"cd /tmp/r && signalboxctl proceed --to {step}")
                self.assertEqual(done.returncode, status, step)
                self.assertEqual(done.stdout.decode().strip(), answers[step][1].strip())
            self.assertEqual(asked[0], (f"/v1/guest/proceed?commit={commit}&to=yes", "text/plain"))
            self.machine.run("asks", "signalboxctl proceed --to yes --json")
            self.assertEqual(asked[-1], ("/v1/guest/proceed?commit=&to=yes", "application/json"))
            for arguments in ("", "proceed --to", "proceed --to 'a b'", "proceed --for me", "retreat"):
                self.assertEqual(self.machine.exec(f"signalboxctl {arguments}").returncode, 2, arguments)
            core.shutdown()
        self.reconnect()


class FailingGuestTest(unittest.TestCase):
    def test_a_panic_reaches_the_host(self) -> None:
        with Machine() as machine:
            session = machine.open_session()

            def panic() -> None:
                machine.start("panic", "echo c > /proc/sysrq-trigger", user="root")

            crash = threading.Thread(target=panic)
            self.assertTrue(machine.awaits_event("GUEST_PANICKED", 30, crash.start))
            self.assertTrue(machine.wait_console("Kernel panic", 10))
            machine.close_session(session)
            crash.join()

    def test_a_guest_that_cannot_start_panics_and_says_why(self) -> None:
        with Machine(layer_count=0) as machine:
            self.assertTrue(machine.wait_console("signalbox: fatal: sb.layers=", 60))
            self.assertTrue(machine.wait_console("Kernel panic", 10))

    def test_power_off_is_no_panic(self) -> None:
        with Machine() as machine:
            session = machine.open_session()
            self.assertTrue(
                machine.awaits_event(
                    "SHUTDOWN", 30, lambda: machine.exec("sb-guest poweroff >/dev/null 2>&1 &", limit=20)
                )
            )
            self.assertNotIn("panic", machine.console())
            machine.close_session(session)


if __name__ == "__main__":
    if not (image_folder() / "manifest.json").exists():
        print(f"skipped: no image in {image_folder()}; build it with resources/image/build", file=sys.stderr)
        sys.exit(SKIPPED)
    unittest.main(verbosity=2)
