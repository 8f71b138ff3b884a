// How the signed batch, its answers and the enrolment travel over HTTP: paths, content types, limits, the body's frame.
// Every text inside is a domain type (batch.h, receipt.h, enrolment.h); PROTOCOL.md is the prose. Pure, any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "kiosk/base/bytes.h"
#include "kiosk/base/result.h"

namespace hailong::protocol {

inline constexpr int kProto = 1;

// Request targets. GET /v1/keys/<v> and /v1/config/<v> answer signed documents.
inline constexpr std::string_view kEntriesPath = "/v1/entries";
inline constexpr std::string_view kStatePath = "/v1/state";
inline constexpr std::string_view kKeysPath = "/v1/keys/";
inline constexpr std::string_view kConfigPath = "/v1/config/";
inline constexpr std::string_view kEnrolBeginPath = "/v1/enrol/begin";
inline constexpr std::string_view kEnrolPath = "/v1/enrol";
inline constexpr std::string_view kRenewBeginPath = "/v1/renew/begin";
inline constexpr std::string_view kRenewPath = "/v1/renew";

inline constexpr std::string_view kBatchType = "application/x-hailong-batch+zstd";
inline constexpr std::string_view kSignedType = "application/x-hailong-signed";  // every two-line text, both directions
inline constexpr std::string_view kJsonType = "application/json";

inline constexpr std::size_t kMaxContent = std::size_t{264} * 1024;  // header line 8 KiB + lines 256 KiB
inline constexpr std::size_t kMaxWindow = std::size_t{512} * 1024;   // what one request may cost the server's decoder
inline constexpr std::size_t kPadding = 1024;                        // a body's length tells the network little
inline constexpr std::size_t kMaxBody =
    std::size_t{272} * 1024;  // an incompressible batch, framed and padded, is below this
inline constexpr std::size_t kMaxReply = std::size_t{64} * 1024;  // longest answer; an identity with two CAs fits

// One zstd frame that declares its content size, then one skippable frame that pads to a multiple of kPadding.
// Errors: bad_input when the text is longer than kMaxContent.
[[nodiscard]] Result<std::string> pack_body(std::string_view text);
// Refuses (bad_input) before it allocates: longer than kMaxBody, no declared size or one above kMaxContent, a window
// above kMaxWindow, a dictionary, anything but exactly these two frames, a length that is no multiple of kPadding.
[[nodiscard]] Result<std::string> unpack_body(std::string_view bytes);

// GET /v1/state?nonce=<32 hex>[&chain=<64 hex>]. The receipt's `req` is over this whole target.
//   with chain:    chain, through and head say what is held of it (both null: nothing); verdict ok
//   without chain: chain, through, head null; `want` lists what is held: {chain, from = held + 1}
struct StateQuestion {
    base::Token16 nonce;
    std::optional<base::Digest> chain;
    bool operator==(const StateQuestion&) const = default;
};
[[nodiscard]] std::string state_target(const StateQuestion& question);
[[nodiscard]] Result<StateQuestion> parse_state_target(std::string_view target);

// POST /v1/enrol/begin: {"code":"<16 hex>"} is answered by 200 {"nonce":"<32 hex>"}, each one line ended by 0x0A.
[[nodiscard]] std::string encode_enrol_begin(std::string_view code);
[[nodiscard]] Result<std::string> parse_enrol_begin(std::string_view text);
// The same for POST /v1/renew/begin: {"device":"<id>"}.
[[nodiscard]] std::string encode_renew_begin(std::string_view device);
[[nodiscard]] Result<std::string> parse_renew_begin(std::string_view text);
[[nodiscard]] std::string encode_enrol_nonce(const base::Token16& nonce);
[[nodiscard]] Result<base::Token16> parse_enrol_nonce(std::string_view text);

// Why an enrolment or renewal was refused. The word travels; each side says it in its own sentence.
enum class Refusal {
    bad_request,     // 400: not the form of enrolment.h
    unknown_code,    // 403: never issued here
    used_code,       // 403: already enrolled another pair of keys
    void_code,       // 403: ten failures, or revoked
    expired_code,    // 403
    wrong_nonce,     // 403: not the nonce that was given out last, or too old: begin again
    wrong_proof,     // 403: MAC or one of the two signatures does not fit
    unknown_device,  // 403: no terminal of this id and device key is enrolled here
    revoked_device,  // 403: it was, and is no more
};
[[nodiscard]] std::string_view name_of(Refusal refusal);
[[nodiscard]] int status_of(Refusal refusal);
// {"error":"<word>"} and 0x0A.
[[nodiscard]] std::string encode_refusal(Refusal refusal);
[[nodiscard]] Result<Refusal> parse_refusal(std::string_view text);

}  // namespace hailong::protocol
