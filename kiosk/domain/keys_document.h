// The province's public keys, signed by the offline root whose fingerprint is on the enrolment card.
//   {"v":1,"province":"<id>","root":"<b64>","receipt":["<b64>",…],"config":["<b64>",…],"intake":"<b64>","comment":"<b64>","next_root":null}
// The highest v wins and never goes down. Terminal and agent verify it separately.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/domain/signed_text.h"

namespace hailong::domain {

inline constexpr std::size_t kMaxListedKeys = 64;  // of one kind: a new one each year, and none is forgotten

struct KeysDocument {
    std::uint64_t version = 1;
    std::string province;  // [a-z0-9-]{1,32}
    base::SignKey root;
    std::vector<base::SignKey> receipt;  // the one that signs, the next one, and those before: their receipts hold
    std::vector<base::SignKey> config;
    base::BoxKey intake;
    base::BoxKey comment;
    std::optional<base::SignKey> next_root;
    bool operator==(const KeysDocument&) const = default;
};

// SHA-256 of the raw root key.
[[nodiscard]] base::Digest fingerprint(const base::SignKey& root);
[[nodiscard]] std::string encode_keys(const KeysDocument& keys, const base::Signer& root);  // two lines
// Errors: bad_input for form, crypto when the root does not have this fingerprint or did not sign.
[[nodiscard]] Result<KeysDocument> parse_keys(std::string_view text, const base::Digest& root_fingerprint);

}  // namespace hailong::domain
