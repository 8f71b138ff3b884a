#!/bin/bash
# structure.tests_listed: every *_test.cpp was given to a test program by CMake, so none lies there without running.
#   tests_listed.sh ROOT LIST     LIST holds the absolute path of every configured test source, one a line.
set -euo pipefail
root=$(cd "$1" && pwd)
list=$2
missing=0 seen=0
while IFS= read -r file; do
    seen=$((seen + 1))
    if ! grep -qxF "$file" "$list"; then
        echo "${file#"$root"/}: not listed in any CMakeLists.txt that is built"
        missing=1
    fi
done < <(find "$root/tests" -name '*_test.cpp' | sort)
[ $seen -gt 0 ] || { echo "no test files found: nothing was checked"; exit 1; }
[ $missing -eq 0 ] && echo "$seen test files, all listed"
exit $missing
