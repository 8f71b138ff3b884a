# The province and the terminal: three programs as three users, nginx between them. Sourced; needs the other parts.

province=dong-nai unit=25195 office='Phường Bình Phước' authority='Ủy ban nhân dân thành phố Đồng Nai'

start_province() {
    entries_port=$(free_port) enrol_port=$(free_port) pages_port=$(free_port) home_port=$(free_port)
    run_as hailong-server "$home/bin/hailong-server" init --data "$home/server" --province $province \
        --authority "$authority" --host localhost --sync-url "https://localhost:$entries_port" \
        --enrol-url "https://localhost:$enrol_port" >>"$home/log/server.log" 2>&1 ||
        { tail -5 "$home/log/server.log" >&2; stop_with "hailong-server init failed"; }
    write_nginx_conf
    start_as server hailong-server "$home/bin/hailong-server" serve --data "$home/server" \
        --socket "$home/run/server/http.sock"
    wait_for 20 "the server's socket" as_root test -S "$home/run/server/http.sock" ||
        { tail -5 "$home/log/server.log" >&2; stop_with "hailong-server does not serve"; }
    start_as nginx hailong-server /usr/sbin/nginx -e stderr -c "$home/config/nginx.conf" -g 'daemon off;'
    wait_for 20 "nginx" page_answers || { tail -5 "$home/log/nginx.log" >&2; stop_with "nginx does not answer"; }
}

page_answers() { curl -sf -o /dev/null --max-time 5 "$(page_address)"; }
page_address() { echo "http://127.0.0.1:$pages_port/"; }

# The citizen's terminal: its window opens on the enrolment screen, because nothing is enrolled yet.
start_terminal() {
    local card=$home/config/card.json
    run_as hailong-server "$home/bin/hailong-server" kiosk add --data "$home/server" --unit $unit \
        --office "$office" --card "$home/run/server/card.json" >>"$home/log/server.log" 2>&1 ||
        { tail -5 "$home/log/server.log" >&2; stop_with "hailong-server kiosk add failed"; }
    as_root install -o root -g hailong-ledger -m 0640 "$home/run/server/card.json" "$card"   # as in /etc/hailong
    printf 'tick_s = 1\nboot_splay_s = 0\n' >"$home/config/sync.toml"                        # 60 and 300 at a real desk
    chmod 0644 "$home/config/sync.toml"
    write_kiosk_toml
    targets=$home/run/kiosk/targets.jsonl
    # The terminal uses no network, so it gets none: a namespace with nothing in it.
    if as_root unshare --net true 2>/dev/null; then isolate=(unshare --net); else note "no network namespace here: the terminal runs beside the network"; fi
    start_as kiosk hailong-kiosk DISPLAY="$DISPLAY" XAUTHORITY="$xauthority" ${software_gl:+"$software_gl"} \
        "$home/bin/hailong-kiosk" --data "$home/data" --card "$card" --config "$home/config/kiosk.toml" --windowed 1920x1080 --targets "$targets"
    isolate=()
    wait_for 30 "the terminal's first screen" test -s "$targets" ||
        { tail -5 "$home/log/kiosk.log" >&2; stop_with "the terminal shows nothing"; }
}

enrol_terminal() {
    run_as hailong-sync "$home/bin/hailong-sync" enrol --card "$home/config/card.json" --data "$home/data" \
        --config "$home/config/sync.toml" >>"$home/log/sync.log" 2>&1 ||
        { tail -5 "$home/log/sync.log" >&2; stop_with "enrolment failed"; }
    start_as sync hailong-sync "$home/bin/hailong-sync" run --data "$home/data" --config "$home/config/sync.toml"
}

# deploy/config/nginx.conf.in with this run's places. nginx itself runs as the server's user, so it needs no user line.
write_nginx_conf() {
    local tls=$home/server/tls run=$home/run/server
    as_root install -d -o hailong-server -g hailong-server -m 0700 "$run/nginx"
    sed -e "s|@USER_LINE@||" -e "s|@PID@|$run/nginx.pid|" -e "s|@TEMP@|$run/nginx|" -e "s|@ERROR_LOG@|stderr|" \
        -e "s|@SOCKET@|$run/http.sock|" -e "s|@TLS_CERT@|$tls/server.crt|" -e "s|@TLS_KEY@|$tls/server.key|" \
        -e "s|@TLS_CA@|$tls/ca.crt|" -e "s|@ENTRIES_LISTEN@|127.0.0.1:$entries_port|" \
        -e "s|@ENROL_LISTEN@|127.0.0.1:$enrol_port|" -e "s|@PAGES_LISTEN@|127.0.0.1:$pages_port|" \
        -e "s|@HOME_LISTEN@|127.0.0.1:$home_port|" \
        "$source/deploy/config/nginx.conf.in" >"$home/config/nginx.conf"
    chmod 0644 "$home/config/nginx.conf"
    ! grep -n '@[A-Z_]*@' "$home/config/nginx.conf" | grep -v '#' >&2 || stop_with "nginx.conf.in has a place that is not filled in"
}

write_kiosk_toml() {
    # 476 × 268 mm: a 21.5-inch panel, what the window's 1920 × 1080 pixels stand for.
    printf '[office]\nname = "%s"\nline = "Trung tâm Phục vụ hành chính công"\nauthority = "%s"\n\n[panel]\nwidth_mm = 476\nheight_mm = 268\n' "$office" "$authority" >"$home/config/kiosk.toml"
    chmod 0644 "$home/config/kiosk.toml"
}
