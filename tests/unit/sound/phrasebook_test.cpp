#include "kiosk/sound/phrasebook.h"

#include <gmock/gmock.h>

#include "tests/unit/sound/phrases.h"

namespace hailong::sound {
namespace {

using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr auto kSpeech = R"({"hello": "Chào.", "progress": "Mục {n} trên {total}."})";

TEST(Phrasebook, ARecordingWinsOverTheRenderedVoice) {
    const test::Phrases phrases;
    phrases.speech("vi", kSpeech);
    phrases.rendering("vi", "hello", 1);
    EXPECT_THAT(phrases.book().compose({"vi", "hello", {}}).samples, Each(1));
    phrases.recording("vi", "hello", 2);
    EXPECT_THAT(phrases.book().compose({"vi", "hello", {}}).samples, Each(2));
}

TEST(Phrasebook, JoinsThePartsOfAPromptWithItsArguments) {
    const test::Phrases phrases;
    phrases.speech("vi", kSpeech);
    Sample level = 1;
    for (const auto* fragment : {"progress.1", "say.n.2", "progress.2", "say.n.5"}) {
        phrases.rendering("vi", fragment, level++, 1);
    }
    const auto composed = phrases.book().compose({"vi", "progress", {{"n", "2"}, {"total", "5"}}});
    EXPECT_EQ(composed.samples, (Samples{1, 2, 3, 4}));
    EXPECT_THAT(composed.problems, IsEmpty());
}

TEST(Phrasebook, ALanguageOfRecordingsNeedsNoTexts) {
    const test::Phrases phrases;
    phrases.speech("vi", kSpeech);
    phrases.rendering("vi", "hello", 1);
    phrases.recording("stieng", "hello", 7);
    EXPECT_THAT(phrases.book().compose({"stieng", "hello", {}}).samples, Each(7));
    EXPECT_EQ(phrases.book().text({"stieng", "hello", {}}), "");
}

TEST(Phrasebook, AnAddedPackSpeaksBeforeTheShippedOne) {
    const test::Phrases shipped_phrases, added;
    shipped_phrases.speech("vi", kSpeech);
    shipped_phrases.recording("vi", "hello", 1);
    auto places = shipped_phrases.places();
    places.added = added.places().assets / "i18n";
    EXPECT_THAT(Phrasebook::open(places)->compose({"vi", "hello", {}}).samples, Each(1));
    added.recording("vi", "hello", 2);
    added.recording("mnong", "hello", 3);
    const auto book = Phrasebook::open(places).value();
    EXPECT_THAT(book.compose({"vi", "hello", {}}).samples, Each(2));
    EXPECT_THAT(book.compose({"mnong", "hello", {}}).samples, Each(3));
    EXPECT_THAT(book.check_recordings(), IsEmpty());
}

TEST(Phrasebook, WhatALanguageLacksIsSpokenInVietnamese) {
    const test::Phrases phrases;
    phrases.speech("vi", kSpeech);
    phrases.rendering("vi", "hello", 1);
    phrases.recording("stieng", "level.1", 7);
    const Prompt prompt{"stieng", "hello", {}};
    EXPECT_THAT(phrases.book().compose(prompt).samples, Each(1));
    EXPECT_EQ(phrases.book().language_of(prompt), "vi");
    EXPECT_EQ(phrases.book().text(prompt), "Chào.");
}

TEST(Phrasebook, ALanguageOfRecordingsBorrowsTheNumbersItLacks) {
    const test::Phrases phrases;
    phrases.speech("vi", kSpeech);
    phrases.rendering("vi", "say.n.2", 2, 1);
    phrases.rendering("vi", "say.n.5", 5, 1);
    phrases.recording("stieng", "progress.1", 7, 1);
    phrases.recording("stieng", "progress.2", 8, 1);
    const Prompt prompt{"stieng", "progress", {{"n", "2"}, {"total", "5"}}};
    EXPECT_EQ(phrases.book().compose(prompt).samples, (Samples{7, 2, 8, 5}));
}

TEST(Phrasebook, ABrokenRecordingGivesWayToTheRenderedVoiceAndIsNamed) {
    const test::Phrases phrases;
    phrases.speech("vi", kSpeech);
    phrases.rendering("vi", "hello", 1);
    phrases.recording("vi", "hello", 2);
    ASSERT_TRUE(base::write_file(phrases.file("vi", "hello"), "not a sound"));
    const auto composed = phrases.book().compose({"vi", "hello", {}});
    EXPECT_THAT(composed.samples, Each(1));
    ASSERT_THAT(composed.problems, SizeIs(1));
    EXPECT_THAT(composed.problems[0].what, HasSubstr("vi/audio/hello.wav: is no WAV file; save it as WAV, PCM 16 bit"));
}

TEST(Phrasebook, AnUnknownPromptIsSilent) {
    const test::Phrases phrases;
    EXPECT_THAT(phrases.book().compose({"vi", "nothing", {}}).samples, IsEmpty());
    EXPECT_EQ(phrases.book().text({"vi", "nothing", {}}), "");
}

TEST(Phrasebook, WritesOutWhatIsSpoken) {
    const test::Phrases phrases;
    phrases.speech("vi", kSpeech);
    EXPECT_EQ(phrases.book().text({"vi", "progress", {{"n", "2"}, {"total", "5"}}}), "Mục 2 trên 5.");
}

TEST(RecordingCheck, NamesABrokenFileAndOneThatNobodyAsksFor) {
    const test::Phrases phrases;
    phrases.speech("vi", kSpeech);
    phrases.recording("stieng", "hello", 2);
    phrases.recording("stieng", "progress.1", 2);
    EXPECT_THAT(phrases.book().check_recordings(), IsEmpty());
    phrases.recording("stieng", "helo", 2);
    ASSERT_TRUE(base::write_file(phrases.file("stieng", "hello"), "not a sound"));
    const auto faults = phrases.book().check_recordings();
    ASSERT_THAT(faults, SizeIs(2));
    EXPECT_THAT(faults[0].what, HasSubstr("stieng/audio/hello.wav: is no WAV file"));
    EXPECT_THAT(faults[1].what, HasSubstr("stieng/audio/helo.wav: no prompt is called so"));
}

TEST(RecordingCheck, SaysThatAPromptWithArgumentsIsRecordedInParts) {
    const test::Phrases phrases;
    phrases.speech("vi", kSpeech);
    phrases.recording("vi", "progress", 2);
    const auto faults = phrases.book().check_recordings();
    ASSERT_THAT(faults, SizeIs(1));
    EXPECT_THAT(faults[0].what, HasSubstr("by its parts, as in thanks.code.1.wav"));
}

}  // namespace
}  // namespace hailong::sound
