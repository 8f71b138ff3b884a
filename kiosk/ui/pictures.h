// All faces and pictograms of one panel, uploaded once at the sizes the screens use. Frame thread.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "kiosk/ui/metrics.h"
#include "kiosk/ui/svg.h"
#include "kiosk/ui/textures.h"

namespace hailong::ui {

class Pictures {
public:
    // Reads faces/1.svg … 5.svg and every icons/*.svg of the assets folder. Errors: not_found, corrupt.
    [[nodiscard]] static Result<Pictures> load(const base::Path& assets, const Metrics& metrics, Textures& textures);
    ~Pictures();
    Pictures(Pictures&& other) noexcept;
    Pictures& operator=(Pictures&&) = delete;

    // The upload nearest above `size` pixels; 0 for a name nobody drew.
    [[nodiscard]] TextureId find(const std::string& name, float size) const;

private:
    explicit Pictures(Textures& textures) : textures_(&textures) {}
    Status add(const std::string& name, const base::Path& file, float size);

    Textures* textures_;  // outlives us
    std::map<std::pair<std::string, int>, TextureId> uploads_;
};

// The name of a score's face for find().
[[nodiscard]] std::string face_name(int score);

}  // namespace hailong::ui
