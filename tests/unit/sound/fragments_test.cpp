#include "kiosk/sound/fragments.h"

#include <gmock/gmock.h>

#include "tests/unit/sound/phrases.h"

namespace hailong::sound {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> fragments(std::string_view key, std::string_view spoken) {
    return fragments_of(key, pieces_of(spoken));
}

TEST(Fragments, ATextWithoutArgumentsIsOne) { EXPECT_THAT(fragments("level.4", "Hài lòng."), ElementsAre("level.4")); }

TEST(Fragments, ATextIsCutAtItsArguments) {
    EXPECT_THAT(fragments("depth.progress", "Mục {n} trên {total}."),
                ElementsAre("depth.progress.1", "", "depth.progress.2", ""));
}

TEST(Fragments, AFullStopAloneIsNotSpoken) {
    EXPECT_THAT(fragments("thanks.code", "Mã đánh giá: {code_spelled}."), ElementsAre("thanks.code.1", ""));
}

TEST(Fragments, AnOpenBraceWithoutItsEndIsText) { EXPECT_THAT(fragments("a", "Một {hai"), ElementsAre("a")); }

TEST(SpokenArgument, ACodeIsSpelledWithPausesBetweenItsGroups) {
    EXPECT_THAT(fragments_of_argument("code_spelled", "K7-d", {}),
                ElementsAre("say.letter.k", "say.n.7", std::string(kPause), "say.letter.d"));
}

TEST(SpokenArgument, ANumberUpToAHundredIsOneWord) {
    EXPECT_THAT(fragments_of_argument("n", "100", {}), ElementsAre("say.n.100"));
    EXPECT_THAT(fragments_of_argument("max", "500", {}), ElementsAre("say.n.500"));
}

TEST(SpokenArgument, ALargerNumberIsReadDigitByDigit) {
    EXPECT_THAT(fragments_of_argument("n", "123", {}), ElementsAre("say.n.1", "say.n.2", "say.n.3"));
}

TEST(SpokenArgument, ADateIsDayAndMonth) {
    EXPECT_THAT(fragments_of_argument("date", "30/11/2026", {}), ElementsAre("say.n.30", "say.month.11"));
    EXPECT_THAT(fragments_of_argument("date", "2026-11-05", {}), ElementsAre("say.n.5", "say.month.11"));
    EXPECT_THAT(fragments_of_argument("date", "30/13", {}), IsEmpty());
}

TEST(SpokenArgument, AWordIsSpokenIfTheLanguageHasIt) {
    EXPECT_THAT(fragments_of_argument("method", "Telex", {{"say.word.telex", "Telex"}}), ElementsAre("say.word.telex"));
}

TEST(SpokenArgument, WhatNobodyRecordedGivesWayToTheDefault) {
    const Texts texts{{"default.other_way", "quay lại sau"}};
    EXPECT_THAT(fragments_of_argument("other_way", "gọi 1022", texts), ElementsAre("default.other_way"));
    EXPECT_THAT(fragments_of_argument("other_way", "gọi 1022", {}), IsEmpty());
}

TEST(Words, HoldEveryNumberAndLetterOfAnArgument) {
    const auto words = words_by_fragment({});
    for (int n = 0; n <= 100; ++n) EXPECT_EQ(words.at("say.n." + std::to_string(n)), std::to_string(n));
    EXPECT_EQ(words.at("say.letter.z"), "Z");
}

TEST(Words, OfALanguageReplaceTheUsualNameOfALetter) {
    EXPECT_EQ(words_by_fragment({{"say.letter.y", "y dài"}}).at("say.letter.y"), "y dài");
}

TEST(SpokenTexts, NameTheFileAndKeyOfWhatIsNoText) {
    const test::Phrases phrases;
    phrases.speech("vi", R"({"level.1": 1})");
    const auto error = Phrasebook::open(phrases.places()).error();
    EXPECT_EQ(error.code, ErrorCode::bad_input);
    EXPECT_THAT(error.what, HasSubstr("vi/speech.json: level.1: is not a text"));
}

TEST(SpokenTexts, RefuseAKeyThatWouldLeaveItsFolder) {
    const test::Phrases phrases;
    phrases.speech("vi", R"({"../level": "một"})");
    EXPECT_THAT(Phrasebook::open(phrases.places()).error().what, HasSubstr("is no key"));
}

}  // namespace
}  // namespace hailong::sound
