#!/bin/bash
# structure.readme_names_real_tests: each `Suite.Name` in the READMEs' tables of behaviours is a test of this repository.
#   readme_tests.sh ROOT
set -euo pipefail
cd "$1"
real=$(find tests -name '*_test.cpp' -exec sed -nE 's/^(TEST|TEST_F|RC_GTEST_PROP|RC_GTEST_FIXTURE_PROP)\(([A-Za-z0-9_]+), *([A-Za-z0-9_]+).*/\2.\3/p' {} +)
bad=0 seen=0
for readme in README.md README.vi.md; do
    while read -r name; do
        seen=$((seen + 1))
        grep -qxF "$name" <<<"$real" || { echo "$readme names $name, which is no test"; bad=1; }
    done < <(grep -E '^\|' "$readme" | grep -oE '`[A-Z][A-Za-z0-9]+\.[A-Z][A-Za-z0-9]+`' | tr -d '`')
done
[ $seen -gt 0 ] || { echo "no tests are named: nothing was checked"; exit 1; }
[ $bad -eq 0 ] && echo "$seen names, all of real tests"
exit $bad
