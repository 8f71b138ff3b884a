#!/bin/bash
# structure.layers: every include of kiosk/ and sync/ follows layers.txt.    layers.sh ROOT
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$1"
mapfile -t sources < <(find kiosk sync -name '*.h' -o -name '*.cpp' 2>/dev/null | sort)
awk -f "$here/layers.awk" "$here/layers.txt" "${sources[@]}"
