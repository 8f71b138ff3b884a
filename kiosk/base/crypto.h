// Cryptography of the ledger and the protocol: libsodium, wrapped here and nowhere else.
// Every signed, hashed or MACed text carries a context, T(c, m…) = "hailong/" + c ‖ 0x00 ‖ m…, so that a signature
// made for one purpose never serves another (design: ledger-and-sync.md §2).
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "kiosk/base/bytes.h"
#include "kiosk/base/result.h"
#include "kiosk/base/secret.h"

namespace hailong::base {

// Must succeed before anything else here is called; safe to call again.
[[nodiscard]] Status init_crypto();

enum class Context {
    entry,
    head,
    req,
    receipt,
    code,
    ticket,
    ticket_code,
    dossier,
    staff,
    keys,
    config,
    health,
    enrol,
    renew,
};
// T(context, parts…) as bytes.
[[nodiscard]] std::string contextual(Context context, std::initializer_list<std::string_view> parts);

[[nodiscard]] Digest sha256(std::string_view bytes);
[[nodiscard]] Digest hash(Context context, std::initializer_list<std::string_view> parts);
// HMAC-SHA-256.
[[nodiscard]] Digest mac(const Secret& key, std::string_view message);
// Overwrites text that held an answer, then empties it.
void wipe(std::string& text);
// Constant-time equality.
[[nodiscard]] bool equal(std::string_view a, std::string_view b);

// Key id: hex of the first 8 bytes of SHA-256 of the raw public key.
[[nodiscard]] std::string key_id(std::string_view raw_public_key);

[[nodiscard]] std::string random_bytes(std::size_t count);
[[nodiscard]] Token16 random_token();
[[nodiscard]] std::uint32_t random_below(std::uint32_t bound);

class Opener;

// An Ed25519 key pair. Movable, never copied, never printed.
class Signer {
public:
    [[nodiscard]] static Signer generate();
    [[nodiscard]] static Result<Signer> from_seed(std::string_view seed32);
    [[nodiscard]] const SignKey& public_key() const { return public_; }
    [[nodiscard]] const std::string& key_id() const { return key_id_; }
    [[nodiscard]] Signature sign(Context context, std::initializer_list<std::string_view> parts) const;
    // The 32-byte seed, for a key file of mode 0400.
    [[nodiscard]] Secret seed() const;
    // The same key in the same protected memory: guard pages for each ledger that opens would cost more than opening
    // it.
    [[nodiscard]] Signer shared() const;
    // The same key as an X25519 pair: opens what was sealed to box_key_of(public_key()).
    [[nodiscard]] Opener opener() const;

private:
    Signer() = default;
    std::shared_ptr<const Secret> secret_;
    SignKey public_;
    std::string key_id_;
};

[[nodiscard]] bool verify(const SignKey& key, const Signature& signature, Context context,
                          std::initializer_list<std::string_view> parts);

// An X25519 key pair that opens what seal() closed.
class Opener {
public:
    [[nodiscard]] static Opener generate();
    [[nodiscard]] static Result<Opener> from_secret(std::string_view secret32);
    [[nodiscard]] const BoxKey& public_key() const { return public_; }
    [[nodiscard]] const std::string& key_id() const { return key_id_; }
    [[nodiscard]] Result<Secret> open(std::string_view box) const;  // removes the padding, of 256 or 128 bytes
    [[nodiscard]] Secret secret() const;

private:
    Opener() = default;
    Secret secret_;
    BoxKey public_;
    std::string key_id_;
};

// False for the few points of small order: nothing can be sealed to them. Ask where a key comes in.
[[nodiscard]] bool is_usable(const BoxKey& key);
// The X25519 form of a signing key, so that something can be sealed to whoever signs with it. Errors: crypto for bytes
// that are no point of the curve, or one of small order.
[[nodiscard]] Result<BoxKey> box_key_of(const SignKey& key);
// REQUIRES: is_usable(to).
// crypto_box_seal of the plain text padded to a multiple of 256 bytes, so that length tells nothing.
[[nodiscard]] std::string seal(const BoxKey& to, std::string_view plain);

}  // namespace hailong::base
