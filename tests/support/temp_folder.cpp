#include "tests/support/temp_folder.h"

#include <stdlib.h>

#include <cstdlib>
#include <stdexcept>
#include <system_error>

namespace hailong::test {

TempFolder::TempFolder() {
    const char* given = std::getenv("HAILONG_TEST_TMP");
    std::string pattern = given != nullptr ? given : std::filesystem::exists("/dev/shm") ? "/dev/shm" : "/tmp";
    pattern += "/hailong-test-XXXXXX";
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder at " + pattern);
    path_ = pattern;
    std::filesystem::permissions(path_, std::filesystem::perms(0755));
}

TempFolder::~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace hailong::test
