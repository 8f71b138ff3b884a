// The province's private keys as files, and the keys document that names their public halves.
#pragma once

#include "kiosk/base/files.h"
#include "kiosk/domain/keys_document.h"

namespace hailong::server {

// Base64url and a newline, mode 0400.
[[nodiscard]] Status write_key(const base::Path& file, const base::Secret& key);
// Errors: not_found, bad_input, io.
[[nodiscard]] Result<base::Secret> read_key_file(const base::Path& file);
// What `from` makes of the key in the file, whose name is in every error.
template <class Key>
[[nodiscard]] Result<Key> read_key_as(const base::Path& file, Result<Key> (*from)(std::string_view)) {
    HL_TRY(const auto secret, read_key_file(file));
    auto key = from(secret.view());
    if (!key) return fail_in(file.string(), key.error());
    return key;
}

// A keys document of our own: that its root is ours, the cards know. Errors: crypto when its root did not sign it.
struct OwnKeys {
    domain::KeysDocument keys;
    std::string text;  // two lines
};
[[nodiscard]] Result<OwnKeys> read_keys(const base::Path& document);

}  // namespace hailong::server
