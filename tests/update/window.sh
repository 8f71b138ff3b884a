# Versions that are tried in a real window on a real X server. Sourced by tests/update/run.

open_display() {
    local number
    coproc XVFB { exec Xvfb -displayfd 1 -screen 0 1280x720x24 -nolisten tcp -noreset 2>>"$log"; }
    display=$XVFB_PID
    read -r -t 60 number <&"${XVFB[0]}" || stop_with "Xvfb did not start"
    export DISPLAY=:$number LIBGL_ALWAYS_SOFTWARE=1
}

serves() { [ "$(tail -n 1 "$work/served" 2>/dev/null)" = "$1" ] && [ "$(version_served)" = "$1" ]; }

# A finger rates; the rating is in the ledger when the next screen shows.
rate() {
    local at
    wait_for 60 "the first screen" shows first || { failed "no first screen"; return; }
    at=$(tail -n 1 "$work/targets" | jq -r 'first(.targets[] | select(.id == "face.4")) | "\(.x + .w / 2 | floor) \(.y + .h / 2 | floor)"')
    sleep 1.1 # a touch right after a screen change is ignored
    # shellcheck disable=SC2086  # two numbers
    xdotool mousemove $at mousedown 1 sleep 0.05 mouseup 1
    wait_for 60 "the second screen" shows followup || { failed "a touch was not heard"; return; }
    rated=$((rated + 1))
}
shows() { tail -n 1 "$work/targets" | grep -q "\"screen\":\"$1\""; }
ratings_held() { # in the chain that the record began
    local chain
    chain=$(jq -r '.chain[:8]' "$data/kiosk/state.json")
    sqlite3 -readonly "$data/ledger/$chain-0/ledger.db" "SELECT count(*) FROM entry WHERE json_extract(CAST(line AS TEXT), '\$.kind') = 'rating'"
}

# The update is refused for this reason, and the window that is there stays.
untouched() { # NAME PACKAGE REASON
    local said=$work/said pid
    count
    pid=$(cat "$work/terminal.pid")
    : >"$said"
    if update "$2"; then failed "$1: accepted"; fi
    grep -q "$3" "$said" || failed "$1: it does not say \"$3\" but: $(tail -n 1 "$said")"
    [ "$(cat "$work/terminal.pid")" = "$pid" ] && kill -0 "$pid" || failed "$1: the terminal was interrupted"
}

# The version serves in its window, or its update fails for this reason and the old one does.
tried() { # NAME PACKAGE SERVES REASON (nothing: it succeeds)
    local status=0 said=$work/said
    count
    : >"$said"
    : >"$work/served"
    update "$2" || status=$?
    cat "$said" >>"$log"
    if [ -z "$4" ]; then
        [ $status -eq 0 ] || failed "$1: exit code $status: $(tail -n 1 "$said")"
    else
        [ $status -ne 0 ] || failed "$1: accepted"
        grep -q "$4" "$said" || failed "$1: it does not say \"$4\" but: $(tail -n 1 "$said")"
    fi
    wait_for 120 "version $3" serves "$3" || { failed "$1: version $3 does not serve"; return; }
    rate
}

windows() {
    local begun rated=0
    open_display
    lay_disk
    local update_words=("${update_words[@]}" --patience 300 --restart "kill \$(cat $work/terminal.pid)")
    begun=$(ratings_held)
    : >"$work/managing"
    manage &
    wait_for 120 "the first window" serves $old || failed "the old version does not serve in a window"
    tried "a good version" "$work/real.pkg" 2.0 ''
    tried "back" back $old ''
    tried "a version that crashes at its start" "$work/crashes.pkg" $old 'did not become ready at its first start'
    tried "a version that hangs at its start" "$work/hangs.pkg" $old 'did not become ready at its first start'
    untouched "a version that does not take this configuration" "$work/refuses.pkg" 'does not accept this terminal: .*3.svg'
    untouched "a package of a stranger" "$work/strange.pkg" "not signed by this terminal's key"
    tried "forward again" back 2.0 ''
    tried "down by the older version's package" "$work/old.pkg" $old ''
    rm "$work/managing"
    kill "$(cat "$work/terminal.pid")"
    wait_for 60 "the terminal's end" ledger_holds "$work/thanked" || failed "the ledger after all the windows"
    count
    [ "$rated" -gt 0 ] && [ "$(ratings_held)" -eq $((begun + rated)) ] ||
        failed "$rated ratings were touched, $(($(ratings_held) - begun)) are in the chain that all versions share"
}
