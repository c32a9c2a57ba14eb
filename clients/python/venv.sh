# Sourced: makes .venv beside this file, with the package and what its tests need, where it is not as pyproject.toml says.
# Without Python it says so and ends the script with 0.
make_venv() {
    local here
    here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
    [ "$here/.venv/installed" -nt "$here/pyproject.toml" ] && return
    . "$here/../../bin/lib.sh"
    if ! has_python; then
        echo "SKIPPED: python3 with venv is missing (Debian: apt-get install python3-venv)" >&2
        exit 0
    fi
    rm -rf "$here/.venv"
    python3 -m venv "$here/.venv"
    # Editable: what is tested is what lies in src.
    "$here/.venv/bin/pip" install --quiet --disable-pip-version-check --editable "$here[test]"
    touch "$here/.venv/installed"
}
