#include "sync/protocol/wire.h"

#include <array>

#include "kiosk/base/json.h"

namespace hailong::protocol {

namespace json = base::json;

namespace {

struct RefusalRow {
    Refusal refusal;
    std::string_view name;
    int status;
};
constexpr std::array kRefusals{
    RefusalRow{Refusal::bad_request, "bad_request", 400},
    RefusalRow{Refusal::unknown_code, "unknown_code", 403},
    RefusalRow{Refusal::used_code, "used_code", 403},
    RefusalRow{Refusal::void_code, "void_code", 403},
    RefusalRow{Refusal::expired_code, "expired_code", 403},
    RefusalRow{Refusal::wrong_nonce, "wrong_nonce", 403},
    RefusalRow{Refusal::wrong_proof, "wrong_proof", 403},
    RefusalRow{Refusal::unknown_device, "unknown_device", 403},
    RefusalRow{Refusal::revoked_device, "revoked_device", 403},
};

constexpr std::string_view kNonceKey = "?nonce=";
constexpr std::string_view kChainKey = "&chain=";
constexpr std::size_t kTokenText = 2 * base::Token16::kSize;
constexpr std::size_t kSmallText = 1024;  // requests and answers of one short line

Result<json::Object> one_line(std::string_view text, std::string_view what) {
    if (text.size() > kSmallText) return fail(ErrorCode::bad_input, std::string(what) + " is too long");
    if (text.empty() || text.find('\n') != text.size() - 1) {
        return fail(ErrorCode::bad_input, std::string(what) + " is not one line ended by a newline");
    }
    return json::parse(text.substr(0, text.size() - 1), what);
}

}  // namespace

std::string state_target(const StateQuestion& question) {
    std::string target = std::string(kStatePath) + std::string(kNonceKey) + question.nonce.hex();
    if (question.chain) target += std::string(kChainKey) + question.chain->hex();
    return target;
}

Result<StateQuestion> parse_state_target(std::string_view target) {
    const std::string start = std::string(kStatePath) + std::string(kNonceKey);
    if (!target.starts_with(start)) return fail(ErrorCode::bad_input, "state needs ?nonce=<32 hex>");
    target.remove_prefix(start.size());
    StateQuestion question;
    HL_TRY(question.nonce, base::Token16::from_hex_text(target.substr(0, kTokenText)));
    target.remove_prefix(kTokenText);
    if (target.empty()) return question;
    if (!target.starts_with(kChainKey))
        return fail(ErrorCode::bad_input, "state takes &chain=<64 hex> and nothing else");
    target.remove_prefix(kChainKey.size());
    HL_TRY(question.chain, base::Digest::from_hex_text(target));
    return question;
}

std::string encode_enrol_begin(std::string_view code) { return json::Writer().field("code", code).done() + "\n"; }

Result<std::string> parse_enrol_begin(std::string_view text) {
    HL_TRY(const auto object, one_line(text, "enrol begin"));
    HL_TRY(auto code, object.text("code"));
    HL_TRY(const auto raw, base::from_hex(code));
    if (raw.size() != 8) return fail(ErrorCode::bad_input, "\"code\" must be 16 hex digits");
    return code;
}

std::string encode_renew_begin(std::string_view device) { return json::Writer().field("device", device).done() + "\n"; }

Result<std::string> parse_renew_begin(std::string_view text) {
    HL_TRY(const auto object, one_line(text, "renew begin"));
    return object.text("device");
}

std::string encode_enrol_nonce(const base::Token16& nonce) {
    return json::Writer().field("nonce", nonce.hex()).done() + "\n";
}

Result<base::Token16> parse_enrol_nonce(std::string_view text) {
    HL_TRY(const auto object, one_line(text, "enrol nonce"));
    return object.hex<base::Token16>("nonce");
}

std::string_view name_of(Refusal refusal) {
    for (const RefusalRow& row : kRefusals) {
        if (row.refusal == refusal) return row.name;
    }
    return "";
}

int status_of(Refusal refusal) {
    for (const RefusalRow& row : kRefusals) {
        if (row.refusal == refusal) return row.status;
    }
    return 400;
}

std::string encode_refusal(Refusal refusal) { return json::Writer().field("error", name_of(refusal)).done() + "\n"; }

Result<Refusal> parse_refusal(std::string_view text) {
    HL_TRY(const auto object, one_line(text, "refusal"));
    HL_TRY(const auto word, object.text("error"));
    for (const RefusalRow& row : kRefusals) {
        if (row.name == word) return row.refusal;
    }
    return fail(ErrorCode::bad_input, "unknown refusal \"" + word + "\"");
}

}  // namespace hailong::protocol
