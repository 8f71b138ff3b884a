// Assets of a test's own: spoken texts and recordings.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/sound/phrasebook.h"
#include "tests/support/temp_folder.h"

namespace hailong::sound::test {

class Phrases {
public:
    Phrases();
    // i18n/<language>/speech.json
    void speech(const std::string& language, std::string_view json) const;
    // i18n/<language>/audio/<fragment>.wav: this level for so many samples
    void recording(const std::string& language, const std::string& fragment, Sample level,
                   std::size_t length = samples_in(base::Millis(200))) const;
    // <rendered>/<language>/<fragment>.wav
    void rendering(const std::string& language, const std::string& fragment, Sample level,
                   std::size_t length = samples_in(base::Millis(200))) const;
    [[nodiscard]] base::Path file(const std::string& language, const std::string& fragment) const;
    [[nodiscard]] AudioPlaces places() const { return {folder_.path(), folder_ / "rendered"}; }
    [[nodiscard]] Phrasebook book() const;
    [[nodiscard]] base::Path path(const std::string& name) const { return folder_ / name; }

private:
    hailong::test::TempFolder folder_;
};

// The repository's assets with the voice of this build.
[[nodiscard]] AudioPlaces shipped();

}  // namespace hailong::sound::test
