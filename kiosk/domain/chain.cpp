#include "kiosk/domain/chain.h"

#include "kiosk/domain/typed_code.h"

namespace hailong::domain {

base::Digest hash_entry(const base::Digest& previous, Seq seq, std::string_view line) {
    return base::hash(base::Context::entry, {previous.view(), base::big_endian(seq), line});
}

Head begin_chain(std::string_view genesis_line) {
    const base::Digest hash = hash_entry(base::Digest{}, 0, genesis_line);
    return Head{hash, 0, hash};
}

Head extend(const Head& head, std::string_view line) {
    return Head{head.chain, head.seq + 1, hash_entry(head.hash, head.seq + 1, line)};
}

base::Signature sign_head(const base::Signer& device, const Head& head) {
    return device.sign(base::Context::head, {head.chain.view(), base::big_endian(head.seq), head.hash.view()});
}

bool verify_head(const base::SignKey& device, const Head& head, const base::Signature& signature) {
    return base::verify(device, signature, base::Context::head,
                        {head.chain.view(), base::big_endian(head.seq), head.hash.view()});
}

std::string rating_code(const base::Digest& first_rating_hash) {
    return typed_code(base::hash(base::Context::code, {first_rating_hash.view()}));
}

bool is_rating_code(std::string_view text) { return is_typed_code(text); }

}  // namespace hailong::domain
