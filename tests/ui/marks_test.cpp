// The stacked marks of Vietnamese in the face of titles: no mark may run into its own letter or into the next one, as
// it does in Inter Display ("điều" reads "đìêu"). Rasterised as the terminal does: FreeType, no hinting, no kerning.
#include <ft2build.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>
#include FT_FREETYPE_H

#include "kiosk/text/unicode.h"
#include "kiosk/ui/fonts.h"

namespace hailong::marks_test {
namespace {

constexpr int kEm = 62;  // of a title at 1920×1080, in px
constexpr unsigned char kInk = 128;

// Ink of one letter or of a whole word; a pixel is true where it is covered by more than half.
class Page {
public:
    Page() : ink_(static_cast<std::size_t>(kWidth * kHeight)) {}

    void put(const FT_Bitmap& bitmap, int left, int top) {
        for (int y = 0; y < static_cast<int>(bitmap.rows); ++y) {
            for (int x = 0; x < static_cast<int>(bitmap.width); ++x) {
                if (bitmap.buffer[y * bitmap.pitch + x] >= kInk) at(left + x, top + y) = true;
            }
        }
    }
    // How many pieces of ink touch no other, also not by a corner. Wipes the page.
    int pieces() {
        int found = 0;
        for (int y = 0; y < kHeight; ++y) {
            for (int x = 0; x < kWidth; ++x) {
                if (!at(x, y)) continue;
                ++found;
                wipe(x, y);
            }
        }
        return found;
    }

private:
    static constexpr int kWidth = 600;
    static constexpr int kHeight = 160;

    [[nodiscard]] std::vector<bool>::reference at(int x, int y) {
        return ink_[static_cast<std::size_t>(y * kWidth + x)];
    }
    void wipe(int from_x, int from_y) {
        std::vector<std::pair<int, int>> open{{from_x, from_y}};
        at(from_x, from_y) = false;
        while (!open.empty()) {
            const auto [x, y] = open.back();
            open.pop_back();
            for (int near = 0; near < 9; ++near) {
                const int to_x = x + near % 3 - 1, to_y = y + near / 3 - 1;
                if (to_x < 0 || to_y < 0 || to_x >= kWidth || to_y >= kHeight || !at(to_x, to_y)) continue;
                at(to_x, to_y) = false;
                open.emplace_back(to_x, to_y);
            }
        }
    }

    std::vector<bool> ink_;
};

class Marks : public ::testing::Test {
protected:
    void SetUp() override {
        const auto file = ui::font_file(ui::default_font_folder(), ui::Typeface::bold);
        ASSERT_EQ(FT_Init_FreeType(&library_), 0);
        ASSERT_EQ(FT_New_Face(library_, file.c_str(), 0, &face_), 0);
        ASSERT_EQ(FT_Set_Pixel_Sizes(face_, 0, kEm), 0);
    }
    void TearDown() override {
        FT_Done_Face(face_);
        FT_Done_FreeType(library_);
    }
    int pieces_of(const std::u32string& word) {
        Page page;
        int x = 20;
        for (const char32_t letter : word) {
            EXPECT_EQ(FT_Load_Char(face_, letter, FT_LOAD_RENDER | FT_LOAD_NO_HINTING), 0);
            page.put(face_->glyph->bitmap, x + face_->glyph->bitmap_left, 100 - face_->glyph->bitmap_top);
            x += static_cast<int>(face_->glyph->advance.x / 64);
        }
        return page.pieces();
    }

    FT_Library library_ = nullptr;
    FT_Face face_ = nullptr;
};

}  // namespace

TEST_F(Marks, StandClearOfTheirLetter) {
    for (const char32_t letter : std::u32string(U"âầấẩẫêềếểễôồốổỗăằắẳẵãõĩũì")) {
        EXPECT_GE(pieces_of({letter}), 2) << static_cast<std::uint32_t>(letter);
    }
}

TEST_F(Marks, StandClearOfTheLettersBeside) {
    for (const auto* const word : {U"điều", U"Điều", U"phiền", U"lần", U"nhiều", U"hồ", U"cần", U"cầu", U"Quyền"}) {
        int alone = 0;
        for (const char32_t letter : std::u32string(word)) alone += pieces_of({letter});
        EXPECT_EQ(pieces_of(word), alone) << text::encode(word);
    }
}

}  // namespace hailong::marks_test
