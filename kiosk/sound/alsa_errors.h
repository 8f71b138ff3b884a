// ALSA's own complaints go to standard error line by line; ours are one log event with a reason.
#pragma once

#include <string_view>

#include "kiosk/base/result.h"

namespace hailong::sound {

void silence_alsa_messages();
// `status`: a negative return value of ALSA.
[[nodiscard]] Error alsa_error(std::string_view doing, int status);

}  // namespace hailong::sound
