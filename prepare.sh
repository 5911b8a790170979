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

# A pyenv shim may exist and not run, so each name is tried, not only found.
find_python() {
    for name in "${PYTHON:-}" python3.13 python3.12 python3.11 python3.14 python3; do
        if [ -n "$name" ] && good_python "$name"; then
            printf '%s\n' "$name"
            return
        fi
    done
    return 1
}

make_venv() {
    if ! python=$(find_python) && can_install; then
        apt_install python3 python3-venv || :
    fi
    python=$(find_python) || stop "Pizazz needs Python 3.11 or later. Type: apt-get install python3 python3-venv"
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        if can_install; then apt_install python3-venv || :; fi
        "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 ||
            stop "Python cannot make a virtual environment yet. Type: apt-get install python3-venv"
    fi
    say "Making .venv with $("$python" --version) ..."
    "$python" -m venv --clear .venv
}

# The stamp holds the lock file's checksum: nothing is installed twice.
install_lock() {
    stamp=.venv/installed-$LOCK
    wanted=$(cksum <"$LOCK")
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then return; fi
    good_python .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1 || make_venv
    say "Installing $LOCK ..."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
        --require-hashes -r "$LOCK" >&2 || stop "Installing failed. Its last lines are above."
    printf '%s\n' "$wanted" >"$stamp"
}

# Reports as PDF need Pango; everything else works without, so its absence stops nothing.
look_for_pango() {
    if [ -f .venv/pango-found ]; then return; fi
    for try in first second; do
        if .venv/bin/python -c 'import weasyprint' >/dev/null 2>&1; then
            : >.venv/pango-found
            return
        fi
        pango="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        # shellcheck disable=SC2086 # three packages, three words
        if [ "$try" = second ] || ! can_install || ! apt_install $pango; then break; fi
    done
    say "PDFs need Pango, which is missing; all else works. Type: apt-get install $pango"
}

good_python .venv/bin/python || rm -f .venv/installed-*
install_lock
look_for_pango
