// The device's Ed25519 key: kiosk/device.key, mode 0400, one line of 64 hex digits. Made once, at the first start, and
// enrolled later; the file never leaves the terminal.
#pragma once

#include "kiosk/base/crypto.h"
#include "kiosk/domain/places.h"

namespace hailong::app {

// Makes ledger/ and kiosk/ with the modes of ledger-and-sync.md §2 where they are missing, and takes rights away that
// ours have beyond them.
[[nodiscard]] Status prepare_folders(const domain::Places& places);

// Loads the key, or makes it when there is none. Two programs that do this at once get the same key. Errors: crypto for
// a file that is no key (it is never replaced), read_only, io.
[[nodiscard]] Result<base::Signer> device_key(const domain::Places& places);

}  // namespace hailong::app
