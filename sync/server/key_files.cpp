#include "sync/server/key_files.h"

#include "kiosk/base/json.h"

namespace hailong::server {

namespace {

Result<domain::KeysDocument> keys_in(const std::string& text) {
    HL_TRY(const auto split, domain::split_signed(text));
    HL_TRY(const auto object, base::json::parse(split.line, "keys document"));
    HL_TRY(const auto root, object.b64<base::SignKey>("root"));
    return domain::parse_keys(text, domain::fingerprint(root));
}

}  // namespace

Status write_key(const base::Path& file, const base::Secret& key) {
    std::string text = base::to_b64(key.view()) + "\n";
    auto written = base::write_file(file, text, 0400);
    base::wipe(text);
    return written;
}

Result<base::Secret> read_key_file(const base::Path& file) {
    HL_TRY(auto text, base::read_file(file, 256));
    if (text.ends_with('\n')) text.pop_back();
    auto bytes = base::from_b64(text);
    base::wipe(text);
    if (!bytes) return fail_in(file.string(), bytes.error());
    base::Secret key(*bytes);
    base::wipe(*bytes);
    return key;
}

Result<OwnKeys> read_keys(const base::Path& document) {
    HL_TRY(auto text, base::read_file(document));
    auto keys = keys_in(text);
    if (!keys) return fail_in(document.string(), keys.error());
    return OwnKeys{std::move(*keys), std::move(text)};
}

}  // namespace hailong::server
