// The office's hours as the configuration writes them: days "mon" … "sun", spans "07:30-11:30".
#pragma once

#include <string>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/flow/rules.h"

namespace hailong::app {

// Errors: bad_input naming the word that is wrong and the form it must have.
[[nodiscard]] Result<flow::OfficeHours> parse_office_hours(const std::vector<std::string>& days,
                                                           const std::vector<std::string>& open);

}  // namespace hailong::app
