#include "kiosk/app/enrol_proof.h"

#include "kiosk/domain/renewal.h"

namespace hailong::app {

namespace {
constexpr std::size_t kMaxFile = 16384;
constexpr mode_t kSharedFile = 0640;

// A renewal needs no card: what the device key signs names a device, and the province knows whose key that is.
Result<domain::DeviceProof> proof_for(std::string_view asked, const domain::Places& places, const base::Path& card,
                                      const base::Signer& device) {
    if (const auto renewal = domain::parse_renewal_challenge(asked)) return domain::prove(*renewal, device);
    const auto card_text = base::read_file(card, kMaxFile);
    if (!card_text) return fail(ErrorCode::environment, "enrolment card: " + card_text.error().what + "; put it there");
    HL_TRY(const auto trusted, domain::parse_card(*card_text));
    const auto challenge = domain::parse_challenge(asked);
    if (!challenge) return fail_in(places.enrol_request().string(), challenge.error());
    if (challenge->code != trusted.code) {
        return fail(ErrorCode::conflict, "the enrolment request is for code " + challenge->code + ", the card holds " +
                                             trusted.code + "; use the same card for both");
    }
    return domain::prove(*challenge, device);
}

}  // namespace

Result<ProofOutcome> answer_enrolment(const domain::Places& places, const base::Path& card,
                                      const base::Signer& device) {
    const auto asked = base::read_file(places.enrol_request(), kMaxFile);
    if (!asked && asked.error().code == ErrorCode::not_found) return ProofOutcome::nothing_asked;
    if (!asked) return fail_in("enrolment request", asked.error());
    HL_TRY(const auto proof, proof_for(*asked, places, card, device));
    const std::string answer = domain::encode_proof(proof);
    const auto before = base::read_file(places.enrol_answer(), kMaxFile);
    if (before && *before == answer) return ProofOutcome::answered_before;
    HL_CHECK(base::write_file(places.enrol_answer(), answer, kSharedFile));
    return ProofOutcome::answered;
}

}  // namespace hailong::app
