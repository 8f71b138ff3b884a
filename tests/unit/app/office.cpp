#include "tests/unit/app/office.h"

#include <stdexcept>

#include "kiosk/app/device_key.h"
#include "kiosk/app/kiosk_config.h"
#include "kiosk/store/ledger_reader.h"
#include "tests/support/must.h"

namespace hailong::app_office {

namespace {

using test::must;

base::Signer folder_key(const domain::Places& places) {
    must(base::init_crypto());
    must(app::prepare_folders(places));
    must(base::make_folder(places.sync(), 02750));
    must(base::make_folder(places.enrol_request().parent_path(), 02750));
    return must(app::device_key(places));
}

}  // namespace

Office::Office()
    : places{temp / "data"},
      card(temp / "card.json"),
      device(folder_key(places)),
      root(base::Signer::generate()),
      receipt_key(base::Signer::generate()),
      province(base::Opener::generate()) {}

domain::EnrolmentCard Office::paper() const {
    return {"https://danhgia.example.vn:8444", "0123456789abcdef", base::Secret("a secret of the card"),
            domain::fingerprint(root.public_key())};
}

void Office::write_card() const { must(base::write_file(card, domain::encode_card(paper()), 0644)); }

std::string Office::keys_text(std::uint64_t version, const base::BoxKey& intake) const {
    domain::KeysDocument keys;
    keys.version = version;
    keys.province = "binhphuoc";
    keys.root = root.public_key();
    keys.receipt = {receipt_key.public_key()};
    keys.config = {receipt_key.public_key()};
    keys.intake = intake;
    keys.comment = commission.public_key();
    return domain::encode_keys(keys, root);
}

void Office::write_keys(std::uint64_t version, const base::BoxKey& intake) const {
    must(base::write_file(places.keys(), keys_text(version, intake)));
}

domain::Identity Office::identity() const {
    domain::Identity identity;
    identity.province = "binhphuoc";
    identity.device = device_id;
    identity.unit = unit;
    identity.office = "Phường thử nghiệm";
    identity.sync_url = "https://danhgia.example.vn:8443";
    identity.certificate = "-----BEGIN CERTIFICATE-----\n";
    identity.ca_bundle = "-----BEGIN CERTIFICATE-----\n";
    identity.keys = keys_text(1, province.public_key());
    identity.dev_key = device.public_key();
    return identity;
}

void Office::enrol() const {
    write_card();
    must(base::write_file(places.identity(), domain::encode_identity(identity(), receipt_key)));
    write_keys(1, province.public_key());
}

void Office::write_request(const std::string& code) const {
    const domain::EnrolChallenge challenge{code, base::sha256("csr"), base::Token16{}};
    must(base::write_file(places.enrol_request(), domain::encode_challenge(challenge)));
}

Result<app::Station> Office::station() const { return app::enrolled_station(places, card, device.public_key()); }

domain::Stamp stamp() {
    return domain::Stamp{base::WallTime(base::Millis(1'795'400'107'123)), base::Token16{}, 123'456};
}

flow::Rules rules() {
    app::KioskRequest request;
    request.assets = base::Path(HAILONG_SOURCE_DIR) / "assets";
    return must(app::load_rules(app::KioskConfig{}, request));
}

Desk::Desk(const Office& office, const store::LedgerOptions& options) : now(clock.now()) {
    app::SessionRequest request;
    request.places = office.places;
    request.card = office.card;
    request.rules = rules();
    request.ledger = options;
    request.wake = [this] { woken.release(); };
    session.emplace(must(app::Session::open(std::move(request), clock, now)));
}

void Desk::touch(const flow::Event& event) {
    pass(base::Millis(1'500));
    session->dispatch(event, now);
}

void Desk::touch_face(int score) {
    touch(flow::FaceTouched{must(domain::Score::from(score)), {{40}, {90}}});
    settle();
}

void Desk::pass(base::Millis time) {
    now.wall += time;
    now.mono += time;
    session->poll(now);
}

void Desk::settle() {
    while (session->is_writing()) {
        woken.acquire();
        session->poll(now);
    }
}

bool Desk::reaches(flow::Service service) {
    for (int i = 0; i < 20; ++i) {
        if (session->state().service == service) return true;
        pass(base::Millis(2'000));
        // A probe of the disk answers after a moment of its own.
        if (session->last_error()) static_cast<void>(woken.try_acquire_for(std::chrono::seconds(2)));
        session->poll(now);
    }
    return session->state().service == service;
}

std::vector<HeldEntry> entries(const Office& office, const base::Digest& chain) {
    std::vector<HeldEntry> out;
    for (const auto& line :
         must(store::LedgerReader(office.places.ledger()).lines(chain, 1, {.lines = 100'000, .bytes = 1 << 30}))) {
        out.push_back({must(domain::parse_entry(line)), line.size()});
    }
    return out;
}

base::Digest enrolled_chain(const Office& office) {
    const auto chain = store::enrolled_chain(must(store::LedgerReader(office.places.ledger()).chains()));
    if (!chain) throw std::runtime_error("no enrolled chain");
    return chain->summary.chain;
}

}  // namespace hailong::app_office
