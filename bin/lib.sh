# Shared by the scripts beside it; sourced, not run.

# Prints the home of a JDK of at least 17, or says in one line what is missing.
find_jdk() {
    local java_home="${JAVA_HOME:-}"
    if [ -z "$java_home" ]; then
        if ! command -v javac >/dev/null; then
            echo "A JDK of version 17 or newer is needed: install one (Debian: apt-get install openjdk-17-jdk-headless) or set JAVA_HOME." >&2
            return 1
        fi
        java_home="$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")"
    fi
    if [ "$(jdk_version "$java_home")" -lt 17 ]; then
        echo "The JDK in $java_home is too old or none: version 17 or newer is needed, set JAVA_HOME." >&2
        return 1
    fi
    echo "$java_home"
}

# Prints the major version of the JDK in $1, 0 when there is none. Reads a file: starting Java would cost a tenth of a second.
jdk_version() {
    local version
    version="$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null)"
    echo "${version:-0}"
}

# Makes sure that mvn of at least 3.8.7 is there; as root without one, installs Debian's.
require_maven() {
    if ! command -v mvn >/dev/null; then
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            echo "Installing Maven ..." >&2
            { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends maven; } >&2
        else
            echo "Maven 3.8.7 or newer is needed to build: install it (Debian: sudo apt-get install maven)." >&2
            return 1
        fi
    fi
    local version
    version="$(mvn --version 2>/dev/null | sed 's/\x1b\[[0-9;]*m//g' | sed -n 's/^Apache Maven \([0-9.]*\).*/\1/p')"
    if [ "$(printf '%s\n3.8.7\n' "$version" | sort -V | head -n 1)" != 3.8.7 ]; then
        echo "Maven $version is too old: 3.8.7 or newer is needed to build." >&2
        return 1
    fi
}
