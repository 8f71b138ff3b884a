#include "kiosk/ui/lettering.h"

#include <imgui.h>
#include <imgui_freetype.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "kiosk/text/unicode.h"

namespace hailong::ui {
namespace {

Typeface typeface_of(Style style) {
    switch (style) {
        case Style::question:
        case Style::title:
            return Typeface::display;
        case Style::hint:
        case Style::office:
        case Style::body:
            return Typeface::text;
        case Style::name:
        case Style::code:
            return Typeface::bold;
        case Style::word:
        case Style::button:
        case Style::chip:
            return Typeface::semibold;
    }
    return Typeface::text;
}

// Display sizes are set a little tighter, the code to be copied wider (look.md: −0.01 and 0.08 em).
float spacing_of(Style style, float em) {
    switch (style) {
        case Style::question:
        case Style::title:
            return std::round(-0.01F * em);
        case Style::code:
            return std::round(0.08F * em);
        case Style::hint:
        case Style::office:
        case Style::body:
        case Style::name:
        case Style::word:
        case Style::button:
        case Style::chip:
            return 0;
    }
    return 0;
}

std::vector<ImWchar> ranges_of(const std::set<char32_t>& points) {
    ImFontGlyphRangesBuilder builder;
    for (ImWchar ascii = 0x20; ascii < 0x7F; ++ascii) builder.AddChar(ascii);
    builder.AddChar(0xA0);
    for (const char32_t point : points) {
        if (point >= 0x20 && point <= 0xFFFF) builder.AddChar(static_cast<ImWchar>(point));
    }
    ImVector<ImWchar> ranges;
    builder.BuildRanges(&ranges);
    return {ranges.begin(), ranges.end()};
}

Status refuse_missing(const base::Path& file, const std::set<char32_t>& points) {
    HL_TRY(const auto missing, missing_glyphs(file, points));
    if (missing.empty()) return {};
    std::array<char, 16> name{};
    std::snprintf(name.data(), name.size(), "U+%04X", static_cast<unsigned>(missing.front()));
    return fail(ErrorCode::bad_input,
                file.string() + ": has no glyph for " + name.data() + ", choose another font folder");
}

}  // namespace

Result<Lettering> Lettering::load(const base::Path& folder, const Metrics& metrics,
                                  const std::set<char32_t>& code_points) {
    ImFontAtlas* atlas = ImGui::GetIO().Fonts;
    atlas->Clear();
    atlas->FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    // Stems keep their place along the line, edges sit on the pixel grid: letters stay as drawn and crisp.
    atlas->FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
    const auto ranges = ranges_of(code_points);
    Lettering lettering;
    for (const Style style : kStyles) {
        const auto file = font_file(folder, typeface_of(style));
        HL_CHECK(refuse_missing(file, code_points));
        HL_TRY(const float factor, size_factor(file));
        ImFontConfig config;
        config.GlyphExtraSpacing.x = spacing_of(style, metrics.em(style));
        auto& voice = lettering.voices_[static_cast<std::size_t>(style)];
        voice.size = metrics.em(style) * factor;
        voice.line = std::round(metrics.em(style) * line_height(style));
        voice.font = atlas->AddFontFromFileTTF(file.c_str(), voice.size, &config, ranges.data());
        if (voice.font == nullptr) return fail(ErrorCode::corrupt, file.string() + ": cannot be read");
    }
    if (!atlas->Build()) return fail(ErrorCode::environment, "the fonts do not fit the texture");
    return lettering;
}

float Lettering::width(Style style, std::string_view text) const {
    const Voice& used = voice(style);
    return used.font->CalcTextSizeA(used.size, 1e9F, 0, text.data(), text.data() + text.size()).x;
}

Lettering::Ink Lettering::ink(Style style, std::string_view text) const {
    const Voice& used = voice(style);
    const float top = std::floor((used.line - used.size) / 2);
    Ink ink{1e9F, -1e9F};
    for (const char32_t point : text::decode(text).value_or(std::u32string())) {
        const ImFontGlyph* glyph = used.font->FindGlyph(static_cast<ImWchar>(point));
        if (glyph == nullptr || !glyph->Visible) continue;
        ink.top = std::min(ink.top, top + glyph->Y0);
        ink.bottom = std::max(ink.bottom, top + glyph->Y1);
    }
    return ink.top > ink.bottom ? Ink{0, 0} : ink;
}

}  // namespace hailong::ui
