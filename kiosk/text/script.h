// Which writing needs a shaper: Dear ImGui sets one code point after the other, which is right for Latin letters in NFC
// and wrong for scripts that reorder or stack theirs. Pure.
#pragma once

#include <string_view>

namespace hailong::text {

// Khmer. A further script needs its fonts in kiosk/ui/fonts.h and its range here.
[[nodiscard]] bool needs_shaping(char32_t point);
// Any of its letters does.
[[nodiscard]] bool needs_shaping(std::string_view utf8);

}  // namespace hailong::text
