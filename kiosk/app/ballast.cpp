#include "kiosk/app/ballast.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "kiosk/base/log.h"

namespace hailong::app {

namespace {

base::Path ballast_file(const domain::Places& places) { return places.ledger() / ".ballast"; }

std::uint64_t free_bytes(const base::Path& folder) {
    struct statvfs disk{};
    return statvfs(folder.c_str(), &disk) == 0 ? std::uint64_t{disk.f_bavail} * disk.f_frsize : 0;
}

}  // namespace

bool take_ballast(const domain::Places& places) {
    const base::Path file = ballast_file(places);
    struct stat found{};
    if (stat(file.c_str(), &found) == 0 && found.st_size == static_cast<off_t>(kBallastBytes)) return true;
    static_cast<void>(unlink(file.c_str()));  // half of one, from a power cut
    if (!may_take_ballast(free_bytes(places.ledger()))) return false;
    const int fd = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) return false;
    const bool is_held = posix_fallocate(fd, 0, static_cast<off_t>(kBallastBytes)) == 0;
    close(fd);
    if (!is_held) static_cast<void>(unlink(file.c_str()));
    return is_held;
}

bool release_ballast(const domain::Places& places) {
    if (unlink(ballast_file(places).c_str()) != 0) return false;
    base::log_event(base::Level::warn, "ballast.released");
    return true;
}

}  // namespace hailong::app
