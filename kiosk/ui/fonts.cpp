#include "kiosk/ui/fonts.h"

#include <ft2build.h>
#include FT_FREETYPE_H

#include <memory>

namespace hailong::ui {
namespace {

struct FreeLibrary {
    void operator()(FT_Library library) const { FT_Done_FreeType(library); }
};
struct FreeFace {
    void operator()(FT_Face face) const { FT_Done_Face(face); }
};
using LibraryHandle = std::unique_ptr<FT_LibraryRec_, FreeLibrary>;
using FaceHandle = std::unique_ptr<FT_FaceRec_, FreeFace>;

// Members are destroyed in reverse order: the face before its library.
struct OpenFont {
    LibraryHandle library;
    FaceHandle face;
};

std::string package_of(const base::Path& font) {
    return font.filename().string().starts_with("Noto") ? "fonts-noto-core" : "fonts-inter";
}

Result<OpenFont> open_font(const base::Path& font) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(font, ignored)) {
        return fail(ErrorCode::not_found, font.string() + ": not found, install the package " + package_of(font));
    }
    FT_Library library = nullptr;
    if (FT_Init_FreeType(&library) != 0) return fail(ErrorCode::environment, "FreeType does not start");
    OpenFont open{LibraryHandle(library), nullptr};
    FT_Face face = nullptr;
    if (FT_New_Face(library, font.c_str(), 0, &face) != 0) {
        return fail(ErrorCode::corrupt,
                    font.string() + ": not a font, install the package " + package_of(font) + " again");
    }
    open.face.reset(face);
    return open;
}

bool needs_no_glyph(char32_t point) { return point < 0x21 || point == 0xA0; }

}  // namespace

base::Path default_font_folder() { return "/usr/share/fonts/opentype/inter"; }

base::Path font_file(const base::Path& folder, Typeface face) {
    switch (face) {
        case Typeface::text:
            return folder / "Inter-Regular.otf";
        case Typeface::semibold:
            return folder / "Inter-SemiBold.otf";
        case Typeface::bold:
            return folder / "Inter-Bold.otf";
    }
    return folder;
}

base::Path khmer_font_file(Typeface face) {
    base::Path folder = "/usr/share/fonts/truetype/noto";
    switch (face) {
        case Typeface::text:
            return folder / "NotoSansKhmer-Regular.ttf";
        case Typeface::semibold:  // fonts-noto-core has these two cuts only
        case Typeface::bold:
            return folder / "NotoSansKhmer-Bold.ttf";
    }
    return folder;
}

Result<std::vector<char32_t>> missing_glyphs(const base::Path& font, const std::set<char32_t>& wanted) {
    HL_TRY(const auto open, open_font(font));
    std::vector<char32_t> missing;
    for (const char32_t point : wanted) {
        if (!needs_no_glyph(point) && FT_Get_Char_Index(open.face.get(), point) == 0) missing.push_back(point);
    }
    return missing;
}

Result<float> size_factor(const base::Path& font) {
    HL_TRY(const auto open, open_font(font));
    if (open.face->units_per_EM == 0) return fail(ErrorCode::corrupt, font.string() + ": not a scalable font");
    return static_cast<float>(open.face->ascender - open.face->descender) / static_cast<float>(open.face->units_per_EM);
}

Result<float> ascent_factor(const base::Path& font) {
    HL_TRY(const auto open, open_font(font));
    if (open.face->units_per_EM == 0) return fail(ErrorCode::corrupt, font.string() + ": not a scalable font");
    return static_cast<float>(open.face->ascender) / static_cast<float>(open.face->units_per_EM);
}

}  // namespace hailong::ui
