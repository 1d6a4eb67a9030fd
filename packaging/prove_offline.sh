#!/bin/sh
# Prove that the program needs nothing but a bare system: as root, in a Debian without Python and in a network namespace
# without any interface, its package is installed and checks itself. `make prove-offline` runs it after `make dist`.
#
# The Debian is made from the mirror that this machine's own apt settings name, and kept in build/bare.
set -eu

SUITE=${SUITE:-bookworm}
PROJECT=$(cd "$(dirname "$0")/.." && pwd)
BARE=$PROJECT/build/bare

if [ "${1:-}" = inside ]; then  # no network interface here, and mounts end with this shell
    mount -t proc proc "$BARE/proc"
    for empty in dev/shm tmp srv/archivist; do
        mount -t tmpfs -o mode=1777 tmpfs "$BARE/$empty"
    done
    if find "$BARE/usr/bin" "$BARE/usr/local/bin" -name 'python*' | grep .; then
        echo "There is a Python in $BARE, which proves nothing." >&2
        exit 2
    fi
    [ "$(grep -c : /proc/self/net/dev)" -le 1 ] || { echo "There is a network interface besides lo." >&2; exit 2; }
    # Nobody's account: the program asks for no rights.
    chroot --userspec=65534:65534 "$BARE" /usr/bin/env -i PATH=/usr/bin:/bin HOME=/srv/archivist LANG=C \
        foodsafe-desktop --self-check
    left=$(find "$BARE/tmp" "$BARE/srv/archivist" -type f)
    [ -z "$left" ] || { echo "Left behind: $left" >&2; exit 2; }
    exit
fi

package=$(ls "$PROJECT"/dist/*.deb)
if [ ! -e "$BARE/debian.stamp" ]; then
    rm -rf "$BARE"
    mkdir -p "$PROJECT/build"
    mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | sort -u | grep -E '/debian/?$' | head -n 1)
    needs=$(dpkg-deb --field "$package" Depends | tr -d ' ' | sed 's/([^)]*)//g')
    debootstrap --variant=minbase --include="$needs" "$SUITE" "$BARE" "$mirror" >/dev/null
    touch "$BARE/debian.stamp"
fi
mkdir -p "$BARE/srv/archivist"
cp "$package" "$BARE/package.deb"
chroot "$BARE" dpkg --install /package.deb
exec unshare --mount --net "$0" inside
