#include "tests/unit/protocol/worked_example.h"

#include "kiosk/base/json.h"
#include "kiosk/domain/batch.h"
#include "kiosk/domain/genesis.h"
#include "kiosk/domain/health.h"
#include "kiosk/domain/staff_code.h"
#include "kiosk/domain/ticket.h"
#include "sync/protocol/wire.h"

namespace hailong::worked_example {

namespace {

using base::Digest;

base::Signer signer(char byte) { return base::Signer::from_seed(std::string(32, byte)).value(); }
base::Token16 token(char byte) { return base::Token16::from_raw(std::string(16, byte)).value(); }
base::WallTime at(const char* text) { return base::parse_utc(text).value(); }

domain::KeysDocument keys() {
    domain::KeysDocument keys;
    keys.province = "dong-nai";
    keys.root = signer(2).public_key();
    keys.receipt = {signer(3).public_key()};
    keys.config = {signer(6).public_key()};
    keys.intake = intake().public_key();
    keys.comment = base::Opener::from_secret(std::string(32, 5)).value().public_key();
    return keys;
}

std::vector<std::string> lines() {
    domain::Genesis genesis;
    genesis.stamp = {at("2026-11-23T02:15:00.000Z"), token(8), 60'000};
    genesis.device = "k25195-000001";
    genesis.unit = "25195";
    genesis.dev_key = signer(1).public_key();
    genesis.rand = token(9);
    const domain::Stamp later{at("2026-11-23T02:15:01.000Z"), token(8), 61'000};
    domain::Draft rating;
    rating.kind = domain::EntryKind::rating;
    rating.stamp = {at("2026-11-23T02:15:07.123Z"), token(8), 67'123};
    rating.key = intake().key_id();
    rating.box = rating_box();
    return {domain::encode_genesis(genesis), domain::encode_entry(domain::device_event("started", later), 1),
            domain::encode_entry(rating, 2)};
}

domain::Batch batch(const std::vector<std::string>& entries, const domain::Head& head) {
    domain::Batch batch;
    batch.lines = entries;
    batch.header.device = "k25195-000001";
    batch.header.chain = head.chain;
    batch.header.first = 0;
    batch.header.last = head.seq;
    batch.header.head = head.hash;
    batch.header.sig = domain::sign_head(signer(1), head);
    batch.header.nonce = token(10);
    batch.header.chains = {{head.chain, 0, head.seq, head.hash}};
    batch.header.clock = "{\"at\":\"2026-11-23T02:16:00.000Z\",\"boot\":\"" + token(8).hex() + "\",\"mono_ms\":120000}";
    batch.header.health = "{\"pending\":3,\"failures\":0}";
    batch.header_line = domain::encode_header(batch.header);
    return batch;
}

domain::Receipt receipt(const domain::Head& head, const Digest& req) {
    domain::Receipt receipt;
    receipt.province = "dong-nai";
    receipt.epoch = "0123456789abcdef";
    receipt.device = "k25195-000001";
    receipt.chain = head.chain;
    receipt.through = head.seq;
    receipt.head = head.hash;
    receipt.req = req;
    receipt.now = at("2026-11-23T02:16:01.000Z");
    receipt.config = "0";
    receipt.keys = 1;
    return receipt;
}

void add_enrolment(Blocks& blocks) {
    const domain::EnrolChallenge challenge{"0011223344556677", base::sha256("the CSR as DER"), token(11)};
    const auto proof = domain::prove(challenge, signer(1));
    blocks.emplace_back("enrolment: digest of a CSR (here of the 14 ASCII bytes \"the CSR as DER\")",
                        challenge.csr.hex());
    blocks.emplace_back("enrolment: the bytes both keys sign, in hex", base::to_hex(domain::signed_bytes(challenge)));
    blocks.emplace_back("enrolment: the terminal's answer", domain::encode_proof(proof));
    const std::string line = "{\"code\":\"0011223344556677\"}";
    const auto mac = base::mac(base::Secret("0123456789"), base::contextual(base::Context::enrol, {line}));
    blocks.emplace_back("enrolment: mac of the line " + line + " under the secret bytes \"0123456789\"", mac.hex());
}

void add_staff_code(Blocks& blocks) {
    const auto key = domain::staff_key(base::Secret(std::string(32, 10)), "k25195-000001");
    const std::string challenge = domain::staff_challenge(token(11));
    blocks.emplace_back("staff key of k25195-000001, in hex", base::to_hex(key.view()));
    blocks.emplace_back("staff challenge of 16 × 0x0b", challenge);
    blocks.emplace_back("staff answer", domain::staff_answer(key, challenge));
    blocks.emplace_back("staff sheet 1, code 1", domain::staff_sheet_code(key, 1, 1));
    blocks.emplace_back("staff sheet 1, code 24", domain::staff_sheet_code(key, 1, 24));
}

void add_ticket_and_health(Blocks& blocks, const domain::Head& head) {
    const auto id = domain::TicketId::from_raw(std::string(10, 12)).value();
    const auto ticket = domain::issue_ticket(signer(1), id, at("2026-11-23T02:15:07.123Z"));
    blocks.emplace_back("ticket of id 10 × 0x0c, at 02:15",
                        domain::ticket_address(ticket, signer(1), "danhgia.example.vn"));
    blocks.emplace_back("its typed code", domain::ticket_code(ticket.key, ticket.id));
    blocks.emplace_back("plain text of its entry, of visit 16 × 0x0d", domain::encode_ticket_plain({token(13), id}));
    const domain::Health health{"k25195-000001", head, domain::Seq{1}, 1, 51'234, at("2026-11-23T02:16:00.000Z"),
                                "0.1.0",         300};
    blocks.emplace_back("health text", domain::encode_health(health, signer(1)));
}

}  // namespace

base::Opener intake() { return base::Opener::from_secret(std::string(32, 4)).value(); }

Blocks make() {
    const auto entries = lines();
    Blocks blocks;
    blocks.emplace_back("keys document", domain::encode_keys(keys(), signer(2)));
    blocks.emplace_back("root fingerprint", domain::fingerprint(signer(2).public_key()).hex());
    domain::Head head;
    for (std::size_t n = 0; n < entries.size(); ++n) {
        head = n == 0 ? domain::begin_chain(entries[n]) : domain::extend(head, entries[n]);
        blocks.emplace_back("line " + std::to_string(n), entries[n]);
        blocks.emplace_back("hash(" + std::to_string(n) + ")", head.hash.hex());
    }
    blocks.emplace_back("sig(2)", domain::sign_head(signer(1), head).b64());
    const auto sent = batch(entries, head);
    blocks.emplace_back("header line", sent.header_line);
    const auto req = domain::request_digest(sent.header_line);
    blocks.emplace_back("req of the batch", req.hex());
    blocks.emplace_back("answer", domain::encode_receipt(receipt(head, req), signer(3)));
    const auto target = protocol::state_target({token(12), head.chain});
    blocks.emplace_back("state target", target);
    const auto state_req = domain::request_digest(target);
    blocks.emplace_back("req of the state question", state_req.hex());
    blocks.emplace_back("answer to the state question", domain::encode_receipt(receipt(head, state_req), signer(3)));
    add_enrolment(blocks);
    add_staff_code(blocks);
    add_ticket_and_health(blocks, head);
    return blocks;
}

std::string rating_box() {
    return base::from_b64(
               "tV-e3WYMkyOwC7wWeSqdN0cOGxZH6Q84HJlaiFYgxU-G6-VdQAYsswFD_-14qxr8Yo1PM-PdV_DOUgLwY84KV9rgF23ETojViR7L"
               "evz2EHnw3cvGX1Loj6Tm_5APpWaH64o4SWO8LvO5preQ5Hg6mI0VFJLpvA9kCcdMO-c3cS1YRUOGyHiaKDdTiGftdiJCQAn7EdaU"
               "k9fmI7wVVLdKJHxLj2imyF6XzrJ-9R9xeCbx-N_g5AUFQubeDDX6jaJmo1P1oZDcJjRQw6_nfN04EGdUlaOJQUhVh58r8-O1XGxi"
               "uTaPRQy-1mHApGfLctQzW6R1r1RyYu2w2Tx7Zp3Kjb2mOQR3fr4-eoASG6XJ1sgQvIYRrFTdnLSEBeompTtFqKvw3K-ETqgIHzNS"
               "GBEjTg")
        .value();
}

std::string rating_box_of_version_0_1() {
    return base::from_b64(
               "DIp-OTyQGOkAgFqvkpBhI88sHIqTr8u4qIN_W2WNegwKNAK3xJUNj1tN9dSM4bOw-Fgk1kXfKObYA7eTVFNVBxbDVTV30oCPH4Ug1-"
               "2FeLU-kSb-cVfzA-Ve-lL_-QWKD0PJxaZIsNmDsrin5XOxLydEi7R5JX-yudiT-g54z8ELkQAx7BJzv6NaceHV_"
               "0DNiOsfmexMjXMfB7fky9NjRZgoobi9s7Zb-QxYQ9ZSA38")
        .value();
}

}  // namespace hailong::worked_example
