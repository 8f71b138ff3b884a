// What an error of the store means for the screen.
#pragma once

#include <string>

#include "kiosk/base/result.h"
#include "kiosk/flow/event.h"

namespace hailong::app {

[[nodiscard]] flow::Service service_for(ErrorCode code);
// What the screen shows for staff to read out on the telephone: "E-FULL".
[[nodiscard]] std::string screen_code(ErrorCode code);

}  // namespace hailong::app
