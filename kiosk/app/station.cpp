#include "kiosk/app/station.h"

#include "kiosk/store/ledger_reader.h"

namespace hailong::app {

namespace {

constexpr std::size_t kMaxIdentity = 65536;
constexpr mode_t kOwnFile = 0600;

base::Path adopted_keys(const domain::Places& places) { return places.kiosk() / "keys.json"; }

// An unreadable or forged document is no document: the others still hold.
void take_if_newer(domain::KeysDocument& best, std::string& best_text, const base::Path& path,
                   const base::Digest& root) {
    auto text = base::read_file(path, domain::kMaxSignedText);
    if (!text) return;
    auto keys = domain::parse_keys(*text, root);
    if (!keys || keys->province != best.province || keys->version <= best.version) return;
    best = std::move(*keys);
    best_text = std::move(*text);
}

Result<domain::EnrolmentCard> read_card(const base::Path& path) {
    const auto text = base::read_file(path, 16384);
    if (!text) {
        return fail(ErrorCode::environment,
                    "enrolment card: " + text.error().what + "; the identity cannot be verified without it");
    }
    return domain::parse_card(*text);
}

domain::Genesis genesis_for(const Station& station, const base::Signer& device, const domain::Stamp& stamp) {
    domain::Genesis genesis;
    genesis.stamp = stamp;
    genesis.device = station.device;
    genesis.unit = station.unit;
    genesis.dev_key = device.public_key();
    genesis.rand = base::random_token();
    return genesis;
}

domain::PreviousChain link_to(const store::HeldChain& held) {
    return domain::PreviousChain{held.summary.chain, held.summary.last, held.summary.head, true};
}

}  // namespace

Result<domain::KeysDocument> newest_keys(const domain::Places& places, const std::string& identity_keys,
                                         const base::Digest& root) {
    HL_TRY(auto best, domain::parse_keys(identity_keys, root));
    std::string text = identity_keys;
    take_if_newer(best, text, adopted_keys(places), root);
    const auto known = best.version;
    take_if_newer(best, text, places.keys(), root);
    if (best.version > known) HL_CHECK(base::write_file(adopted_keys(places), text, kOwnFile));
    return best;
}

Result<Station> enrolled_station(const domain::Places& places, const base::Path& card, const base::SignKey& device) {
    const auto text = base::read_file(places.identity(), kMaxIdentity);
    if (!text && text.error().code == ErrorCode::not_found) {
        return fail(ErrorCode::not_enrolled, "this terminal is not enrolled: run hailong-sync enrol --card FILE");
    }
    if (!text) return fail_in("identity", text.error());
    HL_TRY(const auto trusted, read_card(card));
    auto identity = domain::parse_identity(*text, trusted.root);
    if (!identity) return fail_in("identity " + places.identity().string(), identity.error());
    if (identity->dev_key != device) {
        return fail(ErrorCode::not_enrolled, "the identity was given to another device key: enrol this terminal again");
    }
    HL_TRY(const auto keys, newest_keys(places, identity->keys, trusted.root));
    return Station{identity->device, identity->unit, identity->office, keys.intake};
}

Result<Station> rehearsal_station(const domain::Places& places, const base::Path& card, const base::SignKey& device) {
    auto enrolled = enrolled_station(places, card, device);
    if (enrolled || enrolled.error().code != ErrorCode::not_enrolled) return enrolled;
    return Station{"unenrolled", "00000", "", base::Opener::generate().public_key()};
}

Result<store::Ledger> open_enrolled_ledger(const domain::Places& places, const Station& station,
                                           const base::Signer& device, const domain::Stamp& stamp,
                                           const store::LedgerOptions& options) {
    HL_TRY(const auto chains, store::LedgerReader(places.ledger()).chains());
    domain::Genesis genesis = genesis_for(station, device, stamp);
    if (const auto newest = store::enrolled_chain(chains)) {
        const auto& old = newest->genesis;
        const bool same_key = old && old->dev_key == device.public_key();
        if (same_key && old->device == station.device && old->unit == station.unit) {
            return store::Ledger::open(places.ledger(), newest->summary.chain, device, options);
        }
        genesis.prev = link_to(*newest);
        genesis.reason = same_key ? domain::GenesisReason::enrolled : domain::GenesisReason::rekeyed;
    }
    return store::Ledger::create(places.ledger(), genesis, device, options);
}

Result<store::Ledger> begin_rehearsal_ledger(const domain::Places& places, const Station& station,
                                             const base::Signer& device, const domain::Stamp& stamp,
                                             const store::LedgerOptions& options) {
    domain::Genesis genesis = genesis_for(station, device, stamp);
    genesis.reason = domain::GenesisReason::rehearsal;
    return store::Ledger::create(places.ledger(), genesis, device, options);
}

}  // namespace hailong::app
