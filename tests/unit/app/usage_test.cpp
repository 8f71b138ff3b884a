#include "kiosk/app/usage.h"

#include <gtest/gtest.h>

namespace hailong::app {
namespace {

std::string value_of(const std::vector<domain::EventField>& fields, const std::string& name) {
    for (const auto& field : fields) {
        if (field.name == name) return field.value;
    }
    return "";
}

flow::Aids large() {
    flow::Aids aids;
    aids.large = true;
    return aids;
}

}  // namespace

TEST(Usage, TellsADayOnceItIsOver) {
    Usage usage;
    for (int i = 0; i < 7; ++i) usage.count("2026-11-23", "vi", large());
    EXPECT_FALSE(usage.close("2026-11-23"));
    const auto fields = usage.close("2026-11-24");
    ASSERT_TRUE(fields);
    EXPECT_EQ(value_of(*fields, "day"), "2026-11-23");
    EXPECT_EQ(value_of(*fields, "visits"), "7");
    EXPECT_EQ(value_of(*fields, "aid_large"), "7");
    EXPECT_FALSE(usage.close("2026-11-25"));
}

TEST(Usage, LeavesOutSumsThatCouldPointAtSomebody) {
    Usage usage;
    for (int i = 0; i < 6; ++i) usage.count("2026-11-23", "vi", {});
    for (int i = 0; i < 4; ++i) usage.count("2026-11-23", "km", {});
    const auto fields = usage.close("");
    ASSERT_TRUE(fields);
    EXPECT_EQ(value_of(*fields, "language_vi"), "6");
    EXPECT_EQ(value_of(*fields, "language_km"), "");
}

}  // namespace hailong::app
