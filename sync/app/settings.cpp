#include "sync/app/settings.h"

#include "kiosk/base/config.h"

namespace hailong::sync_app {

using std::chrono::seconds;

Result<Settings> load_settings(const base::Path& data, const base::Path& config) {
    Settings settings;
    settings.places.root = data;
    const bool is_named = !config.empty();
    const base::Path file = is_named ? config : base::Path(kDefaultConfig);
    auto loaded = base::Config::load(file);
    if (!loaded && loaded.error().code == ErrorCode::not_found) {
        if (!is_named) return settings;
        return fail(ErrorCode::bad_input, file.string() + ": no such configuration file");
    }
    if (!loaded) return tl::unexpected<Error>(loaded.error());
    settings.tick = loaded->seconds("tick_s", settings.tick, seconds(1), seconds(3600));
    settings.boot_splay = loaded->seconds("boot_splay_s", settings.boot_splay, seconds(0), seconds(3600));
    settings.proxy = loaded->text("proxy", "");
    HL_CHECK(loaded->finish());
    return settings;
}

}  // namespace hailong::sync_app
