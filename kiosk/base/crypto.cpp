#include "kiosk/base/crypto.h"

#include <sodium.h>

#include <cstdlib>
#include <cstring>

namespace hailong::base {

namespace {

constexpr std::size_t kPadding = 256;     // bytes; PROTOCOL.md "The ledger" says why
constexpr std::size_t kOldPadding = 128;  // what version 0.1 sealed with: its boxes must open for ever

const unsigned char* raw(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }
unsigned char* raw(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

std::string_view name_of(Context context) {
    switch (context) {
        case Context::entry:
            return "entry/1";
        case Context::head:
            return "head/1";
        case Context::req:
            return "req/1";
        case Context::receipt:
            return "receipt/1";
        case Context::code:
            return "code/1";
        case Context::ticket:
            return "ticket/1";
        case Context::ticket_code:
            return "ticket-code/1";
        case Context::dossier:
            return "dossier/1";
        case Context::staff:
            return "staff/1";
        case Context::keys:
            return "keys/1";
        case Context::config:
            return "config/1";
        case Context::health:
            return "health/1";
        case Context::enrol:
            return "enrol/1";
        case Context::renew:
            return "renew/1";
    }
    return "";
}

}  // namespace

Status init_crypto() {
    if (sodium_init() < 0) return fail(ErrorCode::environment, "libsodium cannot start: no source of random numbers");
    return {};
}

std::string contextual(Context context, std::initializer_list<std::string_view> parts) {
    std::string out = "hailong/";
    out += name_of(context);
    out += '\0';
    for (const auto part : parts) out += part;
    return out;
}

Digest sha256(std::string_view bytes) {
    Digest out;
    crypto_hash_sha256(out.bytes.data(), raw(bytes), bytes.size());
    return out;
}

Digest hash(Context context, std::initializer_list<std::string_view> parts) {
    return sha256(contextual(context, parts));
}

Digest mac(const Secret& key, std::string_view message) {
    crypto_auth_hmacsha256_state state;
    Digest out;
    crypto_auth_hmacsha256_init(&state, key.data(), key.size());
    crypto_auth_hmacsha256_update(&state, raw(message), message.size());
    crypto_auth_hmacsha256_final(&state, out.bytes.data());
    sodium_memzero(&state, sizeof state);
    return out;
}

void wipe(std::string& text) {
    sodium_memzero(text.data(), text.size());
    text.clear();
}

bool equal(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string key_id(std::string_view raw_public_key) { return to_hex(sha256(raw_public_key).view().substr(0, 8)); }

std::string random_bytes(std::size_t count) {
    std::string out(count, '\0');
    randombytes_buf(out.data(), out.size());
    return out;
}

Token16 random_token() {
    Token16 out;
    randombytes_buf(out.bytes.data(), out.bytes.size());
    return out;
}

std::uint32_t random_below(std::uint32_t bound) { return randombytes_uniform(bound); }

Signer Signer::generate() {
    Secret seed = Secret::of_size(crypto_sign_SEEDBYTES);
    randombytes_buf(seed.data(), seed.size());
    return *from_seed(seed.view());
}

Result<Signer> Signer::from_seed(std::string_view seed32) {
    if (seed32.size() != crypto_sign_SEEDBYTES) {
        return fail(ErrorCode::crypto, "an Ed25519 seed has 32 bytes, this one " + std::to_string(seed32.size()));
    }
    Signer out;
    Secret secret = Secret::of_size(crypto_sign_SECRETKEYBYTES);
    crypto_sign_seed_keypair(out.public_.bytes.data(), secret.data(), raw(seed32));
    out.secret_ = std::make_shared<const Secret>(std::move(secret));
    out.key_id_ = base::key_id(out.public_.view());
    return out;
}

Signature Signer::sign(Context context, std::initializer_list<std::string_view> parts) const {
    const std::string message = contextual(context, parts);
    Signature out;
    crypto_sign_detached(out.bytes.data(), nullptr, raw(std::string_view(message)), message.size(), secret_->data());
    return out;
}

Secret Signer::seed() const {
    Secret out = Secret::of_size(crypto_sign_SEEDBYTES);
    crypto_sign_ed25519_sk_to_seed(out.data(), secret_->data());
    return out;
}

Signer Signer::shared() const {
    Signer out;
    out.secret_ = secret_;
    out.public_ = public_;
    out.key_id_ = key_id_;
    return out;
}

Opener Signer::opener() const {
    Secret scalar = Secret::of_size(crypto_scalarmult_curve25519_BYTES);
    crypto_sign_ed25519_sk_to_curve25519(scalar.data(), secret_->data());
    return *Opener::from_secret(scalar.view());
}

bool verify(const SignKey& key, const Signature& signature, Context context,
            std::initializer_list<std::string_view> parts) {
    const std::string message = contextual(context, parts);
    return crypto_sign_verify_detached(signature.bytes.data(), raw(std::string_view(message)), message.size(),
                                       key.bytes.data()) == 0;
}

Opener Opener::generate() {
    Secret secret = Secret::of_size(crypto_box_SECRETKEYBYTES);
    randombytes_buf(secret.data(), secret.size());
    return *from_secret(secret.view());
}

Result<Opener> Opener::from_secret(std::string_view secret32) {
    if (secret32.size() != crypto_box_SECRETKEYBYTES) {
        return fail(ErrorCode::crypto, "an X25519 key has 32 bytes, this one " + std::to_string(secret32.size()));
    }
    Opener out;
    out.secret_ = Secret(secret32);
    crypto_scalarmult_base(out.public_.bytes.data(), out.secret_.data());
    out.key_id_ = base::key_id(out.public_.view());
    return out;
}

Result<Secret> Opener::open(std::string_view box) const {
    if (box.size() < crypto_box_SEALBYTES + kOldPadding) return fail(ErrorCode::crypto, "box is too short");
    Secret padded = Secret::of_size(box.size() - crypto_box_SEALBYTES);
    if (crypto_box_seal_open(padded.data(), raw(box), box.size(), public_.bytes.data(), secret_.data()) != 0) {
        return fail(ErrorCode::crypto, "box does not open with key " + key_id_);
    }
    const std::size_t block = padded.size() % kPadding == 0 ? kPadding : kOldPadding;
    std::size_t length = 0;
    if (sodium_unpad(&length, padded.data(), padded.size(), block) != 0) {
        return fail(ErrorCode::crypto, "box opens, but its padding is wrong");
    }
    return Secret(padded.view().substr(0, length));
}

Secret Opener::secret() const { return Secret(secret_.view()); }

bool is_usable(const BoxKey& key) {
    unsigned char box[crypto_box_SEALBYTES];
    return crypto_box_seal(box, nullptr, 0, key.bytes.data()) == 0;
}

Result<BoxKey> box_key_of(const SignKey& key) {
    BoxKey out;
    if (crypto_sign_ed25519_pk_to_curve25519(out.bytes.data(), key.bytes.data()) != 0) {
        return fail(ErrorCode::crypto, "not an Ed25519 key: nothing can be sealed to it");
    }
    return out;
}

std::string seal(const BoxKey& to, std::string_view plain) {
    std::size_t padded_size = 0;
    Secret padded = Secret::of_size(plain.size() / kPadding * kPadding + kPadding);
    std::memcpy(padded.data(), plain.data(), plain.size());
    sodium_pad(&padded_size, padded.data(), plain.size(), kPadding, padded.size());
    std::string box(crypto_box_SEALBYTES + padded_size, '\0');
    // Fails only for a key that is_usable() refuses. A box of zeros would be thanked for and could never be opened.
    if (crypto_box_seal(raw(box), padded.data(), padded_size, to.bytes.data()) != 0) std::abort();
    return box;
}

}  // namespace hailong::base
