#!/bin/sh
# Freeze the program on an older Debian, so that it also runs on older systems: build/package/foodsafe-desktop asks
# for no newer glibc than that Debian has. `make package OLDER=1` runs it, as root, with git and debootstrap.
#
# The old Debian has no Python that is new enough, and an SQLite older than the one the tests run with. Both are built
# there from the sources of a newer Debian, with its security corrections. Packages come from the mirror that this
# machine's own apt settings name, Python's from wherever its pip settings say. What is made is kept in build/older
# for the next time; nothing outside of build/ is touched.
set -eu

SUITE=bullseye            # glibc 2.31
SOURCES=bookworm          # Python 3.11, SQLite 3.40
PROJECT=$(cd "$(dirname "$0")/.." && pwd)
BASE=$PROJECT/build/older

if [ "${1:-}" != inside ]; then  # mounts end with this shell, however it ends
    exec unshare --mount "$0" inside
fi

in_base() {
    # shellcheck disable=SC2046 - one word for each setting is what is meant
    chroot "$BASE" /usr/bin/env -i $(env | grep -E '^(PIP_(CERT|INDEX_URL|EXTRA_INDEX_URL|DEFAULT_TIMEOUT)|https?_proxy|no_proxy)=') \
        PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
}

mirror_of() {
    apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | sort -u | grep -E "/$1/?\$" | head -n 1
}

if [ ! -e "$BASE/debian.stamp" ]; then
    rm -rf "$BASE"
    mkdir -p "$PROJECT/build"
    mirror=$(mirror_of debian)
    debootstrap --variant=minbase "$SUITE" "$BASE" "$mirror" >/dev/null
    apt-config dump | grep '^Acquire::' >"$BASE/etc/apt/apt.conf.d/50of-the-machine"
    cp /usr/share/keyrings/debian-archive-keyring.gpg "$BASE/usr/share/keyrings/of-the-machine.gpg"
    signed="[signed-by=/usr/share/keyrings/of-the-machine.gpg]"
    {
        echo "deb $signed $mirror $SUITE main"
        echo "deb $signed $(mirror_of debian-security) $SUITE-security main"
        echo "deb-src $signed $mirror $SOURCES main"
    } >"$BASE/etc/apt/sources.list"
    touch "$BASE/debian.stamp"
fi
mount -t proc proc "$BASE/proc"
mount -t tmpfs tmpfs "$BASE/dev/shm"  # Python is built without semaphores where it cannot try one
for setting in /etc/resolv.conf /etc/hosts /etc/pip.conf /etc/ssl/certs/ca-certificates.crt; do
    [ -e "$setting" ] && mkdir -p "$BASE${setting%/*}" && cp "$setting" "$BASE$setting"
done

if [ ! -e "$BASE/python.stamp" ]; then
    cp "$PROJECT/packaging/older_python.sh" "$BASE/tmp/"
    in_base sh /tmp/older_python.sh
    touch "$BASE/python.stamp"
fi

# What is committed, and nothing else; the environment from last time stays.
mkdir -p "$BASE/project"
find "$BASE/project" -mindepth 1 -maxdepth 1 ! -name .venv-package -exec rm -rf {} +
git -C "$PROJECT" archive HEAD | tar -x -C "$BASE/project"
mkdir -p "$BASE/project/build"
cp -R "$PROJECT/build/manual" "$BASE/project/build/"  # made here, and newer than what it is made from
in_base make -C /project package PYTHON=/usr/local/bin/python3.11

rm -rf "$PROJECT/build/package"
mkdir -p "$PROJECT/build"
cp -a "$BASE/project/build/package" "$PROJECT/build/package"
