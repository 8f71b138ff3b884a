# What every script says and how it stops: sourced, never run. Texts go to standard error, results to standard output.

say() { printf '\033[1m%s\033[0m\n' "hài lòng: $*" >&2; }
note() { printf '    %s\n' "$*" >&2; }
stop_with() { printf 'hài lòng: STOPPED: %s\n' "$*" >&2; exit 1; }

# Root is needed for packages and for the three system users; a person with sudo need not be root.
if [ "$(id -u)" -eq 0 ]; then
    as_root() { "$@"; }
else
    as_root() { sudo -n "$@" 2>/dev/null || sudo "$@"; }
fi

# wait_for SECONDS WHAT COMMAND…: tries ten times a second until the command succeeds.
wait_for() {
    local deadline=$((SECONDS + $1)) what=$2
    shift 2
    until "$@"; do
        [ $SECONDS -lt $deadline ] || { note "waited in vain for $what"; return 1; }
        sleep 0.1
    done
}

free_port() { # a loopback TCP port nobody listens on
    local port
    while :; do
        port=$((20000 + RANDOM % 12000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
}
