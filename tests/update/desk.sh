# A terminal's disk, its packages and its service manager, as tests/update/run plays them. Sourced; needs say.sh, $source,
# $build and $work (in memory: a power cut is kill -9 of all that runs, so what matters is the order of the calls).

old=1.0+old new=1.0+new
root=$work/root data=$work/data
terminal_words=(--data "$data" --card "$work/card.json" --config "$work/kiosk.toml")

# The terminal of the newest record: an enrolled one, with a ledger that a released version wrote.
make_terminal() {
    local record
    record=$(find "$source/tests/golden/wire" -mindepth 1 -maxdepth 1 -type d | sort -V | tail -1)
    cp -r "$record/terminal" "$data"
    chmod 0400 "$data/kiosk/device.key"
    printf '[office]\nname = "Phường Bình Phước"\n' >"$work/kiosk.toml"
    cp "$record/card.json" "$work/card.json"
}

# make_tree NAME: the build as a terminal has it; without the voice, whose files are many and say nothing here.
make_tree() {
    cmake --install "$build" --prefix "$work/trees/$1" --strip --component terminal >/dev/null
    rm -r "$work/trees/$1/share/hailong/audio"
}
# in_place_of_program TREE: standard input becomes the program; the real one stays beside it.
in_place_of_program() {
    local bin=$work/trees/$1/bin
    mv "$bin/hailong-kiosk" "$bin/hailong-kiosk.real"
    cat >"$bin/hailong-kiosk"
    chmod 0755 "$bin/hailong-kiosk"
}
# A program whose --check says yes at once: the check only reads, takes most of an update's time, and is asked in earnest
# where a window opens.
light_program() {
    printf '#!/bin/bash\nreal=$(dirname "$(readlink -f "$0")")/hailong-kiosk.real\ncase " $* " in *" --check "*) exit 0 ;; esac\n%s\n' "$1"
}
package_tree() { # TREE VERSION [KEY]
    "$source/deploy/package" --tree "$work/trees/$1" --version "$2" --key "${3:-$work/release.key}" "$work/$1.pkg" 2>>"$log"
}

make_packages() {
    "$source/deploy/package" --new-key "$work/release.key"
    "$source/deploy/package" --new-key "$work/stranger.key"
    make_tree real
    local name
    for name in old new crashes hangs; do cp -r "$work/trees/real" "$work/trees/$name"; done
    cp -r "$work/trees/real" "$work/trees/refuses"
    rm "$work/trees/refuses/share/hailong/assets/faces/3.svg"
    light_program 'exec "$real" "$@"' | in_place_of_program old
    cp "$work/trees/old/bin/"* "$work/trees/new/bin/"
    light_program 'kill -SEGV $$' | in_place_of_program crashes
    light_program 'exec sleep infinity' | in_place_of_program hangs
    package_tree old $old
    package_tree new $new
    package_tree real 2.0
    package_tree crashes 3.0
    package_tree hangs 4.0
    package_tree refuses 5.0
    cp -r "$work/trees/new" "$work/trees/strange"
    package_tree strange $new "$work/stranger.key"
}

# The disk of a terminal on which the old version has proven itself, kept to be laid again for each case.
make_master() {
    "$source/deploy/update" --root "$root" --key "$work/release.key.pub" --as "$(id -un)" "$work/old.pkg" 2>>"$log"
    serve >/dev/null
    mv "$root" "$work/master"
}
lay_disk() { rm -rf "$root" && cp -al "${1:-$work/master}" "$root"; }

# The update program that this terminal would use, and in place of systemd this script.
restart="$0 --start $work"
tool=$root/keeper/libexec/hailong/update
update() { "$tool" "${update_words[@]}" "$@" 2>>"${said:-$log}"; }
update_words=(--root "$root" --as "$(id -un)" --stand 0 --patience 30 --config "$work/kiosk.toml" --data "$data" --restart "$restart")

version_served() { basename "$(readlink "$root/current")"; }

# One start by the service manager, and one visit: says which version served. Fails when none did, or half of one.
serve() {
    update starting || true # a service manager starts the terminal whatever becomes of this
    (cd "$root/current/" && sha256sum --quiet --strict -c MANIFEST) >>"$log" 2>&1 || return 1
    local told
    told=$("$root/current/bin/hailong-kiosk" "${terminal_words[@]}" --rehearse 1 2>&1) || { echo "$told" >>"$log"; return 1; }
    grep -q '^thanked ' <<<"$told" || return 1
    sed -n 's/.*; chain \([0-9a-f]\{8\}\)[0-9a-f]*, last entry \([0-9]*\)$/\1 \2/p' <<<"$told" >>"$work/thanked"
    update ready
    version_served
}
# As the agent verifies it: every chain is whole and holds what was thanked for. "CHAIN SEQ" a line.
ledger_holds() { # THANKED
    "$build/bin/hailong-sync" verify "$data" >"$work/verified" 2>>"$log" || return 1
    [ -s "$1" ] && awk 'NR == FNR { last[$2] = $6; next } !($1 in last) || last[$1] < $2 { print "lost: " $0; lost = 1 } END { exit lost }' \
        "$work/verified" "$1" >>"$log"
}
# The power goes when the update program is about to execute its Nth command. 137: it did.
cut_at() { # N or TEXT, COMMAND…
    local number=$1
    shift
    setsid env BASH_ENV="${0%/*}/cut.sh" CUT_AT="$number" "$@" >>"$log" 2>&1 &
    { wait $!; } 2>/dev/null # without the shell's obituary
}
cut_after() { # SECONDS COMMAND…
    local pid seconds=$1
    shift
    setsid "$@" >>"$log" 2>&1 &
    pid=$!
    sleep "$seconds"
    kill -KILL -- -$pid 2>/dev/null || true
    { wait $pid; } 2>/dev/null || true
}

# A service manager with a real window: starts the terminal again whenever it ends, tells `update` what it sees.
manage() {
    local pid
    while [ -e "$work/managing" ]; do
        update starting || true
        : >"$work/targets"
        "$root/current/bin/hailong-kiosk" "${terminal_words[@]}" --targets "$work/targets" >>"$log" 2>&1 &
        pid=$!
        echo $pid >"$work/terminal.pid"
        if await_screen $pid; then
            version_served >>"$work/served"
            update ready
        else
            kill -KILL $pid 2>/dev/null || true
        fi
        wait $pid 2>/dev/null || true
    done
}
await_screen() { # PID
    local deadline=$((SECONDS + 120)) # of a machine that has much else to do
    [ "$(version_served)" != 4.0 ] || deadline=$((SECONDS + 4)) # it hangs
    until grep -qs '"screen":"first"' "$work/targets"; do
        [ $SECONDS -lt $deadline ] && kill -0 "$1" 2>/dev/null || return 1
        sleep 0.1
    done
}
