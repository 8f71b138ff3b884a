#include "kiosk/app/session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <set>

#include "kiosk/app/kiosk_config.h"
#include "kiosk/app/rehearsal.h"
#include "kiosk/store/ledger_reader.h"
#include "tests/support/child.h"
#include "tests/unit/app/office.h"

namespace hailong::app {

using app_office::Desk;
using app_office::entries;
using app_office::Office;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

namespace session_test {

constexpr base::PanelPoint kAnywhere{{200}, {150}};

template <class Screen>
bool shows(const Desk& desk) {
    return std::holds_alternative<Screen>(desk.session->state().screen);
}

void whole_visit(Desk& desk, int score, const std::vector<int>& reasons) {
    desk.touch_face(score);
    for (const int reason : reasons) desk.touch(flow::ReasonToggled{reason, kAnywhere});
    desk.touch(flow::Finished{kAnywhere});
    desk.settle();
}

// What the province reads of a visit's entries.
std::vector<domain::Answer> opened(const Office& office, const base::Digest& chain) {
    std::vector<domain::Answer> out;
    for (const auto& held : entries(office, chain)) {
        if (!domain::is_visit_kind(held.entry.kind)) continue;
        // Comments are sealed to a key of their own.
        auto plain = office.province.open(held.entry.box);
        if (!plain) plain = office.commission.open(held.entry.box);
        out.push_back(domain::parse_plain(plain.value().view()).value());
    }
    return out;
}

// Every byte of every file below the data folder.
std::string all_bytes(const Office& office) {
    std::string out;
    for (const auto& item : std::filesystem::recursive_directory_iterator(office.places.root)) {
        if (item.is_regular_file()) out += base::read_file(item.path(), 64 << 20).value();
    }
    return out;
}

}  // namespace session_test

using session_test::all_bytes;
using session_test::kAnywhere;
using session_test::opened;
using session_test::shows;
using session_test::whole_visit;

TEST(Session, TakesARatingToTheLedgerBeforeItGoesOn) {
    const Office office;
    office.enrol();
    Desk desk(office);
    desk.touch(flow::FaceTouched{domain::Score::from(4).value(), kAnywhere});
    EXPECT_TRUE(shows<flow::Saving>(desk));
    desk.settle();
    EXPECT_TRUE(shows<flow::FollowUp>(desk));
    const auto head = desk.session->last_saved().value();
    EXPECT_EQ(store::LedgerReader(office.places.ledger()).at(head.chain, head.seq).value().hash, head.hash);
}

TEST(Session, ShowsTheCodeOfTheVisitsFirstRating) {
    const Office office;
    office.enrol();
    Desk desk(office);
    desk.touch_face(4);
    const auto first = desk.session->last_saved().value();
    desk.touch(flow::Rechoose{kAnywhere});
    desk.touch_face(2);
    desk.touch(flow::Finished{kAnywhere});
    desk.settle();
    ASSERT_TRUE(shows<flow::Thanks>(desk));
    EXPECT_EQ(std::get<flow::Thanks>(desk.session->state().screen).code, domain::rating_code(first.hash));
}

TEST(Session, LetsTheProvinceOpenWhatWasAnswered) {
    const Office office;
    office.enrol();
    {
        Desk desk(office);
        whole_visit(desk, 2, {1, 3});
    }
    const auto answers = opened(office, app_office::enrolled_chain(office));
    ASSERT_EQ(answers.size(), 2U);
    const auto& rating = std::get<domain::Rating>(answers[0]);
    const auto& reasons = std::get<domain::Reasons>(answers[1]);
    EXPECT_EQ(rating.score.value(), 2);
    EXPECT_THAT(reasons.picks, ElementsAre(1, 3));
    EXPECT_EQ(rating.visit, reasons.visit);
}

TEST(Session, LeavesTheSameTraceForEveryScore) {
    std::vector<std::vector<std::pair<domain::EntryKind, std::size_t>>> traces;
    for (const auto& [score, reasons] :
         {std::pair{1, std::vector{1, 2, 3, 4, 5, 6, 7, 8, 9}}, std::pair{5, std::vector{4}}}) {
        const Office office;
        office.enrol();
        {
            Desk desk(office);
            whole_visit(desk, score, reasons);
        }
        auto& trace = traces.emplace_back();
        for (const auto& held : entries(office, app_office::enrolled_chain(office))) {
            // mono_ms is a plain number whose digits grow with the machine's uptime
            const auto digits = std::to_string(held.entry.stamp.mono_ms).size();
            trace.emplace_back(held.entry.kind, held.length - digits);
        }
    }
    EXPECT_EQ(traces[0], traces[1]);
}

TEST(Session, LeavesNoAnswerReadableInTheDataFolder) {
    const Office office;
    office.enrol();
    Desk desk(office);
    whole_visit(desk, 1, {7});
    const auto chain = app_office::enrolled_chain(office);
    const auto visit = std::get<domain::Rating>(opened(office, chain).at(0)).visit.hex();
    desk.session.reset();  // closed: no lock of ours is lost by reading the files
    const std::string bytes = all_bytes(office);
    EXPECT_THAT(bytes, HasSubstr("\"kind\":\"rating\""));
    for (const std::string& plain :
         {std::string("\"score\""), std::string("worst_first"), std::string("\"reasons\""), visit}) {
        EXPECT_THAT(bytes, Not(HasSubstr(plain))) << plain;
    }
}

TEST(Session, WithoutEnrolmentTakesNoRating) {
    const Office office;
    office.write_card();
    Desk desk(office);
    EXPECT_EQ(flow::screen_name(desk.session->view(desk.now)), "enrolment");
    desk.touch_face(5);
    EXPECT_TRUE(shows<flow::First>(desk));
    EXPECT_TRUE(store::LedgerReader(office.places.ledger()).chains().value().empty());
}

TEST(Session, AnswersAnEnrolmentAndOpensWhenTheIdentityComes) {
    const Office office;
    office.write_card();
    Desk desk(office);
    office.write_request("0123456789abcdef");
    desk.pass(base::Millis(2'000));
    EXPECT_TRUE(std::filesystem::exists(office.places.enrol_answer()));
    office.enrol();
    desk.pass(base::Millis(2'000));
    EXPECT_EQ(flow::screen_name(desk.session->view(desk.now)), "first");
    desk.touch_face(5);
    EXPECT_TRUE(shows<flow::FollowUp>(desk));
}

TEST(Session, ASecondTerminalOnTheFolderIsRefused) {
    const Office office;
    office.enrol();
    const Desk desk(office);
    SessionRequest second;
    second.places = office.places;
    second.card = office.card;
    second.rules = app_office::rules();
    EXPECT_EQ(Session::open(std::move(second), desk.clock, desk.now).error().code, ErrorCode::busy);
}

TEST(Session, OnAFullDiskApologisesPausesAndComesBackByItself) {
    const Office office;
    office.enrol();
    const bool root = geteuid() == 0;
    if (!root) std::cout << "not root: a file size limit stands in for the full file system\n";
    const auto ballast = office.places.ledger() / "ballast";
    const auto run = [&]() -> std::string {
        if (root) {
            if (const auto refused = test::small_disk_at(office.places.ledger()); !refused.empty()) return refused;
        }
        Desk desk(office);
        desk.touch_face(4);
        if (!shows<flow::FollowUp>(desk)) return "the first rating was not saved";
        desk.pass(base::Millis(30'000));
        root ? test::fill_disk(ballast) : test::limit_files_to(16'384);
        const auto expected = root ? flow::Service::paused : flow::Service::trouble;
        for (int i = 0; i < 1'000 && !desk.session->last_error(); ++i) {
            desk.touch_face(1 + i % 5);
            if (!desk.session->last_error()) desk.pass(base::Millis(30'000));
        }
        if (!shows<flow::Apology>(desk)) return "no apology";
        desk.pass(base::Millis(30'000));
        if (desk.session->state().service != expected) return "not closed";
        const auto last = desk.session->last_saved();
        root ? static_cast<void>(std::filesystem::remove(ballast)) : test::lift_file_limit();
        if (!desk.reaches(flow::Service::open)) return "it did not come back";
        desk.touch_face(4);
        if (!shows<flow::FollowUp>(desk)) return "a rating after the pause was not saved";
        return desk.session->last_saved()->seq == last->seq + 2 ? "" : "seqs do not run on over \"resumed\"";
    };
    EXPECT_EQ(test::in_child(run), "");
}

TEST(Session, SealsToNewKeysWithinAMinute) {
    const Office office;
    office.enrol();
    const auto newer = base::Opener::generate();
    Desk desk(office);
    desk.touch_face(4);
    desk.pass(base::Millis(60'000));
    office.write_keys(2, newer.public_key());
    desk.pass(base::Millis(60'000));
    desk.touch_face(4);
    std::vector<std::string> keys;
    for (const auto& held : entries(office, app_office::enrolled_chain(office))) {
        if (held.entry.kind == domain::EntryKind::rating) keys.push_back(held.entry.key);
    }
    EXPECT_THAT(keys, ElementsAre(office.province.key_id(), newer.key_id()));
}

TEST(Session, NeverSealsToOlderKeysAgain) {
    const Office office;
    office.enrol();
    const auto newer = base::Opener::generate();
    office.write_keys(3, newer.public_key());
    Desk desk(office);
    std::filesystem::remove(office.places.kiosk() / "keys.json");
    office.write_keys(2, base::Opener::generate().public_key());
    desk.pass(base::Millis(60'000));
    desk.touch_face(4);
    EXPECT_EQ(entries(office, app_office::enrolled_chain(office)).back().entry.key, newer.key_id());
}

TEST(Session, WithABrokenDeviceKeyShowsTroubleAndOpensWhenItIsRestored) {
    const Office office;
    office.enrol();
    const auto key = base::read_file(office.places.device_key()).value();
    ASSERT_TRUE(base::write_file(office.places.device_key(), "not a key\n", 0400));
    Desk desk(office);
    EXPECT_EQ(flow::screen_name(desk.session->view(desk.now)), "trouble");
    EXPECT_EQ(desk.session->state().trouble_code, "E-KEY");
    ASSERT_TRUE(base::write_file(office.places.device_key(), key, 0400));
    desk.pass(base::Millis(2'000));
    EXPECT_EQ(flow::screen_name(desk.session->view(desk.now)), "first");
}

TEST(Session, SavesReasonsThatStandChosenWhenItIsStopped) {
    const Office office;
    office.enrol();
    {
        Desk desk(office);
        desk.touch_face(2);
        desk.touch(flow::ReasonToggled{3, kAnywhere});
    }
    const auto chain = app_office::enrolled_chain(office);
    const auto answers = opened(office, chain);
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_THAT(std::get<domain::Reasons>(answers[1]).picks, ElementsAre(3));
    EXPECT_THAT(entries(office, chain).back().entry.body, HasSubstr("\"stopped\""));
}

TEST(Session, BeginsAnotherChainWhenItsUnitChangesWhileItRuns) {
    Office office;
    office.enrol();
    Desk desk(office);
    desk.touch_face(4);
    const auto before = desk.session->last_saved()->chain;
    office.unit = "25198";
    office.enrol();
    desk.pass(base::Millis(60'000));
    desk.pass(base::Millis(2'000));
    desk.touch_face(4);
    const auto held = store::LedgerReader(office.places.ledger()).chains().value();
    EXPECT_EQ(held.at(0).summary.chain, desk.session->last_saved()->chain);
    EXPECT_EQ(held.at(0).genesis->unit, "25198");
    EXPECT_EQ(held.at(0).genesis->prev->chain, before);
}

TEST(Session, NotesStartAndStopInTheLedger) {
    const Office office;
    office.enrol();
    {
        const Desk desk(office);
    }
    const auto held = entries(office, app_office::enrolled_chain(office));
    ASSERT_EQ(held.size(), 2U);
    EXPECT_THAT(held[0].entry.body, HasSubstr("\"started\""));
    EXPECT_THAT(held[1].entry.body, HasSubstr("\"stopped\""));
}

TEST(Session, GoesOnInTheSameChainAfterARestart) {
    const Office office;
    office.enrol();
    {
        Desk desk(office);
        whole_visit(desk, 3, {});
    }
    const auto chain = app_office::enrolled_chain(office);
    Desk desk(office);
    desk.touch_face(3);
    EXPECT_EQ(desk.session->last_saved()->chain, chain);
    EXPECT_EQ(store::LedgerReader(office.places.ledger()).chains().value().size(), 1U);
}

TEST(Rehearsal, NeverAppendsToAnEnrolledChain) {
    const Office office;
    office.enrol();
    {
        Desk desk(office);
        whole_visit(desk, 3, {2});
    }
    const store::LedgerReader reader(office.places.ledger());
    const auto before = reader.chains().value().at(0).summary;
    RehearsalRequest request;
    request.session.places = office.places;
    request.session.card = office.card;
    request.session.rules = app_office::rules();
    request.visits = 5;
    request.thanked = [](domain::Seq) {};
    const auto summary = rehearse(std::move(request), base::SystemClock()).value();
    const auto after = reader.chains().value();
    ASSERT_EQ(after.size(), 2U);
    EXPECT_EQ(after[0].summary, before);
    EXPECT_EQ(after[1].summary.chain, summary.chain);
    EXPECT_EQ(after[1].genesis->reason, domain::GenesisReason::rehearsal);
    EXPECT_EQ(after[1].genesis->dev_key, office.device.public_key());
}

TEST(Rehearsal, IsTheSameForTheSameSeed) {
    std::vector<std::vector<domain::Answer>> played;
    for (int i = 0; i < 2; ++i) {
        const Office office;
        office.enrol();
        RehearsalRequest request;
        request.session.places = office.places;
        request.session.card = office.card;
        request.session.rules = app_office::rules();
        request.visits = 12;
        request.seed = 7;
        request.thanked = [](domain::Seq) {};
        const auto chain = rehearse(std::move(request), base::SystemClock()).value().chain;
        auto& answers = played.emplace_back(opened(office, chain));
        for (auto& answer : answers) std::visit([](auto& told) { told.visit = {}; }, answer);
    }
    EXPECT_EQ(played[0], played[1]);
    EXPECT_GT(played[0].size(), 12U);
}

// Kill tests and journeys rest on rehearsals: what these do not write was never tried.
TEST(Rehearsal, AppendsEveryKindOfAnswer) {
    const Office office;
    office.enrol();
    RehearsalRequest request;
    request.session.places = office.places;
    request.session.card = office.card;
    request.session.rules = app_office::rules();
    KioskRequest files;
    files.assets = base::Path(HAILONG_SOURCE_DIR) / "assets";
    ASSERT_TRUE(offer_everything(files, request.session.rules));
    request.visits = 40;
    std::vector<domain::Seq> thanked;
    request.thanked = [&](domain::Seq seq) { thanked.push_back(seq); };
    const auto summary = rehearse(std::move(request), base::SystemClock()).value();
    std::set<std::size_t> kinds;
    for (const auto& answer : opened(office, summary.chain)) kinds.insert(answer.index());
    EXPECT_EQ(kinds.size(), std::variant_size_v<domain::Answer>);
    EXPECT_EQ(thanked.size(), 40U);
    EXPECT_GT(summary.with_more, 0U);
    EXPECT_GT(summary.tickets, 0U);
    // Every visit left something, and the last of each was told.
    EXPECT_TRUE(std::is_sorted(thanked.begin(), thanked.end(), std::less_equal<>()));
}

}  // namespace hailong::app
