// Work in a child process of this test: for what cannot be undone in a process, such as other file systems and limits.
// Fork before any thread of the test's own runs.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace hailong::test {

// Runs `work` in a child and gives back what it returned: "" by convention for "as expected". A child that throws or
// dies tells how.
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
