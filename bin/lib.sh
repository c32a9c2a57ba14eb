# Shared by the scripts beside it; sourced, not run.
root="$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)"

# Prints the home of a JDK of at least 17, or says in one line what is missing.
find_jdk() {
    find_java javac "A JDK" openjdk-17-jdk-headless
}

# Prints the home of a Java of at least 17 that has the command $1 and is called $2; else says in one line what is missing, and
# that Debian's package $3 would bring it.
find_java() {
    local java_home="${JAVA_HOME:-}"
    if [ -z "$java_home" ]; then
        if ! command -v "$1" >/dev/null; then
            echo "$2 of version 17 or newer is needed: install one (Debian: apt-get install $3) or set JAVA_HOME." >&2
            return 1
        fi
        java_home="$(dirname "$(dirname "$(readlink -f "$(command -v "$1")")")")"
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

# Installs Debian's package $1 where that may be tried. A service in it is not started (RUNLEVEL).
install_package() {
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing $1 ..." >&2
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "$1"; } >&2
    fi
}

# Whether there is the command $1, after an attempt to install Debian's package $2 where that is missing and may be tried.
has_command() {
    command -v "$1" >/dev/null || install_package "$2"
    command -v "$1" >/dev/null
}

# Whether Python can make virtual environments, likewise: Debian's python3 cannot.
has_python() {
    has_command python3 python3 || return 1
    python3 -c 'import ensurepip' 2>/dev/null || install_package python3-venv
    python3 -c 'import ensurepip' 2>/dev/null
}

# Makes sure that mvn of at least 3.8.7 is there; as root without one, installs Debian's.
require_maven() {
    if ! has_command mvn maven; then
        echo "Maven 3.8.7 or newer is needed to build: install it (Debian: sudo apt-get install maven)." >&2
        return 1
    fi
    local version
    version="$(mvn --version 2>/dev/null | sed 's/\x1b\[[0-9;]*m//g' | sed -n 's/^Apache Maven \([0-9.]*\).*/\1/p')"
    if [ "$(printf '%s\n3.8.7\n' "$version" | sort -V | head -n 1)" != 3.8.7 ]; then
        echo "Maven $version is too old: 3.8.7 or newer is needed to build." >&2
        return 1
    fi
}

# Whether the file $1 is newer than the sources of the modules that follow.
is_built() { # STAMP MODULE...
    local stamp="$1" module sources=("$root/pom.xml")
    for module in "${@:2}"; do
        sources+=("$root/$module/pom.xml" "$root/$module/src/main")
    done
    [ -f "$stamp" ] && [ -z "$(find "${sources[@]}" -newer "$stamp" -print -quit)" ]
}

# Builds the last of the modules with the others, which it needs, where a source is newer than the file STAMP; then touches it.
# Needs java_home.
build_once() { # WHAT STAMP MODULE...
    local what="$1" stamp="$2"
    shift 2
    is_built "$stamp" "$@" && return
    exec 9>"$root/.build.lock"
    flock 9
    if ! is_built "$stamp" "$@"; then
        require_maven
        echo "Building $what (once; the first time fetches what it needs, a minute or two) ..." >&2
        JAVA_HOME="$java_home" mvn -B -ntp -q -Dstyle.color=never -f "$root/pom.xml" -pl "${*: -1}" -am package -Dmaven.test.skip=true >&2
        touch "$stamp"
    fi
    exec 9>&-
}

# Sets the array `flags` to what a gateway runs with under the JDK in $1, whatever its memory, and the environment to match.
# A gateway makes next to no garbage and spends its time in the kernel: the serial collector, the first compiler alone, small
# stacks and one malloc arena take 40 MB off the defaults and cost no measurable time (docs/PERFORMANCE.md). Heap and direct
# memory are those of limits.memory (MemoryPlan). Out of memory ends the process, so that its supervisor starts a healthy one.
# A client of TLS 1.2 that wants to shake hands again and again would cost Java's TLS as much as new ones: it may not.
# Tests look for leaked buffers at every one; a running gateway would only pay for looking at one in 128.
# The class archive is mapped where it was made for: at a random place every page of it would have to be changed, and kept.
runtime_flags() {
    flags=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss256k -XX:ReservedCodeCacheSize=16m -XX:-UsePerfData
        -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 -XX:+ExitOnOutOfMemoryError -Dio.netty.jfr.enabled=false
        -Djdk.tls.rejectClientInitiatedRenegotiation=true -Dio.netty.leakDetection.level=disabled -Dgateway.home="$root")
    [ "$(jdk_version "$1")" -lt 22 ] || flags+=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
    export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-1}"
}

# Prints the size $1 in whole MiB, as the gateway's configuration reads sizes: digits, perhaps blanks, then nothing, B, KiB,
# MiB or GiB. Prints nothing for what is no size.
size_mib() {
    [[ "$1" =~ ^[[:space:]]*([0-9]{1,15})[[:space:]]*(B|KiB|MiB|GiB)?[[:space:]]*$ ]] || return 0
    # A leading zero does not make it octal.
    local number=$((10#${BASH_REMATCH[1]}))
    case "${BASH_REMATCH[2]}" in
        GiB) echo $((number * 1024)) ;;
        MiB) echo "$number" ;;
        KiB) echo $((number / 1024)) ;;
        *) echo $((number / 1048576)) ;;
    esac
}

