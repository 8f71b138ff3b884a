#include "sync/server/home.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sync/server/form.h"
#include "tests/unit/server/serving.h"
#include "tests/unit/server/web_client.h"

namespace hailong::home_test {

using server_test::kNow;
using server_test::talk;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

constexpr std::string_view kForm = "application/x-www-form-urlencoded";

class Home : public ::testing::Test {
protected:
    [[nodiscard]] domain::Ticket ticket(char filling, base::WallTime issued = kNow) const {
        const auto id = domain::TicketId::from_raw(std::string(10, filling)).value();
        return domain::issue_ticket(terminal_.ledger.key(), id, issued);
    }
    [[nodiscard]] std::string path(const domain::Ticket& ticket) const {
        const std::string address = domain::ticket_address(ticket, terminal_.ledger.key(), "h");
        return address.substr(address.find("/T/"));
    }
    [[nodiscard]] static std::string code(const domain::Ticket& ticket) {
        return domain::ticket_code(ticket.key, ticket.id);
    }
    server::HttpResponse get(const std::string& target, base::WallTime now = kNow) {
        return serving_.routes.answer({"GET", target, "pages", "", "", ""}, now);
    }
    server::HttpResponse post(const std::string& target, const std::string& body, base::WallTime now = kNow) {
        return serving_.routes.answer({"POST", target, "pages", "", std::string(kForm), body}, now);
    }
    server::HttpResponse type(const std::string& typed, int score, base::WallTime now = kNow) {
        return post("/T", "unit=25195&code=" + typed + "&score=" + std::to_string(score), now);
    }
    // The ticket's entry comes in the ledger.
    void deliver(const domain::Ticket& ticket, base::WallTime at = kNow) {
        domain::Draft draft;
        draft.kind = domain::EntryKind::ticket;
        draft.stamp = server_test::stamp_at(at);
        draft.key = base::key_id(serving_.place.intake().view());
        draft.box =
            base::seal(serving_.place.intake(), domain::encode_ticket_plain({server_test::visit(1), ticket.id}));
        terminal_.ledger.append(domain::encode_entry(draft, terminal_.ledger.last() + 1));
        receive(terminal_.ledger.all());
    }
    void receive(const domain::Batch& batch, base::WallTime now = kNow) {
        ASSERT_TRUE(serving_.reception.receive({"k25195-1", "25195", "", false}, domain::join_batch(batch), now));
        serving_.reception.open_received();
    }
    [[nodiscard]] std::vector<server::DayCount> counted() {
        return serving_.place.archive->home_counts({"2000-01-01", "2099-12-31"}).value();
    }
    [[nodiscard]] static server::DayCount one(int level, const std::string& day = "2026-11-23") {
        server::DayCount count{"25195", day, {}};
        count.n.at(static_cast<std::size_t>(level - 1)) = 1;
        return count;
    }

