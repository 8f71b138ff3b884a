#include "sync/agent/status.h"

#include "kiosk/base/json.h"

namespace hailong::agent {

namespace json = base::json;

namespace {

void put(json::Writer& out, std::string_view name, const std::optional<base::WallTime>& time) {
    time ? out.field(name, base::format_utc(*time)) : out.null(name);
}

Result<std::optional<base::WallTime>> time_from(const json::Object& object, std::string_view name) {
    HL_TRY(const auto text, object.optional_text(name));
    if (!text) return std::optional<base::WallTime>();
    HL_TRY(const auto time, base::parse_utc(*text));
    return std::optional<base::WallTime>(time);
}

std::string encode_chains(const std::vector<ChainStatus>& chains) {
    std::vector<std::string> items;
    for (const ChainStatus& chain : chains) {
        json::Writer item;
        item.field("chain", chain.chain.hex()).field("last", chain.last);
        chain.through ? item.field("through", *chain.through) : item.null("through");
        item.field("pending", chain.pending);
        chain.rests ? item.field("rests", *chain.rests) : item.null("rests");
        items.push_back(item.done());
    }
    return json::array_of(items);
}

Result<std::vector<ChainStatus>> chains_from(const json::Object& object) {
    HL_TRY(const auto* list, object.array("chains"));
    std::vector<ChainStatus> chains;
    for (const json::Value& item : *list) {
        if (item.object() == nullptr) return fail(ErrorCode::bad_input, "\"chains\" must list objects");
        ChainStatus chain;
        HL_TRY(chain.chain, item.object()->hex<base::Digest>("chain"));
        HL_TRY(chain.last, item.object()->count("last"));
        HL_TRY(const auto through, item.object()->optional_integer("through"));
        if (through) chain.through = static_cast<Seq>(*through);
        HL_TRY(chain.pending, item.object()->count("pending"));
        HL_TRY(chain.rests, item.object()->optional_text("rests"));
        chains.push_back(chain);
    }
    return chains;
}

}  // namespace

std::string encode_status(const SyncStatus& status) {
    json::Writer out;
    out.field("v", 1).field("at", base::format_utc(status.at));
    put(out, "last_contact", status.last_contact);
    out.field("next_try", base::format_utc(status.next_try));
    if (status.problem) {
        json::Writer problem;
        problem.field("word", status.problem->word).field("text", status.problem->text);
        put(problem, "since", status.problem_since);
        out.raw("problem", problem.done());
    } else {
        out.null("problem");
    }
    status.alarm ? out.field("alarm", *status.alarm) : out.null("alarm");
    status.clock_offset_s ? out.field("clock_offset_s", *status.clock_offset_s) : out.null("clock_offset_s");
    put(out, "certificate_until", status.certificate_until);
    return out.raw("chains", encode_chains(status.chains)).done() + "\n";
}

Result<SyncStatus> parse_status(std::string_view text) {
    HL_TRY(const auto object, json::parse(text, "status"));
    SyncStatus status;
    HL_TRY(const auto at, object.text("at"));
    HL_TRY(status.at, base::parse_utc(at));
    HL_TRY(status.last_contact, time_from(object, "last_contact"));
    HL_TRY(const auto next_try, object.text("next_try"));
    HL_TRY(status.next_try, base::parse_utc(next_try));
    if (const auto* problem = object.find("problem"); problem != nullptr && problem->object() != nullptr) {
        Problem found;
        HL_TRY(found.word, problem->object()->text("word"));
        HL_TRY(found.text, problem->object()->text("text"));
        HL_TRY(status.problem_since, time_from(*problem->object(), "since"));
        status.problem = std::move(found);
    }
    HL_TRY(status.alarm, object.optional_text("alarm"));
    HL_TRY(status.clock_offset_s, object.optional_integer("clock_offset_s"));
    HL_TRY(status.certificate_until, time_from(object, "certificate_until"));
    HL_TRY(status.chains, chains_from(object));
    return status;
}

}  // namespace hailong::agent
