#include "tests/unit/agent/desk.h"

#include <stdexcept>

#include "sync/protocol/wire.h"
#include "tests/support/must.h"

namespace hailong::agent_desk {

namespace {

using test::must;

domain::Stamp stamp() { return {base::parse_utc("2026-11-23T02:15:07.123Z").value(), base::Token16{}, 123456}; }

int status_of(domain::Verdict verdict) {
    if (verdict == domain::Verdict::ok) return 200;
    return verdict == domain::Verdict::hash ? 422 : 409;
}

}  // namespace

base::Signer signer(char byte) {
    must(base::init_crypto());
    return must(base::Signer::from_seed(std::string(32, byte)));
}

Desk::Desk() : places{temp.path()}, ledger(places.ledger()) {
    for (const auto& folder : {places.ledger(), places.sync(), places.receipts()})
        must(base::make_folder(folder, 02750));
    keys.province = "dong-nai";
    keys.root = root.public_key();
    keys.receipt = {receipt_key.public_key()};
    keys.intake = base::Opener::generate().public_key();
    keys.comment = keys.intake;
}

base::Digest Desk::add_chain(domain::Seq entries, domain::GenesisReason reason) {
    domain::Genesis genesis;
    genesis.stamp = stamp();
    genesis.stamp.at += std::chrono::seconds(++chains_);  // the newest is the current one
    genesis.device = "k25195-000001";
    genesis.unit = "25195";
    genesis.dev_key = device.public_key();
    genesis.rand = base::random_token();
    genesis.reason = reason;
    base::Digest chain;
    {
        auto created = must(store::Ledger::create(places.ledger(), genesis, device));
        chain = created.head().chain;
    }
    append(chain, static_cast<int>(entries) - 1);
    return chain;
}

void Desk::append(const base::Digest& chain, int entries) {
    if (entries <= 0) return;
    auto opened = must(store::Ledger::open(places.ledger(), chain, device));
    const std::vector<domain::Draft> drafts(static_cast<std::size_t>(entries),
                                            domain::device_event("started", stamp()));
    must(opened.append(drafts));
}

base::Digest Desk::hash_at(const base::Digest& chain, domain::Seq seq) { return must(ledger.hash_at(chain, seq)); }

agent::Self Desk::self() const { return {keys.province, "k25195-000001", keys}; }

domain::Receipt Desk::receipt(const base::Digest& chain, domain::Seq through, const base::Digest& req) {
    domain::Receipt receipt;
    receipt.province = keys.province;
    receipt.epoch = "0123456789abcdef";
    receipt.device = "k25195-000001";
    receipt.chain = chain;
    receipt.through = through;
    receipt.head = hash_at(chain, through);
    receipt.req = req;
    receipt.now = stamp().at;
    receipt.config = "0";
    receipt.keys = 1;
    return receipt;
}

agent::Exchange ScriptedTransport::exchange(const agent::Request& request) {
    seen.push_back(request);
    if (script.empty()) {
        if (!otherwise) throw std::runtime_error("nothing scripted for " + request.target);
        return otherwise(request);
    }
    const Step step = std::move(script.front());
    script.pop_front();
    return step(request);
}

agent::Exchange TinyProvince::sign(domain::Receipt receipt) const {
    receipt.keys = keys_version;
    return reply(status_of(receipt.verdict), domain::encode_receipt(receipt, next_key ? *next_key : desk_.receipt_key),
                 std::string(protocol::kSignedType));
}

domain::Receipt TinyProvince::about(const std::optional<base::Digest>& chain, const base::Digest& req) const {
    domain::Receipt receipt;
    receipt.province = desk_.keys.province;
    receipt.epoch = epoch;
    receipt.device = "k25195-000001";
    receipt.chain = chain;
    receipt.req = req;
    receipt.now = stamp().at;
    receipt.config = "0";
    if (!chain || !held.contains(*chain) || held.at(*chain).empty()) return receipt;
    base::Digest hash;
    domain::Seq seq = 0;
    for (const std::string& line : held.at(*chain)) hash = domain::hash_entry(hash, seq++, line);
    receipt.through = seq - 1;
    receipt.head = hash;
    return receipt;
}

agent::Exchange TinyProvince::take(const domain::Batch& batch) {
    const auto req = domain::request_digest(batch.header_line);
    if (!batch.header.chain) {
        troubles.push_back(*batch.header.why);
        return sign(about(std::nullopt, req));
    }
    if (batch.lines.size() > max_lines) return reply(413, "too long");
    auto& lines = held[*batch.header.chain];
    domain::Receipt receipt = about(batch.header.chain, req);
    if (domain::head_of(batch) != batch.header.head) {
        receipt.verdict = domain::Verdict::hash;
    } else if (batch.header.first > lines.size()) {
        receipt.verdict = domain::Verdict::gap;
    } else {
        for (std::size_t i = lines.size() - batch.header.first; i < batch.lines.size(); ++i)
            lines.push_back(batch.lines[i]);
        receipt = about(batch.header.chain, req);
    }
    for (const auto& told : batch.header.chains) {
        const auto size = held[told.chain].size();
        if (wants_all && told.chain != batch.header.chain && told.last + 1 > size)
            receipt.want.push_back({told.chain, size});
    }
    return sign(receipt);
}

agent::Exchange TinyProvince::answer(const agent::Request& request) {
    if (request.target.starts_with(protocol::kKeysPath)) {
        domain::KeysDocument newer = desk_.keys;
        newer.version = keys_version;
        if (next_key) newer.receipt = {next_key->public_key()};
        return reply(200, domain::encode_keys(newer, desk_.root), std::string(protocol::kSignedType));
    }
    if (request.method == agent::Method::get) {
        const auto question = must(protocol::parse_state_target(request.target));
        return sign(about(question.chain, domain::request_digest(request.target)));
    }
    return take(must(domain::split_batch(must(protocol::unpack_body(request.body)))));
}

agent::Exchange reply(int status, std::string body, std::string type) {
    return agent::Reply{status, std::move(type), std::move(body), std::nullopt};
}

agent::Exchange failure(agent::Fault fault) { return tl::unexpected(agent::Failure{fault, "as scripted"}); }

}  // namespace hailong::agent_desk
