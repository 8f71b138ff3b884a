#include "kiosk/text/typing.h"

#include <gtest/gtest.h>

#include <string>

#include "kiosk/text/unicode.h"

namespace hailong::typing_test {

using text::Method;
using text::Placement;
using text::Tone;
using text::Typing;

constexpr text::TypingRules kTelex{Method::telex};
constexpr text::TypingRules kModern{Method::telex, Placement::modern};
constexpr text::TypingRules kVni{Method::vni};
constexpr text::TypingRules kLetters{Method::letters};

void press(Typing& typing, std::string_view keys) {
    const auto points = text::decode(keys).value();
    for (const char32_t key : points) typing.type(key);
}

std::string typed(text::TypingRules rules, std::string_view keys) {
    Typing typing(rules);
    press(typing, keys);
    return std::string(typing.text());
}

std::string telex(std::string_view keys) { return typed(kTelex, keys); }
std::string vni(std::string_view keys) { return typed(kVni, keys); }

TEST(Telex, WritesASentence) {
    EXPECT_EQ(telex("Toi chowf laau quas, thais ddooj phucj vuj raats toots!"),
              "Toi chờ lâu quá, thái độ phục vụ rất tốt!");
}

TEST(Telex, TakesMarksAtTheEndOfTheWord) {
    EXPECT_EQ(telex("dad"), "đa");
    EXPECT_EQ(telex("duongwdf"), "đường");
    EXPECT_EQ(telex("tiengse nguoiwf duocdwj"), "tiếng người được");
    EXPECT_EQ(telex("muaw luuw quyenef"), "mưa lưu quyền");
}

TEST(Telex, TakesBackAMarkThatIsTypedTwice) {
    EXPECT_EQ(telex("aaa eee ooo ddd"), "aa ee oo dd");
    EXPECT_EQ(telex("ass aff arr axx ajj"), "as af ar ax aj");
    EXPECT_EQ(telex("aww oww uww ww uoww"), "aw ow uw w uow");
    EXPECT_EQ(telex("tasz taszz"), "ta taz");
}

TEST(Telex, LeavesAWordAloneAfterAMarkWasTakenBack) {
    EXPECT_EQ(telex("tesst"), "test");
    EXPECT_EQ(telex("aaaa asss dddd"), "aaa ass ddd");
    EXPECT_EQ(telex("booook bookks"), "boook bookks");
}

TEST(Telex, AToneReplacesTheToneBefore) {
    EXPECT_EQ(telex("hoasfrxj"), "họa");
    EXPECT_EQ(telex("tieengsf"), "tiềng");
}

TEST(Telex, AHatReplacesAHornAndBack) {
    EXPECT_EQ(telex("owo oow awa aaw"), "ô ơ â ă");
    EXPECT_EQ(telex("cuoongw cuowngo"), "cương cuông");
}

TEST(Telex, TheToneMovesAsTheSyllableGrows) {
    EXPECT_EQ(telex("hof"), "hò");
    EXPECT_EQ(telex("hofa"), "hòa");
    EXPECT_EQ(telex("hofan"), "hoàn");
    EXPECT_EQ(telex("gif gifa gifn"), "gì già gìn");
    EXPECT_EQ(telex("qus quys quysn"), "qú quý quýn");
}

TEST(Telex, PlacesTonesByTheConventionThatIsSet) {
    EXPECT_EQ(telex("hoaf khoer thuyr uys"), "hòa khỏe thủy úy");
    EXPECT_EQ(typed(kModern, "hoaf khoer thuyr uys"), "hoà khoẻ thuỷ uý");
    for (const auto& rules : {kTelex, kModern}) {
        EXPECT_EQ(typed(rules, "quys ginf thuowr khuyur toans cuar mias gias hoaif"),
                  "quý gìn thuở khuỷu toán của mía giá hoài");
    }
}

TEST(Telex, KnowsTheFewOpenWordsWithUo) {
    EXPECT_EQ(telex("huow thuow khuow quow"), "huơ thuơ khuơ quơ");
    EXPECT_EQ(telex("huowng thuowng huowu"), "hương thương hươu");
}

TEST(Telex, AWAloneIsAnUUnlessTheSettingSaysNo) {
    EXPECT_EQ(telex("w tw nhwng wngf"), "ư tư nhưng ừng");
    EXPECT_EQ(typed({Method::telex, Placement::traditional, false}, "w tw tuw"), "w tw tư");
}

TEST(Telex, KeepsTheCaseOfEveryLetter) {
    EXPECT_EQ(telex("DDUWOWNGF Tieengs dD Dd DUONGWDF"), "ĐƯỜNG Tiếng đ Đ ĐƯỜNG");
    EXPECT_EQ(telex("UBND Huyeenj"), "UBND Huyện");
}

TEST(Telex, WritesTheAbbreviationsOfOffices) {
    EXPECT_EQ(telex("QDD-UBND NDD-CP HDDND ddc ddt"), "QĐ-UBND NĐ-CP HĐND đc đt");
}

TEST(Telex, WritesTheNamesOfTheRegion) {
    EXPECT_EQ(telex("Xtieeng M'noong Kroong Ddawks Lawks Kow Ho"), "Xtiêng M'nông Krông Đắk Lắk Kơ Ho");
}

TEST(Telex, LeavesForeignWordsAlone) {
    for (const char* words :
         {"windows facebook covid 19 email website wifi web zalo internet app online server twitter", "banana class",
          "nguyenvana@gmail.com hoas@asus.com http://dichvucong.gov.vn", "stress david yahoo address Peter"}) {
        EXPECT_EQ(telex(words), words);
    }
}

// These keys are also those of "bánh tét" and "phốt": who means the other word takes the mark back.
TEST(Telex, PrefersTheVietnameseWordWhereBothAreWrittenWithTheSameKeys) {
    EXPECT_EQ(telex("test photo"), "tét phôt");
    EXPECT_EQ(telex("tesst photoo"), "test photo");
}

TEST(Telex, MixesVietnameseForeignWordsAndDigits) {
    EXPECT_EQ(telex("Tooi duwngf windows 11 tuwf thangs 5/2026, covid 19 heets rooif."),
              "Tôi dừng windows 11 từ tháng 5/2026, covid 19 hết rồi.");
    EXPECT_EQ(telex("20thangs cho7 A4"), "20tháng cho7 A4");
}

TEST(Telex, RefusesAToneThatTheSyllableCannotBear) { EXPECT_EQ(telex("hocf hofc hocj"), "hocf hofc học"); }

TEST(Telex, LeavesAnEndlessWordAsItStands) {
    const std::string keys(100, 's');
    EXPECT_EQ(telex(keys), keys);
    EXPECT_EQ(telex("a" + std::string(99, 'h')), "a" + std::string(99, 'h'));
}

TEST(Vni, WritesASentence) {
    EXPECT_EQ(vni("To6i cho72 la6u qua1, d9u7o7ng2 d9i xa la8m1, 9 d9o6ng2."),
              "Tôi chờ lâu quá, đường đi xa lắm, 9 đồng.");
}

TEST(Vni, TakesMarksAtTheEndOfTheWord) { EXPECT_EQ(vni("duong792 nguoi72 tieng61 da9"), "đường người tiếng đa"); }

TEST(Vni, TakesBackAMarkThatIsTypedTwice) { EXPECT_EQ(vni("a11 a66 a88 o77 d99 ta10"), "a1 a6 a8 o7 d9 ta"); }

TEST(Vni, LeavesNumbersAndCodesAlone) {
    for (const char* words : {"covid 19", "2026", "a1b2 win7dows", "H35.12.19-231129-0001"}) {
        EXPECT_EQ(vni(words), words);
    }
    EXPECT_EQ(vni("A44"), "A4");
}

TEST(LettersAndTones, NeedNoMethod) {
    Typing typing(kLetters);
    press(typing, "đương");
    EXPECT_TRUE(typing.mark(Tone::huyen));
    EXPECT_EQ(typing.text(), "đường");
    EXPECT_EQ(typed(kLetters, "test ass off aaa ww"), "test ass off aaa ww");
}

TEST(LettersAndTones, TheSameToneAgainTakesItAway) {
    Typing typing(kLetters);
    press(typing, "hoa");
    typing.mark(Tone::hoi);
    EXPECT_EQ(typing.text(), "hỏa");
    typing.mark(Tone::nang);
    EXPECT_EQ(typing.text(), "họa");
    typing.mark(Tone::nang);
    EXPECT_EQ(typing.text(), "hoa");
    typing.mark(Tone::sac);
    typing.mark(Tone::none);
    EXPECT_EQ(typing.text(), "hoa");
}

TEST(LettersAndTones, AToneGoesToTheLastVowelOfAForeignWord) {
    Typing typing(kLetters);
    press(typing, "facebook");
    EXPECT_TRUE(typing.mark(Tone::sac));
    EXPECT_EQ(typing.text(), "faceboók");
    EXPECT_TRUE(typing.mark(Tone::sac));
    EXPECT_EQ(typing.text(), "facebook");
}

TEST(LettersAndTones, AToneWithoutAVowelIsRefused) {
    Typing typing(kLetters);
    EXPECT_FALSE(typing.mark(Tone::sac));
    press(typing, "nh");
    EXPECT_FALSE(typing.mark(Tone::sac));
    press(typing, "a ");
    EXPECT_FALSE(typing.mark(Tone::sac));
    EXPECT_EQ(typing.text(), "nha ");
}

TEST(LettersAndTones, WorkTogetherWithTelex) {
    Typing typing;
    press(typing, "tiêng");
    typing.mark(Tone::sac);
    EXPECT_EQ(typing.text(), "tiếng");
    press(typing, "f");
    EXPECT_EQ(typing.text(), "tiềng");
}

TEST(Typing, TakesDecomposedInputAndGivesNfc) {
    EXPECT_EQ(telex("e\u0302\u0301 a\u0323\u0302 o\u031B\u0300 A\u0306"), "ế ậ ờ Ă");
    EXPECT_EQ(telex("Wifi\u0301o\u0302"), "Wifíô");
    EXPECT_TRUE(text::is_nfc(telex("facebooke\u0302\u0301")));
}

TEST(Typing, RefusesWhatIsNoCharacter) {
    Typing typing;
    press(typing, "a");
    for (const char32_t key : {U'\0', U'\n', U'\x1B', U'\u200D', U'\u0308', U'\xD800', U'\x110000', U'\uE000'}) {
        EXPECT_FALSE(typing.type(key)) << static_cast<std::uint32_t>(key);
    }
    EXPECT_FALSE(typing.type(U'\u0301') && typing.type(U'\u0327'));
    EXPECT_EQ(typing.text(), "á");
}

TEST(Typing, KeepsOtherScriptsAsTheyCome) { EXPECT_EQ(telex("ខ 한 \U0001F600 ß İ ç"), "ខ 한 \U0001F600 ß İ ç"); }

TEST(Typing, RefusesALetterThatWouldMergeWithTheOneBefore) {
    Typing typing;
    EXPECT_TRUE(typing.type(U'\u1112'));   // a Hangul initial
    EXPECT_FALSE(typing.type(U'\u1161'));  // its vowel composes in NFC
}

TEST(Erasing, TakesALetterWithAllItsMarks) {
    Typing typing;
    press(typing, "tieesng");
    for (const char* left : {"tiến", "tiế", "ti", "t", ""}) {
        EXPECT_TRUE(typing.erase());
        EXPECT_EQ(typing.text(), left);
    }
    EXPECT_FALSE(typing.erase());
}

TEST(Erasing, TheWordGoesOnWhereItStands) {
    Typing typing;
    press(typing, "hoan ");
    typing.erase();
    press(typing, "f");
    EXPECT_EQ(typing.text(), "hoàn");
    typing.erase();
    EXPECT_EQ(typing.text(), "hòa");
    press(typing, "ngs");
    EXPECT_EQ(typing.text(), "hoáng");
}

TEST(Erasing, AForeignWordStaysForeign) {
    Typing typing;
    press(typing, "windows");
    typing.erase();
    press(typing, "ss");
    EXPECT_EQ(typing.text(), "windowss");
}

TEST(Typing, TheMethodCanBeSwitchedWithinAWord) {
    Typing typing;
    press(typing, "dduong");
    typing.set_method(Method::vni);
    press(typing, "72");
    EXPECT_EQ(typing.text(), "đường");
}

TEST(Limit, FiveHundredCharactersAndNoMore) {
    Typing typing;
    for (std::size_t i = 0; i < Typing::kMaxCharacters; ++i) EXPECT_TRUE(typing.type(U'ế'));
    EXPECT_TRUE(typing.is_full());
    EXPECT_FALSE(typing.type(U'a'));
    EXPECT_EQ(typing.characters(), Typing::kMaxCharacters);
    EXPECT_EQ(typing.text().size(), 1500U);
}

Typing filled_up_to(std::string_view last_keys) {
    Typing typing;
    while (typing.characters() + 4 < Typing::kMaxCharacters) typing.type(U'.');
    press(typing, last_keys);
    return typing;
}

TEST(Limit, AMarkStillFitsIntoAFullText) {
    auto typing = filled_up_to("tieng");
    EXPECT_TRUE(typing.is_full());
    press(typing, "es");
    EXPECT_TRUE(typing.text().ends_with(".tiến")) << typing.text();
}

TEST(Limit, AWordThatCannotGiveItsKeysBackKeepsItsMarks) {
    auto typing = filled_up_to("hoasn");  // "hoán" fills the text; "hoasnl" would be two too many
    EXPECT_TRUE(typing.is_full());
    EXPECT_FALSE(typing.type(U'l'));
    EXPECT_TRUE(typing.text().ends_with(".hoán"));
    EXPECT_TRUE(typing.type(U'f'));
    EXPECT_TRUE(typing.text().ends_with(".hoàn"));
}

TEST(Limit, HoldsForBytesToo) {
    Typing typing;
    typing.type(U'\U0001F44D');
    while (typing.type(U'\U0001F3FD')) continue;  // skin tones pile up on one character
    EXPECT_LE(typing.text().size(), Typing::kMaxBytes);
    EXPECT_TRUE(typing.erase());
    EXPECT_EQ(typing.text(), "");
}

TEST(Typing, ClearsForTheNextPerson) {
    Typing typing;
    press(typing, "hoaf windows");
    typing.clear();
    EXPECT_EQ(typing.text(), "");
    press(typing, "f");
    EXPECT_EQ(typing.text(), "f");
}

}  // namespace hailong::typing_test
