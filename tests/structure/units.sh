#!/bin/bash
# structure.units: systemd's own judgement of deploy/systemd: no word that it does not know, as little exposed as promised,
# and the users and folders that the units name are made.    units.sh ROOT
set -euo pipefail
folder=$1/deploy/systemd
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0
fault() { echo "$1"; bad=1; }

# unit, tenths of systemd-analyze's exposure: a daemon 1.5, the terminal 2.5, which needs a display and devices
judge() {
    # The programs are not installed here.
    sed "s|^ExecStart=/usr/bin/hailong-[a-z]*|ExecStart=/bin/true|" "$folder/$1" >"$work/$1"
    said=$(systemd-analyze verify "$work/$1" 2>&1) && [ -z "$said" ] || fault "$1: $said"
    systemd-analyze security --offline=yes --threshold="$2" "$work/$1" >"$work/said" 2>&1 ||
        fault "$1: $(tail -1 "$work/said"), promised $2 tenths"
    user=$(sed -n 's/^User=//p' "$folder/$1")
    grep -q "^$user:" "$work/root/etc/passwd" || fault "$1: nobody makes the user \"$user\""
    for place in $(sed -n 's/^ReadWritePaths=//p' "$folder/$1"); do
        [ "$(stat -c %u "$work/root$place" 2>&1)" = "$(awk -F: -v u="$user" '$1 == u { print $3 }' "$work/root/etc/passwd")" ] ||
            fault "$1: nobody gives $place to $user"
    done
}

mkdir -p "$work/root/etc"
systemd-sysusers --root="$work/root" "$folder/sysusers.conf" >"$work/said" 2>&1 || fault "sysusers.conf: $(cat "$work/said")"
systemd-tmpfiles --root="$work/root" --create "$folder/tmpfiles.conf" >"$work/said" 2>&1 || fault "tmpfiles.conf: $(cat "$work/said")"
judge hailong-kiosk.service 25
judge hailong-sync.service 15
[ "$(find "$folder" -name '*.service' | wc -l)" -eq 2 ] || fault "a unit in $folder is judged by nobody"
[ $bad -eq 0 ] && echo "2 units verified"
exit $bad
