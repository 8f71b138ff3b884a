// The QR code as a phone's reader sees it: libzbar, which knows nothing of libqrencode.
#include "kiosk/ui/qr.h"

#include <gtest/gtest.h>
#include <zbar.h>

#include <memory>
#include <string>
#include <vector>

namespace hailong::qr_test {
namespace {

constexpr int kModule = 4;
// As long as a home ticket's address is (domain/ticket.h).
const std::string kAddress = "HTTPS://DANHGIA.EXAMPLE.VN/T/" + std::string(140, 'A');

// The picture that draw_qr() makes, in grey: quiet zone, and each module kModule × kModule pixels.
std::vector<unsigned char> picture_of(const ui::QrCode& code, int side) {
    std::vector<unsigned char> grey(static_cast<std::size_t>(side * side), 255);
    for (int y = 0; y < code.side * kModule; ++y) {
        for (int x = 0; x < code.side * kModule; ++x) {
            const int row = y + ui::kQuietZone * kModule, column = x + ui::kQuietZone * kModule;
            if (code.is_dark(x / kModule, y / kModule)) grey[static_cast<std::size_t>(row * side + column)] = 0;
        }
    }
    return grey;
}

std::string read_by_a_phone(const ui::QrCode& code) {
    const int side = static_cast<int>(ui::qr_width(code, kModule));
    const auto grey = picture_of(code, side);
    zbar::ImageScanner scanner;
    zbar::Image image(static_cast<unsigned>(side), static_cast<unsigned>(side), "Y800", grey.data(), grey.size());
    if (scanner.scan(image) != 1) return "";
    return image.symbol_begin()->get_data();
}

}  // namespace

TEST(QrCode, IsReadBackByAPhone) {
    const auto code = ui::encode_qr(kAddress);
    ASSERT_TRUE(code);
    EXPECT_EQ(read_by_a_phone(*code), kAddress);
}

TEST(QrCode, PacksCapitalsAndDigitsTighter) {
    const auto capitals = ui::encode_qr(std::string(140, 'A'));
    const auto smalls = ui::encode_qr(std::string(140, 'a'));
    ASSERT_TRUE(capitals && smalls);
    EXPECT_LT(capitals->side, smalls->side);
}

TEST(QrCode, HasWholePixelsAndFitsItsRoom) {
    const auto code = ui::encode_qr(kAddress);
    ASSERT_TRUE(code);
    for (const float room : {200.0F, 333.0F, 421.5F}) {
        const float module = ui::qr_module(*code, room);
        EXPECT_EQ(module, static_cast<float>(static_cast<int>(module)));
        EXPECT_LE(ui::qr_width(*code, module), room);
        EXPECT_GT(ui::qr_width(*code, module + 1), room);
    }
}

TEST(QrCode, RefusesWhatNoCodeHolds) {
    EXPECT_FALSE(ui::encode_qr(""));
    EXPECT_FALSE(ui::encode_qr(std::string(3000, 'x')));
}

}  // namespace hailong::qr_test
