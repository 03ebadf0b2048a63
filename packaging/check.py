#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-3.0-or-later
"""check.py BUILD: makes the Debian packages of a build, installs them in a clean Debian 12, starts the programs there,
removes them, and looks for what they left.

Needs mmdebstrap and the network of a package mirror. Prints what it does and ends with 1 when something is not as it must be.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SUITE = "bookworm"
# Inside the clean system, as root. Each line must succeed.
INSIDE = r"""
set -eu
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
find / -xdev -not -path '/proc/*' -not -path '/packages/*' | sort > /tmp/before
apt-get -qq install -y --no-install-recommends /packages/*.deb > /tmp/install.log 2>&1 || { tail -20 /tmp/install.log; exit 1; }
say() { echo "  $*"; }
say "installed: $(dpkg-query -W -f '${Package} ${Version} (${Installed-Size} kB)  ' 'signalbox*')"
for program in signalbox signalboxctl signalboxd; do $program --version; $program --help > /dev/null; done
say "the console paints without a display"
signalbox --connect test:///approval --screenshot /tmp/picture.png --size 1280x800
[ "$(stat -c %s /tmp/picture.png)" -gt 50000 ]
say "the command line completes and explains"
bash -c '. /usr/share/bash-completion/completions/signalboxctl; complete -p signalboxctl' > /dev/null
for page in man1/signalbox.1 man1/signalboxctl.1 man8/signalboxd.8; do [ -s /usr/share/man/$page ]; done
say "a core starts, answers and ends (development provider: no machines in here)"
apt-get -qq install -y --no-install-recommends bubblewrap > /dev/null 2>&1
export SIGNALBOX_HYPERVISOR=process: SIGNALBOX_HOME=/var/lib/signalbox
signalboxctl core start
signalboxctl core status
signalboxctl core stop
say "removed without a trace but the user's data"
apt-get -qq purge -y bubblewrap 'signalbox*' > /dev/null 2>&1
if dpkg -l 'signalbox*' 2>/dev/null | grep '^ii'; then exit 1; fi
if find /usr /etc -xdev -iname '*signalbox*' | grep .; then exit 1; fi
[ -d /var/lib/signalbox ]
"""


def run(*words, **more):
    print("$", " ".join(str(word) for word in words), flush=True)
    return subprocess.run([str(word) for word in words], check=True, **more)


def main(build):
    began = time.monotonic()
    packages = build / "packages"
    shutil.rmtree(packages, ignore_errors=True)
    run("cpack", "--config", build / "CPackConfig.cmake", stdout=subprocess.DEVNULL, cwd=build)
    made = sorted(packages.glob("*.deb"))
    for deb in made:
        print(f"  {deb.name}  {deb.stat().st_size / 1e6:.1f} MB")
    if len(made) != 3:
        print("three packages were expected")
        return 1
    with tempfile.TemporaryDirectory(prefix="signalbox-packages-") as folder:
        script = Path(folder) / "inside"
        script.write_text(INSIDE, encoding="utf-8")
        run("mmdebstrap", "--quiet", "--variant=apt", "--include=ca-certificates", SUITE, "/dev/null",
            f"--customize-hook=mkdir -p $1/packages && cp {packages}/*.deb $1/packages/ && cp {script} $1/inside",
            "--customize-hook=chroot $1 sh /inside", "--format=null")
    print(f"passed in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        sys.exit(main(Path(sys.argv[1]).resolve()))
    except subprocess.CalledProcessError as error:
        sys.exit(f"failed: {error}")
