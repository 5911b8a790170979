# Sourced by ./run and ./test, never run. Makes .venv and looks for what the system has to bring.
# LOCK is the lock file to install. All words go to stderr, so that ./run manage can be piped.
set -eu

say() { printf '%s\n' "$*" >&2; }
stop() { say "$@"; exit 1; }

good_python() { "$@" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
can_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }
apt_install() {
    say "Installing $* ..."
    apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# Linux's own comes first, where nobody asked for another: it is built for speed, as one that was compiled
# by hand seldom is, and does the same in four fifths of the time.
# A pyenv shim may exist and not run, so each name is tried, not only found.
find_python() {
    own=/usr/bin/python3
    if [ -z "${PYTHON:-}" ] && [ "$(uname)" = Linux ] && good_python "$own" && has_venv "$own"; then
        printf '%s\n' "$own"
        return
    fi
    for name in "${PYTHON:-}" python3.13 python3.12 python3.11 python3.14 python3; do
        if [ -n "$name" ] && good_python "$name"; then
            printf '%s\n' "$name"
            return
        fi
    done
    return 1
}

pango="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

make_venv() {
    if { ! python=$(find_python) || ! has_venv "$python"; } && can_install; then
        apt_install python3 python3-venv || :
    fi
    python=$(find_python) || stop "Pizazz needs Python 3.11 or later. Type: apt-get install python3 python3-venv"
    has_venv "$python" || stop "Python cannot make a virtual environment yet. Type: apt-get install python3-venv"
    say "Making .venv with $("$python" --version) ..."
    { "$python" -m venv --clear --without-pip .venv && bring_pip; } ||
        "$python" -m venv --clear .venv || stop "The virtual environment could not be made. Its last lines are above."
    made=yes
}

# pip comes with Python as one file. To unpack it is all that is needed: ensurepip takes three
# seconds more, for what no start uses.
bring_pip() {
    .venv/bin/python - <<'PY' 2>/dev/null
import ensurepip, pathlib, sys, sysconfig, zipfile
folders = [sysconfig.get_config_var("WHEEL_PKG_DIR"), pathlib.Path(ensurepip.__file__).parent / "_bundled"]
found = [file for folder in folders if folder for file in pathlib.Path(folder).glob("pip-*.whl")]
zipfile.ZipFile(found[0]).extractall(sysconfig.get_path("purelib"))
PY
}

has_venv() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

# What .venv holds is for one version of Python only: after an upgrade of the system it is made anew.
# A .venv whose Python has gone, or is another one than its packages are for, says another version.
wanted() { printf '%s %s\n' "$(cksum <"$LOCK")" "$(.venv/bin/python -c 'import sys; print(sys.version_info[:2])' 2>/dev/null)"; }

# The stamp holds the lock file's checksum and Python's version: nothing is installed twice.
install_lock() {
    stamp=.venv/installed-$LOCK
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(wanted)" ]; then return; fi
    if ! good_python .venv/bin/python || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then make_venv; fi
    bring_pango
    say "Installing $LOCK ..."
    if [ "${made:-}" = yes ]; then install_both_halves; else pip_install -r "$LOCK"; fi ||
        stop "Installing failed. Its last lines are above."
    wanted >"$stamp"
}

# The lock names every package, so pip need not ask which others each wants. Compiled when they are
# first used, which most of them never are.
pip_install() {
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --no-compile --no-deps \
        --require-hashes "$@" >&2
}

# Into an empty .venv by two at once: pip reads each package's whole history, which takes longest,
# and one processor would wait for the other. They share no package, and neither asks what is there.
install_both_halves() {
    awk -v one=.venv/first-half.txt -v other=.venv/second-half.txt '
        /^[^ #]/ { odd = !odd }
        { print >(odd ? one : other) }' "$LOCK" || return 1
    : >>.venv/first-half.txt
    : >>.venv/second-half.txt
    pip_install --ignore-installed -r .venv/first-half.txt &
    half=$!
    pip_install --ignore-installed -r .venv/second-half.txt || { wait "$half"; return 1; }
    wait "$half"
}

# Brought beside the packages, since neither waits for the other.
bring_pango() {
    bringing=
    if can_install && ! has_pango; then
        # shellcheck disable=SC2086 # three packages, three words
        { apt_install $pango || :; } &
        bringing=$!
    fi
}

# Asked of the system first: to import WeasyPrint takes a second of every first start.
has_pango() {
    .venv/bin/python -c 'import ctypes
for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"):
    ctypes.CDLL(name)' >/dev/null 2>&1 || .venv/bin/python -c 'import weasyprint' >/dev/null 2>&1
}

# Reports as PDF need Pango; everything else works without, so its absence stops nothing. It is said
# here, once, and nowhere else at a start.
look_for_pango() {
    if [ -f .venv/pango-found ]; then return; fi
    [ -n "${bringing+asked}" ] || bring_pango
    [ -z "$bringing" ] || wait "$bringing" || :
    if has_pango; then
        : >.venv/pango-found
        return
    fi
    say "PDFs need Pango, which is missing; all else works. Type: apt-get install $pango"
}

[ -w . ] || [ -d .venv ] || stop "$PWD cannot be written. Type: sudo chown -R $(id -un) $PWD"
install_lock
look_for_pango
