// Receipts and keys documents: nothing is ever accepted that its key did not sign, so nothing of this input is.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "kiosk/domain/receipt.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto key = hailong::base::Signer::from_seed(std::string(32, '\x02'));
    hailong::domain::KeysDocument keys;
    keys.receipt = {key->public_key()};
    if (hailong::domain::parse_receipt(text, keys)) std::abort();
    if (hailong::domain::parse_keys(text, hailong::base::Digest{})) std::abort();
    // The first line signed by the true key: the strict form is all that stands then.
    const auto line = text.substr(0, text.find('\n'));
    const auto receipt =
        hailong::domain::parse_receipt(hailong::domain::sign_text(line, *key, hailong::base::Context::receipt), keys);
    if (receipt && hailong::domain::parse_receipt(hailong::domain::encode_receipt(*receipt, *key), keys) != *receipt)
        std::abort();
    return 0;
}
