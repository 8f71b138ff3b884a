#include "kiosk/app/targets_file.h"

#include <algorithm>
#include <cmath>

#include "kiosk/base/json.h"

namespace hailong::app {
namespace {

std::string places_of(const std::vector<ui::Target>& targets) {
    namespace json = base::json;
    std::vector<std::string> places;
    for (const auto& target : targets) {
        json::Writer one;
        one.field("id", target.id);
        one.field("x", static_cast<std::int64_t>(std::lround(target.rect.x)));
        one.field("y", static_cast<std::int64_t>(std::lround(target.rect.y)));
        one.field("w", static_cast<std::int64_t>(std::lround(target.rect.w)));
        one.field("h", static_cast<std::int64_t>(std::lround(target.rect.h)));
        places.push_back(one.done());
    }
    return json::array_of(places);
}

std::string line_of(const TargetsFile::Shown& screen, const std::string& places, const flow::Rules& rules) {
    const auto left = [&](base::Millis after) {
        return std::int64_t{std::max(base::Millis(0), screen.view.since + after - screen.now).count()};
    };
    base::json::Writer line;
    line.field("screen", flow::screen_name(screen.view)).field("language", screen.view.language);
    line.field("settle_ms", left(rules.settle)).field("near_ms", left(rules.near_for));
    line.raw("targets", places);
    return line.done();
}

// While a rating is being written the touched screen lingers; it is no new screen.
bool is_lingering(const flow::View& view) {
    return view.inert && !std::holds_alternative<flow::SavingView>(view.screen);
}

}  // namespace

Result<TargetsFile> TargetsFile::open(const base::Path& file) {
    std::ofstream out(file, std::ios::app);
    if (!out) return fail(ErrorCode::io, file.string() + ": cannot be opened for writing");
    return TargetsFile(std::move(out));
}

void TargetsFile::shown(const Shown& screen, const flow::Rules& rules) {
    if (is_lingering(screen.view)) return;
    // One item looks like the next; a keypad and "send" come up on the screen that is there.
    auto places = places_of(screen.targets);
    std::string key(flow::screen_name(screen.view));
    key += "/" + screen.view.language + "/" + std::to_string(screen.view.since.time_since_epoch().count()) + places;
    if (key == last_) return;
    last_ = std::move(key);
    out_ << line_of(screen, places, rules) << '\n' << std::flush;
}

}  // namespace hailong::app
