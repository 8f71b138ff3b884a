#include "kiosk/ui/lettering.h"

#include <imgui.h>
#include <imgui_freetype.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>

#include "kiosk/text/script.h"
#include "kiosk/text/unicode.h"

namespace hailong::ui {
namespace {

Typeface typeface_of(Style style) {
    switch (style) {
        case Style::hint:
        case Style::office:
        case Style::body:
            return Typeface::text;
        case Style::question:
        case Style::title:
        case Style::name:
        case Style::code:
            return Typeface::bold;
        case Style::word:
        case Style::button:
        case Style::chip:
        case Style::aid:
            return Typeface::semibold;
    }
    return Typeface::text;
}

// The code to be copied is set wider (look.md: 0.08 em). Titles are not set tighter: the marks of "điều" would touch.
float spacing_of(Style style, float em) { return style == Style::code ? std::round(0.08F * em) : 0; }

// Noto Sans Khmer needs 1.36 of its em from ascender to descender; its ink lies inside 1.35 (tests measure it), so that
// only the tight lines of titles must give way.
constexpr float kLowestShapedLine = 1.35F;

// Code points for Dear ImGui, and those for the shaper.
std::pair<std::set<char32_t>, std::set<char32_t>> parted(const std::set<char32_t>& all) {
    std::pair<std::set<char32_t>, std::set<char32_t>> out;
    for (const char32_t point : all) (text::needs_shaping(point) ? out.second : out.first).insert(point);
    return out;
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

Result<Lettering> Lettering::load(const Sources& sources, const Metrics& metrics, Textures& textures) {
    const auto [plain, shaped] = parted(sources.code_points);
    Lettering lettering;
    // First look, then let go of what is there: after an error the old fonts are still in use.
    for (const Typeface face : kTypefaces) {
        HL_CHECK(refuse_missing(font_file(sources.folder, face), plain));
        if (!shaped.empty()) HL_CHECK(refuse_missing(khmer_font_file(face), shaped));
    }
    if (sources.before != nullptr) lettering.shaper_ = sources.before->shaper_;
    if (!shaped.empty() && !lettering.shaper_) {
        HL_TRY(lettering.shaper_, Shaper::open(sources.folder, textures));
    }
    ImFontAtlas* atlas = ImGui::GetIO().Fonts;
    atlas->Clear();
    atlas->FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    // Stems keep their place along the line, edges sit on the pixel grid: letters stay as drawn and crisp.
    atlas->FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
    const auto ranges = ranges_of(plain);
    const auto code_ranges = ranges_of({});  // codes are plain capitals and digits, and set large
    for (const Style style : kStyles) {
        const Typeface face = typeface_of(style);
        const auto file = font_file(sources.folder, face);
        HL_TRY(const float factor, size_factor(file));
        const float em = metrics.em(style);
        ImFontConfig config;
        config.GlyphExtraSpacing.x = spacing_of(style, em);
        auto& voice = lettering.voices_[static_cast<std::size_t>(style)];
        voice.size = em * factor;
        voice.line = std::round(em * line_height(style));
        voice.shaped = {face, em};
        const bool is_too_low = lettering.shaper_ != nullptr && line_height(style) < kLowestShapedLine;
        voice.shaped_line = is_too_low ? std::round(em * lettering.shaper_->size_factor()) : voice.line;
        const auto& wanted = style == Style::code ? code_ranges : ranges;
        voice.font = atlas->AddFontFromFileTTF(file.c_str(), voice.size, &config, wanted.data());
        if (voice.font == nullptr) return fail(ErrorCode::corrupt, file.string() + ": cannot be read");
    }
    if (!atlas->Build()) return fail(ErrorCode::environment, "the fonts do not fit the texture");
    return lettering;
}

bool Lettering::is_shaped(std::string_view text) const { return shaper_ != nullptr && text::needs_shaping(text); }

float Lettering::line(Style style, std::string_view text) const {
    return is_shaped(text) ? voice(style).shaped_line : voice(style).line;
}

Shaper::Voice Lettering::shaped_voice(Style style, float scale) const {
    const auto& shaped = voice(style).shaped;
    return {shaped.face, shaped.em * scale};
}

float Lettering::width(Style style, std::string_view text, float scale) const {
    const Voice& used = voice(style);
    if (is_shaped(text)) return shaper_->measure(shaped_voice(style, scale), std::string(text)).width;
    const float size = used.size * scale;
    return used.font->CalcTextSizeA(size, 1e9F, 0, text.data(), text.data() + text.size()).x;
}

float Lettering::shaped_baseline(Style style, const Box& box) const {
    const float em = shaped_voice(style, box.scale).em;
    return std::round((box.height - em * shaper_->size_factor()) / 2 + em * shaper_->ascent());
}

Lettering::Ink Lettering::ink(Style style, std::string_view text, const Box& box) const {
    const Voice& used = voice(style);
    if (is_shaped(text)) {
        const auto extent = shaper_->measure(shaped_voice(style, box.scale), std::string(text));
        const float baseline = shaped_baseline(style, box);
        return {baseline + extent.ink_top, baseline + extent.ink_bottom};
    }
    const float top = std::floor((box.height - used.size * box.scale) / 2);
    Ink ink{1e9F, -1e9F};
    for (const char32_t point : text::decode(text).value_or(std::u32string())) {
        const ImFontGlyph* glyph = used.font->FindGlyph(static_cast<ImWchar>(point));
        if (glyph == nullptr || !glyph->Visible) continue;
        ink.top = std::min(ink.top, top + glyph->Y0 * box.scale);
        ink.bottom = std::max(ink.bottom, top + glyph->Y1 * box.scale);
    }
    return ink.top > ink.bottom ? Ink{0, 0} : ink;
}

void Lettering::draw(ImDrawList& list, Style style, std::string_view text, const Place& place) const {
    const Voice& used = voice(style);
    if (!is_shaped(text)) {
        const float size = used.size * place.box.scale;
        const float lead = std::floor((place.box.height - size) / 2);
        list.AddText(used.font, size, {place.x, place.y + lead}, place.colour, text.data(), text.data() + text.size());
        return;
    }
    const auto sheet = shaper_->sheet(shaped_voice(style, place.box.scale), std::string(text), ImGui::GetFrameCount());
    if (sheet.texture == 0) return;
    // Whole pixels, so that the texture is shown as it was drawn; a moving layer alone lies between them.
    const float x = place.x + sheet.place.x;
    const float y = place.y + shaped_baseline(style, place.box) + sheet.place.y;
    list.AddImage(std::bit_cast<ImTextureID>(sheet.texture), {x, y}, {x + sheet.place.w, y + sheet.place.h}, {0, 0},
                  {1, 1}, place.colour);
}

}  // namespace hailong::ui
