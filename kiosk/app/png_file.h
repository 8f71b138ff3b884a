// PNG files, written fast: with the weakest compression and no filter, which flat screens need no more than. Any
// thread.
#pragma once

#include "kiosk/base/files.h"
#include "kiosk/base/result.h"
#include "kiosk/window/offscreen.h"

namespace hailong::app {

// Overwrites the file. Errors: io, disk_full …
[[nodiscard]] Status write_png(const window::Picture& picture, const base::Path& file);

}  // namespace hailong::app
