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
// Monday 2026-11-23, 09:00 in the office.
inline constexpr base::WallTime kMonday{std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + 2h};

[[nodiscard]] inline domain::Score score(int value) { return domain::Score::from(value).value(); }

// A level item with an option apart, a fact that is asked only after a low one, and a set of choices.
[[nodiscard]] inline std::vector<domain::Item> items() {
    const auto options = [](int count) {
        std::vector<domain::Option> all;
        for (int n = 1; n <= count; ++n) all.push_back({n, "option." + std::to_string(n), n == count});
        return all;
    };
    return {{"officer", domain::ItemKind::level, "depth.title", "depth.officer", "", options(6), {}, {}},
            {"visits", domain::ItemKind::choice, "visits.title", "", "", options(4), {{"officer", {1, 2}}}, {}},
            {"which", domain::ItemKind::choices, "which.title", "", "", options(4), {}, {}}};
}

[[nodiscard]] inline flow::Rules rules() {
    flow::Rules out;
    out.order = domain::FaceOrder::worst_first;
    auto& asked = out.questionnaire;
    asked.id = "quick";
    asked.version = 1;
    asked.question = "first.question";
    asked.hint = "first.hint";
    asked.levels = {"level.1", "level.2", "level.3", "level.4", "level.5"};
    asked.followup_title = "followup.title";
    asked.followup_hint = "followup.hint";
    for (int n = 1; n <= 9; ++n) asked.reasons.push_back({n, "reason." + std::to_string(n), "icon"});
    asked.offers_comment = asked.offers_dossier = asked.offers_home = true;
    asked.items = items();
    return out;
}

class Desk {
public:
    explicit Desk(flow::Service service = flow::Service::open)
        : state(flow::begin(service, {now, kMonday, {}}, rules)) {
        pass(1s);
    }

    void send(const flow::Event& event) {
        domain::VisitId fresh;
        ++turns_;
        for (std::size_t i = 0; i < sizeof turns_; ++i) fresh.bytes[i] = static_cast<std::uint8_t>(turns_ >> (8 * i));
        auto step = flow::advance(state, event, {now, wall(), fresh}, rules);
        state = std::move(step.state);
        saves.insert(saves.end(), step.saves.begin(), step.saves.end());
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

    [[nodiscard]] base::WallTime wall() const { return kMonday + (now - MonoTime{Millis{1'000'000}}); }
    void more() {
        send(flow::MoreTouched{kFarPlace});
        pass(1s);
    }
    void open(flow::Part part) {
        send(flow::PartOpened{part, kChipPlace});
        pass(1s);
    }
    void option(int number) {
        send(flow::OptionTouched{number, kFacePlace});
        pass(1s);
    }
    void type(std::string_view letters) {
        for (const char letter : letters) send(flow::Typed{static_cast<char32_t>(letter), kFarPlace});
    }
    void scan(std::string_view raw) { send(flow::Scanned{base::PrivateText(raw)}); }
    template <class Kind>
    [[nodiscard]] const Kind& last() const {
        return std::get<Kind>(saves.back().answer);
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
        auto fresh = flow::begin(bare.service, {bare.since, kMonday, {}}, rules);
        fresh.trouble_code = bare.trouble_code;
        // What belongs to the terminal and not to a person.
        fresh.appeared = bare.appeared;
        fresh.order = bare.order;
        fresh.rated_at = bare.rated_at;
        fresh.code_at = bare.code_at;
        fresh.headphones = bare.headphones;
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
