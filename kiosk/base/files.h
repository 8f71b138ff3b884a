// Small files, written so that a power cut leaves the old one or the new one, never half of one.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "kiosk/base/result.h"

namespace hailong::base {

using Path = std::filesystem::path;

// Whole file, refused above `limit` bytes. not_found is told apart from io.
[[nodiscard]] Result<std::string> read_file(const Path& path, std::size_t limit = 1 << 20);
// Temporary file in the same folder + fsync + rename + fsync of the folder.
[[nodiscard]] Status write_file(const Path& path, std::string_view bytes, mode_t mode = 0640);
// The same on a file system that may know no modes (a stick). The mode is whatever it gives.
[[nodiscard]] Status write_plain_file(const Path& path, std::string_view bytes);
// Creates the folder (parents must exist) with exactly this mode, whatever the umask; an existing one is kept.
[[nodiscard]] Status make_folder(const Path& path, mode_t mode);
[[nodiscard]] Status sync_folder(const Path& path);

// Turns errno into an Error with the right code ("disk full", "read-only", …).
[[nodiscard]] Error errno_error(std::string_view doing, int error_number);

// An advisory lock for "one program at a time"; released when destroyed or when the process dies.
class FolderLock {
public:
    // busy when another process holds it.
    [[nodiscard]] static Result<FolderLock> take(const Path& file);
    ~FolderLock();
    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&& other) noexcept;

private:
    explicit FolderLock(int fd) : fd_(fd) {}
    int fd_ = -1;
};

}  // namespace hailong::base
