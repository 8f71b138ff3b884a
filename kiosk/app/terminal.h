// The terminal as citizens meet it: joins the session (flow, writer, folder), the stage (drawing) and the window
// (display and finger) in one loop on the main thread. It sleeps until a touch, a commit or the flow's next deadline,
// draws only what changed, and never waits for the disk.
#pragma once

#include "kiosk/app/kiosk_config.h"
#include "kiosk/app/request.h"
#include "kiosk/base/result.h"

namespace hailong::app {

// Returns after SIGTERM, SIGINT or when the window is closed. Call it before any thread is started: it blocks the
// signals. Errors: environment (no display, no OpenGL), busy (another terminal uses the folder), bad_input (assets,
// configuration).
[[nodiscard]] Status run_terminal(const KioskRequest& request, const KioskConfig& config);

}  // namespace hailong::app
