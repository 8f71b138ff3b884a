#include "kiosk/domain/signed_text.h"

#include "kiosk/base/json.h"

namespace hailong::domain {

namespace json = base::json;

std::string sign_text(std::string_view line, const base::Signer& signer, base::Context context) {
    json::Writer second;
    second.field("key", signer.key_id()).field("sig", signer.sign(context, {line}).b64());
    return std::string(line) + "\n" + second.done() + "\n";
}

Result<SignedText> split_signed(std::string_view text) {
    if (text.size() > kMaxSignedText) return fail(ErrorCode::bad_input, "signed text is larger than 64 KiB");
    const auto first_end = text.find('\n');
    if (first_end == std::string_view::npos || first_end == 0) return fail(ErrorCode::bad_input, "not two lines");
    const auto second_end = text.find('\n', first_end + 1);
    if (second_end == std::string_view::npos || second_end + 1 != text.size()) {
        return fail(ErrorCode::bad_input, "not exactly two lines, each ended by a newline");
    }
    HL_TRY(const auto second, json::parse(text.substr(first_end + 1, second_end - first_end - 1), "signature line"));
    SignedText out;
    out.line = text.substr(0, first_end);
    HL_TRY(out.key_id, second.text("key"));
    HL_TRY(out.signature, second.b64<base::Signature>("sig"));
    return out;
}

Status check_signed(const SignedText& text, const std::vector<base::SignKey>& keys, base::Context context) {
    for (const base::SignKey& key : keys) {
        if (base::key_id(key.view()) != text.key_id) continue;
        if (base::verify(key, text.signature, context, {text.line})) return {};
        return fail(ErrorCode::crypto, "signature of key " + text.key_id + " does not fit");
    }
    return fail(ErrorCode::crypto, "key " + text.key_id + " is not listed");
}

}  // namespace hailong::domain
