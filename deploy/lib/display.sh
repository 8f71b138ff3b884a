# The display: a person's own, or Xvfb. Sourced; needs say.sh and accounts.sh. Sets DISPLAY and $xauthority, a cookie file
# that the kiosk's user can read.

open_display() { # headless|person
    xauthority=$home/run/xauthority
    (umask 077 && : >"$xauthority")
    if [ "$1" = headless ]; then start_xvfb; else borrow_display; fi
    as_root chown hailong-kiosk "$xauthority"
    as_root chmod 0440 "$xauthority"
    as_root chgrp "$(id -g)" "$xauthority"
}

start_xvfb() {
    local cookie number
    cookie=$(mcookie)
    xauth -q -f "$home/run/xvfb.auth" add :0 . "$cookie" 2>/dev/null
    # Xvfb finds a free number by itself and tells it when it is ready.
    coproc XVFB { exec Xvfb -displayfd 1 -screen 0 1920x1080x24 -nolisten tcp -auth "$home/run/xvfb.auth" 2>>"$home/log/xvfb.log"; }
    started[xvfb]=$XVFB_PID
    read -r -t 20 number <&"${XVFB[0]}" || stop_with "Xvfb did not start ($home/log/xvfb.log)"
    export DISPLAY=:$number XAUTHORITY=$xauthority
    xauth -q -f "$xauthority" add ":$number" . "$cookie" 2>/dev/null
    software_gl=LIBGL_ALWAYS_SOFTWARE=1   # there is no graphics card behind Xvfb
}

borrow_display() {
    xauth extract - "$DISPLAY" 2>/dev/null | xauth -q -f "$xauthority" merge - 2>/dev/null || true
    software_gl=
}
