// What is behind our window: all that is seen while a terminal that crashed is started again.
#pragma once

#include "kiosk/window/painter.h"

namespace hailong::window {

// Paints the display's root in this colour and takes its pointer away. It stays after our end, as long as the X server
// keeps anybody's connection or was started with -noreset. Does nothing where there is no display. Any thread.
void paint_backdrop(const Colour& ground);

}  // namespace hailong::window
