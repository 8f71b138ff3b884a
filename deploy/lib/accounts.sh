# The three system users of a terminal and its province, and running a program as one of them. Sourced; needs say.sh.

make_accounts() {
    local user
    getent group hailong-ledger >/dev/null || { note "creating the group hailong-ledger"; as_root groupadd --system hailong-ledger; }
    for user in hailong-kiosk hailong-sync hailong-server; do
        getent passwd $user >/dev/null && continue
        note "creating the system user $user"
        as_root useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin $user
    done
    # The kiosk owns the ledger; the agent may read it because it is in this group, and the server is not.
    for user in hailong-kiosk hailong-sync; do
        id -nG $user | grep -qw hailong-ledger || as_root usermod -a -G hailong-ledger $user
    done
}

# Sets become=(…): the words that turn the command after them into one of this user, with an environment of its own.
# They replace themselves by the command, so the process id of a background command is the program's.
become_user() {
    become=("${isolate[@]}" setpriv --reuid="$1" --regid="$1" --init-groups --no-new-privs
        env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8 HOME=/nonexistent)
    [ "$(id -u)" -eq 0 ] || become=(sudo "${become[@]}")
}

run_as() { # USER COMMAND…
    local become
    become_user "$1"
    "${become[@]}" "${@:2}"
}

# start_as NAME USER COMMAND…: in the background, output to $home/log/NAME.log, process id in started[NAME].
declare -A started=()
isolate=()   # words before that, for one program: a network namespace
start_as() {
    local become name=$1
    become_user "$2"
    "${become[@]}" "${@:3}" >>"$home/log/$name.log" 2>&1 </dev/null &
    started[$name]=$!
}

# The program itself: under sudo it is a child of what was started.
program_of() {
    local pid=${started[$1]} child
    while child=$(pgrep -P "$pid" | head -n 1) && [ -n "$child" ]; do pid=$child; done
    echo "$pid"
}

has_ended() { case "$(ps -o stat= -p "$1")" in '' | Z*) return 0 ;; *) return 1 ;; esac; }
is_alive() { ! has_ended "${started[$1]}"; }

# Stops what start_as began, the terminal first, by process id: a polite signal, ten seconds, then -9.
stop_started() {
    local name pid
    for name in kiosk sync nginx server xvfb; do
        pid=${started[$name]:-}
        [ -n "$pid" ] || continue
        as_root kill -TERM "$pid" 2>/dev/null || true
        wait_for 10 "$name to end" has_ended "$pid" || as_root kill -KILL "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
        unset "started[$name]"
    done
}
