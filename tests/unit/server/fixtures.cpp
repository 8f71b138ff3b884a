#include "tests/unit/server/fixtures.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "tests/support/must.h"

namespace hailong::server_test {

namespace {

using test::must;

std::string drain(BIO* bio) {
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(bio, &bytes);
    std::string out(bytes, static_cast<std::size_t>(size));
    BIO_free(bio);
    return out;
}

}  // namespace

domain::Stamp stamp_at(base::WallTime at) { return {at, base::Token16{}, 1000}; }

domain::VisitId visit(int number) {
    domain::VisitId id;
    id.bytes[0] = static_cast<std::uint8_t>(number >> 8);
    id.bytes[1] = static_cast<std::uint8_t>(number & 0xff);
    return id;
}

domain::Rating rating(int score, int visit_number) {
    return {visit(visit_number), *domain::Score::from(score), domain::FaceOrder::worst_first, base::Millis(1500),
            "quick@1"};
}

domain::Genesis genesis_of(const std::string& device, const base::SignKey& key, domain::GenesisReason reason) {
    domain::Genesis genesis;
    genesis.stamp = stamp_at(kNow);
    genesis.device = device;
    genesis.unit = "25195";
    genesis.dev_key = key;
    genesis.rand = base::random_token();
    genesis.reason = reason;
    return genesis;
}

server::ProvinceSettings province_settings() {
    return {"dong-nai", "Thành phố Đồng Nai", "localhost", "https://localhost:8443", "https://localhost:8444"};
}

FakeTerminal::FakeTerminal(std::string device, domain::GenesisReason reason)
    : device_(std::move(device)), key_(std::make_shared<base::Signer>(base::Signer::generate())) {
    append(domain::encode_genesis(genesis_of(device_, key_->public_key(), reason)));
}

FakeTerminal::FakeTerminal(std::string device, const std::string& genesis_line)
    : device_(std::move(device)), key_(std::make_shared<base::Signer>(base::Signer::generate())) {
    append(genesis_line);
}

void FakeTerminal::append(const std::string& line) {
    const base::Digest previous = hashes_.empty() ? base::Digest{} : hashes_.back();
    hashes_.push_back(domain::hash_entry(previous, lines_.size(), line));
    lines_.push_back(line);
}

void FakeTerminal::append(int count) {
    for (int i = 0; i < count; ++i) {
        append(domain::encode_entry(domain::device_event("started", stamp_at(kNow)), lines_.size()));
    }
}

void FakeTerminal::answer(const domain::Answer& answer, const base::BoxKey& to, base::WallTime at) {
    append(domain::encode_entry(domain::seal_answer(answer, stamp_at(at), {to, to}), lines_.size()));
}

FakeTerminal FakeTerminal::cut(domain::Seq last) const {
    FakeTerminal copy = *this;
    copy.lines_.resize(last + 1);
    copy.hashes_.resize(last + 1);
    return copy;
}

domain::Batch FakeTerminal::batch(domain::Seq first, domain::Seq last) const {
    domain::Batch batch;
    batch.header.device = device_;
    batch.header.chain = chain();
    batch.header.first = first;
    batch.header.last = last;
    if (first > 0) batch.header.prev = hash(first - 1);
    batch.header.head = hash(last);
    batch.header.nonce = base::random_token();
    batch.header.chains = {{chain(), 0, this->last(), hashes_.back()}};
    for (domain::Seq seq = first; seq <= last; ++seq) batch.lines.push_back(lines_.at(seq));
    sign(batch);
    return batch;
}

void FakeTerminal::sign(domain::Batch& batch) const {
    batch.header.sig = domain::sign_head(*key_, {*batch.header.chain, batch.header.last, batch.header.head});
    rewrite(batch);
}

void FakeTerminal::rewrite(domain::Batch& batch) { batch.header_line = domain::encode_header(batch.header); }

domain::Batch FakeTerminal::pruned_to(domain::Seq floor, domain::Batch batch) {
    batch.header.chains.front().floor = floor;
    rewrite(batch);
    return batch;
}

struct TlsClient::Key {
    EVP_PKEY* key = nullptr;
};

TlsClient::TlsClient() : key_(std::make_unique<Key>()) {
    key_->key = EVP_EC_gen("P-256");
    X509_REQ* request = X509_REQ_new();
    X509_REQ_set_pubkey(request, key_->key);
    X509_REQ_sign(request, key_->key, EVP_sha256());
    BIO* out = BIO_new(BIO_s_mem());
    PEM_write_bio_X509_REQ(out, request);
    csr_ = drain(out);
    X509_REQ_free(request);
    BIO* key_out = BIO_new(BIO_s_mem());
    PEM_write_bio_PKCS8PrivateKey(key_out, key_->key, nullptr, nullptr, 0, nullptr, nullptr);
    key_pem_ = drain(key_out);
}

TlsClient::~TlsClient() { EVP_PKEY_free(key_->key); }

std::string TlsClient::sign(std::string_view bytes) const {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key_->key);
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    std::size_t size = 0;
    EVP_DigestSign(context, nullptr, &size, data, bytes.size());
    std::string out(size, '\0');
    EVP_DigestSign(context, reinterpret_cast<unsigned char*>(out.data()), &size, data, bytes.size());
    out.resize(size);
    EVP_MD_CTX_free(context);
    return out;
}

std::string escaped(std::string_view pem) {
    constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    for (const char c : pem) {
        if (kPlain.find(c) != std::string_view::npos) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += {'%', kHex[byte >> 4U], kHex[byte & 15U]};
    }
    return out;
}

void admit(server::Registry& registry, const FakeTerminal& terminal, const base::Digest& spki) {
    server::Code code;
    code.id = base::to_hex(base::random_bytes(8));
    code.secret = "0123456789";
    code.terminal = {terminal.device(), "25195", "Phường Đồng Xoài", false};
    code.expires = kNow;
    must(registry.add_code(code));
    must(registry.with_code(code.id, [&](const server::Code& held) -> Result<server::Registry::CodeChange> {
        return server::Registry::CodeChange{
            held, server::NewTerminal{held.terminal, spki, terminal.key().public_key(), kNow}};
    }));
}

ProvinceInFolder::ProvinceInFolder() : places{folder / "province"} {
    must(base::init_crypto());
    must(server::init_province(places, province_settings(), kNow));
    province = std::make_unique<server::Province>(must(server::load_province(places)));
    archive = must(server::SqliteArchive::open(places.archive()));
}

void ProvinceInFolder::admit(const FakeTerminal& terminal, const base::Digest& spki) {
    server_test::admit(*archive, terminal, spki);
}

std::string enrol_body(const domain::EnrolmentCard& card, const base::Token16& nonce, const base::Signer& device,
                       const TlsClient& tls) {
    const auto csr = must(server::read_request(tls.csr()));
    const domain::EnrolChallenge challenge{card.code, csr.digest, nonce};
    domain::EnrolRequest request;
    request.code = card.code;
    request.csr_pem = tls.csr();
    request.nonce = nonce;
    request.device = domain::prove(challenge, device);
    request.tls_signature = tls.sign(domain::signed_bytes(challenge));
    return domain::encode_request(request, card.secret);
}

}  // namespace hailong::server_test
