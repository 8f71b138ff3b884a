#include "kiosk/domain/answer.h"

#include <algorithm>

#include "kiosk/base/json.h"

namespace hailong::domain {

namespace json = base::json;

namespace {

constexpr std::int64_t kMaxFirstTouch = 600'000;  // ms: ten minutes tell no more than "long"
constexpr std::size_t kMaxTag = 32;
constexpr int kMaxReason = 12;

std::string_view name_of(FaceOrder order) { return order == FaceOrder::worst_first ? "worst_first" : "best_first"; }

Result<FaceOrder> order_from(std::string_view name) {
    if (name == "worst_first") return FaceOrder::worst_first;
    if (name == "best_first") return FaceOrder::best_first;
    return fail(ErrorCode::bad_input, "\"order\" must be worst_first or best_first");
}

Result<std::string> questionnaire_of(const json::Object& object) {
    HL_TRY(auto tag, object.text("q"));
    if (tag.empty() || tag.size() > kMaxTag) return fail(ErrorCode::bad_input, "\"q\" must have 1 to 32 bytes");
    return tag;
}

Result<Answer> rating_from(const json::Object& object, const VisitId& visit) {
    HL_TRY(const auto number, object.integer("score"));
    if (number < Score::kLowest || number > Score::kHighest)
        return fail(ErrorCode::bad_input, "\"score\" must be 1 to 5");
    HL_TRY(const Score score, Score::from(static_cast<int>(number)));
    HL_TRY(const auto order_name, object.text("order"));
    HL_TRY(const FaceOrder order, order_from(order_name));
    HL_TRY(const auto first, object.integer("first_ms"));
    if (first < 0 || first > kMaxFirstTouch) return fail(ErrorCode::bad_input, "\"first_ms\" out of range");
    HL_TRY(auto tag, questionnaire_of(object));
    return Answer(Rating{visit, score, order, base::Millis(first), std::move(tag)});
}

Result<Answer> reasons_from(const json::Object& object, const VisitId& visit) {
    HL_TRY(auto tag, questionnaire_of(object));
    HL_TRY(const auto* list, object.array("reasons"));
    std::vector<int> picks;
    for (const json::Value& item : *list) {
        const auto* number = item.integer();
        const int floor = picks.empty() ? 0 : picks.back();
        if (number == nullptr || *number <= floor || *number > kMaxReason) {
            return fail(ErrorCode::bad_input, "\"reasons\" must be ascending numbers from 1");
        }
        picks.push_back(static_cast<int>(*number));
    }
    if (picks.empty()) return fail(ErrorCode::bad_input, "\"reasons\" is empty");
    return Answer(Reasons{visit, std::move(tag), std::move(picks)});
}

}  // namespace

std::string encode_plain(const Answer& answer) {
    json::Writer out;
    if (const auto* rating = std::get_if<Rating>(&answer)) {
        const auto first = std::clamp<std::int64_t>(rating->first_touch.count(), 0, kMaxFirstTouch);
        out.field("visit", rating->visit.hex()).field("score", rating->score.value());
        out.field("order", name_of(rating->order)).field("first_ms", first).field("q", rating->questionnaire);
        return out.done();
    }
    const auto& reasons = std::get<Reasons>(answer);
    std::vector<std::string> picks;
    for (const int pick : reasons.picks) picks.push_back(std::to_string(pick));
    out.field("visit", reasons.visit.hex()).field("q", reasons.questionnaire).raw("reasons", json::array_of(picks));
    return out.done();
}

Result<Answer> parse_plain(std::string_view plain) {
    HL_TRY(const auto object, json::parse(plain, "answer"));
    HL_TRY(const auto visit, object.hex<VisitId>("visit"));
    if (object.has("score")) return rating_from(object, visit);
    if (object.has("reasons")) return reasons_from(object, visit);
    return fail(ErrorCode::bad_input, "neither a rating nor reasons");
}

}  // namespace hailong::domain
