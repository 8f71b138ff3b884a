#include "kiosk/domain/health.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "kiosk/domain/genesis.h"

namespace hailong::domain {

namespace {

constexpr std::string_view kForm = "H1";
constexpr std::string_view kNone = "-";
constexpr std::size_t kFields = 12;
constexpr std::size_t kMaxVersion = 16;
constexpr std::int64_t kMaxSeconds = 253'402'300'799;  // end of the year 9999

std::string upper(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return out;
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

template <class Number>
Result<Number> number_from(std::string_view text) {
    Number out{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc() || end != text.data() + text.size() || std::to_string(out) != text) {
        return fail(ErrorCode::bad_input, "\"" + std::string(text) + "\" is no number");
    }
    return out;
}

Result<base::Digest> digest_from(std::string_view text) {
    HL_TRY(const auto raw, base::from_b32(text));
    return base::Digest::from_raw(raw);
}

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> out;
    for (;;) {
        const auto colon = text.find(':');
        out.push_back(text.substr(0, colon));
        if (colon == std::string_view::npos) return out;
        text.remove_prefix(colon + 1);
    }
}

std::string unsigned_text(const Health& health) {
    std::string out = std::string(kForm) + ":" + upper(health.device);
    const auto add = [&out](std::string_view field) { out.append(":").append(field); };
    add(health.head ? base::to_b32(health.head->chain.view()) : std::string(kNone));
    add(health.head ? std::to_string(health.head->seq) : std::string(kNone));
    add(health.head ? base::to_b32(health.head->hash.view()) : std::string(kNone));
    add(health.through ? std::to_string(*health.through) : std::string(kNone));
    add(std::to_string(health.pending));
    add(std::to_string(health.disk_free_mb));
    add(std::to_string(std::chrono::floor<std::chrono::seconds>(health.clock).time_since_epoch().count()));
    add(upper(health.version));
    add(health.cert_days ? std::to_string(*health.cert_days) : std::string(kNone));
    return out;
}

Result<std::optional<Head>> head_from(const std::vector<std::string_view>& fields) {
    if (fields[2] == kNone && fields[3] == kNone && fields[4] == kNone) return std::optional<Head>();
    Head head;
    HL_TRY(head.chain, digest_from(fields[2]));
    HL_TRY(head.seq, number_from<Seq>(fields[3]));
    HL_TRY(head.hash, digest_from(fields[4]));
    return std::optional<Head>(head);
}

template <class Number>
Result<std::optional<Number>> optional_number(std::string_view text) {
    if (text == kNone) return std::optional<Number>();
    HL_TRY(const auto number, number_from<Number>(text));
    return std::optional<Number>(number);
}

Result<Health> health_from(const std::vector<std::string_view>& fields) {
    Health health;
    health.device = lower(fields[1]);
    if (!is_device_id(health.device)) return fail(ErrorCode::bad_input, "it names no terminal");
    HL_TRY(health.head, head_from(fields));
    HL_TRY(health.through, optional_number<Seq>(fields[5]));
    HL_TRY(health.pending, number_from<std::uint64_t>(fields[6]));
    HL_TRY(health.disk_free_mb, number_from<std::uint64_t>(fields[7]));
    HL_TRY(const auto seconds, number_from<std::int64_t>(fields[8]));
    if (seconds < 0 || seconds > kMaxSeconds) return fail(ErrorCode::bad_input, "its clock is no time");
    health.clock = base::WallTime(std::chrono::seconds(seconds));
    health.version = lower(fields[9]);
    if (health.version.empty() || health.version.size() > kMaxVersion) {
        return fail(ErrorCode::bad_input, "it names no version");
    }
    HL_TRY(health.cert_days, optional_number<std::int64_t>(fields[10]));
    return health;
}

}  // namespace

std::string encode_health(const Health& health, const base::Signer& device) {
    const std::string text = unsigned_text(health);
    return text + ":" + base::to_b32(device.sign(base::Context::health, {text}).view());
}

Result<SignedHealth> parse_health(std::string_view text) {
    if (text.size() > kMaxHealthText + 2) return fail(ErrorCode::bad_input, "not a health text: too long");
    std::string clean = upper(text);
    std::erase_if(clean, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
    const auto fields = split(clean);
    if (fields.size() != kFields || fields.front() != kForm) {
        return fail(ErrorCode::bad_input, "not a health text: it must begin with H1: and have 12 parts");
    }
    SignedHealth out;
    auto health = health_from(fields);
    if (!health) return fail_in("health text", health.error());
    out.health = std::move(*health);
    out.signed_text = clean.substr(0, clean.rfind(':'));
    HL_TRY(const auto signature, base::from_b32(fields.back()));
    HL_TRY(out.signature, base::Signature::from_raw(signature));
    return out;
}

bool verify_health(const SignedHealth& health, const base::SignKey& device) {
    return base::verify(device, health.signature, base::Context::health, {health.signed_text});
}

}  // namespace hailong::domain
