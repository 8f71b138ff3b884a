// The staff screens: who gets in, and that they close by themselves.
#include "kiosk/flow/staff.h"

#include <gtest/gtest.h>

#include <map>

namespace hailong::flow {

namespace {

const std::vector<std::string> kLanguages{"vi", "en"};

// The machine with a disk and a ledger that do what they are told.
class StaffScreens : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(base::init_crypto());
        state_.language = "vi";
    }
    void tell(const StaffEvent& event) {
        auto move = advance(std::move(state_), event, {{now_, {}, base::random_token(), &key_}, kLanguages});
        state_ = std::move(move.state);
        for (const auto& order : move.orders) {
            orders_.push_back(order);
            if (std::holds_alternative<domain::StaffStore>(order)) tell(domain::StaffStored{disk_works_});
            if (std::holds_alternative<domain::StaffNote>(order)) tell(domain::StaffNoted{ledger_works_});
        }
    }
    void rest(base::Millis time) {
        now_ += time;
        tell(domain::StaffTimePassed{});
    }
    void tap(double x, double y) {
        now_ += base::Millis(300);
        tell(StaffTapped{{{x}, {y}}});
    }
    void knock() {
        for (int i = 0; i < 5; ++i) tap(10, 10);
    }
    void press(StaffButton button, int number = 0) { tell(StaffTouched{button, number, {{100}, {100}}}); }
    void type(const std::string& digits) {
        for (const char digit : digits) press(StaffButton::digit, digit - '0');
    }
    void enter() {
        knock();
        type(domain::staff_answer(key_, state_.lock.challenge));
    }
    template <class Order>
    [[nodiscard]] std::size_t count() const {
        std::size_t found = 0;
        for (const auto& order : orders_) found += std::holds_alternative<Order>(order) ? 1U : 0U;
        return found;
    }
    [[nodiscard]] std::string screen() const {
        return state_.is_open() ? std::string(screen_name(view(state_, now_))) : "closed";
    }

    StaffState state_;
    std::vector<StaffOrder> orders_;
    base::Secret key_{std::string(32, 'k')};
    base::MonoTime now_{base::Millis(1'000'000)};
    bool disk_works_ = true;
    bool ledger_works_ = true;
};

}  // namespace

TEST_F(StaffScreens, OpenTheCodeScreenAfterFiveQuickTapsInTheCorner) {
    for (int i = 0; i < 4; ++i) tap(24, 24);
    EXPECT_EQ(screen(), "closed");
    tap(24, 24);
    EXPECT_EQ(screen(), "staff_code");
}

