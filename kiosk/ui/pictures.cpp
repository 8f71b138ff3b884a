#include "kiosk/ui/pictures.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace hailong::ui {
namespace {

constexpr float kSharpEnough = 1.3F;  // a picture drawn this much smaller than it is looks as if it were drawn so
constexpr std::string_view kEmblemInContrast = "circle{fill:#ffffff}path{fill:#000000;stroke:#000000}";

Result<std::vector<base::Path>> svg_files(const base::Path& folder) {
    std::error_code error;
    std::vector<base::Path> files;
    for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        if (it->path().extension() == ".svg") files.push_back(it->path());
    }
    if (error) return fail(ErrorCode::not_found, folder.string() + ": cannot be read, name the assets with --assets");
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

std::string face_name(int score) { return "face." + std::to_string(score); }
std::string contrast_name(const std::string& name) { return "contrast." + name; }
bool has_contrast_twin(const std::string& name) { return name == "emblem" || name.starts_with("face."); }

Result<Pictures> Pictures::load(const base::Path& assets, const Metrics& metrics, Textures& textures) {
    Pictures pictures(textures);
    HL_CHECK(pictures.add_sizes(assets, metrics));
    return pictures;
}

Status Pictures::add_sizes(const base::Path& assets, const Metrics& metrics) {
    for (int score = 1; score <= 5; ++score) {
        const auto file = assets / "faces" / (std::to_string(score) + ".svg");
        HL_CHECK(add(face_name(score), file, metrics.face));
        HL_CHECK(add(contrast_name(face_name(score)), file, metrics.face, kFaceInContrast));
    }
    HL_TRY(const auto icons, svg_files(assets / "icons"));
    for (const auto& file : icons) {
        const std::string name = file.stem().string();
        if (name == "emblem") {
            HL_CHECK(add(name, file, metrics.emblem));
            HL_CHECK(add(contrast_name(name), file, metrics.emblem, kEmblemInContrast));
            continue;
        }
        for (const float size : {metrics.icon, metrics.chip_icon}) HL_CHECK(add(name, file, size));
    }
    // What shows how something is done stands large.
    HL_TRY(const auto scenes, svg_files(assets / "pictures"));
    for (const auto& file : scenes) HL_CHECK(add(file.stem().string(), file, 2 * metrics.sign));
    return {};
}

Status Pictures::add(const std::string& name, const base::Path& file, float size, std::string_view style) {
    const int pixels_wide = static_cast<int>(std::ceil(size));
    const auto kept = uploads_.lower_bound({name, pixels_wide});
    if (kept != uploads_.end() && kept->first.first == name &&
        static_cast<float>(kept->first.second) <= size * kSharpEnough) {
        return {};
    }
    HL_TRY(const auto pixels, draw_svg(file, pixels_wide, style));
    uploads_[{name, pixels_wide}] = textures_->upload(pixels.size, pixels.size, pixels.rgba.data());
    return {};
}

TextureId Pictures::find(const std::string& name, float size) const {
    auto found = uploads_.lower_bound({name, static_cast<int>(std::floor(size))});
    if (found == uploads_.end() || found->first.first != name) {
        if (found == uploads_.begin()) return 0;
        --found;
    }
    return found->first.first == name ? found->second : 0;
}

Pictures::Pictures(Pictures&& other) noexcept : textures_(other.textures_), uploads_(std::move(other.uploads_)) {
    other.uploads_.clear();
}

Pictures::~Pictures() {
    for (const auto& [key, texture] : uploads_) textures_->forget(texture);
}

}  // namespace hailong::ui
