// What else can be said after the rating: items, dossier code, comment; and the ticket for rating at home.
#include <gtest/gtest.h>

#include "tests/unit/flow/desk.h"

namespace hailong::flow_test {

namespace {

Desk at_part(flow::Part part) {
    Desk desk;
    desk.rate(2);
    desk.more();
    desk.open(part);
    return desk;
}

}  // namespace

TEST(Depth, OneTouchBehindTheFollowUpLeadsToAllParts) {
    Desk desk;
    desk.rate(4);
    EXPECT_EQ(desk.shown<flow::FollowUpView>().more.key, "followup.more");
    desk.more();
    const auto parts = desk.shown<flow::MoreView>().tiles;
    ASSERT_EQ(parts.size(), 3U);
    EXPECT_EQ(parts[0].part, flow::Part::items);
    EXPECT_FALSE(parts[1].done);
}

TEST(Depth, IsNotOfferedWhereTheQuestionnaireHasNone) {
    Desk desk;
    desk.rules.questionnaire.items.clear();
    desk.rules.questionnaire.offers_comment = desk.rules.questionnaire.offers_dossier = false;
    desk.rate(4);
    EXPECT_TRUE(desk.shown<flow::FollowUpView>().more.key.empty());
    desk.more();
    EXPECT_EQ(desk.screen(), "followup");
}

TEST(Depth, AnAnsweredItemLeadsOnAndAllAreSavedOnce) {
    Desk desk = at_part(flow::Part::items);
    desk.option(1);
    EXPECT_EQ(desk.shown<flow::ItemView>().title.key, "visits.title");
    desk.option(3);
    desk.option(1);  // choices: marked, not led on
    desk.option(2);
    EXPECT_TRUE(desk.shown<flow::ItemView>().chosen);
    desk.finish();
    EXPECT_EQ(desk.last<domain::Items>().answers, (std::vector<int>{1, 3, 3}));
    desk.commit();
    desk.pass(1s);
    EXPECT_TRUE(desk.shown<flow::MoreView>().tiles[0].done);
    const auto saves = desk.saves.size();
    desk.finish();
    EXPECT_EQ(desk.screen(), "thanks");
    EXPECT_EQ(desk.saves.size(), saves);
}

TEST(Depth, AConditionSkipsAnItem) {
    Desk desk = at_part(flow::Part::items);
    desk.option(5);
    EXPECT_EQ(desk.shown<flow::ItemView>().title.key, "which.title");
}

TEST(Depth, AnItemThatIsNoLongerAskedIsNoLongerAnswered) {
    Desk desk = at_part(flow::Part::items);
    desk.option(1);
    desk.option(3);
    desk.send(flow::Back{kFarPlace});
    desk.pass(1s);
    desk.send(flow::Back{kFarPlace});
    desk.pass(1s);
    desk.option(5);
    desk.finish();
    EXPECT_EQ(desk.last<domain::Items>().answers, (std::vector<int>{5, 0, 0}));
}

TEST(Depth, GoingBackAndSkippingTakesAnAnswerBack) {
    Desk desk = at_part(flow::Part::items);
    desk.option(5);
    desk.send(flow::Back{kFarPlace});
    desk.pass(1s);
    EXPECT_FALSE(desk.shown<flow::ItemView>().options.at(4).chosen);  // nothing stays marked for others to see
    const auto saves = desk.saves.size();
    desk.finish();
    desk.pass(1s);
    desk.finish();
    EXPECT_EQ(desk.screen(), "more");
    EXPECT_EQ(desk.saves.size(), saves);
}

TEST(Depth, NoneOfTheseAndTheChoicesExcludeEachOther) {
    Desk desk = at_part(flow::Part::items);
    desk.option(5);
    desk.option(1);
    desk.option(4);
    EXPECT_TRUE(desk.shown<flow::ItemView>().options.at(3).chosen);
    EXPECT_FALSE(desk.shown<flow::ItemView>().options.at(0).chosen);
}

TEST(Depth, WalkingAwayInTheMiddleOfTheItemsSavesWhatWasAnswered) {
    Desk desk = at_part(flow::Part::items);
    desk.option(1);
    desk.pass(20s);
    EXPECT_EQ(desk.screen(), "warning");
    desk.pass(10s);
    EXPECT_EQ(desk.screen(), "first");
    EXPECT_EQ(desk.last<domain::Items>().answers, (std::vector<int>{1, 0, 0}));
}

TEST(Depth, ReasonsAndItemsAreBothSavedBeforeTheThanks) {
    Desk desk;
    desk.rate(3);
    desk.reason(2);
    desk.more();
    desk.open(flow::Part::items);
    desk.option(5);
    desk.finish();
    desk.commit();
    desk.pass(1s);
    desk.finish();
    EXPECT_TRUE(std::holds_alternative<domain::Reasons>(desk.saves.back().answer));
    EXPECT_EQ(desk.screen(), "more");
    desk.commit();
    EXPECT_EQ(desk.screen(), "thanks");
}

TEST(Code, AScannedCodeIsSavedWhenItIsSent) {
    Desk desk = at_part(flow::Part::code);
    desk.scan("https://dichvucong.example/tra-cuu?MHS=H56.14-261120-0001&SGT=079123456789");
    auto view = desk.shown<flow::CodeView>();
    EXPECT_TRUE(view.accepted);
    EXPECT_EQ(view.shown.view(), "… 0001");  // others may look at the screen
    desk.pass(1s);
    desk.send(flow::SendTouched{kFarPlace});
    EXPECT_EQ(desk.last<domain::Dossier>().code.view(), "H56.14-261120-0001");
    EXPECT_TRUE(desk.last<domain::Dossier>().parsed);
    desk.commit();
    desk.pass(1s);
    EXPECT_TRUE(desk.shown<flow::MoreView>().tiles[2].done);
}

TEST(Code, ACodeThatWasScannedIsSavedEvenIfThePersonWalksAway) {
    Desk desk = at_part(flow::Part::code);
    desk.scan("000.17.22.H56-261101-0001");
    desk.pass(20s);
    EXPECT_EQ(desk.screen(), "warning");
    desk.pass(10s);
    EXPECT_EQ(desk.screen(), "first");
    EXPECT_EQ(desk.last<domain::Dossier>().code.view(), "000.17.22.H56-261101-0001");
}

TEST(Code, CanBeTypedOnTheKeypad) {
    Desk desk = at_part(flow::Part::code);
    desk.type("H1");  // the keypad is not there yet
    EXPECT_TRUE(desk.shown<flow::CodeView>().shown.is_empty());
    desk.send(flow::KeypadOpened{kFarPlace});
    desk.pass(1s);
    desk.type("H56.14-261120-00011");
    desk.send(flow::Typed{flow::Command::erase, kFarPlace});
    desk.send(flow::SendTouched{kFarPlace});
    EXPECT_EQ(desk.last<domain::Dossier>().code.view(), "H56.14-261120-0001");
}

TEST(Code, AWrongDateIsToldAndNothingIsSaved) {
    Desk desk = at_part(flow::Part::code);
    const auto saves = desk.saves.size();
    desk.scan("H56.14-269920-0001");
    EXPECT_EQ(desk.shown<flow::CodeView>().note.key, "code.bad_date");
    desk.pass(1s);
    desk.send(flow::SendTouched{kFarPlace});
    EXPECT_EQ(desk.saves.size(), saves);
    EXPECT_EQ(desk.screen(), "code");
}

TEST(Code, AScanBeforeTheRatingOnlyExplains) {
    Desk desk;
    desk.scan("H56.14-261120-0001");
    EXPECT_EQ(desk.screen(), "explanation");
    EXPECT_TRUE(desk.saves.empty());
    desk.pass(1s);
    desk.send(flow::Closed{kFarPlace});
    EXPECT_EQ(desk.screen(), "first");
}

TEST(Code, AScanOnTheFollowUpBelongsToTheVisit) {
    Desk desk;
    desk.rate(4);
    desk.reason(1);
    desk.scan("H56.14-261120-0001");
    EXPECT_TRUE(desk.shown<flow::CodeView>().accepted);
    desk.pass(1s);
    desk.send(flow::SendTouched{kFarPlace});
    EXPECT_EQ(desk.last<domain::Dossier>().visit, desk.rating(0).visit);
}

TEST(Comment, IsTypedInTelexAndSavedWhenItIsSent) {
    Desk desk = at_part(flow::Part::comment);
    desk.type("Chowf laau");
    EXPECT_EQ(desk.shown<flow::CommentView>().draft.view(), "Chờ lâu");
    desk.send(flow::SendTouched{kFarPlace});
    EXPECT_EQ(desk.last<domain::Comment>().text.view(), "Chờ lâu");
    desk.commit();
    desk.pass(1s);
    EXPECT_TRUE(desk.shown<flow::MoreView>().tiles[1].done);
}

TEST(Comment, AnEmptyOneIsNotSent) {
    Desk desk = at_part(flow::Part::comment);
    const auto saves = desk.saves.size();
    desk.send(flow::SendTouched{kFarPlace});
    EXPECT_EQ(desk.saves.size(), saves);
}

TEST(Comment, TheWarningSaysThatAnUnsentOneWillBeErased) {
    Desk desk = at_part(flow::Part::comment);
    desk.type("Lau");
    desk.pass(20s);
    EXPECT_EQ(desk.shown<flow::WarningView>().unsent.key, "idle.comment_lost");
    EXPECT_FALSE(desk.view().spoken.empty());  // heard as well, whoever listens
    desk.pass(1s);
    desk.send(flow::MoreTime{kFarPlace});
    EXPECT_EQ(desk.shown<flow::CommentView>().draft.view(), "Lau");
    desk.pass(20s);
    desk.pass(10s);
    EXPECT_EQ(desk.screen(), "first");
    EXPECT_TRUE(std::holds_alternative<domain::Rating>(desk.saves.back().answer));
}

TEST(Comment, AScanDoesNotTearItAway) {
    Desk desk = at_part(flow::Part::comment);
    desk.type("Lau");
    desk.scan("H56.14-261120-0001");
    EXPECT_EQ(desk.shown<flow::CommentView>().draft.view(), "Lau");
}

TEST(Comment, IsShortenedByWholeLetters) {
    Desk desk = at_part(flow::Part::comment);
    desk.type("chowf");
    desk.send(flow::Typed{flow::Command::erase, kFarPlace});
    EXPECT_EQ(desk.shown<flow::CommentView>().draft.view(), "ch");
    desk.send(flow::Typed{flow::Command::clear, kFarPlace});
    EXPECT_FALSE(desk.shown<flow::CommentView>().can_send);
}

TEST(Home, ATicketIsShownOnlyAfterItsCommit) {
    Desk desk;
    desk.send(flow::HomeTouched{kFarPlace});
    EXPECT_EQ(desk.screen(), "first");  // while the save is quiet
    const auto ticket = desk.saves.back().ticket;
    EXPECT_TRUE(std::holds_alternative<domain::TicketIssued>(desk.saves.back().answer));
    desk.send(flow::Saved{ticket, 5, {}, {"HTTPS://X/T/AA", "4SGX-GR9J", "02/12/2026", "x/T"}});
    EXPECT_EQ(desk.shown<flow::HomeView>().qr, "HTTPS://X/T/AA");
    desk.pass(60s);
    EXPECT_EQ(desk.screen(), "first");
}

TEST(Home, ATicketThatCannotBeStoredIsApologisedFor) {
    Desk desk;
    desk.send(flow::HomeTouched{kFarPlace});
    desk.fail();
    EXPECT_EQ(desk.screen(), "apology");
}

TEST(Home, IsNotOfferedWithinAVisit) {
    Desk desk;
    desk.rate(3);
    desk.send(flow::Rechoose{kFarPlace});
    desk.pass(1s);
    EXPECT_TRUE(desk.shown<flow::FirstView>().home.key.empty());
    const auto saves = desk.saves.size();
    desk.send(flow::HomeTouched{kFarPlace});
    EXPECT_EQ(desk.saves.size(), saves);
}

}  // namespace hailong::flow_test
