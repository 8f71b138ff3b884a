// Work in a child process of this test: for what cannot be undone in a process, such as other file systems and limits.
// Fork before any thread of the test's own runs.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <string>

namespace hailong::test {

// Begins `work` in a child; several run side by side.
class Child {
public:
    explicit Child(const std::function<std::string()>& work);
    Child(Child&& other) noexcept;
    Child& operator=(Child&&) = delete;
    ~Child();
    // Waits for the end: what the work returned. A child that throws or dies tells how.
    [[nodiscard]] std::string told();

private:
    pid_t pid_ = -1;
    int end_ = -1;
};

// _exit() that loses no counts of what was reached (tests/coverage).
[[noreturn]] void end_child(int status);

// One child after the other; "" by convention for "as expected".
[[nodiscard]] std::string in_child(const std::function<std::string()>& work);

// The next three belong into a child.
// Puts an empty file system of one MiB at `place`, which only this process sees; "" or why it could not be had. Needs
// root.
[[nodiscard]] std::string small_disk_at(const std::filesystem::path& place);
// Writes into `ballast` until no block is left.
void fill_disk(const std::filesystem::path& ballast);
// No file may grow beyond this: writes then fail with an I/O error, for every user and on every file system.
void limit_files_to(unsigned long long bytes);
void lift_file_limit();

}  // namespace hailong::test