    server_test::Serving serving_;
    server_test::EnrolledTerminal terminal_{serving_, "k25195-1"};
};

TEST_F(Home, ShowsAFormForATicketWithoutUsingItUp) {
    const auto target = path(ticket('a'));
    for (int i = 0; i < 3; ++i) {
        const auto page = get(target);
        EXPECT_EQ(page.status, 200U);
        EXPECT_THAT(page.body, AllOf(HasSubstr("Phường Đồng Xoài, ngày 23/11/2026"), HasSubstr("Rất không hài lòng"),
                                     HasSubstr("Điều khác"), HasSubstr("action=\"" + target + "\"")));
    }
    EXPECT_EQ(post(target, "score=4&r=1&r=9").status, 200U);
    EXPECT_EQ(counted(), std::vector{one(4)});
}
TEST_F(Home, SpeaksEnglishToWhoAsks) {
    const auto page = get(path(ticket('a')) + "?l=en").body;
    EXPECT_THAT(page, AllOf(HasSubstr("<html lang=\"en\">"), HasSubstr("How was the service that day?"),
                            HasSubstr("Very dissatisfied"), HasSubstr("?l=en\"><fieldset")));
}
TEST_F(Home, HasEveryWordInBothLanguages) {
    for (const char* language : {"", "?l=en"}) {
        for (const auto& page : {get(std::string("/T") + language), get(path(ticket('a')) + language),
                                 get(std::string("/T/AAAA") + language), post(std::string("/T") + language, "")}) {
            EXPECT_EQ(page.body.find('['), std::string::npos) << page.body;
        }
    }
}
TEST_F(Home, TheFirstRatingOfATicketStays) {
    const auto target = path(ticket('a'));
    EXPECT_EQ(post(target, "score=2").status, 200U);
    const auto second = post(target, "score=5");
    EXPECT_EQ(second.status, 409U);
    EXPECT_THAT(second.body, HasSubstr("Mỗi phiếu chỉ dùng được một lần"));
    EXPECT_THAT(get(target).body, HasSubstr("Mỗi phiếu chỉ dùng được một lần"));
    EXPECT_EQ(counted(), std::vector{one(2)});
}
TEST_F(Home, ATicketServesOnceHoweverItComes) {
    const auto by_code = ticket('a');
    EXPECT_EQ(type(code(by_code), 1).status, 200U);
    EXPECT_EQ(post(path(by_code), "score=5").status, 409U);
    const auto by_qr = ticket('b');
    EXPECT_EQ(post(path(by_qr), "score=5").status, 200U);
    EXPECT_EQ(type(code(by_qr), 1).status, 409U);
}
TEST_F(Home, AFormWithoutAFaceIsShownAgainAndUsesNothingUp) {
    const auto target = path(ticket('a'));
    for (const char* body : {"", "r=3", "score=", "score=0", "score=6", "score=4x"}) {
        const auto page = post(target, body);
        EXPECT_EQ(page.status, 400U) << body;
        EXPECT_THAT(page.body, HasSubstr("Xin chọn một mức đánh giá")) << body;
    }
    EXPECT_THAT(post(target, "r=3").body, HasSubstr("value=\"3\" checked"));
    EXPECT_EQ(post(target, "score=4").status, 200U);
}
TEST_F(Home, BelievesNoTicketThatNoTerminalSigned) {
    const auto stranger = base::Signer::generate();
    const auto forged = domain::issue_ticket(stranger, domain::TicketId{}, kNow);
    const std::string address = domain::ticket_address(forged, stranger, "h");
    for (const std::string& target : {address.substr(address.find("/T/")), std::string("/T/AAAA"), std::string("/T/"),
                                      path(ticket('a')).substr(0, 60), path(ticket('a')) + "/x"}) {
        if (target == "/T/") continue;
        EXPECT_EQ(get(target).status, 404U) << target;
        EXPECT_EQ(post(target, "score=5").status, 404U) << target;
    }
    EXPECT_TRUE(counted().empty());
}
TEST_F(Home, BelievesNoTicketOfARevokedTerminal) {
    ASSERT_TRUE(serving_.place.archive->revoke("k25195-1"));
    EXPECT_EQ(post(path(ticket('a')), "score=5").status, 404U);
}

TEST_F(Home, ATicketServesForSevenDays) {
    const auto target = path(ticket('a'));
    const auto end = ticket('a').issued() + std::chrono::days(7) + 1min;
    EXPECT_EQ(get(target, end).status, 200U);
    EXPECT_EQ(get(target, end + 1ms).status, 410U);
    EXPECT_EQ(post(target, "score=4", end + 1ms).status, 410U);
    EXPECT_EQ(post(target, "score=4", end).status, 200U);
}
TEST_F(Home, ATicketFromTheFutureIsNotTaken) { EXPECT_EQ(get(path(ticket('a', kNow + 3h))).status, 410U); }
TEST_F(Home, ATerminalWithADeadClockIssuesTicketsThatServe) {
    // Its clock says 2020; the batch that it sends says so too.
    const auto its_now = base::parse_utc("2020-01-01T00:00:00.000Z").value();
    auto batch = terminal_.ledger.all();
    batch.header.clock =
        "{\"at\":\"" + base::format_utc(its_now) + "\",\"boot\":\"" + base::Token16{}.hex() + "\",\"mono_ms\":1000}";
    terminal_.ledger.sign(batch);
    receive(batch);
    const auto target = path(ticket('a', its_now + 2h));
    EXPECT_EQ(get(target, kNow + 2h).status, 200U);
    EXPECT_EQ(post(target, "score=4", kNow + std::chrono::days(8)).status, 410U);
    EXPECT_EQ(post(target, "score=4", kNow + 2h).status, 200U);
    EXPECT_EQ(counted(), std::vector{one(4)});
}

TEST_F(Home, ATypedCodeCountsOnlyWhenItsTicketArrives) {
    const auto visited = ticket('a');
    const auto page = type(code(visited), 4);
    EXPECT_EQ(page.status, 200U);
    EXPECT_THAT(page.body, HasSubstr("sẽ được tính khi thiết bị tại quầy gửi dữ liệu"));
    EXPECT_TRUE(counted().empty());
    deliver(visited);
    EXPECT_EQ(counted(), std::vector{one(4)});
}
TEST_F(Home, ATypedCodeOfATicketThatIsThereCountsAtOnce) {
    const auto visited = ticket('a');
    deliver(visited);
    EXPECT_THAT(type(code(visited), 4).body, HasSubstr("đã được ghi nhận"));
    EXPECT_EQ(counted(), std::vector{one(4)});
}
TEST_F(Home, ATypedCodeThatIsMadeUpNeverCounts) {
    EXPECT_EQ(type("R88K-5WJ5", 5).status, 200U);
    deliver(ticket('a'));
    EXPECT_TRUE(counted().empty());
}
TEST_F(Home, ATypedCodeComesTooLateAfterSevenDays) {
    const auto visited = ticket('a');
    deliver(visited);
    EXPECT_EQ(type(code(visited), 4, kNow + std::chrono::days(8)).status, 410U);
    const auto waiting = ticket('b');
    EXPECT_EQ(type(code(waiting), 4, kNow + std::chrono::days(8)).status, 200U);
    deliver(waiting);
    EXPECT_TRUE(counted().empty());
}
TEST_F(Home, ForgivesHowACodeIsTyped) {
    std::string typed = "+" + code(ticket('a'));
    std::erase(typed, '-');
    for (char& c : typed) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    EXPECT_EQ(type(typed, 4).status, 200U);
}
TEST_F(Home, SaysAtOnceThatACodeIsMistyped) {
    const auto page = type("R88K-5WJ6", 4);
    EXPECT_EQ(page.status, 400U);
    EXPECT_THAT(page.body, AllOf(HasSubstr("Mã chưa đúng"), HasSubstr("value=\"R88K-5WJ6\""),
                                 HasSubstr("value=\"4\" required checked"),
                                 HasSubstr("<option value=\"25195\" selected>Phường Đồng Xoài")));
}
TEST_F(Home, TakesNoWardThatIsNotListed) {
    EXPECT_THAT(post("/T", "unit=99999&code=R88K-5WJ5&score=4").body, HasSubstr("Xin chọn nơi"));
}
TEST_F(Home, TicketsOfARehearsalDoNotCount) {
    server_test::FakeTerminal rehearsal("k25195-2", domain::GenesisReason::rehearsal);
    serving_.place.admit(rehearsal, base::sha256("another tls key"));
    const auto issued = domain::issue_ticket(rehearsal.key(), domain::TicketId{}, kNow);
    domain::Draft draft;
    draft.kind = domain::EntryKind::ticket;
    draft.stamp = server_test::stamp_at(kNow);
    draft.key = base::key_id(serving_.place.intake().view());
    draft.box = base::seal(serving_.place.intake(), domain::encode_ticket_plain({server_test::visit(1), issued.id}));
    rehearsal.append(domain::encode_entry(draft, 1));
    ASSERT_TRUE(
        serving_.reception.receive({"k25195-2", "25195", "", false}, domain::join_batch(rehearsal.all()), kNow));
    serving_.reception.open_received();
    EXPECT_EQ(type(code(issued), 5).status, 200U);
    EXPECT_TRUE(counted().empty());
}
TEST_F(Home, RebuildingKeepsWhatWasCounted) {
    const auto visited = ticket('a');
    (void)type(code(visited), 4);
    deliver(visited);
    ASSERT_TRUE(serving_.place.archive->forget_all());
    EXPECT_TRUE(counted().empty());
    serving_.reception.open_received();
    EXPECT_EQ(counted(), std::vector{one(4)});
}

TEST_F(Home, ShowsNothingThatWasEnteredAsMarkup) {
    const auto page = post("/T", "unit=%22%3E%3Cb%3E&code=%3Cscript%3E&score=4");
    EXPECT_THAT(page.body, AllOf(Not(HasSubstr("<script>")), Not(HasSubstr("<b>"))));
}
TEST_F(Home, TakesFormsOnlyAndShortOnes) {
    const auto target = path(ticket('a'));
    EXPECT_EQ(serving_.routes.answer({"POST", target, "pages", "", "application/json", "{}"}, kNow).status, 415U);
    EXPECT_EQ(post(target, "score=4&x=" + std::string(server::kMaxForm, 'x')).status, 413U);
    EXPECT_EQ(post(target, "score=%4").status, 400U);
    EXPECT_EQ(serving_.routes.answer({"PUT", target, "pages", "", "", ""}, kNow).status, 405U);
    EXPECT_EQ(serving_.routes.answer({"GET", target, "entries", "", "", ""}, kNow).status, 404U);
}
TEST_F(Home, GoesOverTheRealSocketWithoutCookieOrScript) {
    const std::string headers = "X-Hailong-Listener: pages\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    const auto page = talk(serving_.socket, server_test::request("GET " + path(ticket('a')) + " HTTP/1.1", headers));
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.head, AllOf(HasSubstr("default-src 'none'"), HasSubstr("form-action 'self'"),
                                 Not(HasSubstr("Set-Cookie")), HasSubstr("no-store"), HasSubstr("no-referrer")));
    EXPECT_THAT(page.body, AllOf(Not(HasSubstr("<script")), Not(HasSubstr("style=\""))));
    EXPECT_EQ(talk(serving_.socket, server_test::request("GET /danh-gia.css HTTP/1.1", headers)).status, 200);
    EXPECT_EQ(talk(serving_.socket, server_test::request("POST " + path(ticket('a')) + " HTTP/1.1", headers, "score=5"))
                  .status,
              200);
}
TEST_F(Home, StandsBesideTheDeskOnTheResultsPage) {
    for (int i = 0; i < 10; ++i) terminal_.ledger.answer(server_test::rating(5, i), serving_.place.intake());
    receive(terminal_.ledger.all());
    for (char filling = 'a'; filling < 'e'; ++filling) (void)post(path(ticket(filling)), "score=2");
    const auto few = get("/").body;
    EXPECT_THAT(few, HasSubstr("</td><td class=\"n\">10</td><td class=\"n\">100,0 %</td><td class=\"n\">72,2 % – 100,0 "
                               "%</td><td colspan=\"3\"><span class=\"quiet\">dưới 5 lượt"));
    for (char filling = 'e'; filling < 'i'; ++filling) (void)post(path(ticket(filling)), "score=4");
    EXPECT_THAT(get("/", kNow + 5s).body, HasSubstr("<td class=\"n\">8</td><td class=\"n\">50,0 %</td>"));
}

TEST(Form, UndoesItsEncoding) {
    const auto form = server::parse_form("a=1&b=x+y%2B&a=2&c").value();
    EXPECT_EQ(server::field(form, "a"), "1");
    EXPECT_EQ(server::field(form, "b"), "x y+");
    EXPECT_EQ(server::field(form, "c"), "");
    EXPECT_EQ(server::field(form, "d"), std::nullopt);
}
TEST(Form, RefusesWhatIsBroken) {
    for (const char* body : {"a=%", "a=%2", "a=%zz", "a=%00"}) EXPECT_FALSE(server::parse_form(body)) << body;
    std::string many;
    for (int i = 0; i < 33; ++i) many += "a=1&";
    EXPECT_FALSE(server::parse_form(many));
}

}  // namespace hailong::home_test
