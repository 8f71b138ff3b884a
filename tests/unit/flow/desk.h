// A terminal's flow with a finger and a store that answers when told.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kiosk/flow/view.h"
#include "kiosk/flow/visit.h"

namespace hailong::flow_test {

using namespace std::chrono_literals;  // NOLINT(google-build-using-namespace): numbers with units read as sentences
using base::Millis;
using base::MonoTime;
using base::PanelPoint;

inline constexpr PanelPoint kFacePlace{{240}, {130}};
inline constexpr PanelPoint kChipPlace{{240}, {140}};  // 10 mm from the face
inline constexpr PanelPoint kFarPlace{{20}, {240}};

[[nodiscard]] inline domain::Score score(int value) { return domain::Score::from(value).value(); }

[[nodiscard]] inline flow::Rules rules() {
    flow::Rules out;
    auto& asked = out.questionnaire;
    asked.id = "quick";
    asked.version = 1;
    asked.question = "first.question";
    asked.hint = "first.hint";
    asked.levels = {"level.1", "level.2", "level.3", "level.4", "level.5"};
    asked.followup_title = "followup.title";
    asked.followup_hint = "followup.hint";
    for (int n = 1; n <= 9; ++n) asked.reasons.push_back({n, "reason." + std::to_string(n), "icon"});
    return out;
}

class Desk {
public:
    explicit Desk(flow::Service service = flow::Service::open) : state(flow::begin(service, now, rules)) { pass(1s); }

    void send(const flow::Event& event) {
        domain::VisitId fresh;
        ++turns_;
        for (std::size_t i = 0; i < sizeof turns_; ++i) fresh.bytes[i] = static_cast<std::uint8_t>(turns_ >> (8 * i));
        auto step = flow::advance(state, event, {now, fresh}, rules);
        state = std::move(step.state);
        if (step.save) saves.push_back(*step.save);
    }
    void pass(Millis by) {
        now += by;
        send(flow::TimePassed{});
    }
    void face(int value, PanelPoint at = kFacePlace) { send(flow::FaceTouched{score(value), at}); }
    void reason(int number, PanelPoint at = kFarPlace) { send(flow::ReasonToggled{number, at}); }
    void finish() { send(flow::Finished{kFarPlace}); }
    void commit() { commit(saves.back().ticket); }
    void commit(flow::Ticket ticket) {
        base::Digest hash;
        hash.bytes[0] = static_cast<std::uint8_t>(ticket);
        send(flow::Saved{ticket, 100 + ticket, hash});
    }
    void fail() { send(flow::SaveFailed{saves.back().ticket, "E-DISK"}); }
    // A rating that is committed, and a follow-up that listens.
    void rate(int value) {
        face(value);
        commit();
        pass(1s);
    }

    [[nodiscard]] flow::View view() const { return flow::view(state, now, rules); }
    [[nodiscard]] std::string_view screen() const { return screen_name(shown_ = view()); }
    [[nodiscard]] std::optional<MonoTime> deadline() const { return flow::next_deadline(state, now, rules); }
    template <class Shown>
    [[nodiscard]] Shown shown() const {
        return std::get<Shown>(view().screen);
    }
    [[nodiscard]] const domain::Rating& rating(std::size_t n) const {
        return std::get<domain::Rating>(saves.at(n).answer);
    }
    [[nodiscard]] const domain::Reasons& reasons(std::size_t n) const {
        return std::get<domain::Reasons>(saves.at(n).answer);
    }
    // Nothing of a visit is left: the state of a fresh start, but for the ticket counter, the time and the last touch.
    [[nodiscard]] bool is_blank() const {
        auto bare = state;
        bare.next_ticket = 1;
        bare.brought.reset();
        auto fresh = flow::begin(bare.service, bare.since, rules);
        fresh.trouble_code = bare.trouble_code;
        return bare == fresh;
    }

    flow::Rules rules = flow_test::rules();
    MonoTime now{Millis{1'000'000}};
    flow::State state;
    std::vector<flow::Save> saves;

private:
    std::uint32_t turns_ = 0;
    mutable flow::View shown_;
};

}  // namespace hailong::flow_test
