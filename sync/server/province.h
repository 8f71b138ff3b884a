// The province's identity: what `init` makes once and `serve` loads. Private keys have mode 0400, those of TLS 0600.
//
//   province.json           id, name and addresses
//   keys/document           the signed keys document; keys/document-<v>: those before it
//   keys/receipt.key        signs the answers
//   keys/intake.key         opens what is sealed; keys/intake-<kid>.key: the keys of later documents, none is forgotten
//   keys/staff.key          master of the terminals' staff keys; made at the next start where it is missing
//   keys/dossier.key        keys the digests of dossier codes; made likewise
//   tls/                    ca.crt, server.crt and server.key for nginx; ca.key signs terminals' certificates
//   offline/                root.key, comment.key, receipt-next.key: to be moved away from the server
//   revocations/            empty files named after terminals to be revoked, not yet taken up
//   codes/                  enrolment codes issued and not yet taken up
//   archive.db
#pragma once

#include <map>
#include <set>

#include "kiosk/base/files.h"
#include "kiosk/domain/enrolment.h"
#include "sync/server/archive.h"
#include "sync/server/pki.h"

namespace hailong::server {

struct ProvinceSettings {
    std::string id;         // [a-z0-9-]{1,32}
    std::string authority;  // name on the results page
    std::string host;
    std::string sync_url;
    std::string enrol_url;
};

struct Province {
    ProvinceSettings settings;
    domain::KeysDocument keys;
    std::string keys_text;  // two lines, as signed by the root
    base::Signer receipt_key;
    std::map<std::string, base::Opener> intake_keys;  // all that there ever were, by key id
    std::set<std::string> comment_keys;               // likewise: their ids
    Issued ca;
    base::Secret staff_master;  // empty: not made yet
    base::Secret dossier_key;
};

struct ServerPlaces {
    base::Path root;
    [[nodiscard]] base::Path settings() const { return root / "province.json"; }
    [[nodiscard]] base::Path document() const { return root / "keys" / "document"; }
    [[nodiscard]] base::Path document_of(std::uint64_t version) const {
        return root / "keys" / ("document-" + std::to_string(version));
    }
    [[nodiscard]] base::Path keys_lock() const { return root / "keys" / "lock"; }
    [[nodiscard]] base::Path receipt_key() const { return root / "keys" / "receipt.key"; }
    [[nodiscard]] base::Path intake_key() const { return root / "keys" / "intake.key"; }
    [[nodiscard]] base::Path staff_key() const { return root / "keys" / "staff.key"; }
    [[nodiscard]] base::Path dossier_key() const { return root / "keys" / "dossier.key"; }
    [[nodiscard]] base::Path ca_certificate() const { return root / "tls" / "ca.crt"; }
    [[nodiscard]] base::Path server_certificate() const { return root / "tls" / "server.crt"; }
    [[nodiscard]] base::Path server_key() const { return root / "tls" / "server.key"; }
    [[nodiscard]] base::Path ca_key() const { return root / "tls" / "ca.key"; }
    [[nodiscard]] base::Path offline() const { return root / "offline"; }
    [[nodiscard]] base::Path codes() const { return root / "codes"; }
    [[nodiscard]] base::Path revocations() const { return root / "revocations"; }
    [[nodiscard]] base::Path archive() const { return root / "archive.db"; }
    [[nodiscard]] base::Path lock() const { return root / "lock"; }
};

// Makes everything. Refuses (conflict) a folder that holds a province already, or half of one.
[[nodiscard]] Status init_province(const ServerPlaces& places, const ProvinceSettings& settings, base::WallTime now);
// For a province that was made before there were staff keys. Nothing happens where there is one.
[[nodiscard]] Status make_staff_master(const ServerPlaces& places);
// The same for the key of dossier codes. load_province() calls it: without that key nothing can be opened.
[[nodiscard]] Status make_dossier_key(const ServerPlaces& places);
// environment when the private keys are not those of the keys document.
[[nodiscard]] Result<Province> load_province(const ServerPlaces& places);

// A new key and certificate for nginx by the present CA, 5 years. nginx takes it when it is reloaded.
[[nodiscard]] Status renew_server_certificate(const ServerPlaces& places, base::WallTime now);
// A new CA, which signs from now on, and a certificate for nginx by it. tls/ca.crt holds the new CA and the one before
// it: both are trusted until the next roll-over. Interrupted, it is begun again.
[[nodiscard]] Status roll_ca(const ServerPlaces& places, base::WallTime now);

// Leaves word for the running server, which is the archive's only writer, that this terminal is revoked.
[[nodiscard]] Status order_revocation(const ServerPlaces& places, const std::string& device);
// Does what was left word of. An order that fails for another reason than that there is no such device stays.
[[nodiscard]] Status take_up_revocations(const ServerPlaces& places, Registry& registry);

// Writes a code into codes/, from where the running server takes it up, and returns its card. 14 days valid.
struct CodeOrder {
    Terminal terminal;  // an existing device id enrols that terminal again, with new keys
    base::WallTime now;
};
[[nodiscard]] Result<domain::EnrolmentCard> order_code(const ServerPlaces& places, const Province& province,
                                                       const CodeOrder& order);
// Reads a code from codes/. not_found when it was never issued or was taken up already.
[[nodiscard]] Result<Code> read_code(const ServerPlaces& places, const std::string& id);
[[nodiscard]] Status remove_code(const ServerPlaces& places, const std::string& id);

}  // namespace hailong::server
