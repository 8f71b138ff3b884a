// What the staff screens are made of: their own colours (look.md "staff"), so that nobody takes them for the citizen's.
#pragma once

#include "kiosk/ui/screens/screens.h"

namespace hailong::ui {

inline constexpr Rgb kStaffGround{0x12, 0x26, 0x3F};
inline constexpr Rgb kStaffCard{0x1C, 0x35, 0x55};
inline constexpr Rgb kStaffMuted{0xB9, 0xC7, 0xD8};
inline constexpr Rgb kStaffText{0xFF, 0xFF, 0xFF};
inline constexpr Rgb kStaffInk{0x12, 0x26, 0x3F};
inline constexpr Rgb kStaffWarning{0xFF, 0xC4, 0x6B};
inline constexpr Rgb kStaffGood{0x8F, 0xD0, 0xA8};

inline constexpr auto kBetweenNames = " · ";  // of the device and its ward

struct StaffButtonPlace {
    std::string id;  // "staff.sync"
    Rect rect;
};
[[nodiscard]] MaybeEvent draw_staff_button(Canvas& canvas, const flow::StaffButtonView& button,
                                           const std::string& label, const StaffButtonPlace& place);
// Covers everything; where a page may draw.
Rect begin_staff_page(Canvas& canvas);
// Where "Exit" stands, upper right.
[[nodiscard]] StaffButtonPlace leave_place(const Canvas& canvas, const Rect& page);
// Draws the text with its own height from the top of the box; where it ends.
float staff_text(Canvas& canvas, TextBlock block);

}  // namespace hailong::ui
