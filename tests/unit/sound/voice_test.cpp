// The voice that this build rendered of the shipped texts.
#include <gmock/gmock.h>

#include "kiosk/sound/phrasebook.h"
#include "kiosk/sound/player.h"
#include "tests/unit/sound/phrases.h"

namespace hailong::sound {
namespace {

using testing::Contains;
using testing::IsEmpty;

class Voice : public testing::TestWithParam<const char*> {
protected:
    Phrasebook book_ = Phrasebook::open(test::shipped()).value();
    std::string language_ = GetParam();
};

TEST_P(Voice, SpeaksEveryFragmentAloud) {
    const auto words = words_by_fragment(book_.texts(language_));
    ASSERT_GT(words.size(), 200U);
    for (const auto& [fragment, spoken] : words) {
        const auto samples = load_wav(test::shipped().rendered / language_ / (fragment + ".wav"));
        ASSERT_TRUE(samples) << samples.error().what;
        EXPECT_GT(loudness(*samples), 500) << fragment << " (" << spoken << ") is silence";
        EXPECT_GT(samples->size(), samples_in(base::Millis(100))) << fragment;
    }
}

TEST_P(Voice, SpeaksEveryPromptInItsOwnLanguage) {
    for (const auto& [key, spoken] : book_.texts(language_)) {
        const Prompt prompt{language_, key, {{"n", "2"}, {"code_spelled", "K7-QD"}, {"date", "30/11/2026"}}};
        EXPECT_EQ(book_.language_of(prompt), language_) << key;
        const auto composed = book_.compose(prompt);
        EXPECT_GT(loudness(composed.samples), 500) << key;
        EXPECT_THAT(composed.problems, IsEmpty());
    }
}

TEST_P(Voice, KnowsWhatIsSaidAfterEveryChoice) { EXPECT_TRUE(book_.texts(language_).contains(kRecordedKey)); }

TEST_P(Voice, SaysAnArgumentLongerThanThePromptWithoutIt) {
    const auto with = book_.compose({language_, "thanks.code", {{"code_spelled", "K7-QD3M"}}}).samples.size();
    const auto without = book_.compose({language_, "thanks.code", {}}).samples.size();
    EXPECT_GT(with, without + 6 * samples_in(base::Millis(100)));
}

INSTANTIATE_TEST_SUITE_P(Shipped, Voice, testing::Values("vi", "en"));

TEST(ShippedRecordings, AreAllUsable) {
    const auto book = Phrasebook::open(test::shipped()).value();
    EXPECT_THAT(book.languages(), Contains("vi"));
    for (const auto& fault : book.check_recordings()) ADD_FAILURE() << fault.what;
}

}  // namespace
}  // namespace hailong::sound
