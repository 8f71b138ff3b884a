#include "kiosk/app/story.h"

namespace hailong::app {
namespace {

using base::Millis;

constexpr base::MonoTime kStart{Millis(1'000'000)};
constexpr base::WallTime kWall{std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + std::chrono::hours(2)};
// Longer than the transition of the stage, shorter than a quiet save.
constexpr Millis kLook{250};

base::WallTime wall(base::MonoTime now) { return kWall + (now - kStart); }

}  // namespace

Story::Story(const flow::Rules& rules)
    : rules_(rules), now_(kStart), state_(flow::begin(flow::Service::open, {kStart, kWall, {}}, rules)) {}

Story& Story::after(Millis pause, const flow::Event& event) {
    now_ += pause;
    auto step = flow::advance(state_, event, {now_, wall(now_), {}}, rules_);
    state_ = std::move(step.state);
    if (!step.saves.empty()) ticket_ = step.saves.back().ticket;
    return *this;
}

Story& Story::face(int score) { return touch(flow::FaceTouched{*domain::Score::from(score), kAt}); }

Story& Story::saved() {
    base::Digest hash;
    hash.bytes.fill(0x5A);  // a rating code that reads like one
    return after(Millis(5), flow::Saved{ticket_, 1, hash});
}

// As long as a real address is (domain/ticket.h): 87 bytes in base32. Nobody signed it.
Story& Story::ticketed() {
    flow::TicketShown ticket{"HTTPS://DANHGIA.EXAMPLE.VN/T/", "H7K2-9QXD", "30/11/2026", "danhgia.example.vn/T"};
    for (int letter = 0; letter < 140; ++letter) {
        ticket.address += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[letter * letter * 7 % 32];
    }
    return after(Millis(5), flow::Saved{ticket_, 1, {}, ticket});
}

Story& Story::failed() { return after(Millis(5), flow::SaveFailed{ticket_, "E-DISK"}); }

// Time limits differ with the aids that are on.
Story& Story::rest_until(std::string_view screen) {
    constexpr Millis kStep{500};
    for (Millis rested{0}; rested < std::chrono::minutes(2); rested += kStep) {
        if (flow::screen_name(flow::view(state_, now_, rules_)) == screen) break;
        rest(kStep);
    }
    return *this;
}

Story& Story::knock(StaffKey key) {
    constexpr base::PanelPoint kCorner{{5}, {5}};
    constexpr Millis kQuickly{300};
    if (key == StaffKey::held && base::init_crypto()) staff_key_.emplace(std::string(32, 'k'));
    staff_.language = state_.language;
    staff_.loudness = 7;
    for (std::size_t tap = 0; tap < flow::kStaffTaps; ++tap) {
        now_ += kQuickly;
        staff_hears(flow::StaffTapped{kCorner});
    }
    return *this;
}

Story& Story::staff(flow::StaffButton button, int number, base::PanelPoint at) {
    now_ += Millis(400);
    return staff_hears(flow::StaffTouched{button, number, at});
}

Story& Story::type_code(std::string_view digits) {
    for (const char digit : digits) staff(flow::StaffButton::digit, digit - '0');
    return *this;
}

Story& Story::enter_code() {
    return staff_key_ ? type_code(domain::staff_answer(*staff_key_, staff_.lock.challenge)) : *this;
}

Story& Story::staff_hears(const flow::StaffEvent& event) {
    base::Token16 random;
    random.bytes.fill(0x5A);  // a challenge that reads like one
    const domain::StaffTurn turn{now_, {}, random, staff_key_ ? &*staff_key_ : nullptr};
    auto move = flow::advance(std::move(staff_), event, {turn, rules_.languages});
    staff_ = std::move(move.state);
    for (const auto& order : move.orders) {
        if (std::holds_alternative<domain::StaffStore>(order)) staff_hears(domain::StaffStored{true});
        if (std::holds_alternative<domain::StaffNote>(order)) staff_hears(domain::StaffNoted{true});
    }
    return *this;
}

Shot Story::shot() const {
    const auto at = now_ + kLook;
    if (staff_.is_open()) return {flow::view(staff_, at), at};
    const auto step = flow::advance(state_, flow::TimePassed{}, {at, wall(at), {}}, rules_);
    return {flow::view(step.state, at, rules_), at};
}

}  // namespace hailong::app
