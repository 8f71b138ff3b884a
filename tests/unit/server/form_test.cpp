#include "sync/server/form.h"

#include <gtest/gtest.h>

namespace hailong::form_test {

TEST(FormFields, AreDecoded) {
    const auto form = server::parse_form("unit=25195&code=%41%62%C3%a9%0a+x&empty=&bare").value();
    EXPECT_EQ(server::field(form, "unit"), "25195");
    EXPECT_EQ(server::field(form, "code"), "Ab\xc3\xa9\n x");
    EXPECT_EQ(server::field(form, "empty"), "");
    EXPECT_EQ(server::field(form, "bare"), "");
    EXPECT_FALSE(server::field(form, "absent"));
}

TEST(FormFields, BrokenOnesAreRefused) {
    for (const char* body : {"a=%", "a=%4", "a=%4g", "a=%g4", "a=%00", "%zz=a", "a=%/1", "a=%:1", "a=%@1", "a=%`1"}) {
        EXPECT_FALSE(server::parse_form(body)) << body;
    }
    std::string many;
    for (int i = 0; i < 33; ++i) many += "a=1&";
    EXPECT_FALSE(server::parse_form(many));
}

}  // namespace hailong::form_test
