#include "kiosk/domain/answer.h"

#include <algorithm>

#include "kiosk/base/json.h"

namespace hailong::domain {

namespace json = base::json;

namespace {

constexpr std::int64_t kMaxFirstTouch = 600'000;  // ms: ten minutes tell no more than "long"
constexpr std::size_t kMaxTag = 32;
constexpr int kMaxReason = 12;
constexpr std::size_t kPlainCapacity = 512;  // longest: a 32-byte tag, every byte of it escaped, and twelve numbers

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

// One buffer that never moves, so that seal_answer() wipes every byte of it; json::Writer would leave copies behind.
std::string encode_plain(const Answer& answer) {
    std::string out;
    out.reserve(kPlainCapacity);
    const auto begin = [&out](const VisitId& visit) { out.append(R"({"visit":")").append(visit.hex()).append("\""); };
    if (const auto* rating = std::get_if<Rating>(&answer)) {
        const auto first = std::clamp<std::int64_t>(rating->first_touch.count(), 0, kMaxFirstTouch);
        begin(rating->visit);
        out.append(R"(,"score":)") += static_cast<char>('0' + rating->score.value());
        out.append(R"(,"order":")").append(name_of(rating->order));
        out.append(R"(","first_ms":)").append(std::to_string(first));
        out.append(R"(,"q":)").append(json::quoted(rating->questionnaire)).append("}");
        return out;
    }
    const auto& reasons = std::get<Reasons>(answer);
    begin(reasons.visit);
    out.append(R"(,"q":)").append(json::quoted(reasons.questionnaire)).append(R"(,"reasons":[)");
    for (std::size_t i = 0; i < reasons.picks.size(); ++i) {
        out.append(i == 0 ? "" : ",").append(std::to_string(reasons.picks[i]));
    }
    out.append("]}");
    return out;
}

Result<Answer> parse_plain(std::string_view plain) {
    HL_TRY(const auto object, json::parse(plain, "answer"));
    HL_TRY(const auto visit, object.hex<VisitId>("visit"));
    if (object.has("score")) return rating_from(object, visit);
    if (object.has("reasons")) return reasons_from(object, visit);
    return fail(ErrorCode::bad_input, "neither a rating nor reasons");
}

}  // namespace hailong::domain
