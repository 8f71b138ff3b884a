#include "tests/ui/enrolled_folder.h"

#include "kiosk/app/device_key.h"
#include "kiosk/domain/enrolment.h"
#include "kiosk/store/ledger_reader.h"
#include "tests/support/must.h"

namespace hailong::test {
namespace {

base::Signer new_signer() {
    must(base::init_crypto());
    return base::Signer::generate();
}

}  // namespace

EnrolledFolder::EnrolledFolder()
    : root_(new_signer()),
      receipt_(base::Signer::generate()),
      intake_(base::Opener::generate()),
      comment_(base::Opener::generate()) {
    must(base::make_folder(places().root, 0755));
    must(app::prepare_folders(places()));
    must(base::make_folder(places().sync(), 0750));
    must(base::make_folder(places().receipts(), 0750));
    domain::EnrolmentCard card_text;
    card_text.url = "https://localhost:8444";
    card_text.code = "0123456789abcdef";
    card_text.secret = base::Secret("sixteen bytes ok");
    card_text.root = domain::fingerprint(root_.public_key());
    must(base::write_file(card(), domain::encode_card(card_text)));
    write_identity(must(app::device_key(places())).public_key());
}

void EnrolledFolder::write_identity(const base::SignKey& device) const {
    domain::KeysDocument keys;
    keys.province = "test";
    keys.root = root_.public_key();
    keys.receipt = {receipt_.public_key()};
    keys.config = {receipt_.public_key()};
    keys.intake = intake_.public_key();
    keys.comment = comment_.public_key();
    domain::Identity identity;
    identity.province = "test";
    identity.device = "desk-1";
    identity.unit = "25195";
    identity.office = "Phường Đồng Xoài";
    identity.sync_url = "https://localhost:8443";
    identity.certificate = "none";
    identity.ca_bundle = "none";
    identity.keys = domain::encode_keys(keys, root_);
    identity.dev_key = device;
    identity.staff_box = base::seal(must(base::box_key_of(device)), staff_key_.view());
    must(base::write_file(places().identity(), domain::encode_identity(identity, receipt_)));
}

bool EnrolledFolder::has_entry(std::string_view word) const {
    const store::LedgerReader reader(places().ledger());
    for (const auto& chain : must(reader.chains())) {
        for (const auto& line : must(reader.lines(chain.summary.chain, 1, {}))) {
            if (line.find("\"" + std::string(word) + "\"") != std::string::npos) return true;
        }
    }
    return false;
}

std::vector<domain::Answer> EnrolledFolder::answers() const {
    const store::LedgerReader reader(places().ledger());
    std::vector<domain::Answer> answers;
    for (const auto& chain : must(reader.chains())) {
        for (const auto& line : must(reader.lines(chain.summary.chain, 1, {}))) {
            const auto entry = must(domain::parse_entry(line));
            if (!domain::is_visit_kind(entry.kind)) continue;
            // The kind does not tell which key it is.
            auto plain = intake_.open(entry.box);
            if (!plain) plain = comment_.open(entry.box);
            answers.push_back(must(domain::parse_plain(must(std::move(plain)).view())));
        }
    }
    return answers;
}

}  // namespace hailong::test
