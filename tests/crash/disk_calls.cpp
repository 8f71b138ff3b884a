#include "tests/crash/disk_calls.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>

namespace hailong::crash {

Intervention DiskWatch::before(const DiskCall&) { return {}; }
void DiskWatch::after(const DiskCall&) {}

std::string_view name_of(Act act) {
    switch (act) {
        case Act::open:
            return "open";
        case Act::create:
            return "create";
        case Act::read:
            return "read";
        case Act::write:
            return "write";
        case Act::truncate:
            return "truncate";
        case Act::sync:
            return "sync";
        case Act::make_folder:
            return "make folder";
        case Act::rename:
            return "rename";
        case Act::remove:
            return "remove";
        case Act::ask:
            return "ask";
    }
    return "";
}

namespace {

// C functions that replace those of libc have no object to live in: this is their one place.
std::atomic<DiskWatch*> watching{nullptr};

struct Watched {
    std::mutex mutex;
    std::string root;
    std::map<int, std::string> open;
};
// Never destroyed: files are closed until the very end of a program.
Watched& watched() {
    static auto* const all = new Watched;
    return *all;
}

bool is_shown(std::string_view path) {
    const std::string& root = watched().root;
    return path.starts_with(root) && (path.size() == root.size() || path[root.size()] == '/');
}

std::optional<std::string> path_of(int fd) {
    const std::lock_guard lock(watched().mutex);
    const auto found = watched().open.find(fd);
    return found == watched().open.end() ? std::nullopt : std::optional(found->second);
}

void note_open(int fd, const std::optional<std::string>& path) {
    const std::lock_guard lock(watched().mutex);
    if (path) {
        watched().open[fd] = *path;
    } else {
        watched().open.erase(fd);
    }
}

// Watched only when somebody watches and the path is below the root.
std::optional<std::string> shown_path(int folder, const char* path) {
    if (watching.load() == nullptr || path == nullptr) return std::nullopt;
    std::string full = path;
    if (folder != AT_FDCWD && !full.starts_with('/')) {
        const auto parent = path_of(folder);
        if (!parent) return std::nullopt;
        full = *parent + "/" + full;
    }
    return is_shown(full) ? std::optional(std::move(full)) : std::nullopt;
}

std::optional<std::string> shown_file(int fd) { return watching.load() == nullptr ? std::nullopt : path_of(fd); }

void tell(const DiskCall& call) {
    static std::mutex one_at_a_time;
    const std::lock_guard lock(one_at_a_time);
    if (DiskWatch* watch = watching.load()) watch->after(call);
}

Intervention ask(const DiskCall& call) {
    DiskWatch* watch = watching.load();
    return watch == nullptr ? Intervention{} : watch->before(call);
}

// Asks, makes the call, tells.
template <class Kernel>
long shown_call(const DiskCall& call, Kernel kernel) {
    if (const int error = ask(call).error; error != 0) {
        errno = error;
        return -1;
    }
    const long done = kernel();
    if (done >= 0) tell(call);
    return done;
}

bool exists(const std::string& path) {
    struct stat found{};
    return syscall(SYS_newfstatat, AT_FDCWD, path.c_str(), &found, AT_SYMLINK_NOFOLLOW) == 0;
}

int open_at(int folder, const char* path, int flags, mode_t mode) {
    const auto kernel = [&] { return static_cast<int>(syscall(SYS_openat, folder, path, flags, mode)); };
    const auto shown = shown_path(folder, path);
    if (!shown) {
        const int fd = kernel();
        if (fd >= 0 && watching.load() != nullptr) note_open(fd, std::nullopt);
        return fd;
    }
    DiskCall call;
    call.act = (flags & O_CREAT) != 0 && !exists(*shown) ? Act::create : Act::open;
    call.path = *shown;
    call.for_writing = (flags & O_ACCMODE) != O_RDONLY;
    if (const int error = ask(call).error; error != 0) {
        errno = error;
        return -1;
    }
    call.fd = kernel();
    if (call.fd < 0) return call.fd;
    note_open(call.fd, shown);
    tell(call);
    return call.fd;
}

ssize_t write_at(int fd, const void* bytes, std::size_t count, std::optional<off_t> at) {
    const auto kernel = [&](std::size_t taken) -> ssize_t {
        return at ? syscall(SYS_pwrite64, fd, bytes, taken, *at) : syscall(SYS_write, fd, bytes, taken);
    };
    const auto path = shown_file(fd);
    if (!path) return kernel(count);
    DiskCall call{Act::write, fd, *path, {}, 0, {static_cast<const char*>(bytes), count}, true};
    call.offset = at ? *at : syscall(SYS_lseek, fd, 0, SEEK_CUR);
    const Intervention answer = ask(call);
    if (answer.error != 0) {
        errno = answer.error;
        return -1;
    }
    const ssize_t written = kernel(std::min(count, answer.at_most));
    if (written < 0) return written;
    call.bytes = call.bytes.substr(0, static_cast<std::size_t>(written));
    tell(call);
    return written;
}

template <class Kernel>
long on_open_file(Act act, int fd, off_t offset, Kernel kernel) {
    const auto path = shown_file(fd);
    if (!path) return kernel();
    return shown_call(DiskCall{act, fd, *path, {}, offset, {}, act != Act::read}, kernel);
}

template <class Kernel>
int on_path(Act act, const std::optional<std::string>& shown, Kernel kernel) {
    if (!shown) return static_cast<int>(kernel());
    return static_cast<int>(shown_call(DiskCall{act, -1, *shown, {}, 0, {}, true}, kernel));
}

// The errno of a question that is refused.
int refused_question(const char* path, bool for_writing) {
    const auto shown = shown_path(AT_FDCWD, path);
    return shown ? ask(DiskCall{Act::ask, -1, *shown, {}, 0, {}, for_writing}).error : 0;
}

struct statvfs disk_of(const struct statfs& found) {
    struct statvfs disk{};
    disk.f_bsize = static_cast<unsigned long>(found.f_bsize);
    disk.f_blocks = found.f_blocks;
    disk.f_bavail = found.f_bavail;
    disk.f_files = found.f_files;
    disk.f_favail = found.f_ffree;
    return disk;
}

mode_t mode_of(int flags, va_list& rest) { return (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0; }

}  // namespace

Watching::Watching(std::string root, DiskWatch& watch) {
    if (watching.load() != nullptr) throw std::logic_error("the disk is watched already");
    watched().root = std::move(root);
    watching.store(&watch);
}

Watching::~Watching() {
    watching.store(nullptr);
    const std::lock_guard lock(watched().mutex);
    watched().open.clear();
}

}  // namespace hailong::crash

namespace calls = hailong::crash;

extern "C" {

int open(const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const int fd = calls::open_at(AT_FDCWD, path, flags, calls::mode_of(flags, rest));
    va_end(rest);
    return fd;
}

int open64(const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const int fd = calls::open_at(AT_FDCWD, path, flags, calls::mode_of(flags, rest));
    va_end(rest);
    return fd;
}

int openat(int folder, const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const int fd = calls::open_at(folder, path, flags, calls::mode_of(flags, rest));
    va_end(rest);
    return fd;
}

int close(int fd) {
    if (calls::watching.load() != nullptr) calls::note_open(fd, std::nullopt);
    return static_cast<int>(syscall(SYS_close, fd));
}

ssize_t pread64(int fd, void* bytes, size_t count, off64_t at) {
    return calls::on_open_file(calls::Act::read, fd, at, [&] { return syscall(SYS_pread64, fd, bytes, count, at); });
}

ssize_t write(int fd, const void* bytes, size_t count) { return calls::write_at(fd, bytes, count, std::nullopt); }
ssize_t pwrite64(int fd, const void* bytes, size_t count, off64_t at) { return calls::write_at(fd, bytes, count, at); }

int ftruncate64(int fd, off64_t size) noexcept {
    return static_cast<int>(
        calls::on_open_file(calls::Act::truncate, fd, size, [&] { return syscall(SYS_ftruncate, fd, size); }));
}

int fsync(int fd) {
    return static_cast<int>(calls::on_open_file(calls::Act::sync, fd, 0, [&] { return syscall(SYS_fsync, fd); }));
}
int fdatasync(int fd) {
    return static_cast<int>(calls::on_open_file(calls::Act::sync, fd, 0, [&] { return syscall(SYS_fdatasync, fd); }));
}

int mkdir(const char* path, mode_t mode) noexcept {
    return calls::on_path(calls::Act::make_folder, calls::shown_path(AT_FDCWD, path),
                          [&] { return syscall(SYS_mkdir, path, mode); });
}

int rename(const char* from, const char* to) noexcept {
    const auto shown = calls::shown_path(AT_FDCWD, from);
    const auto kernel = [&] { return syscall(SYS_rename, from, to); };
    if (!shown) return static_cast<int>(kernel());
    return static_cast<int>(calls::shown_call({calls::Act::rename, -1, *shown, to, 0, {}, true}, kernel));
}

int unlink(const char* path) noexcept {
    return calls::on_path(calls::Act::remove, calls::shown_path(AT_FDCWD, path),
                          [&] { return syscall(SYS_unlink, path); });
}
int rmdir(const char* path) noexcept {
    return calls::on_path(calls::Act::remove, calls::shown_path(AT_FDCWD, path),
                          [&] { return syscall(SYS_rmdir, path); });
}
int unlinkat(int folder, const char* path, int flags) noexcept {
    return calls::on_path(calls::Act::remove, calls::shown_path(folder, path),
                          [&] { return syscall(SYS_unlinkat, folder, path, flags); });
}

int faccessat(int folder, const char* path, int mode, int flags) noexcept {
    if (const int error = calls::refused_question(path, (mode & W_OK) != 0); error != 0) {
        errno = error;
        return -1;
    }
    return static_cast<int>(syscall(SYS_faccessat2, folder, path, mode, flags));
}

// A disk that refuses with ENOSPC is full, one that refuses with EROFS was mounted so.
int statvfs(const char* path, struct statvfs* disk) noexcept {
    struct statfs found{};
    if (syscall(SYS_statfs, path, &found) != 0) return -1;
    *disk = calls::disk_of(found);
    const int refused = calls::refused_question(path, true);
    if (refused == ENOSPC) disk->f_bavail = 0;
    if (refused == EROFS) disk->f_flag |= ST_RDONLY;
    return 0;
}

}  // extern "C"
