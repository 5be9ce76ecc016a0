#!/bin/sh
# Makes .venv with the reader in it: `setup.sh run` for using it, `setup.sh dev` for working on it.
set -eu
cd "$(dirname "$0")/.."
what=${1:-run}
case $what in
    run) wanted=. ;;
    dev) wanted='.[dev]' ;;
    *) echo "setup.sh takes run or dev" >&2; exit 2 ;;
esac

new_enough='import sys; sys.exit(sys.version_info < (3, 11))'
python=
for each in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if "$each" -c "$new_enough" 2>/dev/null; then python=$each; break; fi
done
if [ -z "$python" ]; then
    echo "reader needs Python 3.11 or newer; install it, or name it: make run PYTHON=/path/to/python3" >&2
    exit 1
fi

by_uv() {
    command -v uv >/dev/null 2>&1 || return 1
    [ -x .venv/bin/python ] || uv venv --quiet --python "$python" .venv || return 1
    uv pip install --quiet --python .venv/bin/python -e "$wanted"
}

by_pip() {
    if [ ! -x .venv/bin/python ]; then
        "$python" -m venv .venv >/dev/null 2>&1 || { rm -rf .venv; "$python" -m venv --without-pip .venv; }
    fi
    # A venv without pip is filled by the pip outside it (`--python`, pip 22.3 and newer).
    if .venv/bin/python -m pip --version >/dev/null 2>&1; then
        .venv/bin/python -m pip install --quiet --disable-pip-version-check -e "$wanted"
    elif "$python" -m pip --version >/dev/null 2>&1; then
        "$python" -m pip --python .venv/bin/python install --quiet --disable-pip-version-check -e "$wanted"
    else
        echo "reader needs pip to set itself up: on Debian and Ubuntu, sudo apt install python3-venv" >&2
        return 1
    fi
}

echo "Setting up .venv ..." >&2
by_uv || by_pip
# As pip does with all that it installs; without it every start compiles the reader where Python may not write.
.venv/bin/python -m compileall -q src/reader
touch ".venv/ready-$what"
if [ "$what" = dev ]; then touch .venv/ready-run; fi
