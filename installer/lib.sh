# SPDX-License-Identifier: GPL-3.0-or-later
# Shared by installer/run and installer/test: what is missing is installed, what is old is built, and each step says why.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${SIGNALBOX_BUILD:-$top/build/release}
began=$(date +%s)

say() { printf '[%4ds] %s\n' "$(($(date +%s) - began))" "$*" >&2; }
die() {
    printf 'signalbox: %s\n' "$1" >&2
    [ $# -lt 2 ] || printf '  → %s\n' "$2" >&2
    exit 1
}

# as_root COMMAND...: directly, or through sudo.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "installing packages needs root" "run this as root, or install sudo, or install by hand: ${*: -1}"
    fi
}

# need_room DIRECTORY MEGABYTES WHAT
need_room() {
    mkdir -p "$1" 2>/dev/null || true
    local free
    free=$(df -Pm "$1" 2>/dev/null | awk 'NR==2 {print $4}')
    [ -z "$free" ] || [ "$free" -ge "$2" ] ||
        die "$3 needs about $2 MB in $1, and $free MB are free" "make room there, or choose another place with SIGNALBOX_HOME or SIGNALBOX_BUILD"
}

# install_packages GROUP...: what is missing of these groups, one line on each thing and why.
install_packages() {
    [ -r /etc/debian_version ] || die "this installer knows Debian 12 only" "the README lists what is needed elsewhere"
    local groups=" $* " missing=() group name why
    while read -r group name why; do
        case $groups in *" $group "*) ;; *) continue ;; esac
        case $name in
        */*)
            command -v "${name#*/}" >/dev/null && continue
            name=${name%/*}
            ;;
        esac
        if ! dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed; then
            say "to install: $name ($why)"
            missing+=("$name")
        fi
    done < <(grep -v '^#' "$top/installer/packages")
    if [ ${#missing[@]} = 0 ]; then
        say "packages: all there"
        return
    fi
    need_room /var/cache/apt 1500 "installing packages"
    local log
    log=$(mktemp)
    say "installing ${#missing[@]} packages"
    # An interrupted installation is finished first; both are harmless when there is nothing to finish.
    as_root dpkg --configure -a >>"$log" 2>&1 || true
    as_root apt-get update >>"$log" 2>&1 || say "the package lists could not be renewed; trying with those that are here"
    if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" >>"$log" 2>&1; then
        tail -n 15 "$log" >&2
        die "packages could not be installed" "the whole output is in $log"
    fi
    rm -f "$log"
}

# build_targets TARGET...: configures once, then builds; progress as the build tool shows it.
build_targets() {
    need_room "$build" 1500 "building"
    if [ ! -f "$build/build.ninja" ]; then
        say "configuring in $build"
        cmake -S "$top" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DSIGNALBOX_UNITY=ON >"$build.log" 2>&1 || {
            tail -n 20 "$build.log" >&2
            rm -f "$build/CMakeCache.txt"
            die "configuring failed" "the whole output is in $build.log"
        }
    fi
    say "building (the first time takes some minutes)"
    local status=0
    if [ -t 2 ]; then
        ninja -C "$build" "$@" >&2 || status=$?
    else
        NINJA_STATUS='[%f/%t] ' ninja -C "$build" "$@" | awk '/FAILED|error|warning:/ {print; fflush(); next} NR % 50 == 0 {print; fflush()} {last = $0} END {print last}' >&2 || status=$?
    fi
    [ $status = 0 ] || die "building failed" "the messages above say where"
    say "built"
}

# build_image LAYER...: base and these layers; says what it does, is quick when nothing changed.
build_image() {
    say "guest image: base $*"
    "$top/resources/image/build" --layers "base$(printf ',%s' "$@")" --progress >&2 ||
        die "the guest image could not be built" "the messages above say why; run $top/resources/image/build again when it is mended"
}
