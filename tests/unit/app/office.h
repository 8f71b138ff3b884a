// A terminal's data folder with the papers a province gives it: card, identity, keys document. Made with the real
// encoders, signed by a root and a receipt key of the test's own.
#pragma once

#include <semaphore>
#include <string>

#include "kiosk/app/session.h"
#include "kiosk/app/station.h"
#include "tests/support/temp_folder.h"

namespace hailong::app_office {

class Office {
public:
    Office();
    test::TempFolder temp;
    domain::Places places;
    base::Path card;
    base::Signer device;  // the folder's own key
    base::Signer root;
    base::Signer receipt_key;
    base::Opener province;                               // opens what is sealed to the intake key of enrol()
    base::Opener commission = base::Opener::generate();  // and to its comment key
    std::string device_id = "k-0001";
    std::string unit = "25195";

    void write_card() const;
    // Card, sync/identity.json and sync/keys.json.
    void enrol() const;
    [[nodiscard]] std::string keys_text(std::uint64_t version, const base::BoxKey& intake) const;
    void write_keys(std::uint64_t version, const base::BoxKey& intake) const;
    void write_request(const std::string& code) const;  // sync/enrol/request.json

    [[nodiscard]] domain::EnrolmentCard paper() const;
    [[nodiscard]] domain::Identity identity() const;
    [[nodiscard]] Result<app::Station> station() const;
};

[[nodiscard]] domain::Stamp stamp();
[[nodiscard]] flow::Rules rules();  // with the questionnaire of the assets

// A session on a clock of the test's own; waits for the writer thread without sleeping.
class Desk {
public:
    explicit Desk(const Office& office, const store::LedgerOptions& options = {});
    void touch(const flow::Event& event);
    void touch_face(int score);
    void pass(base::Millis time);
    void poll() { session->poll(now); }
    // Polls until the writer has answered every answer.
    void settle();
    // Polls, with time passing, until the first screen is offered as `service`; false when it never is.
    [[nodiscard]] bool reaches(flow::Service service);

    base::SystemClock clock;
    base::Instant now;
    std::counting_semaphore<> woken{0};
    std::optional<app::Session> session;
};

struct HeldEntry {
    domain::Entry entry;
    std::size_t length = 0;
};
// Entries of a chain, genesis left out.
[[nodiscard]] std::vector<HeldEntry> entries(const Office& office, const base::Digest& chain);
[[nodiscard]] base::Digest enrolled_chain(const Office& office);

}  // namespace hailong::app_office
