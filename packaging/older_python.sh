#!/bin/sh
# Build SQLite and Python into /usr/local, from the Debian sources that apt knows here. Run by older_base.sh, as root,
# inside the base that it makes.
set -eu

apt-get -qq update
apt-get -qq -o Dpkg::Use-Pty=0 install --yes --no-install-recommends build-essential make dpkg-dev pkg-config binutils file tcl \
    libbz2-dev libexpat1-dev libffi-dev liblzma-dev libssl-dev uuid-dev zlib1g-dev >/dev/null
rm -rf /tmp/sources
mkdir /tmp/sources
cd /tmp/sources
# What the compiler says fills screens; it is shown where it led to nothing.
trap '[ $? -eq 0 ] || tail -n 40 /tmp/sources/log' EXIT
apt-get -qq source --download-only -o APT::Sandbox::User=root sqlite3 python3.11

dpkg-source --no-check -x sqlite3_*.dsc sqlite >log
(
    cd sqlite
    # Debian's own settings, which the tests run with elsewhere: they stand in its rules, from the first to the last.
    settings=$(sed -n '/-DSQLITE_SECURE_DELETE/,/-DSQLITE_MAX_VARIABLE_NUMBER/p' debian/rules | tr -d '\\\n\t')
    CFLAGS="-O2 $settings" ./configure --quiet --prefix=/usr/local --enable-fts5 \
        --disable-tcl --disable-readline --disable-static
    make -s -j2
    make -s install
    ldconfig
) >>log 2>&1

mkdir python
tar -C python --strip-components=1 -xf python3.11_*.orig.tar.*
tar -C python -xf python3.11_*.debian.tar.*
(
    cd python
    # The corrections come last in Debian's list, after the patches that move files to Debian's places.
    sed -n '/^shutdown-deadlock/,$p' debian/patches/series | while read -r correction _; do
        patch -sp1 <"debian/patches/$correction"
    done
    # One of them uses an inner header of Python's, and Debian's build says so in a list that is not used here.
    sed -i '1i #define Py_BUILD_CORE_MODULE 1' Modules/pyexpat.c
    ./configure --quiet --prefix=/usr/local --enable-shared --with-system-expat --disable-test-modules
    make -s -j2
    make -s install
    ldconfig
) >>log 2>&1
python3.11 -c "
import _elementtree, _hashlib, bz2, ctypes, lzma, sqlite3, ssl, zlib
sqlite3.connect(':memory:').execute('create virtual table t using fts5(x, tokenize=trigram)')"
rm -rf /tmp/sources
