// The two-line form of every signed answer and document:
//   line 1   JSON
//   line 2   {"key":"<kid>","sig":"<b64 Ed25519(key, T(context, line 1))>"}
// each ended by one 0x0A, at most 64 KiB together.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/base/crypto.h"

namespace hailong::domain {

inline constexpr std::size_t kMaxSignedText = 65536;

[[nodiscard]] std::string sign_text(std::string_view line, const base::Signer& signer, base::Context context);

struct SignedText {
    std::string line;
    std::string key_id;
    base::Signature signature;
};
// Splits; proves nothing. Errors: bad_input.
[[nodiscard]] Result<SignedText> split_signed(std::string_view text);
// crypto error unless one of `keys` has this key id and its signature holds.
[[nodiscard]] Status check_signed(const SignedText& text, const std::vector<base::SignKey>& keys,
                                  base::Context context);

}  // namespace hailong::domain
