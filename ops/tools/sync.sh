#!/bin/sh
# Makes .venv as uv.lock says, with the uv of this machine or else with one of our own in var/tools.
set -eu

fail() {
    echo "$1" >&2
    exit 1
}

# A shim may be on PATH and still not work, so it must answer.
if uv --version >/dev/null 2>&1; then
    uv=uv
else
    uv=var/tools/bin/uv
    if ! "$uv" --version >/dev/null 2>&1; then
        for python in python3 python3.14 python3.13 python3.12 /usr/bin/python3; do
            if "$python" -m venv --clear var/tools >/dev/null 2>&1; then
                break
            fi
        done
        [ -x var/tools/bin/python ] || fail \
            "No Python here can make an environment (python3 -m venv). Install Python 3.12 or newer with its venv package, or install uv, and try again."
        var/tools/bin/python -m pip install --quiet --disable-pip-version-check "uv>=0.9" || fail \
            "uv could not be installed from the package registry. Check the network, and try again."
    fi
fi

# The pinned version where there is one, else any that is new enough.
python=$("$uv" python find 2>/dev/null || "$uv" python find --no-project '>=3.12' 2>/dev/null) || fail \
    "Commonbeat needs Python 3.12 or newer, and none was found. Install one, and try again."

exec "$uv" sync --locked --all-extras --quiet --python "$python"
