// A QR code as a phone wants it (ISO/IEC 18004): black on white whatever the colours around it, a quiet zone of four
// modules, every module the same whole number of pixels. Pure up to the drawing.
#pragma once

#include <string_view>
#include <vector>

#include "kiosk/base/result.h"
#include "kiosk/ui/canvas.h"

namespace hailong::ui {

struct QrCode {
    int side = 0;            // modules, without the quiet zone
    std::vector<bool> dark;  // row by row
    [[nodiscard]] bool is_dark(int x, int y) const {
        const int at = y * side + x;
        return dark[static_cast<std::size_t>(at)];
    }
};

inline constexpr int kQuietZone = 4;  // modules on each side

// Error correction M: a finger's grease and the hall's lamps cover less than 15 %. Errors: bad_input when the text is
// empty or longer than any QR code.
[[nodiscard]] Result<QrCode> encode_qr(std::string_view text);

// Pixels of one module so that code and quiet zone fit `room` pixels; at least 1.
[[nodiscard]] float qr_module(const QrCode& code, float room);
// Pixels of the whole, quiet zone included.
[[nodiscard]] float qr_width(const QrCode& code, float module);
void draw_qr(Canvas& canvas, const QrCode& code, float left, float top, float module);

}  // namespace hailong::ui
