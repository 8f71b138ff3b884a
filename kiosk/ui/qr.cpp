#include "kiosk/ui/qr.h"

#include <qrencode.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

namespace hailong::ui {
namespace {

constexpr Rgb kPaper{0xFF, 0xFF, 0xFF};
constexpr Rgb kModule{0x00, 0x00, 0x00};

struct FreeCode {
    void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

Result<QrCode> encode_qr(std::string_view text) {
    if (text.empty()) return fail(ErrorCode::bad_input, "a QR code of an empty text");
    // Upper case and digits take 5.5 bits a letter instead of 8: the library finds such stretches by itself.
    const std::unique_ptr<QRcode, FreeCode> made(
        QRcode_encodeString(std::string(text).c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1));
    if (made == nullptr) return fail(ErrorCode::bad_input, "no QR code holds this text, shorten it");
    QrCode code;
    code.side = made->width;
    const auto count = static_cast<std::size_t>(made->width) * static_cast<std::size_t>(made->width);
    code.dark.reserve(count);
    std::for_each_n(made->data, count, [&](unsigned char module) { code.dark.push_back((module & 1U) != 0); });
    return code;
}

float qr_module(const QrCode& code, float room) {
    return std::max(1.0F, std::floor(room / static_cast<float>(code.side + 2 * kQuietZone)));
}

float qr_width(const QrCode& code, float module) { return module * static_cast<float>(code.side + 2 * kQuietZone); }

void draw_qr(Canvas& canvas, const QrCode& code, float left, float top, float module) {
    const float whole = qr_width(code, module);
    canvas.fill({left, top, whole, whole}, kPaper);
    const float first = module * kQuietZone;
    for (int y = 0; y < code.side; ++y) {
        for (int x = 0; x < code.side; ++x) {
            if (!code.is_dark(x, y)) continue;
            const int from = x;  // modules beside each other are one rectangle: no seam, and fewer of them
            while (x + 1 < code.side && code.is_dark(x + 1, y)) ++x;
            const auto modules = static_cast<float>(x - from + 1);
            canvas.fill({left + first + static_cast<float>(from) * module, top + first + static_cast<float>(y) * module,
                         modules * module, module},
                        kModule);
        }
    }
}

}  // namespace hailong::ui
