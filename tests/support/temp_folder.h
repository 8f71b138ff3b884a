// A folder of this test's own, removed at the end. In $HAILONG_TEST_TMP, else /dev/shm if it is there, else /tmp.
#pragma once

#include <filesystem>
#include <string>

namespace hailong::test {

class TempFolder {
public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

}  // namespace hailong::test
