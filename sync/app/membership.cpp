#include "sync/app/membership.h"

#include <algorithm>

#include "kiosk/base/json.h"
#include "kiosk/store/receipts.h"
#include "sync/transport/tls_identity.h"

namespace hailong::sync_app {

namespace {

constexpr mode_t kFolderMode = 02750;  // the terminal's group reads receipts and keys

// Seconds since 1970, from the build system (SOURCE_DATE_EPOCH when set).
constexpr base::WallTime kBuilt{std::chrono::seconds(HAILONG_BUILT)};
constexpr auto kFurthestJump = std::chrono::days(400);

// Of a signed text whose signer is named inside: what the identity's own keys document calls its root. The agent's
// folder is its own; that the root is the card's was checked when the file was written, and the terminal checks it
// again itself.
Result<base::Digest> root_of(std::string_view identity_text) {
    HL_TRY(const auto parts, domain::split_signed(identity_text));
    HL_TRY(const auto object, base::json::parse(parts.line, "identity"));
    HL_TRY(const auto keys_text, object.text("keys"));
    HL_TRY(const auto keys_parts, domain::split_signed(keys_text));
    HL_TRY(const auto keys, base::json::parse(keys_parts.line, "keys document"));
    HL_TRY(const auto root, keys.b64<base::SignKey>("root"));
    return domain::fingerprint(root);
}

}  // namespace

base::Path ca_file(const domain::Places& places) { return places.sync() / "ca.crt"; }
base::Path card_code_file(const domain::Places& places) { return places.sync() / "card.code"; }
base::Path pending_code_file(const domain::Places& places) { return places.sync() / "enrol" / "card.code"; }
base::Path pending_key_file(const domain::Places& places) { return places.sync() / "enrol" / "tls.key"; }
base::Path renewal_key_file(const domain::Places& places) { return places.sync() / "enrol" / "renewal.key"; }
base::Path unproven_pair_file(const domain::Places& places) { return places.sync() / "enrol" / "client.pem"; }

Status write_pair(const base::Path& file, std::string_view certificate, const base::Secret& key) {
    std::string text(certificate);
    text.reserve(certificate.size() + key.size());  // no copy of the key is left behind by growing
    text += key.view();
    auto written = base::write_file(file, text, 0600);
    base::wipe(text);
    return written;
}

Result<base::FolderLock> lock_folder(const domain::Places& places) {
    auto lock = base::FolderLock::take(places.sync() / "lock");
    if (!lock && lock.error().code == ErrorCode::busy) {
        return fail(ErrorCode::busy, "another hailong-sync is working in " + places.sync().string());
    }
    return lock;
}

Status make_folders(const domain::Places& places) {
    HL_CHECK(base::make_folder(places.root, 0755));
    HL_CHECK(base::make_folder(places.sync(), kFolderMode));
    HL_CHECK(base::make_folder(places.receipts(), kFolderMode));
    return base::make_folder(places.enrol_request().parent_path(), kFolderMode);
}

Result<Membership> load_membership(const domain::Places& places) {
    const auto text = base::read_file(places.identity());
    if (!text && text.error().code == ErrorCode::not_found) {
        return fail(ErrorCode::not_enrolled, "this terminal is not enrolled: run `hailong-sync enrol --card FILE`");
    }
    if (!text) return tl::unexpected<Error>(text.error());
    auto root = root_of(*text);
    if (!root) return fail_in(places.identity().string(), root.error());
    auto identity = domain::parse_identity(*text, *root);
    if (!identity) return fail_in(places.identity().string(), identity.error());
    Membership membership;
    HL_TRY(membership.keys, domain::parse_keys(identity->keys, *root));
    membership.identity = std::move(*identity);
    if (const auto newer = base::read_file(places.keys())) {
        auto keys = domain::parse_keys(*newer, *root);
        if (keys && keys->version > membership.keys.version) membership.keys = std::move(*keys);
    }
    return membership;
}

base::WallTime time_floor(const domain::Places& places, const domain::KeysDocument& keys) {
    base::WallTime floor = kBuilt;
    std::vector<base::WallTime> times;
    if (const auto pem = base::read_file(places.tls_pair())) {
        if (const auto life = transport::certificate_life(*pem)) times.push_back(life->from);
    }
    const auto files = store::read_receipts(places.receipts(), keys);
    for (const auto& file : files.value_or(std::vector<store::ReceiptFile>())) {
        if (file.receipt) times.push_back(file.receipt->now);
    }
    std::ranges::sort(times);
    for (const base::WallTime time : times) {
        if (time > floor && time <= floor + kFurthestJump) floor = time;
    }
    return floor;
}

transport::Endpoint endpoint_of(const Membership& membership, const domain::Places& places, const std::string& proxy) {
    transport::Endpoint endpoint;
    endpoint.origin = membership.identity.sync_url;
    endpoint.ca_bundle = ca_file(places);
    endpoint.certificate = places.tls_pair();
    endpoint.key = places.tls_pair();
    endpoint.proxy = proxy;
    endpoint.tls_floor = time_floor(places, membership.keys);
    return endpoint;
}

}  // namespace hailong::sync_app
