#include "kiosk/domain/dossier_code.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace hailong::domain {

const base::WallTime kToday = base::parse_utc("2026-11-25T02:00:00.000Z").value();

std::string read(std::string_view raw, base::WallTime today = kToday) {
    const auto code = read_dossier_code(raw, today);
    if (!code) return code.error() == CodeFault::bad_date ? "bad date" : "unreadable";
    return (code->parsed ? "" : "other: ") + std::string(code->text.view());
}

TEST(DossierCode, BothGenerationsAreRead) {
    EXPECT_EQ(read("000.17.22.H56-260531-0001"), "000.17.22.H56-260531-0001");
    EXPECT_EQ(read("000.00.06.H56-241027-0361"), "000.00.06.H56-241027-0361");
    EXPECT_EQ(read("H56.14-240823-0001"), "H56.14-240823-0001");
    EXPECT_EQ(read("H19.14.3A.0007.21-261125-12345"), "H19.14.3A.0007.21-261125-12345");
    EXPECT_EQ(read("G15-250101-001"), "G15-250101-001");
}
TEST(DossierCode, SpacesLineEndsAndLowerCaseDoNotMatter) {
    for (const auto raw : {" h56.14-240823-0001\r\n", "H56.14 - 240823 - 0001", "\tH56.14-240823-0001\t"}) {
        EXPECT_EQ(read(raw), "H56.14-240823-0001") << raw;
    }
}
TEST(DossierCode, IsFoundInATrackingAddressWithoutTheIdentityNumber) {
    for (const auto raw :
         {"https://dichvucong.example.vn/portaldvc/tra-cuu?MHS=H56.14-240823-0001&SGT=038201001234",
          "https://dichvucong.example.vn/portaldvc/tra-cuu?SGT=038201001234&MHS=h56.14-240823-0001",
          "https%3A%2F%2Fdvc.example.vn%2Ftra-cuu%3FMHS%3DH56%2E14%2d240823%2D0001%26SGT%3D038201001234",
          "https://dvc.example.vn/tra-cuu/H56.14-240823-0001", "dvc.example.vn/tra-cuu/H56.14-240823-0001/\r\n",
          "HTTPS://DVC.EXAMPLE.VN/#H56.14-240823-0001",
          "https://dvc.example.vn/H56.14-240823-0001?MHS=H56.14-240823-0001"}) {
        EXPECT_EQ(read(raw), "H56.14-240823-0001") << raw;
    }
}
TEST(DossierCode, TwoDifferentCodesAreUnreadable) {
    EXPECT_EQ(read("https://dvc.example.vn/H56.14-240823-0001?MHS=H56.14-240823-0002"), "unreadable");
}
TEST(DossierCode, ItsDateIsADayOfTheLastThreeYears) {
    EXPECT_EQ(read("H56.14-261126-0001"), "H56.14-261126-0001") << "tomorrow: clocks differ";
    EXPECT_EQ(read("H56.14-261127-0001"), "bad date");
    EXPECT_EQ(read("H56.14-231125-0001"), "H56.14-231125-0001");
    EXPECT_EQ(read("H56.14-231124-0001"), "bad date");
    for (const auto day : {"260230", "261301", "260100", "260001", "250229"}) {
        EXPECT_EQ(read(std::string("H56.14-") + day + "-0001"), "bad date") << day;
    }
    EXPECT_EQ(read("https://dvc.example.vn/tra-cuu?MHS=H56.14-990823-0001&SGT=038201001234"), "bad date");
}
TEST(DossierCode, TheOfficesDayCountsNotTheDayInGreenwich) {
    const auto evening = base::parse_utc("2026-11-25T16:59:59.999Z").value();
    EXPECT_EQ(read("H56.14-261127-0001", evening), "bad date");
    EXPECT_EQ(read("H56.14-261127-0001", evening + base::Millis(1)), "H56.14-261127-0001");
}
TEST(DossierCode, TheLeapDayHasAThirdAnniversary) {
    const auto leap_day = base::parse_utc("2028-02-29T02:00:00.000Z").value();
    EXPECT_EQ(read("H56.14-250228-0001", leap_day), "H56.14-250228-0001");
    EXPECT_EQ(read("H56.14-250227-0001", leap_day), "bad date");
}
TEST(DossierCode, CodesOfOtherSystemsAreTakenWholeAndMarked) {
    EXPECT_EQ(read("HKD-2026/0017"), "other: HKD-2026/0017");
    EXPECT_EQ(read("bhxh.26.00123"), "other: BHXH.26.00123");
    EXPECT_EQ(read("20261125"), "other: 20261125");
    EXPECT_EQ(read(std::string(49, 'A') + "1"), "other: " + std::string(49, 'A') + "1");
}
TEST(DossierCode, WhatIsNoCodeIsUnreadable) {
    const std::vector<std::string> texts{"",
                                         "   ",
                                         "A1",
                                         "ABCDEFG",
                                         std::string(50, 'A') + "1",
                                         "HKD 2026 0017",
                                         "HKD_2026_0017",
                                         "H56.14-240823-0001 H56.14-240823-0002",
                                         std::string(3000, '1'),
                                         "mã hồ sơ 12345"};
    for (const auto& text : texts) EXPECT_EQ(read(text), "unreadable") << text;
}
TEST(DossierCode, NumbersOfAPersonAreUnreadable) {
    for (const auto raw : {"038201001234", "038 201 001 234", "285123456", "0912345678", "0912.345.678", "84912345678",
                           "+84912345678", "0084912345678", "CCCD-038201001234", "SGT/285123456",
                           "038201001234|285123456|Nguyen Van A|01011990|Nam|Dong Nai|25112021"}) {
        EXPECT_EQ(read(raw), "unreadable") << raw;
    }
}
TEST(DossierCode, NoSliceOfAnAddressIsACode) {
    for (const auto raw :
         {"https://dvc.example.vn/tra-cuu?MHS=HKD-2026-0017&SGT=038201001234", "https://dvc.example.vn/HKD-2026-0017",
          "dvc.example.vn/HKD-2026-0017", "dvc2.example.vn", "HKD-2026%2F0017"}) {
        EXPECT_EQ(read(raw), "unreadable") << raw;
    }
}
RC_GTEST_PROP(DossierCode, NothingOfAnAddressIsKeptButTheCode, ()) {
    const auto digits = [](std::size_t count) {
        return rc::gen::container<std::string>(count, rc::gen::inRange('0', char('9' + 1)));
    };
    const auto word = rc::gen::container<std::string>(rc::gen::elementOf(std::string("abcxyz-._~")));
    const std::string code = "H19.07-261120-" + *digits(4);
    const std::string identity = *digits(*rc::gen::element<std::size_t>(9, 10, 12));
    std::vector<std::string> fields{"MHS=" + code, "SGT=" + identity, *word + "=" + *word + "&k=" + *digits(6)};
    if (*rc::gen::arbitrary<bool>()) std::swap(fields[0], fields[2]);
    std::string raw = "https://" + *word + ".gov.vn/" + *word + "?" + fields[0] + "&" + fields[1] + "&" + fields[2];
    RC_ASSERT(read(raw) == code);
}
RC_GTEST_PROP(DossierCode, WhateverIsTakenIsACodeAndReadsTheSameAgain, ()) {
    const auto raw = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("0123456789ABHGh.-/?=&% :")));
    if (const auto code = read_dossier_code(raw, kToday)) {
        RC_ASSERT(is_code_text(code->text.view()));
        RC_ASSERT(has_known_shape(code->text.view()) == code->parsed);
        RC_ASSERT(read_dossier_code(code->text.view(), kToday).value() == *code);
    }
}

}  // namespace hailong::domain
