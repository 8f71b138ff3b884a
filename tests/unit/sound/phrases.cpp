#include "tests/unit/sound/phrases.h"

#include <stdexcept>

namespace hailong::sound::test {
namespace {

void put(const base::Path& file, std::string_view bytes) {
    std::filesystem::create_directories(file.parent_path());
    if (const auto written = base::write_file(file, bytes); !written) throw std::runtime_error(written.error().what);
}

std::string level_wav(Sample level, std::size_t length) { return wav_of(Samples(length, level)); }

}  // namespace

Phrases::Phrases() { std::filesystem::create_directories(folder_ / "i18n"); }

void Phrases::speech(const std::string& language, std::string_view json) const {
    put(folder_.path() / "i18n" / language / "speech.json", json);
}

base::Path Phrases::file(const std::string& language, const std::string& fragment) const {
    return folder_.path() / "i18n" / language / "audio" / (fragment + ".wav");
}

void Phrases::recording(const std::string& language, const std::string& fragment, Sample level,
                        std::size_t length) const {
    put(file(language, fragment), level_wav(level, length));
}

void Phrases::rendering(const std::string& language, const std::string& fragment, Sample level,
                        std::size_t length) const {
    put(folder_.path() / "rendered" / language / (fragment + ".wav"), level_wav(level, length));
}

Phrasebook Phrases::book() const { return Phrasebook::open(places()).value(); }

AudioPlaces shipped() {
    return {base::Path(HAILONG_SOURCE_DIR) / "assets",
            base::Path(HAILONG_BIN_DIR).parent_path() / "share" / "hailong" / "audio"};
}

}  // namespace hailong::sound::test
