#include "kiosk/domain/keys_document.h"

#include "kiosk/base/json.h"
#include "kiosk/domain/genesis.h"

namespace hailong::domain {

namespace json = base::json;

namespace {

std::string encode_list(const std::vector<base::SignKey>& keys) {
    std::vector<std::string> items;
    for (const base::SignKey& key : keys) items.push_back(json::quoted(key.b64()));
    return json::array_of(items);
}

Result<std::vector<base::SignKey>> list_from(const json::Object& object, std::string_view name) {
    HL_TRY(const auto* array, object.array(name));
    if (array->size() > kMaxListedKeys) return fail(ErrorCode::bad_input, std::string(name) + ": too many keys");
    std::vector<base::SignKey> keys;
    for (const json::Value& item : *array) {
        if (item.text() == nullptr) return fail(ErrorCode::bad_input, std::string(name) + ": not a list of keys");
        HL_TRY(const auto key, base::SignKey::from_b64_text(*item.text()));
        keys.push_back(key);
    }
    return keys;
}

}  // namespace

base::Digest fingerprint(const base::SignKey& root) { return base::sha256(root.view()); }

std::string encode_keys(const KeysDocument& keys, const base::Signer& root) {
    json::Writer out;
    out.field("v", keys.version).field("province", keys.province).field("root", keys.root.b64());
    out.raw("receipt", encode_list(keys.receipt)).raw("config", encode_list(keys.config));
    out.field("intake", keys.intake.b64()).field("comment", keys.comment.b64());
    if (keys.next_root) {
        out.field("next_root", keys.next_root->b64());
    } else {
        out.null("next_root");
    }
    return sign_text(out.done(), root, base::Context::keys);
}

Result<KeysDocument> parse_keys(std::string_view text, const base::Digest& root_fingerprint) {
    HL_TRY(const auto parts, split_signed(text));
    HL_TRY(const auto object, json::parse(parts.line, "keys document"));
    KeysDocument keys;
    HL_TRY(keys.root, object.b64<base::SignKey>("root"));
    if (fingerprint(keys.root) != root_fingerprint) {
        return fail(ErrorCode::crypto, "keys document of another province: its root key does not match the card");
    }
    HL_CHECK(check_signed(parts, {keys.root}, base::Context::keys));
    HL_TRY(keys.version, object.count("v"));
    HL_TRY(keys.province, object.text("province"));
    if (!is_device_id(keys.province)) return fail(ErrorCode::bad_input, "\"province\" is not an id");
    HL_TRY(keys.receipt, list_from(object, "receipt"));
    if (keys.receipt.empty()) return fail(ErrorCode::bad_input, "keys document lists no receipt key");
    HL_TRY(keys.config, list_from(object, "config"));
    HL_TRY(keys.intake, object.b64<base::BoxKey>("intake"));
    HL_TRY(keys.comment, object.b64<base::BoxKey>("comment"));
    if (!base::is_usable(keys.intake) || !base::is_usable(keys.comment)) {
        return fail(ErrorCode::crypto, "keys document lists a key to which nothing can be sealed");
    }
    HL_TRY(const auto next, object.optional_text("next_root"));
    if (next) {
        HL_TRY(const auto key, base::SignKey::from_b64_text(*next));
        keys.next_root = key;
    }
    return keys;
}

}  // namespace hailong::domain
