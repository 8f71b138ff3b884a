// How many visits used which language and which aid, counted by the day. Never a part of an answer: language and aids
// may tell who somebody is (domain.md §6.1), so only the day's sums are kept, and sums under five are left out.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/domain/entry.h"
#include "kiosk/flow/state.h"

namespace hailong::app {

class Usage {
public:
    static constexpr std::uint64_t kSmallestCell = 5;

    // A visit began to be rated on this office day ("2026-11-23").
    void count(const std::string& day, const std::string& language, const flow::Aids& aids);
    // The fields of a day that is over, once; nullopt while `today` is still that day or nothing was counted. With
    // today empty the day is closed as it stands.
    [[nodiscard]] std::optional<std::vector<domain::EventField>> close(const std::string& today);

private:
    std::string day_;
    std::map<std::string, std::uint64_t> cells_;  // "visits", "language_vi", "aid_large", …
};

}  // namespace hailong::app
