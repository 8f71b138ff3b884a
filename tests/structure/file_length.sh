#!/bin/bash
# structure.file_length: no source, script or build file is longer than 400 lines.    file_length.sh ROOT
set -euo pipefail
cd "$1"
mapfile -t files < <(find kiosk sync tests deploy -type f \( -name '*.h' -o -name '*.cpp' -o -name '*.sh' -o -name '*.awk' \
    -o -name '*.sql' -o -name CMakeLists.txt -o -perm -u+x \) | sort)
[ ${#files[@]} -gt 0 ] || { echo "no files found: nothing was checked"; exit 1; }
bad=0
while read -r lines file; do
    echo "$file: $lines lines, at most 400: split it"
    bad=1
done < <(wc -l "${files[@]}" | awk '$2 != "total" && $1 > 400')
[ $bad -eq 0 ] && echo "${#files[@]} files, none longer than 400 lines"
exit $bad
