// Configuration: any bytes give values within their ranges or a message.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "kiosk/base/config.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto config =
        hailong::base::Config::parse(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz.toml");
    if (!config) return config.error().what.empty() ? (std::abort(), 0) : 0;
    const auto number = config->integer("panel.width_mm", 476, 100, 2000);
    if (number < 100 || number > 2000) std::abort();
    static_cast<void>(config->text("office.name", "x"));
    static_cast<void>(config->texts("languages", {"vi"}));
    static_cast<void>(config->flag("windowed", false));
    const auto finished = config->finish();
    if (!finished && finished.error().what.empty()) std::abort();
    return 0;
}
