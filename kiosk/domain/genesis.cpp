#include "kiosk/domain/genesis.h"

#include <algorithm>
#include <array>

#include "kiosk/base/json.h"

namespace hailong::domain {

namespace json = base::json;

namespace {

struct ReasonName {
    GenesisReason reason;
    std::string_view name;
};
constexpr std::array kReasons{
    ReasonName{GenesisReason::enrolled, "enrolled"}, ReasonName{GenesisReason::rehearsal, "rehearsal"},
    ReasonName{GenesisReason::rekeyed, "rekeyed"},   ReasonName{GenesisReason::quarantine, "quarantine"},
    ReasonName{GenesisReason::fork, "fork"},         ReasonName{GenesisReason::behind, "behind"},
    ReasonName{GenesisReason::moved, "moved"},
};

Result<GenesisReason> reason_from(std::string_view name) {
    for (const auto& [reason, known] : kReasons) {
        if (known == name) return reason;
    }
    return fail(ErrorCode::bad_input, "unknown genesis reason \"" + std::string(name) + "\"");
}

Result<std::optional<PreviousChain>> previous_from(const json::Object& object) {
    const json::Value* value = object.find("prev");
    if (value == nullptr) return fail(ErrorCode::bad_input, "\"prev\" is missing");
    if (value->is_null()) return std::optional<PreviousChain>();
    HL_TRY(const auto* inner, object.object("prev"));
    PreviousChain prev;
    HL_TRY(prev.chain, inner->hex<base::Digest>("chain"));
    HL_TRY(prev.seq, inner->count("seq"));
    HL_TRY(prev.hash, inner->hex<base::Digest>("hash"));
    HL_TRY(const auto certain, inner->integer("certain"));
    if (certain != 0 && certain != 1) return fail(ErrorCode::bad_input, "\"certain\" must be 0 or 1");
    prev.certain = certain == 1;
    return std::optional<PreviousChain>(prev);
}

}  // namespace

std::string_view name_of(GenesisReason reason) {
    for (const auto& known : kReasons) {
        if (known.reason == reason) return known.name;
    }
    return "";
}

bool is_device_id(std::string_view text) {
    const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !text.empty() && text.size() <= 32 && std::all_of(text.begin(), text.end(), allowed);
}

bool is_unit_code(std::string_view text) {
    return text.size() == 5 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string encode_genesis(const Genesis& genesis) {
    json::Writer out;
    out.field("v", 1).field("seq", 0).field("kind", "genesis").field("at", base::format_utc(genesis.stamp.at));
    out.field("boot", genesis.stamp.boot.hex()).field("mono_ms", genesis.stamp.mono_ms);
    out.field("device", genesis.device).field("unit", genesis.unit).field("alg", "ed25519");
    out.field("dev_key", genesis.dev_key.b64()).field("rand", genesis.rand.hex());
    out.field("reason", name_of(genesis.reason));
    if (!genesis.prev) return out.null("prev").done();
    json::Writer prev;
    prev.field("chain", genesis.prev->chain.hex()).field("seq", genesis.prev->seq);
    prev.field("hash", genesis.prev->hash.hex()).field("certain", genesis.prev->certain ? 1 : 0);
    return out.raw("prev", prev.done()).done();
}

Result<Genesis> parse_genesis(std::string_view line) {
    HL_TRY(const auto entry, parse_entry(line));
    if (entry.kind != EntryKind::genesis || entry.seq != 0) return fail(ErrorCode::bad_input, "not a genesis entry");
    HL_TRY(const auto object, json::parse(line, "genesis"));
    Genesis genesis;
    genesis.stamp = entry.stamp;
    HL_TRY(genesis.device, object.text("device"));
    if (!is_device_id(genesis.device)) return fail(ErrorCode::bad_input, "\"device\" is not a device id");
    HL_TRY(genesis.unit, object.text("unit"));
    if (!is_unit_code(genesis.unit)) return fail(ErrorCode::bad_input, "\"unit\" is not a five-digit code");
    HL_TRY(const auto algorithm, object.text("alg"));
    if (algorithm != "ed25519") return fail(ErrorCode::bad_input, "\"alg\" is not ed25519");
    HL_TRY(genesis.dev_key, object.b64<base::SignKey>("dev_key"));
    HL_TRY(genesis.rand, object.hex<base::Token16>("rand"));
    HL_TRY(const auto reason, object.text("reason"));
    HL_TRY(genesis.reason, reason_from(reason));
    HL_TRY(genesis.prev, previous_from(object));
    return genesis;
}

}  // namespace hailong::domain
