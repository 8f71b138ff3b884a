#include "kiosk/app/usage.h"

#include <utility>

namespace hailong::app {

void Usage::count(const std::string& day, const std::string& language, const flow::Aids& aids) {
    day_ = day;
    ++cells_["visits"];
    ++cells_["language_" + language];
    const std::array<std::pair<const char*, bool>, 5> used{{{"aid_speech", aids.speech && !aids.blind},
                                                            {"aid_blind", aids.blind},
                                                            {"aid_large", aids.large},
                                                            {"aid_contrast", aids.contrast},
                                                            {"aid_reach", aids.reach}}};
    for (const auto& [name, is_used] : used) {
        if (is_used) ++cells_[name];
    }
}

std::optional<std::vector<domain::EventField>> Usage::close(const std::string& today) {
    if (cells_.empty() || day_ == today) return std::nullopt;
    std::vector<domain::EventField> fields{{"day", day_}};
    for (const auto& [name, count] : std::exchange(cells_, {})) {
        if (count >= kSmallestCell) fields.push_back({name, std::to_string(count)});
    }
    return fields;
}

}  // namespace hailong::app