TEST_F(StaffScreens, StayClosedAfterSlowTapsOrTapsElsewhere) {
    for (int i = 0; i < 9; ++i) {
        tap(10, 10);
        now_ += base::Millis(1'000);
    }
    now_ += base::Millis(5'000);
    for (int i = 0; i < 4; ++i) tap(10, 10);
    tap(26, 10);
    tap(10, 10);
    EXPECT_EQ(screen(), "closed");
}

TEST_F(StaffScreens, OpenTheMenuOnlyAfterTheEntryIsInTheLedger) {
    enter();
    EXPECT_EQ(screen(), "staff_menu");
    EXPECT_EQ(count<domain::StaffNote>(), 1U);
    press(StaffButton::leave);
    EXPECT_EQ(screen(), "closed");
    ledger_works_ = false;
    enter();
    EXPECT_EQ(screen(), "staff_code");
}

TEST_F(StaffScreens, StayShutWhenTheTryCannotBeStored) {
    disk_works_ = false;
    enter();
    EXPECT_EQ(screen(), "staff_code");
    EXPECT_EQ(count<domain::StaffNote>(), 0U);
}

TEST_F(StaffScreens, TakeTheSheetCodeThatTheyAskFor) {
    knock();
    type(domain::staff_sheet_code(key_, 1, 1));
    EXPECT_EQ(screen(), "staff_menu");
    EXPECT_EQ(state_.lock.record.burnt, 1U);
}

TEST_F(StaffScreens, LockAfterFiveWrongCodes) {
    knock();
    for (int i = 0; i < 5; ++i) type("00000000");
    const auto shown = view(state_, now_);
    const auto& code = std::get<StaffCodeView>(shown.screen);
    EXPECT_EQ(code.refusal.key, "staff.code_locked");
    EXPECT_FALSE(code.takes_digits);
    EXPECT_EQ(count<domain::StaffNote>(), 0U);
}

TEST_F(StaffScreens, CloseByThemselves) {
    enter();
    rest(base::Millis(119'999));
    EXPECT_EQ(screen(), "staff_menu");
    rest(base::Millis(1));
    EXPECT_EQ(screen(), "closed");
    EXPECT_EQ(state_.lock.phase, domain::StaffPhase::away);
    knock();
    rest(base::Millis(300'000));
    EXPECT_EQ(screen(), "closed");
}

TEST_F(StaffScreens, HearNothingFor30SecondsWhileTheScreenIsCleaned) {
    enter();
    press(StaffButton::clean);
    rest(base::Millis(29'999));
    press(StaffButton::leave);
    EXPECT_EQ(screen(), "staff_clean");
    rest(base::Millis(1));
    EXPECT_EQ(screen(), "staff_menu");
}

TEST_F(StaffScreens, MarkEveryTouchOfTheTest) {
    enter();
    press(StaffButton::touch_test);
    tap(50, 60);
    press(StaffButton::spot, 4);
    const auto shown = view(state_, now_);
    const auto& test = std::get<StaffTouchView>(shown.screen);
    EXPECT_EQ(test.points.size(), 2U);
    EXPECT_TRUE(test.hit.at(4));
    EXPECT_FALSE(test.hit.at(3));
}

TEST_F(StaffScreens, OrderWhatTheMenuOffers) {
    enter();
    press(StaffButton::sync);
    press(StaffButton::usb);
    press(StaffButton::usb);
    press(StaffButton::language);
    press(StaffButton::restart);
    EXPECT_EQ(count<StaffSyncNow>(), 1U);
    EXPECT_EQ(count<StaffCopy>(), 1U);
    EXPECT_EQ(count<StaffRestart>(), 1U);
    EXPECT_EQ(state_.language, "en");
}

TEST_F(StaffScreens, TurnTheVolumeUpInStepsAndFromTheLoudestToSilence) {
    state_.loudness = 7;
    enter();
    std::vector<int> heard;
    for (int i = 0; i < 3; ++i) {
        press(StaffButton::volume);
        heard.push_back(std::get<StaffLoudness>(orders_.back()).loudness);
    }
    EXPECT_EQ(heard, (std::vector<int>{8, 10, 0}));
    EXPECT_EQ(state_.loudness, 0);
}

TEST_F(StaffScreens, TellWhatTheAgentKnowsAndWarnOfWhatIsWrong) {
    enter();
    StaffReport report;
    report.has_agent = true;
    report.next_try = now_ + base::Millis(65'000);
    report.clock_offset_s = -119;
    report.certificate_days = 30;
    const auto warnings = [&] {
        tell(report);
        std::map<std::string, std::pair<std::string, bool>> out;
        const auto shown = view(state_, now_);
        for (const auto& row : std::get<StaffMenuView>(shown.screen).rows) {
            out[row.label.key] = {row.value.arguments.empty() ? "" : row.value.arguments[0].second, row.is_warning};
        }
        return out;
    };
    using Told = std::pair<std::string, bool>;
    EXPECT_EQ(warnings()["staff.next_try"], (Told{"1:05", false}));
    EXPECT_EQ(warnings()["staff.clock"], (Told{"-119", false}));
    EXPECT_EQ(warnings()["staff.cert"], (Told{"30", false}));
    report.clock_offset_s = -120;
    report.certificate_days = 29;
    EXPECT_EQ(warnings()["staff.clock"], (Told{"-120", true}));
    EXPECT_EQ(warnings()["staff.cert"], (Told{"29", true}));
    report.certificate_days = -3;
    EXPECT_EQ(warnings()["staff.cert"], (Told{"0", true}));
}

TEST_F(StaffScreens, SayThatTheServerHoldsAnotherVersionAndNotThatNothingWasSent) {
    enter();
    for (const std::string word : {"fork", "behind", "broken"}) {
        StaffReport report;
        report.has_agent = true;
        report.problem = word;
        tell(report);
        const auto shown = view(state_, now_);
        const auto& rows = std::get<StaffMenuView>(shown.screen).rows;
        const auto row =
            std::find_if(rows.begin(), rows.end(), [](const auto& one) { return one.label.key == "staff.last_try"; });
        ASSERT_NE(row, rows.end());
        EXPECT_EQ(row->value.key, word == "broken" ? "staff.err_other" : "staff.err_fork");
    }
}

TEST_F(StaffScreens, TellWhyAnotherChainWasBegunUnlessPeopleWantedIt) {
    enter();
    const auto told = [&](domain::GenesisReason reason) {
        StaffReport report;
        report.fresh_chain = {reason, "2026-11-20"};
        tell(report);
        const auto shown = view(state_, now_);
        for (const auto& row : std::get<StaffMenuView>(shown.screen).rows) {
            if (row.label.key == "staff.chain" && row.is_warning) return row.value.key + row.value.arguments[0].second;
        }
        return std::string();
    };
    EXPECT_EQ(told(domain::GenesisReason::fork), "staff.chain_fork2026-11-20");
    EXPECT_EQ(told(domain::GenesisReason::behind), "staff.chain_behind2026-11-20");
    EXPECT_EQ(told(domain::GenesisReason::quarantine), "staff.chain_quarantine2026-11-20");
    EXPECT_EQ(told(domain::GenesisReason::moved), "staff.chain_moved2026-11-20");
    EXPECT_EQ(told(domain::GenesisReason::enrolled), "");
    EXPECT_EQ(told(domain::GenesisReason::rekeyed), "");
}

TEST_F(StaffScreens, OrderNothingBeforeTheCode) {
    press(StaffButton::restart);
    knock();
    press(StaffButton::restart);
    press(StaffButton::sync);
    EXPECT_TRUE(orders_.empty());
}

}  // namespace hailong::flow
