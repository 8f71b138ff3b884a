// What a citizen answered, before it is sealed: the plain text inside a box (ledger-and-sync.md §2).
// Never language, access mode, name or phone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/domain/score.h"

namespace hailong::domain {

using VisitId = base::Token16;

enum class FaceOrder { worst_first, best_first };

// One touch of a face. Within a visit a later one replaces an earlier one; both stay in the ledger.
struct Rating {
    VisitId visit;
    Score score;
    FaceOrder order = FaceOrder::worst_first;
    base::Millis first_touch{};  // from the first screen's appearance, capped at 10 min
    std::string questionnaire;   // "quick@1": id and version
    bool operator==(const Rating&) const = default;
};

// The follow-up: picks are 1-based numbers of that questionnaire version's reasons, ascending, without repeats.
// Numbers, not names: any choice then fits one 128-byte padding block, so the sealed length does not tell how much a
// person criticised.
struct Reasons {
    VisitId visit;
    std::string questionnaire;
    std::vector<int> picks;
    bool operator==(const Reasons&) const = default;
};

using Answer = std::variant<Rating, Reasons>;

[[nodiscard]] std::string encode_plain(const Answer& answer);
// Errors: bad_input for anything that is not one of the above, exactly.
[[nodiscard]] Result<Answer> parse_plain(std::string_view plain);

}  // namespace hailong::domain
