#include "kiosk/flow/staff.h"

#include <algorithm>

namespace hailong::flow {

namespace {

using base::Millis;
using base::MonoTime;

constexpr std::size_t kDigits = 8;
constexpr int kLoudest = 10;

class StaffMachine {
public:
    StaffMachine(StaffState state, const StaffSetting& setting) : state_(std::move(state)), setting_(setting) {}

    void operator()(const StaffTapped& tap) {
        if (state_.is_open()) {
            state_.touched = now();
            if (auto* test = std::get_if<AtStaffTouch>(&state_.page)) draw_point(*test, tap.at);
            return;
        }
        if (tap.at.x.value > kStaffCorner || tap.at.y.value > kStaffCorner) return state_.taps.clear();
        state_.taps.push_back(now());
        while (now() - state_.taps.front() > kStaffTapTime) state_.taps.pop_front();
        if (state_.taps.size() < kStaffTaps) return;
        state_.taps.clear();
        show(AtStaffCode{});
        tell_lock(domain::StaffAsked{});
    }

    void operator()(const StaffTouched& touch) {
        if (!state_.is_open() || std::holds_alternative<AtStaffClean>(state_.page)) return;
        state_.touched = now();
        if (touch.button == StaffButton::leave) return leave();
        if (auto* code = std::get_if<AtStaffCode>(&state_.page)) return type(*code, touch);
        if (auto* menu = std::get_if<AtStaffMenu>(&state_.page)) return act(*menu, touch.button);
        auto* test = std::get_if<AtStaffTouch>(&state_.page);
        if (test == nullptr || touch.button != StaffButton::spot) return;
        draw_point(*test, touch.at);
        if (touch.number >= 0 && touch.number < 9) test->hit.at(static_cast<std::size_t>(touch.number)) = true;
    }

    void operator()(const domain::StaffStored& stored) { tell_lock(stored); }
    void operator()(const domain::StaffNoted& noted) { tell_lock(noted); }
    void operator()(const StaffReport& report) {
        if (state_.is_open()) state_.report = report;
    }
    void operator()(const StickDone& done) {
        if (auto* menu = std::get_if<AtStaffMenu>(&state_.page)) menu->news = done;
        if (state_.is_open()) orders_.emplace_back(StaffLook{});
    }
    void operator()(const domain::StaffTimePassed& passed) {
        tell_lock(passed);
        const auto* clean = std::get_if<AtStaffClean>(&state_.page);
        if (clean != nullptr) {
            if (now() >= clean->until) show(AtStaffMenu{});
            return;
        }
        const bool is_code = std::holds_alternative<AtStaffCode>(state_.page);
        if (state_.is_open() && now() >= state_.touched + (is_code ? kStaffCodeIdle : kStaffIdle)) close();
    }

    [[nodiscard]] StaffMove result() { return {std::move(state_), std::move(orders_)}; }

private:
    [[nodiscard]] MonoTime now() const { return setting_.turn.now; }

    void show(StaffPage page) {
        state_.page = std::move(page);
        state_.since = now();
        state_.touched = now();
    }

    void close() {
        state_.page = std::monostate{};
        state_.report.reset();
        tell_lock(domain::StaffLeft{});
    }

    void leave() {
        if (std::holds_alternative<AtStaffTouch>(state_.page)) return show(AtStaffMenu{});
        close();
    }

    void tell_lock(const domain::StaffEvent& event) {
        auto step = domain::advance(std::move(state_.lock), event, setting_.turn);
        state_.lock = std::move(step.lock);
        if (const auto* store = std::get_if<domain::StaffStore>(&step.effect)) orders_.emplace_back(*store);
        if (const auto* note = std::get_if<domain::StaffNote>(&step.effect)) orders_.emplace_back(*note);
        if (state_.lock.phase != domain::StaffPhase::open) return;
        if (!std::holds_alternative<AtStaffCode>(state_.page)) return;
        show(AtStaffMenu{});
        orders_.emplace_back(StaffLook{});
    }

    void type(AtStaffCode& code, const StaffTouched& touch) {
        if (state_.lock.phase != domain::StaffPhase::asking) return;
        if (touch.button == StaffButton::erase && !code.typed.empty()) code.typed.pop_back();
        if (touch.button != StaffButton::digit || touch.number < 0 || touch.number > 9) return;
        code.typed += static_cast<char>('0' + touch.number);
        if (code.typed.size() < kDigits) return;
        const domain::StaffTyped whole{std::move(code.typed)};
        code.typed.clear();
        tell_lock(whole);
    }

    void act(AtStaffMenu& menu, StaffButton button) {
        switch (button) {
            case StaffButton::sync:
                menu.news = StaffNews::sync_asked;
                orders_.emplace_back(StaffSyncNow{});
                return;
            case StaffButton::usb:
                if (menu.news == std::variant<StaffNews, StickDone>(StaffNews::copying)) return;
                menu.news = StaffNews::copying;
                orders_.emplace_back(StaffCopy{});
                return;
            case StaffButton::clean:
                return show(AtStaffClean{now() + kCleaning});
            case StaffButton::touch_test:
                return show(AtStaffTouch{});
            case StaffButton::language:
                return next_language();
            case StaffButton::volume:
                return louder();
            case StaffButton::restart:
                orders_.emplace_back(StaffRestart{});
                return;
            case StaffButton::digit:
            case StaffButton::erase:
            case StaffButton::leave:
            case StaffButton::spot:
                return;
        }
    }

    void next_language() {
        const auto& all = setting_.languages;
        if (all.empty()) return;
        const auto at = std::find(all.begin(), all.end(), state_.language);
        state_.language = at == all.end() || std::next(at) == all.end() ? all.front() : *std::next(at);
    }

    // In steps that are heard, from the loudest back to silence.
    void louder() {
        state_.loudness = state_.loudness >= kLoudest ? 0 : std::min(kLoudest, state_.loudness / 2 * 2 + 2);
        orders_.emplace_back(StaffLoudness{state_.loudness});
    }

    static void draw_point(AtStaffTouch& test, const base::PanelPoint& at) {
        if (test.points.size() == kDrawnPoints) test.points.erase(test.points.begin());
        test.points.push_back(at);
    }

    StaffState state_;
    const StaffSetting& setting_;
    std::vector<StaffOrder> orders_;
};

// Counted times change with every whole second that is left.
MonoTime next_second(MonoTime end, MonoTime now) {
    const auto left = end - now;
    return left <= Millis(0) ? end : end - Millis((left - Millis(1)) / Millis(1000) * 1000);
}

}  // namespace

StaffMove advance(StaffState state, const StaffEvent& event, const StaffSetting& setting) {
    StaffMachine machine(std::move(state), setting);
    std::visit(machine, event);
    return machine.result();
}

std::optional<MonoTime> next_deadline(const StaffState& state, MonoTime now) {
    auto due = domain::next_deadline(state.lock);
    const auto at = [&due](MonoTime time) { due = due ? std::min(*due, time) : time; };
    if (const auto* clean = std::get_if<AtStaffClean>(&state.page)) {
        at(next_second(clean->until, now));
    } else if (std::holds_alternative<AtStaffCode>(state.page)) {
        at(state.touched + kStaffCodeIdle);
    } else if (std::holds_alternative<AtStaffMenu>(state.page)) {
        at(next_second(state.touched + kStaffIdle, now));
    } else if (state.is_open()) {
        at(state.touched + kStaffIdle);
    }
    return due;
}

}  // namespace hailong::flow
