#include "kiosk/domain/receipt.h"

#include <array>

#include "kiosk/base/json.h"

namespace hailong::domain {

namespace json = base::json;

namespace {

struct VerdictName {
    Verdict verdict;
    std::string_view name;
};
constexpr std::array kVerdicts{
    VerdictName{Verdict::ok, "ok"},         VerdictName{Verdict::gap, "gap"},   VerdictName{Verdict::fork, "fork"},
    VerdictName{Verdict::behind, "behind"}, VerdictName{Verdict::hash, "hash"},
};
constexpr std::size_t kMaxWant = 64;

Result<Verdict> verdict_from(std::string_view name) {
    for (const auto& [verdict, known] : kVerdicts) {
        if (known == name) return verdict;
    }
    return fail(ErrorCode::bad_input, "unknown verdict \"" + std::string(name) + "\"");
}

void put(json::Writer& out, std::string_view name, const std::optional<base::Digest>& digest) {
    digest ? out.field(name, digest->hex()) : out.null(name);
}
void put(json::Writer& out, std::string_view name, const std::optional<Seq>& seq) {
    seq ? out.field(name, *seq) : out.null(name);
}

Result<std::optional<base::Digest>> digest_from(const json::Object& object, std::string_view name) {
    HL_TRY(const auto text, object.optional_text(name));
    if (!text) return std::optional<base::Digest>();
    HL_TRY(const auto digest, base::Digest::from_hex_text(*text));
    return std::optional<base::Digest>(digest);
}

Result<std::optional<Seq>> seq_from(const json::Object& object, std::string_view name) {
    HL_TRY(const auto number, object.optional_integer(name));
    if (!number) return std::optional<Seq>();
    if (*number < 0) return fail(ErrorCode::bad_input, "\"" + std::string(name) + "\" is negative");
    return std::optional<Seq>(static_cast<Seq>(*number));
}

std::string encode_want(const std::vector<Want>& wants) {
    std::vector<std::string> items;
    for (const Want& want : wants) {
        items.push_back(json::Writer().field("chain", want.chain.hex()).field("from", want.from).done());
    }
    return json::array_of(items);
}

Result<std::vector<Want>> want_from(const json::Object& object) {
    HL_TRY(const auto* list, object.array("want"));
    if (list->size() > kMaxWant) return fail(ErrorCode::bad_input, "\"want\" is too long");
    std::vector<Want> wants;
    for (const json::Value& item : *list) {
        if (item.object() == nullptr) return fail(ErrorCode::bad_input, "\"want\" must list objects");
        Want want;
        HL_TRY(want.chain, item.object()->hex<base::Digest>("chain"));
        HL_TRY(want.from, item.object()->count("from"));
        wants.push_back(want);
    }
    return wants;
}

bool is_epoch(std::string_view text) { return text.size() == 16 && base::from_hex(text).has_value(); }

Status read_places(const json::Object& object, Receipt& receipt) {
    HL_TRY(receipt.chain, digest_from(object, "chain"));
    HL_TRY(receipt.through, seq_from(object, "through"));
    HL_TRY(receipt.head, digest_from(object, "head"));
    if (receipt.through.has_value() != receipt.head.has_value()) {
        return fail(ErrorCode::bad_input, "\"through\" and \"head\" go together");
    }
    HL_TRY(receipt.at_seq, seq_from(object, "at_seq"));
    HL_TRY(receipt.at_hash, digest_from(object, "at_hash"));
    HL_TRY(receipt.req, object.hex<base::Digest>("req"));
    return {};
}

Result<Receipt> receipt_from(const json::Object& object) {
    Receipt receipt;
    HL_TRY(const auto proto, object.integer("proto"));
    if (proto != 1) return fail(ErrorCode::bad_input, "answer of protocol " + std::to_string(proto));
    HL_TRY(receipt.province, object.text("province"));
    HL_TRY(receipt.epoch, object.text("epoch"));
    if (!is_epoch(receipt.epoch)) return fail(ErrorCode::bad_input, "\"epoch\" must be 16 hex digits");
    HL_TRY(receipt.device, object.text("device"));
    HL_TRY(const auto verdict, object.text("verdict"));
    HL_TRY(receipt.verdict, verdict_from(verdict));
    HL_CHECK(read_places(object, receipt));
    HL_TRY(const auto now, object.text("now"));
    HL_TRY(receipt.now, base::parse_utc(now));
    HL_TRY(receipt.want, want_from(object));
    HL_TRY(receipt.config, object.text("config"));
    HL_TRY(receipt.keys, object.count("keys"));
    return receipt;
}

}  // namespace

std::string_view name_of(Verdict verdict) {
    for (const auto& known : kVerdicts) {
        if (known.verdict == verdict) return known.name;
    }
    return "";
}

std::string encode_receipt(const Receipt& receipt, const base::Signer& receipt_key) {
    json::Writer out;
    out.field("proto", 1).field("province", receipt.province).field("epoch", receipt.epoch);
    out.field("device", receipt.device);
    put(out, "chain", receipt.chain);
    out.field("verdict", name_of(receipt.verdict));
    put(out, "through", receipt.through);
    put(out, "head", receipt.head);
    put(out, "at_seq", receipt.at_seq);
    put(out, "at_hash", receipt.at_hash);
    out.field("req", receipt.req.hex()).field("now", base::format_utc(receipt.now));
    out.raw("want", encode_want(receipt.want)).field("config", receipt.config).field("keys", receipt.keys);
    return sign_text(out.done(), receipt_key, base::Context::receipt);
}

Result<Receipt> parse_receipt(std::string_view text, const KeysDocument& keys) {
    HL_TRY(const auto parts, split_signed(text));
    HL_CHECK(check_signed(parts, keys.receipt, base::Context::receipt));
    HL_TRY(const auto object, json::parse(parts.line, "answer"));
    return receipt_from(object);
}

base::Digest request_digest(std::string_view line) { return base::hash(base::Context::req, {line}); }

}  // namespace hailong::domain
