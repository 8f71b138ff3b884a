# awk -f layers.awk layers.txt <source files relative to the root>     prints each forbidden include; exit 1 if any.
function room_of(path,   parts) { split(path, parts, "/"); return parts[1] "/" parts[2] }
function complain(text) { printf "%s:%d: %s\n", FILENAME, FNR, text; bad++ }
function begins(text, prefix) { return substr(text, 1, length(prefix)) == prefix }
function remember(where,   i) {
    names[where] = 1
    for (i = 4; i <= NF; i++) allowed[where, $i] = 1
}
FNR == 1 { file++ }
file == 1 && $1 == "room" { rooms[$2] = 1; remember($2) }
file == 1 && $1 == "library" { libraries[$2] = 1; remember("<" $2) }
file == 1 && $1 == "closed" { for (i = 4; i <= NF; i++) closed[$2, $i] = 1 }
file == 1 { next }
FNR == 1 {
    room = room_of(FILENAME)
    sources++
    if (!(room in rooms)) complain(room " is no room of layers.txt")
}
/^[ \t]*#[ \t]*include[ \t]*"/ {
    split($0, quoted, "\"")
    target = room_of(quoted[2])
    if (quoted[2] !~ /^(kiosk|sync)\//) complain("\"" quoted[2] "\" is not rooted at kiosk/ or sync/")
    else if (target != room && !((room, target) in allowed)) complain(room " must not include " quoted[2])
    else if ((quoted[2], room) in closed) complain(quoted[2] " is closed to " room)
}
/^[ \t]*#[ \t]*include[ \t]*</ {
    header = $0
    sub(/^[^<]*</, "", header); sub(/>.*/, "", header)
    if (header ~ /^(kiosk|sync|tests)\//) complain("<" header "> must be written in quotes")
    for (library in libraries)
        if (begins(header, library) && !(("<" library, room) in allowed)) complain("<" header "> does not belong in " room)
}
END {
    if (!sources) { print "no source files were given: nothing was checked"; exit 1 }
    if (bad) { printf "%d forbidden includes\n", bad; exit 1 }
    printf "%d files, every include follows the table\n", sources
}
