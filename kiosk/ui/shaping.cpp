#include "kiosk/ui/shaping.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace hailong::ui {
namespace {

struct Unref {
    void operator()(gpointer object) const { g_object_unref(object); }
};
struct FreeConfig {
    void operator()(FcConfig* config) const { FcConfigDestroy(config); }
};
struct FreeDescription {
    void operator()(PangoFontDescription* description) const { pango_font_description_free(description); }
};
struct FreeCairo {
    void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_font_options_t* options) const { cairo_font_options_destroy(options); }
};
template <class T>
using Object = std::unique_ptr<T, Unref>;

PangoWeight weight_of(Typeface face) {
    switch (face) {
        case Typeface::text:
            return PANGO_WEIGHT_NORMAL;
        case Typeface::semibold:  // as font_file: or the next machine, with more fonts, draws other widths
        case Typeface::bold:
            return PANGO_WEIGHT_BOLD;
    }
    return PANGO_WEIGHT_NORMAL;
}

float pixels(int units) { return static_cast<float>(units) / PANGO_SCALE; }

Rect whole(const PangoRectangle& ink) {
    const float left = std::floor(pixels(ink.x)), top = std::floor(pixels(ink.y));
    return {left, top, std::ceil(pixels(ink.x + ink.width)) - left, std::ceil(pixels(ink.y + ink.height)) - top};
}

// Coverage as white of that opacity, rows without padding.
std::vector<std::uint8_t> white_from(cairo_surface_t* coverage) {
    cairo_surface_flush(coverage);
    const int width = cairo_image_surface_get_width(coverage), height = cairo_image_surface_get_height(coverage);
    const int stride = cairo_image_surface_get_stride(coverage);
    const std::uint8_t* row = cairo_image_surface_get_data(coverage);
    std::vector<std::uint8_t> rgba;
    rgba.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
    for (int y = 0; y < height; ++y, row += stride) {
        for (int x = 0; x < width; ++x) rgba.insert(rgba.end(), {0xFF, 0xFF, 0xFF, row[x]});
    }
    return rgba;
}

}  // namespace

struct Shaper::Pango {
    std::unique_ptr<FcConfig, FreeConfig> config;
    Object<PangoFontMap> map;
    Object<PangoContext> context;

    [[nodiscard]] Object<PangoLayout> layout(const Voice& voice, const std::string& line) const {
        Object<PangoLayout> out(pango_layout_new(context.get()));
        const std::unique_ptr<PangoFontDescription, FreeDescription> font(pango_font_description_new());
        // Latin letters and digits look as they do beside it.
        pango_font_description_set_family_static(font.get(), "Inter,Noto Sans Khmer");
        pango_font_description_set_weight(font.get(), weight_of(voice.face));
        pango_font_description_set_absolute_size(font.get(), static_cast<double>(voice.em) * PANGO_SCALE);
        pango_layout_set_font_description(out.get(), font.get());
        pango_layout_set_single_paragraph_mode(out.get(), TRUE);
        pango_layout_set_text(out.get(), line.data(), static_cast<int>(line.size()));
        return out;
    }

    Status open(const base::Path& latin) {
        config.reset(FcConfigCreate());
        for (const auto face : kTypefaces) {
            for (const auto& file : {font_file(latin, face), khmer_font_file(face)}) {
                HL_TRY([[maybe_unused]] const float readable, ui::size_factor(file));
                const auto* name = reinterpret_cast<const FcChar8*>(file.c_str());
                if (FcConfigAppFontAddFile(config.get(), name) == FcFalse) {
                    return fail(ErrorCode::corrupt, file.string() + ": not a font, install its package again");
                }
            }
        }
        map.reset(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
        if (map == nullptr) return fail(ErrorCode::environment, "Pango knows no FreeType fonts");
        pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map.get()), config.get());
        context.reset(pango_font_map_create_context(map.get()));
        pango_context_set_language(context.get(), pango_language_from_string("km"));
        pango_context_set_round_glyph_positions(context.get(), FALSE);
        const std::unique_ptr<cairo_font_options_t, FreeCairo> options(cairo_font_options_create());
        cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
        cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
        cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
        pango_cairo_context_set_font_options(context.get(), options.get());
        return {};
    }
};

Shaper::Shaper(std::unique_ptr<Pango> pango, Textures& textures) : pango_(std::move(pango)), textures_(textures) {}

Shaper::~Shaper() {
    for (const auto& [key, kept] : sheets_) textures_.forget(kept.sheet.texture);
}

Result<std::unique_ptr<Shaper>> Shaper::open(const base::Path& latin, Textures& textures) {
    const auto font = khmer_font_file(Typeface::text);
    HL_TRY(const float factor, ui::size_factor(font));
    HL_TRY(const float ascent, ascent_factor(font));
    auto pango = std::make_unique<Pango>();
    HL_CHECK(pango->open(latin));
    std::unique_ptr<Shaper> shaper(new Shaper(std::move(pango), textures));
    shaper->size_factor_ = factor;
    shaper->ascent_ = ascent;
    return shaper;
}

Shaper::Extent Shaper::measure(const Voice& voice, const std::string& line) {
    const Key key{voice.face, voice.em, line};
    if (const auto known = measures_.find(key); known != measures_.end()) return known->second;
    if (measures_.size() >= kMostMeasures) measures_.clear();
    const auto layout = pango_->layout(voice, line);
    PangoRectangle ink, logical;
    pango_layout_line_get_extents(pango_layout_get_line_readonly(layout.get(), 0), &ink, &logical);
    const Extent extent{pixels(logical.width), pixels(ink.y), pixels(ink.y + ink.height)};
    return measures_.emplace(key, extent).first->second;
}

Shaper::Sheet Shaper::sheet(const Voice& voice, const std::string& line, int frame) {
    const Key key{voice.face, voice.em, line};
    if (const auto known = sheets_.find(key); known != sheets_.end()) {
        known->second.frame = frame;
        return known->second.sheet;
    }
    const auto layout = pango_->layout(voice, line);
    PangoLayoutLine* set = pango_layout_get_line_readonly(layout.get(), 0);
    PangoRectangle ink, logical;
    pango_layout_line_get_extents(set, &ink, &logical);
    Sheet sheet{0, whole(ink)};
    if (sheet.place.w < 1 || sheet.place.h < 1) return sheet;
    const int width = static_cast<int>(sheet.place.w), height = static_cast<int>(sheet.place.h);
    const std::unique_ptr<cairo_surface_t, FreeCairo> surface(
        cairo_image_surface_create(CAIRO_FORMAT_A8, width, height));
    const std::unique_ptr<cairo_t, FreeCairo> cairo(cairo_create(surface.get()));
    cairo_move_to(cairo.get(), static_cast<double>(-sheet.place.x), static_cast<double>(-sheet.place.y));
    pango_cairo_show_layout_line(cairo.get(), set);
    if (cairo_status(cairo.get()) != CAIRO_STATUS_SUCCESS) return sheet;
    sheet.texture = textures_.upload(width, height, white_from(surface.get()).data());
    while (sheets_.size() >= kMostSheets && drop_oldest(frame)) {
    }
    sheets_.emplace(key, Kept{sheet, frame});
    return sheet;
}

bool Shaper::drop_oldest(int frame) {
    const auto oldest = std::min_element(sheets_.begin(), sheets_.end(),
                                         [](const auto& a, const auto& b) { return a.second.frame < b.second.frame; });
    // This frame's picture still refers to it.
    if (oldest->second.frame == frame) return false;
    textures_.forget(oldest->second.sheet.texture);
    sheets_.erase(oldest);
    return true;
}

}  // namespace hailong::ui
