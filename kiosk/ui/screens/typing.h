// What the screens with keys share: the words on the keys, and what a key does to the visit.
#pragma once

#include <variant>

#include "kiosk/ui/keyboard.h"
#include "kiosk/ui/screens/screens.h"

namespace hailong::ui {

[[nodiscard]] KeyLabels key_labels(const Texts& texts, text::Method method);
[[nodiscard]] flow::Typed typed(const KeyPress& press);

// Five rows of keys need the place of the bar where the panel is small, or where a hand reaches the lower half only.
[[nodiscard]] bool covers_bar(const flow::CommentView& view, const Metrics& metrics);
[[nodiscard]] bool covers_bar(const flow::CodeView& view, const Metrics& metrics);
// The lowest pixel that such a screen uses.
[[nodiscard]] float lowest_without_bar(const Metrics& metrics);

}  // namespace hailong::ui
