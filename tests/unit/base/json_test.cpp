#include "kiosk/base/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hailong::base::json {

using testing::HasSubstr;

std::string why(std::string_view text) {
    const auto object = parse(text, "x");
    return object ? "accepted" : object.error().what;
}

TEST(Json, ReadsTypesAndKeepsOrder) {
    const auto object = parse(R"({"b":1,"a":"x","c":[true,null],"d":{"e":-5}})", "x").value();
    EXPECT_EQ(object.members[0].first, "b");
    EXPECT_EQ(object.integer("b").value(), 1);
    EXPECT_EQ(object.text("a").value(), "x");
    EXPECT_EQ(object.array("c").value()->size(), 2U);
    EXPECT_EQ(object.object("d").value()->integer("e").value(), -5);
}
TEST(Json, RefusesADuplicateNameAtAnyDepth) {
    EXPECT_THAT(why(R"({"a":1,"a":2})"), HasSubstr("twice"));
    EXPECT_THAT(why(R"({"x":[{"a":1,"a":2}]})"), HasSubstr("twice"));
    EXPECT_THAT(why(R"({"a":1,"\u0061":2})"), HasSubstr("twice"));
}
TEST(Json, RefusesNumbersThatAreNotExactIntegers) {
    EXPECT_THAT(why(R"({"a":1.5})"), HasSubstr("whole number"));
    EXPECT_THAT(why(R"({"a":1e3})"), HasSubstr("whole number"));
    EXPECT_THAT(why(R"({"a":9007199254740992})"), HasSubstr("2^53"));
    EXPECT_THAT(why(R"({"a":-9007199254740992})"), HasSubstr("2^53"));
    EXPECT_THAT(why(R"({"a":18446744073709551616})"), HasSubstr("2^53"));
    EXPECT_EQ(why(R"({"a":9007199254740991})"), "accepted");
}
TEST(Json, RefusesDepthSevenAndTakesSix) {
    EXPECT_EQ(why(R"({"a":[[[[[1]]]]]})"), "accepted");
    EXPECT_THAT(why(R"({"a":[[[[[[1]]]]]]})"), HasSubstr("nested"));
}
TEST(Json, RefusesBadText) {
    EXPECT_NE(why("{\"a\":\"\\ud800\"}"), "accepted");
    EXPECT_NE(why("{\"a\":\"\\u0000\"}"), "accepted");
    EXPECT_NE(why("{\"a\":\"\x01\"}"), "accepted");
    EXPECT_NE(why("{\"a\":\"\xC3\"}"), "accepted");
    EXPECT_NE(why("{\"a\":\"\xED\xA0\x80\"}"), "accepted");
}
TEST(Json, RefusesWhatIsNotExactlyOneObject) {
    for (const char* text : {"", "[]", "1", "{} {}", "{}x", "{\"a\":1,}", "{'a':1}", "{\"a\":NaN}", "{/**/}", "null"}) {
        EXPECT_NE(why(text), "accepted") << text;
    }
    EXPECT_THAT(why("\xEF\xBB\xBF{}"), HasSubstr("byte order mark"));
}
TEST(Json, TellsTheLineOfAFault) { EXPECT_THAT(why("{\n\"a\": 1,\n\"b\" 2}"), HasSubstr("x:3:")); }
TEST(Json, ErrorsNameTheMember) {
    const auto object = parse(R"({"a":"x"})", "x").value();
    EXPECT_THAT(object.integer("a").error().what, HasSubstr("\"a\""));
    EXPECT_THAT(object.text("b").error().what, HasSubstr("\"b\""));
    EXPECT_FALSE(parse(R"({"a":-1})", "x")->count("a"));
}
TEST(Json, OptionalTellsAbsentFromWrong) {
    const auto object = parse(R"({"a":null,"b":5})", "x").value();
    EXPECT_FALSE(object.optional_text("a").value().has_value());
    EXPECT_FALSE(object.optional_text("z").value().has_value());
    EXPECT_FALSE(object.optional_text("b"));
    EXPECT_EQ(object.optional_integer("b").value(), 5);
}
TEST(Json, WriterEscapesWhatWouldSplitALine) {
    const std::string text = "a\"\\\n\x01\u0085\u2028\u2029é";
    const std::string written = Writer().field("t", text).done();
    EXPECT_EQ(written, "{\"t\":\"a\\\"\\\\\\n\\u0001\\u0085\\u2028\\u2029é\"}");
    EXPECT_EQ(parse(written, "x")->text("t").value(), text);
}
TEST(Json, WriterReplacesWhatNoReaderWouldTake) {
    for (const std::string& bad :
         {std::string("\xFF"), std::string("\x80"), std::string("\xC3"), std::string("\xC0\xAF"),
          std::string("\xED\xA0\x80"), std::string("\xE2\x80"), std::string("\xF4\x90\x80\x80"),
          std::string("\xF8\x88\x80\x80\x80"), std::string(1, '\0')}) {
        const auto object = parse(Writer().field("t", "á" + bad + "ấ😀").done(), "x");
        ASSERT_TRUE(object) << object.error().what;
        const auto text = object->text("t").value();
        EXPECT_TRUE(text.starts_with("á\uFFFD") && text.ends_with("\uFFFDấ😀")) << text;
    }
}
TEST(Json, WriteGivesBackWhatWasRead) {
    const std::string text = R"({"a":{"b":[1,"x",null,true,{}]}})";
    const auto object = parse(text, "x").value();
    EXPECT_EQ(Writer().raw("a", write(*object.find("a"))).done(), text);
}

}  // namespace hailong::base::json
