# Counting without asking the programs: sqlite3 reads the ledger and the archive, sha256sum chains the ledger's lines again,
# openssl verifies the receipts. Sourced; needs say.sh and accounts.sh.

# The ledger as its agent may see it, the archive as the server may; -readonly changes nothing. A second program that opens a
# ledger just as it is being tidied must wait, hence the timeout.
ledger_sql() { # SQL: over every segment, in order of their names
    local file
    for file in $(as_root find "$home/data/ledger" -name ledger.db | sort); do
        run_as hailong-sync sqlite3 -readonly -cmd '.timeout 5000' -separator ' ' "$file" "$1"
    done
}
archive_sql() { run_as hailong-server sqlite3 -readonly -cmd '.timeout 5000' -separator ' ' "$home/server/archive.db" "$1"; }

raw_b64() { # base64url without padding → bytes
    local text=$1
    while [ $((${#text} % 4)) -ne 0 ]; do text+='='; done
    printf %s "$text" | basenc -d --base64url
}
hex_sha256() { sha256sum | cut -d' ' -f1; }

# signature_holds FILE CONTEXT KEY…: a two-line signed text (line 2 names the key) against base64url Ed25519 keys.
signature_holds() {
    local file=$1 context=$2 key wanted work=$home/run/check
    shift 2
    mkdir -p "$work"
    wanted=$(sed -n 2p "$file" | jq -r .key)
    raw_b64 "$(sed -n 2p "$file" | jq -r .sig)" >"$work/sig"
    { printf 'hailong/%s\0' "$context"; sed -n 1p "$file" | tr -d '\n'; } >"$work/message"
    for key in "$@"; do
        [ "$(raw_b64 "$key" | hex_sha256 | cut -c1-16)" = "$wanted" ] || continue
        { printf '\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00'; raw_b64 "$key"; } >"$work/key.der"
        openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key.der" -rawin -in "$work/message" -sigfile "$work/sig" >/dev/null 2>&1
        return
    done
    return 1
}

# Root fingerprint of the card → keys document → receipt keys, as a terminal must trust them. Sets receipt_keys.
trust_keys() {
    local copy=$home/run/keys.json root
    run_as hailong-sync cat "$home/data/sync/keys.json" >"$copy"
    root=$(sed -n 1p "$copy" | jq -r .root)
    [ "$(raw_b64 "$root" | hex_sha256)" = "$(as_root jq -r .root "$home/config/card.json")" ] || { note "the keys document has another root than the card"; return 1; }
    signature_holds "$copy" keys/1 "$root" || { note "the keys document is not signed by its root"; return 1; }
    mapfile -t receipt_keys < <(sed -n 1p "$copy" | jq -r '.receipt[]')
}

# Chains the ledger's lines anew: "chain seq kind hash" a line, where hash is ours, not the stored one.
declare -A chained=()
chain_ledger() {
    local chain seq line kind previous=
    : >"$home/run/ledger.rows"
    while read -r chain seq kind line; do
        [ "$seq" -gt 0 ] || previous=$(printf '0%.0s' {1..64})
        previous=$({ printf 'hailong/entry/1\0'; printf '%s%016x%s' "$previous" "$seq" "$line" | tr a-f A-F | basenc -d --base16; } | hex_sha256)
        chained[$chain/$seq]=$previous
        echo "$chain $seq $kind $previous" >>"$home/run/ledger.rows"
    done < <(ledger_sql "SELECT lower(hex(s.chain)), e.seq, json_extract(CAST(e.line AS TEXT), '\$.kind'), hex(e.line) FROM entry e, segment s ORDER BY e.seq")
}

# Verified receipts, and how many of the ledger's ratings they cover. Sets receipted.
count_receipted() {
    local name copy=$home/run/receipt chain through head
    receipted=0
    for name in $(run_as hailong-sync ls "$home/data/sync/receipts"); do
        run_as hailong-sync cat "$home/data/sync/receipts/$name" >"$copy"
        signature_holds "$copy" receipt/1 "${receipt_keys[@]}" || { note "receipt $name: no valid signature"; continue; }
        read -r chain through head < <(sed -n 1p "$copy" | jq -r '"\(.chain) \(.through) \(.head)"')
        [ "$chain" = "$name" ] && [ "${chained[$chain/$through]:-}" = "$head" ] || { note "receipt $name is not about this ledger"; continue; }
        receipted=$((receipted + $(awk -v c="$chain" -v t="$through" '$1 == c && $2 <= t && $3 == "rating"' "$home/run/ledger.rows" | wc -l)))
    done
}

# True when a receipt of every chain covers its last entry: what the finger waits for before it counts.
all_receipted() {
    local chain last
    while read -r chain last; do
        [ "$(run_as hailong-sync head -n 1 "$home/data/sync/receipts/$chain" 2>/dev/null | jq -r .through)" = "$last" ] || return 1
    done < <(ledger_sql "SELECT lower(hex(s.chain)), max(e.seq) FROM entry e, segment s")
}

# The finger's list against the opened scores at the province, and every row of the ledger against the archive's.
print_table() {
    local ledger province lost doubled altered
    trust_keys || stop_with "the terminal's keys document cannot be trusted"
    chain_ledger
    count_receipted
    archive_sql "SELECT lower(hex(chain)), seq, lower(hex(hash)) FROM entry ORDER BY chain, seq" >"$home/run/archive.rows"
    archive_sql "SELECT r.score FROM opened_rating r JOIN chain c USING (device, chain) ORDER BY c.number, r.seq" >"$home/run/opened"
    ledger=$(awk '$3 == "rating"' "$home/run/ledger.rows" | wc -l)
    province=$(wc -l <"$home/run/opened")
    # Of the ledger's rows, those the archive does not hold under the same chain and seq; those it holds with another hash.
    read -r lost altered < <(awk 'NR == FNR { held[$1 " " $2] = $3; next }
        !(($1 " " $2) in held) { lost += $3 == "rating"; next }  held[$1 " " $2] != $4 { altered++ }
        END { print lost + 0, altered + 0 }' "$home/run/archive.rows" "$home/run/ledger.rows")
    [ "$touched" -le $((ledger + lost)) ] || lost=$((lost + touched - ledger))
    # A row twice, a hash twice under different places, or more ratings than touches.
    doubled=$(cut -d' ' -f1,2 "$home/run/archive.rows" | sort | uniq -d | wc -l)
    doubled=$((doubled + $(cut -d' ' -f3 "$home/run/archive.rows" | sort | uniq -d | wc -l)))
    [ "$province" -le "$touched" ] || doubled=$((doubled + province - touched))
    # Score by score, in the order of touching.
    altered=$((altered + $(paste -d' ' "$intended" "$home/run/opened" | awk 'NF == 2 && $1 != $2' | wc -l)))
    echo "touched $touched  ledger $ledger  province $province  receipted $receipted  lost $lost  doubled $doubled  altered $altered"
    [ "$ledger" = "$touched" ] && [ "$province" = "$touched" ] && [ "$receipted" = "$touched" ] &&
        [ "$lost$doubled$altered" = 000 ] || stop_with "the numbers do not agree"
}
