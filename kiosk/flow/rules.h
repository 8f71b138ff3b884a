// The numbers of the visit. Sources: citizen.md "The visit" unless another is named.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/base/millimetres.h"
#include "kiosk/domain/answer.h"
#include "kiosk/domain/questionnaire.h"
#include "kiosk/text/typing.h"

namespace hailong::flow {

using base::Millis;
using base::MonoTime;

// When the office is open, in its own time (UTC+07:00). Ratings outside are flagged. Without spans nothing is outside.
struct OfficeHours {
    struct Span {
        std::chrono::minutes from{};  // since midnight
        std::chrono::minutes to{};
        bool operator==(const Span&) const = default;
    };
    std::array<bool, 7> days{true, true, true, true, true, false, false};  // Monday first
    std::vector<Span> spans;
    [[nodiscard]] bool is_open(base::WallTime at) const;
    bool operator==(const OfficeHours&) const = default;
};

struct Rules {
    Millis settle{300};          // a touch this soon after a new screen is ignored: a double tap must never vote
    Millis near_for{900};        // … and for this long also when it is
    base::Millimetres near{60};  //   this close to the touch that brought the screen
    Millis untouched{12'000};    // a follow-up in which nothing is chosen closes silently
    Millis idle{20'000};         // no touch for this long once something was entered, or deeper in: ask, or go
    Millis warning{10'000};      // the question stands this long
    Millis thanks{3'000};
    Millis hold{30'000};              // "keep this on screen", to copy the code
    Millis home{60'000};              // the ticket for a phone; a touch begins it anew
    Millis reading{60'000};           // help and explanations; a touch begins it anew
    int slow = 2;                     // all of these but the deadlines of the store, with large text or speech
    Millis save_deadline{3'000};      // architecture.md save_deadline_s; a commit after it still counts
    Millis quiet_saving{400};         // the touched face shows at most this long; only then is the saving screen drawn
    Millis apology{10'000};           // two lines to read: as long as the warning
    Millis first_touch_cap{600'000};  // domain/answer.h

    // Signs of misuse (domain/answer.h). A desk that serves 300 visits a day sees 60 in its peak hour (domain.md §8):
    // six within a minute are no visitors. People who come by themselves do not keep time: five equal gaps are a clock.
    Millis guard{4'000};
    Millis burst_window{60'000};
    std::size_t burst_visits = 6;
    std::size_t rhythm_gaps = 5;
    Millis rhythm_spread{500};  // largest gap less smallest
    OfficeHours hours;

    std::optional<domain::FaceOrder> order;  // absent: drawn for each visit, half and half
    std::string default_language = "vi";
    std::vector<std::string> languages{"vi", "en"};
    text::TypingRules typing;
    domain::Questionnaire questionnaire;
};

}  // namespace hailong::flow
