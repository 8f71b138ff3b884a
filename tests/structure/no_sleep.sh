#!/bin/bash
# structure.no_sleep_in_tests: tests wait for events or move a clock, they never sleep, and none is disabled or skipped.
# tests/bench measures real time and is no test.    no_sleep.sh ROOT
set -euo pipefail
cd "$1"
mapfile -t files < <(find tests -path tests/bench -prune -o \( -name '*.cpp' -o -name '*.h' \) -print | sort)
[ ${#files[@]} -gt 0 ] || { echo "no test sources found: nothing was checked"; exit 1; }
bad=0
if grep -nE '\b(sleep_for|sleep_until|usleep|nanosleep|clock_nanosleep)\b|\bsleep[ ]*\(' "${files[@]}"; then
    echo "tests must not sleep: wait for the event, or use FakeClock and VirtualWaiter"
    bad=1
fi
if grep -nE '\bGTEST_SKIP\b|\bDISABLED_[A-Za-z]' "${files[@]}"; then
    echo "tests must not be skipped or disabled"
    bad=1
fi
[ $bad -eq 0 ] && echo "${#files[@]} test sources, none sleeps or is skipped"
exit $bad
