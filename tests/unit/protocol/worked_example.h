// The worked example of PROTOCOL.md, made from fixed seeds.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "kiosk/domain/enrolment.h"
#include "kiosk/domain/receipt.h"

namespace hailong::worked_example {

// Each block's title and its exact text, in the order of the document.
using Blocks = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] Blocks make();
// The sealed rating of entry 2, made once with the intake key of seed 32 × 0x04: a box can be made only once.
[[nodiscard]] std::string rating_box();
// The same rating as the first version sealed it: padded to 128 bytes, without flags.
[[nodiscard]] std::string rating_box_of_version_0_1();
[[nodiscard]] base::Opener intake();

}  // namespace hailong::worked_example
