#include "kiosk/domain/answer.h"

#include <algorithm>

#include "kiosk/base/json.h"
#include "kiosk/domain/dossier_code.h"

namespace hailong::domain {

namespace json = base::json;

namespace {

constexpr std::int64_t kMaxFirstTouch = 600'000;  // ms: ten minutes tell no more than "long"
constexpr std::size_t kMaxTag = 32;
constexpr int kMaxReason = 12;
constexpr int kMaxFlags = 255;
constexpr int kMaxItemAnswer = (1 << kMaxOptions) - 1;
constexpr std::size_t kPlainCapacity =
    512;                                // all but private text: a tag of 32 bytes, each escaped, and sixteen numbers
constexpr std::size_t kMaxEscaped = 6;  // bytes of JSON for one byte of text

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
    HL_TRY(const auto flags, object.optional_integer("flags"));  // absent before version 0.2
    if (flags.value_or(0) < 0 || flags.value_or(0) > kMaxFlags) {
        return fail(ErrorCode::bad_input, "\"flags\" must be 0 to 255");
    }
    return Answer(
        Rating{visit, score, order, base::Millis(first), std::move(tag), static_cast<MisuseFlags>(flags.value_or(0))});
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

Result<Answer> items_from(const json::Object& object, const VisitId& visit) {
    HL_TRY(auto tag, questionnaire_of(object));
    HL_TRY(const auto* list, object.array("items"));
    if (list->empty() || list->size() > kMaxItems)
        return fail(ErrorCode::bad_input, "\"items\" must list 1 to 16 numbers");
    std::vector<ItemAnswer> answers;
    for (const json::Value& item : *list) {
        const auto* number = item.integer();
        if (number == nullptr || *number < 0 || *number > kMaxItemAnswer) {
            return fail(ErrorCode::bad_input, "\"items\" must be numbers from 0 to 511");
        }
        answers.push_back(static_cast<ItemAnswer>(*number));
    }
    return Answer(Items{visit, std::move(tag), std::move(answers)});
}

Result<Answer> dossier_from(const json::Object& object, const VisitId& visit) {
    HL_TRY(const auto* dossier, object.object("dossier"));
    HL_TRY(const auto code, dossier->text("code"));
    HL_TRY(const auto parsed, dossier->integer("parsed"));
    if (parsed != 0 && parsed != 1) return fail(ErrorCode::bad_input, "\"parsed\" must be 0 or 1");
    if (parsed == 1 ? !has_known_shape(code) : !is_code_text(code)) {
        return fail(ErrorCode::bad_input, "\"code\" is no dossier code");
    }
    return Answer(Dossier{visit, base::PrivateText(code), parsed == 1});
}

Result<Answer> comment_from(const json::Object& object, const VisitId& visit) {
    HL_TRY(const auto text, object.text("comment"));
    if (text.empty() || text.size() > kMaxCommentBytes) {
        return fail(ErrorCode::bad_input, "\"comment\" must have 1 to 2000 bytes");
    }
    return Answer(Comment{visit, base::PrivateText(text)});
}

Result<Answer> ticket_from(const json::Object& object, const VisitId& visit) {
    HL_TRY(const auto ticket, object.hex<TicketId>("ticket"));
    return Answer(TicketIssued{visit, ticket});
}

// Appends to one buffer that never moves, so that seal_answer() wipes every byte of it; json::Writer would leave
// copies.
class PlainText {
public:
    explicit PlainText(std::size_t private_bytes) { out_.reserve(kPlainCapacity + kMaxEscaped * private_bytes); }

    void write(const Rating& rating) {
        const auto first = std::clamp<std::int64_t>(rating.first_touch.count(), 0, kMaxFirstTouch);
        visit(rating.visit).append(R"(,"score":)").append(std::to_string(rating.score.value()));
        out_.append(R"(,"order":")").append(name_of(rating.order));
        out_.append(R"(","first_ms":)").append(std::to_string(first));
        questionnaire(rating.questionnaire).append(R"(,"flags":)").append(std::to_string(rating.flags));
    }
    void write(const Reasons& reasons) {
        visit(reasons.visit);
        questionnaire(reasons.questionnaire).append(R"(,"reasons":)");
        numbers(reasons.picks);
    }
    void write(const Items& items) {
        visit(items.visit);
        questionnaire(items.questionnaire).append(R"(,"items":)");
        numbers(items.answers);
    }
    void write(const Dossier& dossier) {
        visit(dossier.visit).append(R"(,"dossier":{"code":)");
        json::append_quoted(out_, dossier.code.view());
        out_.append(R"(,"parsed":)").append(dossier.parsed ? "1}" : "0}");
    }
    void write(const Comment& comment) {
        visit(comment.visit).append(R"(,"comment":)");
        json::append_quoted(out_, comment.text.view());
    }
    void write(const TicketIssued& issued) {
        visit(issued.visit).append(R"(,"ticket":")").append(issued.ticket.hex()).append("\"");
    }
    [[nodiscard]] std::string done() && {
        out_.append("}");
        return std::move(out_);
    }

private:
    std::string& visit(const VisitId& visit) { return out_.append(R"({"visit":")").append(visit.hex()).append("\""); }
    std::string& questionnaire(std::string_view tag) {
        out_.append(R"(,"q":)");
        json::append_quoted(out_, tag);
        return out_;
    }
    void numbers(const std::vector<int>& numbers) {
        out_.append("[");
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            out_.append(i == 0 ? "" : ",").append(std::to_string(numbers[i]));
        }
        out_.append("]");
    }

    std::string out_;
};

std::size_t private_bytes(const Answer& answer) {
    if (const auto* dossier = std::get_if<Dossier>(&answer)) return dossier->code.view().size();
    if (const auto* comment = std::get_if<Comment>(&answer)) return comment->text.view().size();
    return 0;
}

}  // namespace

std::string encode_plain(const Answer& answer) {
    PlainText plain(private_bytes(answer));
    std::visit([&plain](const auto& given) { plain.write(given); }, answer);
    return std::move(plain).done();
}

Result<Answer> parse_plain(std::string_view plain) {
    HL_TRY(const auto object, json::parse(plain, "answer"));
    HL_TRY(const auto visit, object.hex<VisitId>("visit"));
    if (object.has("score")) return rating_from(object, visit);
    if (object.has("reasons")) return reasons_from(object, visit);
    if (object.has("items")) return items_from(object, visit);
    if (object.has("dossier")) return dossier_from(object, visit);
    if (object.has("comment")) return comment_from(object, visit);
    if (object.has("ticket")) return ticket_from(object, visit);
    return fail(ErrorCode::bad_input, "none of the answers a terminal gives");
}

}  // namespace hailong::domain
