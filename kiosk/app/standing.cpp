#include "kiosk/app/standing.h"

#include <sys/vfs.h>

#include <cstring>

#include "kiosk/base/bytes.h"

namespace hailong::app {

namespace {

constexpr std::size_t kMaxId = 256;

std::string word_in(const base::Path& file) {
    const auto text = base::read_file(file, kMaxId);
    if (!text) return "";
    const std::size_t end = text->find_first_of(" \n");
    const std::string word = text->substr(0, end);
    return word == "uninitialized" ? "" : word;  // what an image that was never started holds: machine-id(5)
}

std::string file_system_of(const base::Path& folder) {
    struct statfs found{};
    if (statfs(folder.c_str(), &found) != 0) return "";
    std::string bytes(sizeof found.f_fsid, '\0');
    std::memcpy(bytes.data(), &found.f_fsid, bytes.size());
    const bool is_nameless = bytes.find_first_not_of('\0') == std::string::npos;
    return is_nameless ? "" : base::to_hex(bytes);
}

bool differ(const std::string& before, const std::string& now) {
    return !before.empty() && !now.empty() && before != now;
}

}  // namespace

Standing read_standing(const base::Path& data, const StandingSources& sources) {
    Standing standing{word_in(sources.machine_id), file_system_of(data)};
    if (standing.machine.empty()) standing.machine = word_in(sources.product_uuid);
    return standing;
}

bool has_moved(const Standing& before, const Standing& now) {
    return differ(before.machine, now.machine) || differ(before.disk, now.disk);
}

Standing merged(const Standing& before, const Standing& now) {
    return {now.machine.empty() ? before.machine : now.machine, now.disk.empty() ? before.disk : now.disk};
}

}  // namespace hailong::app
