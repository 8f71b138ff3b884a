#include "kiosk/base/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

namespace hailong::base {

namespace {

constexpr std::size_t kUnsized = 4096;  // room for a file that does not tell its size, as those of /proc

class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() {
        if (fd_ >= 0) close(fd_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int fd() const { return fd_; }
    [[nodiscard]] bool is_open() const { return fd_ >= 0; }

private:
    int fd_;
};

tl::unexpected<Error> failed(std::string_view doing, const Path& path) {
    return tl::unexpected<Error>(errno_error(std::string(doing) + " " + path.string(), errno));
}

Status write_all(int fd, std::string_view bytes, const Path& path) {
    while (!bytes.empty()) {
        const ssize_t written = write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return failed("write", path);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Status write_and_sync(const Path& path, std::string_view bytes, std::optional<mode_t> mode) {
    unlink(path.c_str());  // left by a power cut, perhaps with a mode that cannot be opened any more
    const Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file.is_open()) return failed("create", path);
    HL_CHECK(write_all(file.fd(), bytes, path));
    if (mode && fchmod(file.fd(), *mode) != 0) return failed("set mode of", path);
    if (fsync(file.fd()) != 0) return failed("sync", path);
    return {};
}

}  // namespace

Error errno_error(std::string_view doing, int error_number) {
    ErrorCode code = ErrorCode::io;
    if (error_number == ENOSPC || error_number == EDQUOT || error_number == EFBIG) code = ErrorCode::disk_full;
    if (error_number == EROFS || error_number == EACCES || error_number == EPERM) code = ErrorCode::read_only;
    if (error_number == ENOENT) code = ErrorCode::not_found;
    return Error{code, std::string(doing) + ": " + std::strerror(error_number)};
}

Result<std::string> read_file(const Path& path, std::size_t limit) {
    // Another user may own the folder: a pipe in the file's place must not hold us up, O_NONBLOCK and the check see to
    // that.
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.is_open()) return failed("open", path);
    struct stat found{};
    if (fstat(file.fd(), &found) != 0) return failed("look at", path);
    if (!S_ISREG(found.st_mode)) return fail(ErrorCode::bad_input, path.string() + " is not a regular file");
    const auto refused = [&] {
        return fail(ErrorCode::bad_input, path.string() + " is larger than " + std::to_string(limit) + " bytes");
    };
    const auto told = static_cast<std::size_t>(found.st_size);
    if (told > limit) return refused();
    // In one piece: the file may hold a key, and a text that grows leaves copies behind.
    std::string out((told > 0 ? told : kUnsized) + 1, '\0');
    for (std::size_t size = 0;;) {
        const ssize_t count = read(file.fd(), out.data() + size, out.size() - size);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return failed("read", path);
        size += static_cast<std::size_t>(count);
        if (size > limit) return refused();
        if (count == 0) {
            out.resize(size);
            return out;
        }
        if (size == out.size()) out.resize(2 * size);
    }
}

Status sync_folder(const Path& path) {
    const Descriptor folder(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.is_open()) return failed("open folder", path);
    if (fsync(folder.fd()) != 0) return failed("sync folder", path);
    return {};
}

namespace {

Status replace_file(const Path& path, std::string_view bytes, std::optional<mode_t> mode) {
    const Path temporary = path.string() + ".new";
    if (auto written = write_and_sync(temporary, bytes, mode); !written) {
        unlink(temporary.c_str());
        return written;
    }
    if (rename(temporary.c_str(), path.c_str()) != 0) {
        const Error error = errno_error("rename to " + path.string(), errno);
        unlink(temporary.c_str());
        return tl::unexpected<Error>(error);
    }
    return sync_folder(path.has_parent_path() ? path.parent_path() : Path("."));
}

}  // namespace

Status write_file(const Path& path, std::string_view bytes, mode_t mode) { return replace_file(path, bytes, mode); }

Status write_plain_file(const Path& path, std::string_view bytes) { return replace_file(path, bytes, std::nullopt); }

Status make_folder(const Path& path, mode_t mode) {
    if (mkdir(path.c_str(), 0700) != 0) {
        struct stat found{};
        if (errno == EEXIST && stat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode)) return {};
        return failed("create folder", path);
    }
    if (chmod(path.c_str(), mode) != 0) return failed("set mode of", path);
    return sync_folder(path.has_parent_path() ? path.parent_path() : Path("."));
}

Result<FolderLock> FolderLock::take(const Path& file) {
    const int fd = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return failed("open lock", file);
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        const int error_number = errno;
        close(fd);
        if (error_number != EWOULDBLOCK)
            return tl::unexpected<Error>(errno_error("lock " + file.string(), error_number));
        return fail(ErrorCode::busy, file.string() + " is locked: another terminal program is using this data folder");
    }
    return FolderLock(fd);
}

FolderLock::~FolderLock() {
    if (fd_ >= 0) close(fd_);
}
FolderLock::FolderLock(FolderLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
    if (this != &other) {
        if (fd_ >= 0) close(fd_);
        fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
}

}  // namespace hailong::base
