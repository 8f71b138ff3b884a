# A scripted citizen who touches the real window through X events. Sourced; needs say.sh.
# Finds the way by the lines of --targets: {"screen":"first","targets":[{"id":"face.1","x":…,"y":…,"w":…,"h":…},…]}, pixels of the window.
# Keeps its own list of what it meant: one score a line in $intended. Never looks at what the programs say they counted.

finger_window() { xdotool search --onlyvisible --pid "$(program_of kiosk)" 2>/dev/null | tail -1 | grep .; }
shown() { tail -n 1 "$targets" | jq -r .screen; }
is_shown() { [ "$(shown)" = "$1" ]; }
offers() { tail -n 1 "$targets" | jq -e --arg id "$1" 'any(.targets[]; .id == $id)' >/dev/null; }

centre_of() { # ID → "x y"
    tail -n 1 "$targets" | jq -re --arg id "$1" 'first(.targets[] | select(.id == $id)) | "\(.x + .w / 2 | floor) \(.y + .h / 2 | floor)"'
}

# A touch of 40 ms. The new screen hears nothing for 300 ms, and for 900 ms where the last touch was: a person looks first.
press() { # ID
    local at
    at=$(centre_of "$1") || stop_with "the finger looked for \"$1\" on the screen \"$(shown)\" ($targets)"
    # shellcheck disable=SC2086  # two numbers
    xdotool mousemove --window "$finger" $at mousedown 1
    sleep 0.04
    xdotool mouseup 1
}
look() { sleep 1.1; }

await_screen() { # NAME SECONDS
    wait_for "$2" "the screen \"$1\" (it shows \"$(shown)\")" is_shown "$1" || stop_with "the visit is stuck"
    look
    picture "$1"
}

# One picture of every screen met, numbered in the order of meeting.
declare -A pictured=()
picture() { # NAME
    [ -z "${pictured[$1]:-}" ] || return 0
    pictured[$1]=1
    import -window root "$screens/$(printf '%02d' ${#pictured[@]})-$1.png"
}

rate() { # SCORE: the touch that is a rating
    press "face.$1"
    echo "$1" >>"$intended"
    touched=$((touched + 1))
    await_screen followup 10
}
thanked() { await_screen thanks 10; await_screen first 10; }

visit_hurried()  { rate "$1"; press finish; thanked; }
visit_reasons()  { rate "$1"; press reason.1; sleep 0.3; press reason.3; sleep 0.3; picture followup-chosen; press finish; thanked; }
visit_next()     { rate "$1"; press new_visit; await_screen first 10; }
visit_leaves()   { rate "$1"; await_screen first 25; }                       # walks away: closes by itself after 12 s
visit_forgets()  { rate "$1"; press reason.2; await_screen warning 30; await_screen first 25; }   # a warning after 20 s
visit_english()  { press language.en; sleep 1.5; picture first-en; rate "$1"; picture followup-en; press reason.4; sleep 0.3; press finish; thanked; }
visit_keeps()    { rate "$1"; press finish; await_screen thanks 10; press hold; sleep 1; picture thanks-held; press close; await_screen first 40; }
visit_revises()  { # two ratings, the second one counts
    rate "$1"
    press rechoose
    await_screen rechoose 10
    rate $((6 - $1))
    press finish
    thanked
}
visit_doubles()  { # a nervous double tap: the second one must not count
    press "face.$1"
    xdotool mousedown 1 sleep 0.03 mouseup 1
    echo "$1" >>"$intended"
    touched=$((touched + 1))
    await_screen followup 10
    press finish
    thanked
}

# citizens N: N ratings in mixed visits.
citizens() {
    local kinds=(hurried reasons revises next english leaves doubles reasons keeps hurried reasons forgets next)
    local scores=(5 2 4 1 3 4 5 1 2 5 3 4 1 3 2) number=0 kind
    touched=0 visits=0
    declare -gA made=()
    while [ $touched -lt "$1" ]; do
        kind=${kinds[number % ${#kinds[@]}]}
        [ $kind = revises ] && [ $((touched + 2)) -gt "$1" ] && kind=hurried
        "visit_$kind" "${scores[number % ${#scores[@]}]}"
        number=$((number + 1)) visits=$number
        made[$kind]=$((${made[$kind]:-0} + 1))
        note "visit $number ($kind): $touched of $1 ratings touched"
    done
}

# The window is there and takes touches. Sets finger.
finger_ready() {
    intended=$home/run/intended
    : >"$intended"
    wait_for 20 "the terminal's window" finger_window >/dev/null || true
    finger=$(finger_window)
    [ -n "$finger" ] || stop_with "no window of the terminal ($home/log/kiosk.log)"
}
