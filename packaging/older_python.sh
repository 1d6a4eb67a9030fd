#!/bin/sh
# Build SQLite and Python into /usr/local, from the Debian sources that apt knows here. Run by older_base.sh, as root,
# inside the base that it makes. What is built asks for no symbol of glibc that is newer than 2.28 (UOS 20).
set -eu

apt-get -qq update
apt-get -qq -o Dpkg::Use-Pty=0 install --yes --no-install-recommends build-essential make dpkg-dev pkg-config binutils file tcl \
    libbz2-dev libexpat1-dev libffi-dev liblzma-dev libssl-dev uuid-dev zlib1g-dev >/dev/null
rm -rf /tmp/sources
mkdir /tmp/sources
cd /tmp/sources
# What the compiler says fills screens; it is shown where it led to nothing.
trap '[ $? -eq 0 ] || tail -n 40 /tmp/sources/log' EXIT
apt-get -qq source --download-only -o APT::Sandbox::User=root sqlite3 python3.11 libpng1.6 dbus

# glibc 2.29 has new versions of these, which differ in how they report errors, and the linker takes the newest.
cat >older_symbols.h <<'END'
#if defined(__x86_64__) && !defined(__ASSEMBLER__)
__asm__(".symver exp,exp@GLIBC_2.2.5");
__asm__(".symver exp2,exp2@GLIBC_2.2.5");
__asm__(".symver log,log@GLIBC_2.2.5");
__asm__(".symver log2,log2@GLIBC_2.2.5");
__asm__(".symver pow,pow@GLIBC_2.2.5");
#endif
END
plain="-O2 -include /tmp/sources/older_symbols.h"

# Source package, folder, CFLAGS, then what ./configure is given.
build() {
    (
        dpkg-source --no-check -x "$1"_*.dsc "$2"
        cd "$2"
        CFLAGS="$3"
        export CFLAGS
        shift 3
        ./configure --quiet --prefix=/usr/local --disable-static "$@"
        make -s -j2
        make -s install
        ldconfig
    ) >>log 2>&1
}

# Debian's own settings, which the tests run with elsewhere: they stand in its rules, from the first to the last.
tar -xOf sqlite3_*.debian.tar.xz debian/rules >rules
settings=$(sed -n '/-DSQLITE_SECURE_DELETE/,/-DSQLITE_MAX_VARIABLE_NUMBER/p' rules | tr -d '\\\n\t')
build sqlite3 sqlite "$plain $settings" --enable-fts5 --disable-tcl --disable-readline
# Two that Qt brings along: Debian's ask for newer symbols, one of them by way of systemd.
build libpng1.6 libpng "$plain"
build dbus dbus "$plain" --disable-systemd --disable-selinux --disable-apparmor --disable-libaudit --disable-tests \
    --disable-doxygen-docs --disable-xml-docs --without-x

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
    # sem_clockwait is of glibc 2.30; without it Python waits as it did before.
    CFLAGS="$plain" ac_cv_func_sem_clockwait=no ./configure --quiet --prefix=/usr/local --enable-shared \
        --with-system-expat --disable-test-modules
    make -s -j2
    make -s install
    strip --strip-unneeded /usr/local/lib/libpython3.11.so.1.0 /usr/local/lib/python3.11/lib-dynload/*.so
    ldconfig
) >>log 2>&1
python3.11 -c "
import _elementtree, _hashlib, bz2, ctypes, lzma, multiprocessing.synchronize, sqlite3, ssl, zlib
sqlite3.connect(':memory:').execute('create virtual table t using fts5(x, tokenize=trigram)')"
rm -rf /tmp/sources
