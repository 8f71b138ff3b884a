// What a citizen answered, before it is sealed: the plain text inside a box (ledger-and-sync.md §2).
// Never language, access mode, name or phone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/base/private_text.h"
#include "kiosk/domain/questionnaire.h"
#include "kiosk/domain/score.h"
#include "kiosk/domain/ticket.h"

namespace hailong::domain {

using VisitId = base::Token16;

enum class FaceOrder { worst_first, best_first };

// Signs of misuse. Flagged, never dropped: raw and filtered figures are both published (citizen.md "Honest data").
enum class Misuse : std::uint8_t {
    guard = 1,       // less than 4 s after the rating of another visit, without a new dossier code
    burst = 2,       // many visits within a short time
    rhythm = 4,      // the last visits came at nearly equal distances
    hours = 8,       // outside the office's hours
    unscanned = 16,  // no dossier code was given in this visit before this rating
};
using MisuseFlags = std::uint8_t;  // sum of Misuse; bits that later versions add are kept

// One touch of a face. Within a visit a later one replaces an earlier one; both stay in the ledger.
struct Rating {
    VisitId visit;
    Score score;
    FaceOrder order = FaceOrder::worst_first;
    base::Millis first_touch{};  // from the first screen's appearance, capped at 10 min
    std::string questionnaire;   // "quick@1": id and version
    MisuseFlags flags = 0;
    bool operator==(const Rating&) const = default;
};

// The follow-up: picks are 1-based numbers of that questionnaire version's reasons, ascending, without repeats.
// Numbers, not names: any choice then fits one padding block, so the sealed length does not tell how much a
// person criticised.
struct Reasons {
    VisitId visit;
    std::string questionnaire;
    std::vector<int> picks;
    bool operator==(const Reasons&) const = default;
};

// The depth: one number for each item of that questionnaire version, in its order (questionnaire.h ItemAnswer).
struct Items {
    VisitId visit;
    std::string questionnaire;
    std::vector<ItemAnswer> answers;
    bool operator==(const Items&) const = default;
};

// A dossier code ties the visit's answers to a file. `code` is canonical (dossier_code.h); unparsed ones as given.
struct Dossier {
    VisitId visit;
    base::PrivateText code;
    bool parsed = true;
    bool operator==(const Dossier&) const = default;
};

inline constexpr std::size_t kMaxCommentBytes = 2000;  // 500 characters of up to four bytes

// At most 500 characters as people see them and kMaxCommentBytes; sealed to the comment key, which no server holds.
struct Comment {
    VisitId visit;
    base::PrivateText text;
    bool operator==(const Comment&) const = default;
};

using Answer = std::variant<Rating, Reasons, Items, Dossier, Comment, TicketIssued>;

// REQUIRES: bytes of UTF-8 without U+0000. The text holds what a citizen said: wipe it after use; no other copy is
// left.
[[nodiscard]] std::string encode_plain(const Answer& answer);
// Errors: bad_input for anything that is not one of the above, exactly.
[[nodiscard]] Result<Answer> parse_plain(std::string_view plain);

}  // namespace hailong::domain
