#include "kiosk/domain/questionnaire.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "kiosk/base/files.h"

namespace hailong::domain {

using testing::HasSubstr;

const std::string kGood =
    R"({"id":"quick","version":1,"from":"2026-11-01","question":"q","hint":"h","levels":["1","2","3","4","5"],
 "followup":{"title":"t","hint":"fh","reasons":[{"n":1,"text":"r1","icon":"i1"},{"n":2,"text":"r2","icon":"i2"}]}})";

std::string complaint(std::string_view from, std::string_view to) {
    std::string text = kGood;
    text.replace(text.find(from), from.size(), to);
    const auto parsed = parse_questionnaire(text, "quick.json");
    return parsed ? "accepted" : parsed.error().what;
}

TEST(Questionnaire, Loads) {
    const auto quick = parse_questionnaire(kGood, "quick.json").value();
    EXPECT_EQ(quick.tag(), "quick@1");
    EXPECT_EQ(quick.reasons.size(), 2U);
    EXPECT_EQ(quick.text_keys().size(), 11U);
}
TEST(Questionnaire, NamesPathAndRemedy) {
    EXPECT_THAT(complaint("\"icon\":\"i2\"", "\"x\":1"),
                HasSubstr("quick.json: followup.reasons[1].icon: missing; name a file"));
    EXPECT_THAT(complaint("\"n\":2", "\"n\":7"), HasSubstr("followup.reasons[1].n: must be 2"));
    EXPECT_THAT(complaint(",\"5\"]", "]"), HasSubstr("levels: must list five"));
    EXPECT_THAT(complaint("\"title\":\"t\"", "\"title\":\"\""), HasSubstr("followup.title: missing"));
    EXPECT_THAT(complaint("\"version\":1", "\"version\":0"), HasSubstr("version: must be a whole number"));
    EXPECT_THAT(complaint("\"quick\"", "\"" + std::string(40, 'q') + "\""), HasSubstr("id: too long"));
    EXPECT_THAT(complaint("\"id\"", "id"), HasSubstr("quick.json:1:"));
}

std::string with_items(const std::string& items) {
    std::string text = kGood;
    return text.insert(text.rfind('}'), ",\"items\":[" + items + "]");
}
std::string of_items(const std::string& items) {
    const auto parsed = parse_questionnaire(with_items(items), "quick.json");
    return parsed ? "accepted" : parsed.error().what;
}
const std::string kVisits =
    R"({"id":"visits","kind":"choice","title":"t","options":[{"n":1,"text":"a"},{"n":2,"text":"b","apart":true}]})";
std::string levels(const std::string& more) {
    std::string options;
    for (int n = 1; n <= 5; ++n) options += R"({"n":)" + std::to_string(n) + R"(,"text":"l"},)";
    options.pop_back();
    return R"({"id":"officer","kind":"level","title":"t","text":"x","options":[)" + options + more + "]}";
}
std::string later(const std::string& condition) {
    return kVisits +
           R"(,{"id":"why","kind":"choices","title":"t","options":[{"n":1,"text":"a"},{"n":2,"text":"b"}],"if":)" +
           condition + "}";
}

TEST(Questionnaire, ItemsNamePathAndRemedy) {
    EXPECT_EQ(of_items(kVisits + "," + levels(R"(,{"n":6,"text":"none","apart":true})")), "accepted");
    const std::vector<std::pair<std::string, std::string>> broken{
        {kVisits + "," + kVisits, "items[1].id: \"visits\" is the id of an earlier item"},
        {levels(R"(,{"n":6,"text":"none"})"), "items[0].options[5].apart: must be true"},
        {levels(R"(,{"n":7,"text":"none","apart":true})"), "items[0].options[5].n: must be 6"},
        {R"({"id":"Big","kind":"choice","title":"t","options":[]})", "items[0].id: must have 1 to 24 characters"},
        {R"({"id":"a","kind":"stars","title":"t","options":[]})", "items[0].kind: must be level, choice or choices"},
        {R"({"id":"a","kind":"choice","title":"t","options":[{"n":1,"text":"a"}]})",
         "items[0].options: must list 2 to 9"},
        {R"({"id":"a","kind":"level","title":"t","options":[{"n":1,"text":"a"}]})", "must list the five levels"},
        {R"({"id":"a","kind":"choice","title":"t","optoins":[]})", "items[0].optoins: unknown name"},
        {later(R"({"item":"why","is":[1]})"), "items[1].if.item: \"why\" is no earlier item"},
        {later(R"({"item":"visits","is":[3]})"), "items[1].if.is: must list option numbers of item \"visits\", 1 to 2"},
        {later(R"({"item":"visits","is":[1,1]})"), "items[1].if.is: names option 1 twice"},
        {later(R"({"item":"visits","is":[]})"), "items[1].if.is: must list"}};
    for (const auto& [items, remedy] : broken) EXPECT_THAT(of_items(items), HasSubstr("quick.json: ")) << items;
    for (const auto& [items, remedy] : broken) EXPECT_THAT(of_items(items), HasSubstr(remedy)) << items;
}
TEST(Questionnaire, RefusesWrongDaysMapsOffersAndNames) {
    EXPECT_THAT(complaint("2026-11-01", "2026-02-30"), HasSubstr("from: must be a day of the calendar"));
    EXPECT_THAT(complaint("\"hint\":\"h\"", R"("hint":"h","maps":{"sipas":6})"), HasSubstr("maps.sipas: must be"));
    EXPECT_THAT(complaint("\"hint\":\"h\"", R"("hint":"h","maps":{"d766":"speed"})"), HasSubstr("maps.d766: must be"));
    EXPECT_THAT(complaint("\"hint\":\"h\"", R"("hint":"h","offers":["home","home"])"), HasSubstr("offers: must list"));
    EXPECT_THAT(complaint("\"hint\":\"h\"", R"("hint":"h","itmes":[])"), HasSubstr("itmes: unknown name"));
}
TEST(Questionnaire, AConditionLooksAtAnEarlierItemOnly) {
    const auto parsed = parse_questionnaire(with_items(later(R"({"item":"visits","is":[2]})")), "quick.json").value();
    EXPECT_TRUE(is_asked(parsed, 0, {}));
    EXPECT_FALSE(is_asked(parsed, 1, {}));
    EXPECT_FALSE(is_asked(parsed, 1, {1}));
    EXPECT_TRUE(is_asked(parsed, 1, {2}));
}
TEST(Questionnaire, TheShippedOnesLoadAndAskWhatTheirNamesSay) {
    const auto shipped = [](const std::string& id) {
        const auto text = base::read_file(base::Path(HAILONG_SOURCE_DIR) / "assets/questionnaires" / (id + ".json"));
        return parse_questionnaire(text.value(), id + ".json").value();
    };
    EXPECT_EQ(shipped("quick").tag(), "quick@2");
    EXPECT_TRUE(shipped("quick").items.empty());
    EXPECT_TRUE(shipped("quick").offers_comment);
    std::set<int> factors;
    for (const Item& item : shipped("sipas-short").items) factors.insert(item.maps.sipas);
    EXPECT_EQ(factors, (std::set<int>{0, 1, 2, 3, 4, 5}));
    std::set<int> indicators;
    for (const Item& item : shipped("decree61").items) indicators.insert(item.maps.decree61);
    EXPECT_EQ(indicators, (std::set<int>{3, 4, 6, 7, 10}));
}

}  // namespace hailong::domain
