// Loaded under hailong-kiosk in the guest: a terminal that does not flush its WAL at each commit. Known to lose
// entries.
#include "tests/crash/sql_words.h"

namespace {

const hailong::crash::KnownBad normal(hailong::crash::Journal::wal_normal);

}  // namespace