# Prints limits.memory as the YAML file $1 says it: in a block, in braces or as a dotted key, without comments and quotes.
memory_in_file() {
    awk '{ sub(/^#.*/, ""); sub(/[ \t]#.*/, ""); gsub(/["'\''\r]/, "") }
        /^[^ \t]/ { in_limits = /^limits[ \t]*:/ || /^limits\.memory[ \t]*:/ }
        in_limits && match($0, /(^[ \t]+|^limits\.|[{,][ \t]*)memory[ \t]*:[ \t]*[^,}]*/) {
            value = substr($0, RSTART, RLENGTH); sub(/.*memory[ \t]*:[ \t]*/, "", value); print value; exit
        }' "$1"
}

# Prints limits.memory in MiB as the gateway that lives in $1 and gets the other arguments will read it: flag over environment
# over file over default. What is no size in its range is left for the gateway to refuse.
memory_mib() {
    local file="" text="${GATEWAY_LIMITS_MEMORY:-}" previous="" arg flag="" mib
    [ -f "$1/config/gateway.yaml" ] && file="$1/config/gateway.yaml"
    shift
    for arg in "$@"; do
        case "$previous $arg" in
            *" --config="*) file="${arg#--config=}" ;;
            "--config "*) file="$arg" ;;
            *" --set=limits.memory="*) flag="${arg#--set=limits.memory=}" ;;
            "--set limits.memory="*) flag="${arg#limits.memory=}" ;;
        esac
        previous="$arg"
    done
    if [ -z "$text" ] && [ -f "$file" ]; then
        text="$(memory_in_file "$file")"
    fi
    mib="$(size_mib "${flag:-$text}")"
    if [ -z "$mib" ] || [ "$mib" -lt 128 ] || [ "$mib" -gt 65536 ]; then
        mib=256
    fi
    echo "$mib"
}

# Prints the class path of what was built into $1: the command line's own jar, and those that it needs in lib.
class_path() {
    local jar path=""
    for jar in "$1"/gateway-cli-*.jar "$1"/lib/*.jar; do
        path="$path:$jar"
    done
    echo "${path#:}"
}

# Starts the gateway of $2 once with the JDK in $1 and stops it, and keeps in the file $3 the classes that it loads: from then on
# a start takes half the time. An archive of its own rather than one on top of the JDK's, which would leave out classes in the
# format of old compilers. Needs the array `flags`.
archive_classes() { # JAVA_HOME APP ARCHIVE
    local list="$3.classes.$$" made="$3.$$"
    "$1/bin/java" "${flags[@]}" -Xshare:off -XX:DumpLoadedClassList="$list" -cp "$(class_path "$2")" \
        io.tickgate.cli.Main rehearse >/dev/null 2>&1 \
        && "$1/bin/java" "${flags[@]}" -Xshare:dump -XX:SharedClassListFile="$list" -XX:SharedArchiveFile="$made" \
            -cp "$(class_path "$2")" >/dev/null 2>&1 \
        && mv -f "$made" "$3" \
        || echo "The class archive could not be made; the gateway only starts more slowly without it." >&2
    rm -f "$list" "$made"
}

# Becomes the command line of $2 under the JDK in $1, with the class archive $3 where that is there. Needs the array `flags`.
run_gateway() { # JAVA_HOME APP ARCHIVE ARGUMENTS...
    local java_home="$1" app="$2" archive="$3" rest heap
    shift 3
    if [ "${1:-}" = serve ]; then
        rest=$(($(memory_mib "$root" "$@") - 72))
        heap=$((rest * 6 / 10))
        # A young generation that is small is collected more often, and shortly; an old one that is large from the start is not collected in
        # the middle of a crowd (docs/performance/40-crowd.md). What survives one collection is mostly history, which the next ones find dead:
        # the survivor spaces, each as large as what is between two collections, hold it, so that it does not fill the old generation.
        flags+=(-Xms"$((heap < 40 ? heap : 40))m" -Xmn768k -XX:SurvivorRatio=1 -XX:TargetSurvivorRatio=95 -Xmx"${heap}m"
            -XX:MaxDirectMemorySize="$((rest - heap))m")
    else
        flags+=(-Xmx64m)
    fi
    # shellcheck disable=SC2206 # Several flags in one variable are meant to be several words.
    [ -z "${GATEWAY_JAVA_OPTS:-}" ] || flags+=($GATEWAY_JAVA_OPTS)
    [ ! -f "$archive" ] || flags+=(-XX:SharedArchiveFile="$archive" -Xshare:auto -Xlog:cds=off -Xlog:cds+dynamic=off)
    exec "$java_home/bin/java" "${flags[@]}" -cp "$(class_path "$app")" io.tickgate.cli.Main "$@"
}
