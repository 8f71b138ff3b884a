// What the server's tests need of the other end: a terminal with a real chain and real keys, a TLS key, a province on
// disk.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kiosk/domain/enrolment.h"
#include "kiosk/domain/genesis.h"
#include "sync/server/province.h"
#include "sync/server/sqlite_archive.h"
#include "tests/support/temp_folder.h"

namespace hailong::server_test {

inline constexpr base::WallTime kNow{base::Millis(1'795'400'107'123)};  // 2026-11-23, morning in Viet Nam

[[nodiscard]] domain::Stamp stamp_at(base::WallTime at);
[[nodiscard]] domain::VisitId visit(int number);
[[nodiscard]] domain::Rating rating(int score, int visit_number);

[[nodiscard]] domain::Genesis genesis_of(const std::string& device, const base::SignKey& key,
                                         domain::GenesisReason reason = domain::GenesisReason::enrolled);
[[nodiscard]] server::ProvinceSettings province_settings();

// A terminal's ledger in memory.
class FakeTerminal {
public:
    explicit FakeTerminal(std::string device = "k25195-1",
                          domain::GenesisReason reason = domain::GenesisReason::enrolled);
    FakeTerminal(std::string device, const std::string& genesis_line);  // raw: for genesis nobody can read

    void append(const std::string& line);
    void append(int count);  // device events
    void answer(const domain::Answer& answer, const base::BoxKey& to, base::WallTime at = kNow);
    // Another end of the same chain: keeps entries up to `last`.
    [[nodiscard]] FakeTerminal cut(domain::Seq last) const;

    [[nodiscard]] domain::Batch batch(domain::Seq first, domain::Seq last) const;
    [[nodiscard]] domain::Batch all() const { return batch(0, last()); }
    [[nodiscard]] domain::Batch heartbeat(domain::Seq last) const { return batch(last + 1, last); }
    // The header again after a test changed it: `sig` is left as the test wants it.
    static void rewrite(domain::Batch& batch);
    // As from a terminal that has pruned what comes before `floor`.
    [[nodiscard]] static domain::Batch pruned_to(domain::Seq floor, domain::Batch batch);
    void sign(domain::Batch& batch) const;

    [[nodiscard]] const std::string& device() const { return device_; }
    [[nodiscard]] const base::Signer& key() const { return *key_; }
    [[nodiscard]] base::Digest chain() const { return hashes_.front(); }
    [[nodiscard]] base::Digest hash(domain::Seq seq) const { return hashes_.at(seq); }
    [[nodiscard]] domain::Seq last() const { return lines_.size() - 1; }
    [[nodiscard]] const std::string& line(domain::Seq seq) const { return lines_.at(seq); }

private:
    std::string device_;
    std::shared_ptr<const base::Signer> key_;  // shared by the copies that cut() makes: a cloned disk has the same key
    std::vector<std::string> lines_;
    std::vector<base::Digest> hashes_;
};

// A P-256 key with its certificate request, as the agent makes them.
class TlsClient {
public:
    TlsClient();
    ~TlsClient();
    TlsClient(const TlsClient&) = delete;
    TlsClient& operator=(const TlsClient&) = delete;
    [[nodiscard]] const std::string& csr() const { return csr_; }
    [[nodiscard]] const std::string& key_pem() const { return key_pem_; }
    [[nodiscard]] std::string sign(std::string_view bytes) const;  // ECDSA, DER

private:
    struct Key;
    std::unique_ptr<Key> key_;
    std::string csr_;
    std::string key_pem_;
};

// Percent-encodes as nginx's $ssl_client_escaped_cert does.
[[nodiscard]] std::string escaped(std::string_view pem);

// A province in a folder of the test, archive open.
struct ProvinceInFolder {
    test::TempFolder folder;
    server::ServerPlaces places;
    std::unique_ptr<server::Province> province;
    std::unique_ptr<server::SqliteArchive> archive;
    ProvinceInFolder();
    // Gives the terminal a row, without the enrolment protocol.
    void admit(const FakeTerminal& terminal, const base::Digest& spki = base::sha256("tls key"));
    [[nodiscard]] base::BoxKey intake() const { return province->keys.intake; }
};
void admit(server::Registry& registry, const FakeTerminal& terminal, const base::Digest& spki);

// The body of POST /v1/enrol for this card.
[[nodiscard]] std::string enrol_body(const domain::EnrolmentCard& card, const base::Token16& nonce,
                                     const base::Signer& device, const TlsClient& tls);

}  // namespace hailong::server_test
