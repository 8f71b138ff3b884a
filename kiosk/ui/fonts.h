// The typefaces of the terminal: files of the package fonts-inter, read with FreeType. Inter sets Vietnamese stacked
// marks best of the families compared; Inter Display lets them run into each other (kiosk/README.md). Khmer is set in
// Noto Sans Khmer of the package fonts-noto-core. Any thread; nothing is kept open.
#pragma once

#include <array>
#include <set>
#include <vector>

#include "kiosk/base/files.h"
#include "kiosk/base/result.h"

namespace hailong::ui {

enum class Typeface { text, semibold, bold };
inline constexpr std::array kTypefaces{Typeface::text, Typeface::semibold, Typeface::bold};

// Where Debian's fonts-inter puts its files.
[[nodiscard]] base::Path default_font_folder();
[[nodiscard]] base::Path font_file(const base::Path& folder, Typeface face);
// Where Debian's fonts-noto-core puts the one that goes with this face.
[[nodiscard]] base::Path khmer_font_file(Typeface face);

// The code points of `wanted` that this font has no glyph for, ascending. Spaces and line breaks need no glyph.
// Errors: not_found when the file is absent ("…: not found, install fonts-inter"), corrupt when it is no font.
[[nodiscard]] Result<std::vector<char32_t>> missing_glyphs(const base::Path& font, const std::set<char32_t>& wanted);

// (ascender − descender) / em: designs give the em, Dear ImGui wants ascender to descender (1.21 for Inter).
// 1.36 for Noto Sans Khmer.
[[nodiscard]] Result<float> size_factor(const base::Path& font);
[[nodiscard]] Result<float> ascent_factor(const base::Path& font);  // ascender / em

}  // namespace hailong::ui
