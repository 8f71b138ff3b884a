// 400,000 random events against the flow's promises. The walk is seeded; HAILONG_SEED repeats a failure.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <random>
#include <set>

#include "tests/support/wish.h"
#include "tests/unit/flow/desk.h"

namespace hailong::flow_test {
namespace random_walk {

constexpr int kEvents = 400'000;

class Walk {
public:
    explicit Walk(std::uint64_t seed) : random_(seed) {}

    void step() {
        if (pick(40) == 0) desk.now += Millis(pick(25'000));  // longer than any question waits
        desk.now += Millis(pick(700));
        const auto before = desk.state;
        const auto saves_before = desk.saves.size();
        const auto event = any_event();
        desk.send(event);
        check_save(before, saves_before, event);
        check_thanks(before, event);
        check_visit_ids();
        const bool is_default = desk.state.language == "vi" && desk.state.aids == flow::Aids{} && !desk.state.help;
        if (std::holds_alternative<flow::First>(desk.state.screen) && is_default) {
            ASSERT_TRUE(desk.is_blank());
        }
    }

    Desk desk;
    std::map<std::string, int> met;  // screens: proves that the walk went everywhere

private:
    int pick(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }
    PanelPoint place() { return {{static_cast<double>(pick(480))}, {static_cast<double>(pick(270))}}; }

    flow::Event store_event() {
        const auto newest = desk.saves.empty() ? flow::Ticket(1) : desk.saves.back().ticket;
        const auto ticket = pick(8) == 0 ? newest + 1 - static_cast<flow::Ticket>(pick(3)) : newest;
        if (pick(4) == 0) return flow::SaveFailed{ticket, "E-DISK"};
        base::Digest hash;
        hash.bytes[1] = static_cast<std::uint8_t>(pick(256));
        return flow::Saved{ticket, ticket, hash};
    }

    flow::Event any_event() {
        if (pick(3) == 0) return deep_event();
        switch (pick(19)) {
            case 0:
            case 1:
            case 2:
                return flow::FaceTouched{score(1 + pick(5)), place()};
            case 3:
            case 4:
                return flow::ReasonToggled{pick(11), place()};
            case 5:
                return flow::Finished{place()};
            case 6:
                return flow::Rechoose{place()};
            case 7:
                return flow::Back{place()};
            case 8:
                return flow::NewVisit{place()};
            case 9:
                return flow::HoldCode{place()};
            case 10:
                return flow::Closed{place()};
            case 11:
                return flow::Retry{place()};
            case 12:
                return flow::MoreTime{place()};
            case 13:
                return flow::EndVisit{place()};
            case 14:
                return flow::LanguageChosen{pick(2) == 0 ? "en" : "vi", place()};
            case 15:
                return flow::TouchedElsewhere{place()};
            case 16:
                return service_event();
            default:
                return store_event();
        }
    }

    // What else can be said, aids and help.
    flow::Event deep_event() {
        constexpr std::array kCodes{"H56.14-261120-0001", "https://x.vn/?MHS=H56.14-261120-0002&SGT=079", "nothing"};
        switch (pick(14)) {
            case 0:
            case 1:
                return flow::MoreTouched{place()};
            case 2:
            case 3:
                return flow::PartOpened{static_cast<flow::Part>(pick(3)), place()};
            case 4:
            case 5:
                return flow::OptionTouched{1 + pick(6), place()};
            case 6:
                return flow::SendTouched{place()};
            case 7:
                return flow::KeypadOpened{place()};
            case 8:
                return flow::Scanned{base::PrivateText(kCodes.at(static_cast<std::size_t>(pick(3))))};
            case 9:
                return flow::HomeTouched{place()};
            case 10:
                return aid_event();
            default:
                return key_event();
        }
    }

    flow::Event aid_event() {
        switch (pick(5)) {
            case 0:
                return flow::HelpTouched{place()};
            case 1:
                return flow::PrivacyTouched{place()};
            case 2:
                return flow::CornerHeld{place()};
            case 3:
                return flow::HeadphonesChanged{pick(2) == 0};
            default:
                return flow::AidTouched{static_cast<flow::Aid>(pick(5)), place()};
        }
    }

    flow::Event key_event() {
        if (pick(5) == 0) return flow::Typed{static_cast<flow::Command>(pick(5)), place()};
        if (pick(5) == 0) return flow::Typed{static_cast<text::Tone>(pick(6)), place()};
        return flow::Typed{static_cast<char32_t>(U"aeodwsjH1.- "[pick(12)]), place()};
    }

    flow::Event service_event() {
        constexpr std::array kServices{flow::Service::open, flow::Service::open, flow::Service::paused,
                                       flow::Service::trouble};
        return flow::ServiceChanged{kServices.at(static_cast<std::size_t>(pick(4))), "E-IO"};
    }

    // A rating comes only from a settled touch on a face or from trying again; everything else only for a visit with a
    // rating, but for the home ticket, which has a visit of its own.
    void check_save(const flow::State& before, std::size_t saves_before, const flow::Event& event) {
        for (std::size_t i = saves_before; i < desk.saves.size(); ++i) check_one(before, desk.saves[i], event);
    }

    void check_one(const flow::State& before, const flow::Save& save, const flow::Event& event) {
        ASSERT_TRUE(tickets_.insert(save.ticket).second);
        if (std::holds_alternative<domain::TicketIssued>(save.answer)) {
            ASSERT_TRUE(std::holds_alternative<flow::HomeTouched>(event) || std::holds_alternative<flow::Retry>(event));
            return;
        }
        const auto& visit = std::visit([](const auto& of) -> const domain::VisitId& { return of.visit; }, save.answer);
        if (!std::holds_alternative<domain::Rating>(save.answer)) {
            ASSERT_TRUE(rated_.contains(visit));
            return;
        }
        const auto& rating = std::get<domain::Rating>(save.answer);
        rating_of_[save.ticket] = rating.visit;
        const auto* touch = std::get_if<flow::FaceTouched>(&event);
        if (touch == nullptr) {
            ASSERT_TRUE(std::holds_alternative<flow::Retry>(event));
            return;
        }
        ASSERT_EQ(rating.score, touch->score);
        ASSERT_GE(desk.now - before.since, desk.rules.settle);
        if (ended_.contains(rating.visit)) ADD_FAILURE() << "a rating for a visit that has ended";
    }

    // Thanks appear only by a commit, or by finishing after one.
    void check_thanks(const flow::State& before, const flow::Event& event) {
        met[std::string(desk.screen())]++;
        if (const auto* saved = std::get_if<flow::Saved>(&event)) {
            const auto rating = rating_of_.find(saved->ticket);
            if (rating != rating_of_.end()) rated_.insert(rating->second);
        }
        const bool thanks = std::holds_alternative<flow::Thanks>(desk.state.screen);
        if (!thanks || std::holds_alternative<flow::Thanks>(before.screen)) return;
        const bool committed = std::holds_alternative<flow::Saved>(event);
        const bool finished =
            std::holds_alternative<flow::Finished>(event) || std::holds_alternative<flow::EndVisit>(event);
        ASSERT_TRUE(committed || finished);
        ASSERT_FALSE(std::get<flow::Thanks>(desk.state.screen).code.empty());
        const auto* visit = visit_of(before);
        ASSERT_NE(visit, nullptr);
        ASSERT_TRUE(rated_.contains(visit->id));
    }

    static const flow::Visit* visit_of(const flow::State& state) {
        return std::visit(
            [](const auto& screen) -> const flow::Visit* {
                if constexpr (requires { screen.visit; }) return &screen.visit;
                if constexpr (requires { screen.below; }) {
                    return std::visit([](const auto& below) { return &below.visit; }, screen.below);
                }
                return nullptr;
            },
            state.screen);
    }

    // A visit that left the screen never comes back: the last rating of each is final.
    void check_visit_ids() {
        const auto* visit = visit_of(desk.state);
        if (current_ && (visit == nullptr || visit->id != *current_)) ended_.insert(*current_);
        if (visit != nullptr && ended_.contains(visit->id)) ADD_FAILURE() << "an ended visit came back";
        current_ = visit != nullptr ? std::optional(visit->id) : std::nullopt;
    }

    std::mt19937_64 random_;
    std::set<flow::Ticket> tickets_;
    std::map<flow::Ticket, domain::VisitId> rating_of_;
    std::set<domain::VisitId> rated_;
    std::set<domain::VisitId> ended_;
    std::optional<domain::VisitId> current_;
};

}  // namespace random_walk

TEST(RandomWalk, KeepsThePromisesOfTheVisitOver400000Events) {
    const auto seed = test::number_from<std::uint64_t>("HAILONG_SEED", std::random_device{}());
    SCOPED_TRACE("HAILONG_SEED=" + std::to_string(seed));
    RecordProperty("seed", std::to_string(seed));
    std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
    random_walk::Walk walk(seed);
    for (int i = 0; i < random_walk::kEvents && !::testing::Test::HasFailure(); ++i) walk.step();
    const std::vector<std::string> everywhere{"first",   "rechoose", "followup", "saving",  "warning",    "thanks",
                                              "apology", "paused",   "trouble",  "more",    "item",       "code",
                                              "comment", "home",     "help",     "privacy", "explanation"};
    for (const auto& screen : everywhere) EXPECT_GT(walk.met[screen], 0) << screen;
}

TEST(RandomWalk, TimeAloneBringsEveryStateBackToTheFirstScreen) {
    const auto seed = test::number_from<std::uint64_t>("HAILONG_SEED", std::random_device{}());
    SCOPED_TRACE("HAILONG_SEED=" + std::to_string(seed));
    random_walk::Walk walk(seed);
    for (int i = 0; i < 20'000 && !::testing::Test::HasFailure(); ++i) {
        walk.step();
        Desk alone;
        alone.state = walk.desk.state;
        alone.now = walk.desk.now;
        int wakes = 0;
        while (const auto due = alone.deadline()) {
            ASSERT_LT(++wakes, 40);
            alone.now = std::max(alone.now, *due);
            alone.send(flow::TimePassed{});
        }
        ASSERT_TRUE(alone.is_blank());
    }
}

RC_GTEST_PROP(FlowProperty, ATouchWithinTheSettleTimeNeverVotes, ()) {
    Desk desk;
    desk.rate(*rc::gen::inRange(1, 6));
    desk.send(flow::NewVisit{kFarPlace});
    desk.now += Millis(*rc::gen::inRange(0, 300));
    const auto x = static_cast<double>(*rc::gen::inRange(0, 480));
    desk.face(*rc::gen::inRange(1, 6), {{x}, {130}});
    RC_ASSERT(desk.saves.size() == 1U);
}

RC_GTEST_PROP(FlowProperty, TheSavedPicksAreTheOnesShownAsChosen, ()) {
    Desk desk;
    desk.rate(3);
    const auto touched = *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 10));
    for (const int number : touched) desk.reason(number);
    std::vector<int> chosen;
    for (const auto& chip : desk.shown<flow::FollowUpView>().chips) {
        if (chip.chosen) chosen.push_back(chip.number);
    }
    desk.finish();
    RC_ASSERT((desk.saves.size() == 2U) == !chosen.empty());
    if (!chosen.empty()) RC_ASSERT(desk.reasons(1).picks == chosen);
}

RC_GTEST_PROP(FlowProperty, TheScoreChangesNeitherTimesNorScreens, ()) {
    Desk one;
    Desk other;
    one.rules.quiet_saving = other.rules.quiet_saving = 0ms;  // the pressed face is the one thing that may differ
    one.face(*rc::gen::inRange(1, 6));
    other.face(*rc::gen::inRange(1, 6));
    const auto waits = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 9000));
    const bool saved = *rc::gen::arbitrary<bool>();
    for (const int wait : waits) {
        for (auto* desk : {&one, &other}) {
            if (saved && wait % 3 == 0) desk->commit();
            desk->pass(Millis(wait));
        }
        RC_ASSERT(one.deadline() == other.deadline());
        RC_ASSERT(one.view() == other.view());
    }
}

RC_GTEST_PROP(FlowProperty, TheViewDoesNotChangeBeforeTheNextDeadline, ()) {
    random_walk::Walk walk(static_cast<std::uint64_t>(*rc::gen::inRange(0, 1'000'000)));
    for (int i = *rc::gen::inRange(1, 60); i > 0; --i) walk.step();
    Desk& desk = walk.desk;
    const auto due = desk.deadline();
    const auto before = desk.view();
    desk.now = due ? std::max(desk.now, *due - 1ms) : desk.now + 1h;
    RC_ASSERT(desk.view() == before);
}

}  // namespace hailong::flow_test
