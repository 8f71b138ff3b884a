#include "kiosk/app/wedge.h"

#include <gtest/gtest.h>

#include <string_view>

namespace hailong::app {
namespace {

using base::Millis;
using base::MonoTime;

struct Reader {
    Wedge wedge;
    MonoTime now{Millis(1000)};

    std::optional<base::PrivateText> read(std::string_view text, Millis gap = Millis(5)) {
        for (const char letter : text) {
            now += gap;
            wedge.key(static_cast<unsigned char>(letter), now);
        }
        now += gap;
        return wedge.enter(now);
    }
};

}  // namespace

TEST(Wedge, TakesABurstThatEndsInEnter) {
    Reader reader;
    const auto read = reader.read("H56.14-240823-0001");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->view(), "H56.14-240823-0001");
}

TEST(Wedge, TakesTheNextBurstWithoutAnythingOfTheLast) {
    Reader reader;
    ASSERT_TRUE(reader.read("AAAA"));
    const auto read = reader.read("BBBB");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->view(), "BBBB");
}

TEST(Wedge, DoesNotTakeFingersForAReader) { EXPECT_FALSE(Reader().read("H56.14", Millis(130))); }

TEST(Wedge, ForgetsWhatStoodBeforeAPause) {
    Reader reader;
    reader.wedge.key(U'X', reader.now);
    reader.now += Millis(200);
    const auto read = reader.read("H56.14");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->view(), "H56.14");
}

TEST(Wedge, DropsWhatNoSlipHolds) {
    Reader reader;
    EXPECT_FALSE(reader.read(std::string(Wedge::kMostBytes + 1, '7')));
    EXPECT_FALSE(Reader().read("ab"));
    Reader strange;
    strange.wedge.key(U'ế', strange.now);
    EXPECT_FALSE(strange.read("abcdef"));
}

TEST(Wedge, WipesAnUnfinishedBurst) {
    Reader reader;
    reader.wedge.key(U'1', reader.now);
    const auto due = reader.wedge.tidy(reader.now);
    ASSERT_TRUE(due);
    EXPECT_FALSE(reader.wedge.tidy(*due));
    EXPECT_FALSE(reader.wedge.enter(*due + Millis(1)));
}

}  // namespace hailong::app
