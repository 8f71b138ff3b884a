#!/bin/bash
# Each structure test is fed a bad tree and must refuse it, naming the fault, and a good tree, which it must accept.
#   can_fail.sh layers|tests_listed|file_length|no_sleep|readme_tests|units
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
faults=0

write() { mkdir -p "$tree/$(dirname "$1")"; printf '%s\n' "${@:2}" >"$tree/$1"; }
accepts() { # what, command…
    if ! output=$("${@:2}" 2>&1); then echo "FAULT: refused $1: $output"; faults=1; fi
}
refuses() { # what, expected words, command…
    if output=$("${@:3}" 2>&1); then echo "FAULT: accepted $1"; faults=1
    elif ! grep -qF -- "$2" <<<"$output"; then echo "FAULT: refused $1 without saying \"$2\": $output"; faults=1
    else echo "refuses $1"; fi
}
# A fault that is put in, must be refused, and is taken out again.
with() { # file, line, what, expected words, command…
    write "$1" "$2"
    refuses "$3" "$4" "${@:5}"
    rm "$tree/$1"
}

case $1 in
layers)
    check=("$here/layers.sh" "$tree")
    write kiosk/flow/visit.h '#include <vector>' '#include "kiosk/domain/score.h"'
    write kiosk/window/window.cpp '#include <GLFW/glfw3.h>'
    accepts "a tree that follows the table" "${check[@]}"
    with kiosk/flow/bad.h '#include "kiosk/store/ledger.h"' "flow that reads the disk" "kiosk/flow must not include kiosk/store" "${check[@]}"
    with kiosk/app/bad.cpp '#include "sync/agent/loop.h"' "a terminal that includes sync" "kiosk/app must not include sync/agent" "${check[@]}"
    with kiosk/ui/bad.cpp '#  include <GLFW/glfw3.h>' "GLFW in ui" "does not belong in kiosk/ui" "${check[@]}"
    with kiosk/app/bad.cpp '#include <curl/curl.h>' "curl in the terminal" "does not belong in kiosk/app" "${check[@]}"
    with sync/agent/bad.cpp '#include <sqlite3.h>' "SQLite in the agent" "does not belong in sync/agent" "${check[@]}"
    with sync/agent/bad.cpp '#include "kiosk/store/ledger.h"' "an agent that can write the ledger" "is closed to sync/agent" "${check[@]}"
    with kiosk/text/bad.cpp '#include "tests/support/fake_clock.h"' "a product that includes tests" "is not rooted" "${check[@]}"
    with kiosk/text/bad.cpp '#include "../store/ledger.h"' "a relative include" "is not rooted" "${check[@]}"
    with kiosk/text/bad.cpp '#include <kiosk/store/ledger.h>' "an include in angle brackets" "must be written in quotes" "${check[@]}"
    with kiosk/attic/bad.cpp 'int x;' "a folder that nobody planned" "is no room" "${check[@]}"
    rm -r "$tree/kiosk"
    mkdir -p "$tree/kiosk" "$tree/sync"
    refuses "an empty tree" "nothing was checked" "${check[@]}" ;;
tests_listed)
    write tests/unit/base/crypto_test.cpp 'TEST'
    echo "$tree/tests/unit/base/crypto_test.cpp" >"$tree/list"
    accepts "a tree with every test listed" "$here/tests_listed.sh" "$tree" "$tree/list"
    with tests/unit/base/forgotten_test.cpp 'TEST' "a forgotten test" "forgotten_test.cpp: not listed" "$here/tests_listed.sh" "$tree" "$tree/list" ;;
file_length)
    mkdir -p "$tree"/{kiosk,sync,tests,deploy}
    seq 400 >"$tree/kiosk/long.cpp"
    accepts "400 lines" "$here/file_length.sh" "$tree"
    seq 401 >"$tree/kiosk/long.cpp"
    refuses "401 lines" "401 lines" "$here/file_length.sh" "$tree" ;;
no_sleep)
    check=("$here/no_sleep.sh" "$tree")
    write tests/good_test.cpp 'TEST(Ledger, Sleeps) { wait(); }'
    accepts "a test that waits for an event" "${check[@]}"
    with tests/bad_test.cpp 'std::this_thread::sleep_for(1ms);' "a sleeping test" "must not sleep" "${check[@]}"
    with tests/bad_test.cpp '  sleep(1);' "a test that calls sleep" "must not sleep" "${check[@]}"
    with tests/bad_test.cpp 'TEST(Ledger, DISABLED_Opens) {}' "a disabled test" "skipped or disabled" "${check[@]}"
    with tests/bad_test.cpp 'GTEST_SKIP();' "a skipped test" "skipped or disabled" "${check[@]}" ;;
readme_tests)
    write tests/visit_test.cpp 'TEST_F(Visit, Begins) {'
    write README.md '| begins | `Visit.Begins` |'
    write README.vi.md '| begins | `Visit.Begins` |'
    accepts "a table of real tests" "$here/readme_tests.sh" "$tree"
    write README.md '| ends | `Visit.Ends` |'
    refuses "an invented test" "Visit.Ends, which is no test" "$here/readme_tests.sh" "$tree" ;;
units)
    check=("$here/units.sh" "$tree")
    units=$(cd "$here/../../deploy/systemd" && pwd)
    spoil() { # file, sed's words: the real units with one fault
        rm -rf "$tree/deploy"
        mkdir -p "$tree/deploy"
        cp -r "$units" "$tree/deploy/systemd"
        sed -i "$2" "$tree/deploy/systemd/$1"
    }
    spoil hailong-kiosk.service ''
    accepts "the real units" "${check[@]}"
    spoil hailong-kiosk.service 's/^WatchdogSec=/WatchdogSecs=/'
    refuses "a mistyped word" "WatchdogSecs" "${check[@]}"
    spoil hailong-kiosk.service '/^Protect\|^System\|^Restrict/d'
    refuses "an exposed terminal" "promised 25 tenths" "${check[@]}"
    spoil hailong-sync.service '/^Protect/d'
    refuses "an exposed agent" "promised 15 tenths" "${check[@]}"
    spoil sysusers.conf '/^u hailong-sync/d;/^m hailong-sync/d'
    refuses "a user that nobody makes" "nobody makes the user" "${check[@]}"
    spoil tmpfiles.conf '/ledger/s/hailong-kiosk/root/'
    refuses "a folder of somebody else" "nobody gives /var/lib/hailong/ledger" "${check[@]}"
    cp "$units/hailong-sync.service" "$tree/deploy/systemd/hailong-other.service"
    refuses "a unit that nobody judges" "judged by nobody" "${check[@]}" ;;
*) echo "unknown check: $1"; exit 2 ;;
esac
exit $faults
