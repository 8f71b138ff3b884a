// The staff lock's record on the disk: kiosk/staff.json, written by rename and fsync. A file that is there and cannot
// be understood means locked, never open: tries may have been made that it no longer tells of.
#pragma once

#include <optional>

#include "kiosk/domain/places.h"
#include "kiosk/domain/staff_lock.h"

namespace hailong::app {

// Absent: a terminal on which nobody ever tried. Broken or unreadable: all tries spent, locked for kStaffLockTime from
// `now`, and a sheet number that was never printed, because which codes were used is lost. Never fails: the worst
// record is still a record.
[[nodiscard]] domain::StaffRecord load_staff_record(const domain::Places& places, base::MonoTime now,
                                                    const base::Token16& boot);
// Durable when it returns success. Blocks for two disk flushes.
[[nodiscard]] Status save_staff_record(const domain::Places& places, const domain::StaffRecord& record);

// How loud staff set the terminal, 0–10: kiosk/loudness.json. Absent or not understood: as configured.
[[nodiscard]] std::optional<int> load_loudness(const domain::Places& places);
[[nodiscard]] Status save_loudness(const domain::Places& places, int loudness);

}  // namespace hailong::app
