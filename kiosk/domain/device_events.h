// Words of device entries that more than one program or room must spell alike. All words are fixed; nothing of a
// citizen stands in a device entry.
#pragma once

#include <string_view>

namespace hailong::domain {

// Somebody at the terminal asked to send at once; the agent obeys when it next looks (sync/agent/sync_call.h).
inline constexpr std::string_view kSyncNow = "sync_now";
// The staff menu is about to open. Fields: way = challenge | sheet; with sheet: sheet, code.
inline constexpr std::string_view kStaffEntered = "staff_entered";
// Entries were copied to a USB stick. Fields: files, entries.
inline constexpr std::string_view kUsbWritten = "usb_written";
// A damaged chain was put aside and this one begun. Fields: chain (its first eight digits), from (the first seq that is
// gone with it).
inline constexpr std::string_view kPutAside = "put_aside";

}  // namespace hailong::domain
