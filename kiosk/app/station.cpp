#include "kiosk/app/station.h"

#include <system_error>

#include "kiosk/base/json.h"

namespace hailong::app {

namespace {

constexpr std::size_t kMaxIdentity = 65536;
constexpr mode_t kOwnFile = 0600;

base::Path adopted_keys_file(const domain::Places& places) { return places.kiosk() / "keys.json"; }
base::Path adopted_identity(const domain::Places& places) { return places.kiosk() / "identity.json"; }

// nullopt when it is not there.
Result<std::optional<std::string>> optional_file(const base::Path& path, std::size_t limit) {
    auto text = base::read_file(path, limit);
    if (text) return std::optional<std::string>(std::move(*text));
    if (text.error().code == ErrorCode::not_found) return std::optional<std::string>();
    return tl::unexpected<Error>(text.error());
}

// After a new card the terminal's own copies may still be those of the province before.
bool is_of_another_root(std::string_view keys_text, const base::Digest& root) {
    const auto parts = domain::split_signed(keys_text);
    if (!parts) return false;
    const auto object = base::json::parse(parts->line, "keys document");
    const auto named =
        object ? object->b64<base::SignKey>("root") : Result<base::SignKey>(fail(object.error().code, ""));
    return named && domain::fingerprint(*named) != root;
}

tl::unexpected<Error> own_file_failure(const base::Path& path, const Error& why) {
    return fail(why.code, path.string() + ": " + why.what + "; restore it, or remove it to take the province's anew");
}

// Adopted before: whatever is wrong with it must not pass for its absence, or versions could go down.
Result<std::optional<domain::KeysDocument>> own_keys(const domain::Places& places, const base::Digest& root) {
    const base::Path path = adopted_keys_file(places);
    HL_TRY(const auto text, optional_file(path, domain::kMaxSignedText));
    if (!text) return std::optional<domain::KeysDocument>();
    auto keys = domain::parse_keys(*text, root);
    if (keys) return std::optional<domain::KeysDocument>(std::move(*keys));
    if (is_of_another_root(*text, root)) return std::optional<domain::KeysDocument>();
    return own_file_failure(path, keys.error());
}

// What is in sync/keys.json, if it may follow `held`.
Result<std::optional<domain::KeysDocument>> carried_keys(const std::string& text, const domain::KeysDocument& held,
                                                         const base::Digest& root) {
    HL_TRY(auto keys, domain::parse_keys(text, root));
    if (keys.province != held.province) return fail(ErrorCode::conflict, "of another province");
    if (keys.version < held.version) {
        return fail(ErrorCode::conflict, "version " + std::to_string(keys.version) + " is older than " +
                                             std::to_string(held.version) + ", which is held");
    }
    if (keys.version == held.version) return std::optional<domain::KeysDocument>();
    return std::optional<domain::KeysDocument>(std::move(keys));
}

struct OwnIdentity {
    std::string text;
    domain::Identity identity;
};

Result<std::optional<OwnIdentity>> own_identity(const domain::Places& places, const base::Digest& root) {
    const base::Path path = adopted_identity(places);
    HL_TRY(const auto text, optional_file(path, kMaxIdentity));
    if (!text) return std::optional<OwnIdentity>();
    auto identity = domain::parse_identity(*text, root);
    if (identity) return std::optional<OwnIdentity>({*text, std::move(*identity)});
    const auto parts = domain::split_signed(*text);
    const auto object = base::json::parse(parts ? parts->line : std::string(), "identity");
    const auto keys = object ? object->text("keys") : Result<std::string>(fail(object.error().code, ""));
    if (keys && is_of_another_root(*keys, root)) return std::optional<OwnIdentity>();
    return own_file_failure(path, identity.error());
}

// May this identity take the place of the one that is held?
Result<domain::Identity> successor(const std::string& text, const base::Digest& root, const domain::KeysDocument& keys,
                                   const base::SignKey& device) {
    HL_TRY(auto identity, domain::parse_identity(text, root));
    HL_TRY(const auto parts, domain::split_signed(text));
    HL_CHECK(domain::check_signed(parts, keys.receipt, base::Context::enrol));
    if (identity.province != keys.province) return fail(ErrorCode::conflict, "of another province");
    if (identity.dev_key != device) return fail(ErrorCode::conflict, "given to another device key");
    return identity;
}

Station station_of(const domain::Identity& identity, HeldKeys keys) {
    return Station{identity.device,          identity.unit,      identity.office,
                   std::move(keys.document), identity.staff_box, std::move(keys.rejected)};
}

tl::unexpected<Error> not_enrolled() {
    return fail(ErrorCode::not_enrolled, "this terminal is not enrolled: run hailong-sync enrol --card FILE");
}
tl::unexpected<Error> of_another_key() {
    return fail(ErrorCode::not_enrolled, "the identity was given to another device key: enrol this terminal again");
}

// The first identity this terminal gets from its province.
Result<Station> first_station(const domain::Places& places, const base::Digest& root, const base::SignKey& device) {
    HL_TRY(const auto text, optional_file(places.identity(), kMaxIdentity));
    if (!text) return not_enrolled();
    auto identity = domain::parse_identity(*text, root);
    if (!identity) return fail_in("identity " + places.identity().string(), identity.error());
    if (identity->dev_key != device) return of_another_key();
    HL_TRY(auto keys, newest_keys(places, identity->keys, root));
    HL_CHECK(base::write_file(adopted_identity(places), *text, kOwnFile));
    return station_of(*identity, std::move(keys));
}

Result<domain::EnrolmentCard> read_card(const base::Path& path) {
    const auto text = base::read_file(path, 16384);
    if (!text) {
        return fail(ErrorCode::environment,
                    "enrolment card: " + text.error().what + "; the identity cannot be verified without it");
    }
    return domain::parse_card(*text);
}

}  // namespace

Result<HeldKeys> newest_keys(const domain::Places& places, const std::string& identity_keys, const base::Digest& root) {
    HL_TRY(auto given, domain::parse_keys(identity_keys, root));
    HL_TRY(auto own, own_keys(places, root));
    const bool own_holds = own && own->province == given.province && own->version >= given.version;
    HeldKeys held{own_holds ? std::move(*own) : std::move(given), {}};
    std::optional<std::string> adopted;
    if (!own_holds) adopted = identity_keys;
    const auto carried = base::read_file(places.keys(), domain::kMaxSignedText);
    if (carried) {
        auto newer = carried_keys(*carried, held.document, root);
        if (newer && *newer) {
            held.document = std::move(**newer);
            adopted = *carried;
        } else if (!newer) {
            held.rejected.push_back(places.keys().string() + ": " + newer.error().what);
        }
    } else if (carried.error().code != ErrorCode::not_found) {
        held.rejected.push_back(carried.error().what);
    }
    if (adopted) HL_CHECK(base::write_file(adopted_keys_file(places), *adopted, kOwnFile));
    return held;
}

Result<Station> enrolled_station(const domain::Places& places, const base::Path& card, const base::SignKey& device) {
    const auto carried = base::read_file(places.identity(), kMaxIdentity);
    const bool absent = !carried && carried.error().code == ErrorCode::not_found;
    std::error_code ignored;
    if (absent && !std::filesystem::exists(adopted_identity(places), ignored)) return not_enrolled();
    HL_TRY(const auto trusted, read_card(card));
    HL_TRY(auto own, own_identity(places, trusted.root));
    if (!own) return first_station(places, trusted.root, device);
    HL_TRY(auto keys, newest_keys(places, own->identity.keys, trusted.root));
    if (carried && *carried != own->text) {
        auto newer = successor(*carried, trusted.root, keys.document, device);
        if (newer) {
            HL_CHECK(base::write_file(adopted_identity(places), *carried, kOwnFile));
            HL_TRY(keys, newest_keys(places, newer->keys, trusted.root));
            own->identity = std::move(*newer);
        } else {
            keys.rejected.push_back(places.identity().string() + ": " + newer.error().what);
        }
    } else if (!carried && !absent) {
        keys.rejected.push_back(carried.error().what);
    }
    if (own->identity.dev_key != device) return of_another_key();
    return station_of(own->identity, std::move(keys));
}

Result<Station> rehearsal_station(const domain::Places& places, const base::Path& card, const base::SignKey& device) {
    auto enrolled = enrolled_station(places, card, device);
    if (enrolled || enrolled.error().code != ErrorCode::not_enrolled) return enrolled;
    const auto nobody = [] { return base::Opener::generate().public_key(); };
    domain::KeysDocument keys;
    keys.intake = nobody();
    keys.comment = nobody();
    return Station{"unenrolled", "00000", "", std::move(keys), {}, {}};
}

Result<base::Secret> staff_key(const Station& station, const base::Signer& device) {
    if (station.staff_box.empty()) {
        return fail(ErrorCode::not_found, "the identity holds no staff key: enrol this terminal again");
    }
    auto key = device.opener().open(station.staff_box);
    if (!key) return fail_in("staff key", key.error());
    if (key->size() != base::Digest::kSize) return fail(ErrorCode::crypto, "staff key: not 32 bytes");
    return key;
}

Result<domain::KeysDocument> adopted_keys(const domain::Places& places, const base::Path& card) {
    HL_TRY(const auto trusted, read_card(card));
    HL_TRY(auto keys, own_keys(places, trusted.root));
    if (!keys) return not_enrolled();
    return std::move(*keys);
}

}  // namespace hailong::app
