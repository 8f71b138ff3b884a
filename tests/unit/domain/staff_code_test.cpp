#include "kiosk/domain/staff_code.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "kiosk/domain/typed_code.h"

namespace hailong::domain {

using testing::HasSubstr;

// The vectors of PROTOCOL.md, computed by another program (Python's hmac and hashlib).
class StaffCode : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(base::init_crypto()); }
    const base::Secret master_{std::string(32, '\x0a')};
    const base::Secret key_ = staff_key(master_, "k25195-000001");
};

TEST_F(StaffCode, KeyIsAsPrinted) {
    EXPECT_EQ(base::to_hex(key_.view()), "8fa4c6aa89cdc84efb44151736437e18c1673e447b1ce9455dd68e9ec2e4f74b");
}
TEST_F(StaffCode, ChallengeIsAsPrinted) {
    base::Token16 random;
    random.bytes.fill(0x0b);
    EXPECT_EQ(staff_challenge(random), "R88K-5WJ5");
}
TEST_F(StaffCode, AnswerIsAsPrintedWithItsLeadingZero) { EXPECT_EQ(staff_answer(key_, "R88K-5WJ5"), "01804835"); }
TEST_F(StaffCode, SheetIsAsPrinted) {
    EXPECT_EQ(staff_sheet_code(key_, 1, 1), "76323792");
    EXPECT_EQ(staff_sheet_code(key_, 1, 24), "65866257");
}
TEST_F(StaffCode, AnotherTerminalAnotherAnswer) {
    EXPECT_NE(staff_answer(staff_key(master_, "k25195-000002"), "R88K-5WJ5"), staff_answer(key_, "R88K-5WJ5"));
}
TEST_F(StaffCode, NoTwoCodesOfTwoSheetsAreEqual) {
    std::set<std::string> codes;
    for (std::uint32_t sheet = 1; sheet <= 2; ++sheet) {
        for (unsigned number = 1; number <= kStaffSheetCodes; ++number) {
            codes.insert(staff_sheet_code(key_, sheet, number));
        }
    }
    EXPECT_EQ(codes.size(), 48U);
}
TEST_F(StaffCode, AnswersAreEightDigits) {
    EXPECT_TRUE(is_staff_answer("01804835"));
    for (const char* text : {"", "1804835", "018048355", "0180483a", "0180 835"}) EXPECT_FALSE(is_staff_answer(text));
}

TEST(TypedCode, ForgivesHowItIsTyped) {
    EXPECT_EQ(parse_typed_code("r88k5wj5").value(), "R88K-5WJ5");
    EXPECT_EQ(parse_typed_code(" R88K - 5WJ5 ").value(), "R88K-5WJ5");
}
TEST(TypedCode, SaysWhatIsWrong) {
    EXPECT_THAT(parse_typed_code("R88K-5WJ").error().what, HasSubstr("8 symbols"));
    EXPECT_THAT(parse_typed_code("R88K-5WJ0").error().what, HasSubstr("only these symbols"));
    EXPECT_THAT(parse_typed_code("R88K-5WJ~").error().what, HasSubstr("only these symbols"));
    EXPECT_THAT(parse_typed_code("R88K-5WJ6").error().what, HasSubstr("mistyped"));
}

}  // namespace hailong::domain
