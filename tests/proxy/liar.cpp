#include "sync/protocol/wire.h"
#include "tests/proxy/believers.h"
#include "tests/proxy/lies.h"
#include "tests/proxy/parts.h"
#include "tests/proxy/rig.h"
#include "tests/support/http_text.h"
#include "tests/support/must.h"

namespace hailong::proxy_rig {

namespace {

using test::must;
using test::Passage;

std::string signed_reply(const std::string& status, const std::string& body) {
    return test::http_reply(status, body, "Content-Type: " + std::string(protocol::kSignedType) + "\r\n");
}

std::string with_body(const std::string& reply, const std::string& body) {
    const auto begin = reply.find(' ') + 1;
    return signed_reply(reply.substr(begin, reply.find("\r\n") - begin), body);
}

base::Signer root_of(const server::ServerPlaces& places) {
    std::string text = must(base::read_file(places.offline() / "root.key"));
    text.pop_back();  // its newline
    return must(base::Signer::from_seed(must(base::from_b64(text))));
}

class Liar {
public:
    Liar(Rig& rig, const Lie& lie, domain::Receipt older_chain, std::string older_answer)
        : rig_(rig), lie_(lie), older_chain_(std::move(older_chain)), older_answer_(std::move(older_answer)) {}
    void pass(Passage& passage) {
        if (lie_.keys && passage.request().starts_with("GET " + std::string(protocol::kKeysPath))) {
            is_forgery_told_ = true;
            return passage.answer(signed_reply("200 OK", lie_.keys(forgery())));
        }
        const std::string reply = passage.forward();
        const std::string text = test::body_of(reply);
        const auto receipt = domain::parse_receipt(text, rig_.self.keys);
        if (!receipt || !receipt->through) return passage.answer(reply);
        ++told_;
        const Truth truth{
            text,         *receipt,     rig_.serving.place.province->receipt_key, unlisted_, rig_.terminal.ledger.key(),
            older_chain_, older_answer_};
        const std::string lie = lie_.tell(truth);
        is_signed_text_ = domain::split_signed(lie).has_value();
        passage.answer(with_body(reply, lie));
    }
    [[nodiscard]] bool was_told() const { return told_ > 0 && (is_forgery_told_ || !lie_.keys); }
    // The form of an answer: not a page that somebody put in its place.
    [[nodiscard]] bool is_signed_text() const { return is_signed_text_; }

private:
    [[nodiscard]] Forgery forgery() const {
        domain::KeysDocument wished = rig_.self.keys;
        ++wished.version;
        wished.receipt.push_back(unlisted_.public_key());
        return {std::move(wished), root_, unlisted_};
    }

    Rig& rig_;
    const Lie& lie_;
    domain::Receipt older_chain_;
    std::string older_answer_;
    base::Signer unlisted_ = base::Signer::generate();
    base::Signer root_ = root_of(rig_.serving.place.places);
    int told_ = 0;
    bool is_forgery_told_ = false;
    bool is_signed_text_ = false;
};

enum class Asked { batch, state };

// Somebody must be told: of a lie, an alarm; of what has not even the form of an answer, a stranger in the middle.
void judge_complaint(Findings& findings, const agent::SyncStatus& status, const Liar& liar, const std::string& where) {
    findings.expect(liar.was_told(), where, "was never told");
    findings.expect(status.problem.has_value(), where, "is told to nobody");
    if (!status.problem) return;
    const std::string word = liar.is_signed_text() ? "untrusted" : "portal";
    findings.expect(status.problem->word == word, where, "is called " + status.problem->word);
    findings.expect(!liar.is_signed_text() || status.alarm == "untrusted", where, "raises no alarm");
}

// A liar answers everything while ratings wait: nothing may be believed, nothing may go.
void try_lie(Rig& rig, Findings& findings, const Lie& lie, Asked asked) {
    const std::string where = lie.name + (asked == Asked::batch ? ", to a batch" : ", to a question");
    const std::string older_answer = rig.receipt_file(rig.kiosk.chain());
    const auto older_chain = domain::parse_receipt(rig.receipt_file(rig.kiosk.chains().front()), rig.self.keys);
    if (!older_chain) return findings.fail(where, "finds no receipt of the older chain: " + older_chain.error().what);
    Liar liar(rig, lie, *older_chain, older_answer);
    rig.carrier.pass(std::chrono::minutes(10));  // after a document that did not hold, none is asked for so soon
    rig.kiosk.append(2);
    auto before = rig.stand();
    rig.proxy.commit([&](Passage& passage) { liar.pass(passage); });
    if (asked == Asked::state) {
        rig.carrier.restart_forgetful();
        before.receipt.clear();
    }
    rig.try_for(3);  // a contradiction is asked about once more before it is called a lie
    rig.proxy.behave();
    judge_complaint(findings, rig.carrier.status(), liar, where);
    rig.judge_standstill(findings, where, before);
    findings.expect(!std::filesystem::exists(rig.places.keys()), where, "leaves a keys document");
    rig.judge_recovery(findings, where);
    findings.count();
}

}  // namespace

Findings lying_server(const Options& options, Believer believer) {
    Findings findings("lies", options.seed);
    Rig rig;
    (void)rig.carrier.arrives();
    rig.kiosk.begin_chain(domain::GenesisReason::rekeyed);
    rig.kiosk.append(2);
    findings.expect(rig.carrier.arrives(), "before any lie", "does not arrive");
    rig.carrier.spoil = believing(believer, voice_of(rig));
    for (const Lie& lie : all_lies()) {
        for (const Asked asked : {Asked::batch, Asked::state}) try_lie(rig, findings, lie, asked);
    }
    rig.judge_ends(findings);
    return findings;
}

}  // namespace hailong::proxy_rig
