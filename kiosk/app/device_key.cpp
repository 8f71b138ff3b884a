#include "kiosk/app/device_key.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "kiosk/base/log.h"

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

Result<base::Signer> load_key(const base::Path& path) {
    auto text = base::read_file(path, 4096);
    if (!text) return tl::unexpected<Error>(text.error());
    return parse_key(*text, path);
}

// A link never replaces: of two programs that make a key at once, one publishes it and the other takes that.
Status publish(const base::Path& made, const base::Path& path) {
    const bool linked = link(made.c_str(), path.c_str()) == 0;
    const int error_number = errno;
    unlink(made.c_str());
    if (!linked && error_number != EEXIST) {
        return tl::unexpected<Error>(base::errno_error("link " + path.string(), error_number));
    }
    return base::sync_folder(path.parent_path());
}

Result<base::Signer> make_key(const base::Path& path) {
    const base::Signer signer = base::Signer::generate();
    const base::Path made = path.string() + "." + base::random_token().hex();
    std::string text = base::to_hex(signer.seed().view()) + "\n";
    const auto written = base::write_file(made, text, kKeyMode);
    base::wipe(text);
    if (!written) return fail_in("make device key", written.error());
    HL_CHECK(publish(made, path));
    return load_key(path);
}

// Takes away what others may do beyond `mode`. What belongs to somebody else is not ours to change.
Status narrow(const base::Path& path, mode_t mode) {
    struct stat found{};
    if (stat(path.c_str(), &found) != 0 || found.st_uid != geteuid()) return {};
    const mode_t held = found.st_mode & 07777U;
    const mode_t allowed = held & (mode | (held & 07000U));
    if (held == allowed) return {};
    if (chmod(path.c_str(), allowed) != 0) {
        return tl::unexpected<Error>(base::errno_error("set mode of " + path.string(), errno));
    }
    base::log_event(base::Level::warn, "mode.narrowed", {{"path", path.string()}});
    return {};
}

Status make_narrow_folder(const base::Path& path, mode_t mode) {
    HL_CHECK(base::make_folder(path, mode));
    return narrow(path, mode);
}

}  // namespace

Status prepare_folders(const domain::Places& places) {
    std::error_code ignored;
    if (!std::filesystem::exists(places.root, ignored)) HL_CHECK(base::make_folder(places.root, kRootMode));
    HL_CHECK(make_narrow_folder(places.ledger(), kSharedMode));
    HL_CHECK(make_narrow_folder(places.enrol_answer().parent_path(), kSharedMode));
    return make_narrow_folder(places.kiosk(), kOwnMode);
}

Result<base::Signer> device_key(const domain::Places& places) {
    HL_CHECK(narrow(places.device_key(), kKeyMode));
    auto held = load_key(places.device_key());
    if (held || held.error().code == ErrorCode::crypto) return held;
    if (held.error().code != ErrorCode::not_found) return fail_in("device key", held.error());
    return make_key(places.device_key());
}

}  // namespace hailong::app
