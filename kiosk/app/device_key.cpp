#include "kiosk/app/device_key.h"

#include <system_error>

namespace hailong::app {

namespace {

constexpr mode_t kKeyMode = 0400;
constexpr mode_t kOwnMode = 0700;
constexpr mode_t kSharedMode = 02750;  // the agent's group reads
constexpr mode_t kRootMode = 0755;

Result<base::Signer> parse_key(std::string& text, const base::Path& path) {
    auto seed = text.size() == 65 && text.back() == '\n' ? base::from_hex(std::string_view(text).substr(0, 64))
                                                         : Result<std::string>(fail(ErrorCode::crypto, "not a key"));
    base::wipe(text);
    if (!seed)
        return fail(ErrorCode::crypto,
                    path.string() + " is not a device key: restore it, or enrol this terminal again");
    auto signer = base::Signer::from_seed(*seed);
    base::wipe(*seed);
    return signer;
}

Result<base::Signer> make_key(const base::Path& path) {
    base::Signer signer = base::Signer::generate();
    std::string text = base::to_hex(signer.seed().view()) + "\n";
    const auto written = base::write_file(path, text, kKeyMode);
    base::wipe(text);
    if (!written) return fail_in("make device key", written.error());
    return signer;
}

}  // namespace

Status prepare_folders(const domain::Places& places) {
    std::error_code ignored;
    if (!std::filesystem::exists(places.root, ignored)) HL_CHECK(base::make_folder(places.root, kRootMode));
    HL_CHECK(base::make_folder(places.ledger(), kSharedMode));
    HL_CHECK(base::make_folder(places.enrol_answer().parent_path(), kSharedMode));
    return base::make_folder(places.kiosk(), kOwnMode);
}

Result<base::Signer> device_key(const domain::Places& places) {
    auto text = base::read_file(places.device_key(), 4096);
    if (text) return parse_key(*text, places.device_key());
    if (text.error().code != ErrorCode::not_found) return fail_in("device key", text.error());
    return make_key(places.device_key());
}

}  // namespace hailong::app
