#include "kiosk/sound/renderer.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <string>

#include "tests/unit/sound/phrases.h"

namespace hailong::sound {
namespace {

using testing::HasSubstr;

TEST(Renderer, RendersOnlyWhatChangedAndRemovesWhatNobodyAsksFor) {
    const test::Phrases phrases;
    const Rendering what{"vi", phrases.path("i18n") / "vi", phrases.path("out")};
    phrases.speech("vi", R"({"one": "Một.", "two": "Hai."})");
    const auto first = render(what).value();
    EXPECT_GT(first.spoken, 2U);
    EXPECT_GT(loudness(load_wav(what.out / "one.wav").value()), 500);

    EXPECT_EQ(render(what).value().spoken, 0U);

    phrases.speech("vi", R"({"one": "Xin chào."})");
    const auto changed = render(what).value();
    EXPECT_EQ(changed.spoken, 1U);
    EXPECT_EQ(changed.removed, 1U);
    EXPECT_FALSE(std::filesystem::exists(what.out / "two.wav"));
}

TEST(Renderer, NamesThePackageThatIsMissing) {
    const std::string path = std::getenv("PATH");
    setenv("PATH", "/nonexistent", 1);
    const auto failed = synthesise("vi", "Một.");
    setenv("PATH", path.c_str(), 1);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::environment);
    EXPECT_THAT(failed.error().what, HasSubstr("install the package espeak-ng"));
}

TEST(Renderer, TextsThatLookLikeOptionsAreSpoken) { EXPECT_GT(loudness(synthesise("en", "-h").value()), 500); }

TEST(Trimming, LeavesAShortMarginAroundTheSound) {
    Samples samples(kRate, 0);
    for (std::size_t i = 10'000; i < 11'000; ++i) samples[i] = 5000;
    EXPECT_EQ(trimmed(samples).size(), 1000 + 2 * samples_in(base::Millis(30)));
    EXPECT_TRUE(trimmed(Samples(100, 0)).empty());
}

}  // namespace
}  // namespace hailong::sound
