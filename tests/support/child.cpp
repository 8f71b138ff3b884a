#include "tests/support/child.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <stdexcept>
#include <utility>

// In a build that counts what the tests reach (tests/coverage): _exit() would lose the child's counts.
extern "C" int __llvm_profile_write_file() __attribute__((weak));

namespace hailong::test {

namespace {

std::string read_all(int fd) {
    std::string out;
    char buffer[4096];
    for (ssize_t count = 0; (count = read(fd, buffer, sizeof buffer)) > 0;) {
        out.append(buffer, static_cast<std::size_t>(count));
    }
    return out;
}

std::string told_by(const std::function<std::string()>& work) {
    try {
        return work();
    } catch (const std::exception& error) {
        return std::string("threw: ") + error.what();
    }
}

void set_file_limit(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{bytes, RLIM_INFINITY};
    setrlimit(RLIMIT_FSIZE, &limit);
}

}  // namespace

Child::Child(const std::function<std::string()>& work) {
    // What is still in a buffer would be written by both.
    std::cout.flush();
    std::fflush(nullptr);
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("no pipe");
    pid_ = fork();
    if (pid_ < 0) throw std::runtime_error("no process");
    if (pid_ == 0) {
        close(ends[0]);
        const std::string told = told_by(work);
        std::cout.flush();
        const ssize_t written = write(ends[1], told.data(), told.size());
        end_child(written == static_cast<ssize_t>(told.size()) ? 0 : 1);
    }
    close(ends[1]);
    end_ = ends[0];
}

Child::Child(Child&& other) noexcept : pid_(std::exchange(other.pid_, -1)), end_(std::exchange(other.end_, -1)) {}

Child::~Child() {
    if (pid_ > 0) static_cast<void>(told());
}

std::string Child::told() {
    std::string told = read_all(end_);
    close(end_);
    int status = 0;
    waitpid(std::exchange(pid_, -1), &status, 0);
    const bool well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    return well ? told : told + " [child ended with status " + std::to_string(status) + "]";
}

void end_child(int status) {
    if (__llvm_profile_write_file != nullptr) __llvm_profile_write_file();
    _exit(status);
}

std::string in_child(const std::function<std::string()>& work) { return Child(work).told(); }

std::string small_disk_at(const std::filesystem::path& place) {
    const auto refused = [](const char* what) { return std::string(what) + ": " + std::strerror(errno); };
    if (unshare(CLONE_NEWNS) != 0) return refused("unshare");
    if (mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return refused("make mounts private");
    if (mount("tmpfs", place.c_str(), "tmpfs", 0, "size=1m,mode=2750") != 0) return refused("mount tmpfs");
    return "";
}

void fill_disk(const std::filesystem::path& ballast) {
    const int fd = open(ballast.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const std::string block(4096, 'x');
    while (write(fd, block.data(), block.size()) > 0) {
    }
    close(fd);
}

void limit_files_to(unsigned long long bytes) { set_file_limit(bytes); }
void lift_file_limit() { set_file_limit(RLIM_INFINITY); }

}  // namespace hailong::test
