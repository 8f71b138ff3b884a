// All faces and pictograms of one panel, uploaded once at each size the screens use. For the high contrast the faces
// and the emblem are drawn a second time in black and white by rule, so that both always have the same features. Frame
// thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "kiosk/ui/metrics.h"
#include "kiosk/ui/svg.h"
#include "kiosk/ui/textures.h"

namespace hailong::ui {

class Pictures {
public:
    // Reads faces/1.svg … 5.svg and every icons/*.svg and pictures/*.svg of the assets folder. Errors: not_found,
    // corrupt.
    [[nodiscard]] static Result<Pictures> load(const base::Path& assets, const Metrics& metrics, Textures& textures);
    // What other metrics of the same panel need besides; what is there stays. Errors as above: then some may be there.
    [[nodiscard]] Status add_sizes(const base::Path& assets, const Metrics& metrics);
    ~Pictures();
    Pictures(Pictures&& other) noexcept;
    Pictures& operator=(Pictures&&) = delete;

    // The upload nearest above `size` pixels; 0 for a name nobody drew. In high contrast: of the contrast_name().
    [[nodiscard]] TextureId find(const std::string& name, float size) const;

private:
    explicit Pictures(Textures& textures) : textures_(&textures) {}
    Status add(const std::string& name, const base::Path& file, float size, std::string_view style = {});

    Textures* textures_;  // outlives us
    std::map<std::pair<std::string, int>, TextureId> uploads_;
};

// The name of a score's face for find().
[[nodiscard]] std::string face_name(int score);
// The name under which a picture with colours of its own has its black and white twin.
[[nodiscard]] std::string contrast_name(const std::string& name);
[[nodiscard]] bool has_contrast_twin(const std::string& name);

// The rule: a white disc, its features black.
inline constexpr std::string_view kFaceInContrast =
    "circle{fill:#000000}circle:first-of-type{fill:#ffffff;stroke:#ffffff}path{stroke:#000000}";

}  // namespace hailong::ui
