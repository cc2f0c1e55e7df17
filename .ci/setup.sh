#!/usr/bin/env bash
# Everything the product needs on this machine, and with --dev what its tests need besides.
# Idempotent: a second run finds its marks and is done within a second. Nothing here is fatal but Python itself:
# what could not be installed is said, and who needs it (demo or tests) decides what to do without.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
requirements=requirements.txt
dev=no
if [ "${1:-}" = --dev ]; then
    dev=yes
    requirements=requirements-dev.txt
fi
python=.venv/bin/python
mark=.venv/installed

say() { printf '%s\n' "setup: $*"; }

# --- Debian packages: as root, by sudo without a password, or not at all ---

can_be_root() { [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }; }

apt_get() {
    if [ "$(id -u)" = 0 ]; then DEBIAN_FRONTEND=noninteractive apt-get "$@"
    else sudo -n env DEBIAN_FRONTEND=noninteractive apt-get "$@"
    fi
}

apt_updated=no
apt_install() {
    if ! command -v apt-get >/dev/null; then
        say "this is not a Debian machine; install yourself: $*"
        return 1
    fi
    if ! can_be_root; then
        say "no right to install Debian packages (neither root nor sudo without a password)."
        say "Ask an administrator for:  apt-get install $*"
        return 1
    fi
    say "installing $*"
    if [ $apt_updated = no ]; then
        apt_get update -qq >/dev/null || say "the list of Debian packages could not be renewed; trying the old one"
        apt_updated=yes
    fi
    if ! apt_get install -y -qq --no-install-recommends "$@" >/dev/null; then
        say "could not install: $*"
        return 1
    fi
}

# --- Python: one environment, exactly the pinned packages ---

# Debian's own first: it is built with link-time and profile-guided optimisation, what version managers build by default
# is not, and every test and page takes half as long again under it.
find_python() {
    for candidate in /usr/bin/python3.11 python3.11 python3; do
        if "$candidate" -c 'import sys; from importlib.util import find_spec
sys.exit(sys.version_info[:2] != (3, 11) or not find_spec("pip"))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    say "Python 3.11 with pip is needed (the pinned packages are proved on it), and none was found." >&2
    exit 1
}

make_venv() {
    [ -x $python ] && $python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' && return
    say "making the environment .venv"
    # Without pip inside: this also works where Debian's python3-venv is missing. pip comes from outside, see below.
    "$(find_python)" -m venv --clear --without-pip .venv
}

install_pinned() {
    local wanted
    wanted="$(sha256sum <$requirements | cut -d' ' -f1)"
    if [ -f $mark ] && grep -q "$wanted" $mark; then return; fi
    say "installing the pinned Python packages of $requirements (about half a minute)"
    "$(find_python)" -m pip --python $python install --quiet --disable-pip-version-check --no-input \
        --require-hashes -r $requirements
    # The development set holds the product's set, with the same pins.
    { echo "$wanted"; [ $dev = no ] || sha256sum <requirements.txt | cut -d' ' -f1; } >$mark
}

# --- WeasyPrint's libraries: only PDF needs them ---

pango() {
    local pango_mark=.venv/pango
    [ -f $pango_mark ] && return
    if ! $python -c 'import weasyprint' >/dev/null 2>&1; then
        apt_install libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core || true
    fi
    if $python -c 'import weasyprint' >/dev/null 2>&1; then
        touch $pango_mark
    else
        say "PDF files will not be available on this machine (Pango is missing); everything else works."
    fi
}

# --- What only the tests need ---

have_postgres() { command -v pg_ctl >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/pg_ctl' >/dev/null; }

test_programs() {
    local missing=()
    have_postgres || missing+=(postgresql)
    command -v chromium-headless-shell >/dev/null || missing+=(chromium-headless-shell)
    command -v node >/dev/null || missing+=(nodejs)
    command -v npm >/dev/null || missing+=(npm)
    command -v java >/dev/null || missing+=(default-jre-headless)
    command -v pdftoppm >/dev/null || missing+=(poppler-utils)
    [ ${#missing[@]} = 0 ] && return
    # One by one when all together fail, so that one missing package does not take the others with it.
    apt_install "${missing[@]}" && return
    if can_be_root; then for one in "${missing[@]}"; do apt_install "$one" || true; done; fi
    # Any Chromium will do; the shell is only the quicker one.
    command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || apt_install chromium || true
}

node_tools() {
    local wanted
    command -v npm >/dev/null || return 0
    wanted="$(sha256sum <tests/node/package-lock.json | cut -d' ' -f1)"
    [ "$(cat tests/node/node_modules/.installed 2>/dev/null)" = "$wanted" ] && return
    say "installing the npm tools of the tests"
    if (cd tests/node && npm ci --silent --no-audit --no-fund); then
        echo "$wanted" >tests/node/node_modules/.installed
    else
        say "could not install the npm tools of the tests"
    fi
}

outside_verifier() {
    local wanted
    wanted="$(sha256sum <requirements-outside.txt | cut -d' ' -f1)"
    [ "$(cat var/outside/.installed 2>/dev/null)" = "$wanted" ] && return
    say "installing the outside verifier of the log"
    rm -rf var/outside
    if "$(find_python)" -m pip install --quiet --disable-pip-version-check --no-input --root-user-action=ignore --no-deps \
        --ignore-requires-python --require-hashes --target var/outside -r requirements-outside.txt; then
        echo "$wanted" >var/outside/.installed
    else
        say "could not install the outside verifier of the log"
    fi
}

make_venv
install_pinned
pango
if [ $dev = yes ]; then
    test_programs
    node_tools
    outside_verifier
fi
mkdir -p var
