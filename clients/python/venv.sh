# Sourced: makes .venv beside this file, with the package and what its tests need, where it is not as pyproject.toml says.
make_venv() {
    local here stamp
    here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
    stamp="$here/.venv/installed"
    [ "$stamp" -nt "$here/pyproject.toml" ] && return
    rm -rf "$here/.venv"
    if ! python3 -m venv "$here/.venv" 2>/dev/null; then
        # Debian's python3 comes without ensurepip.
        . "$here/../../bin/lib.sh"
        rm -rf "$here/.venv"
        has_command python3-venv-is-no-command python3-venv 2>/dev/null || true
        python3 -m venv "$here/.venv"
    fi
    # Editable: what is tested is what lies in src.
    "$here/.venv/bin/pip" install --quiet --disable-pip-version-check --editable "$here[test]"
    touch "$stamp"
}
