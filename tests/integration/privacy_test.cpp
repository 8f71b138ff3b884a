// What nobody at the desk may learn, and the network the terminal never uses.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/support/books.h"
#include "tests/support/process.h"
#include "tests/support/temp_folder.h"

namespace hailong::privacy_test {

namespace fs = std::filesystem;

TEST(Privacy, AWholeVisitNeedsNoNetwork) {
    const test::TempFolder folder;
    const auto result =
        test::run({{test::program("hailong-kiosk"), "--data", folder.path(), "--rehearse", "5"}, {}, {}, true});
    EXPECT_EQ(result.status, 0) << result.err;
    EXPECT_EQ(std::count(result.out.begin(), result.out.end(), '\n'), 5) << result.out;
}

TEST(Privacy, NoScoreOrReasonCanBeReadFromTheDataFolder) {
    const test::TempFolder folder;
    ASSERT_EQ(test::run({{test::program("hailong-kiosk"), "--data", folder.path(), "--rehearse", "50"}, {}, {}, false})
                  .status,
              0);
    std::size_t files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder.path())) {
        if (!entry.is_regular_file()) continue;
        ++files;
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(in), {}};
        for (const auto* word : {"\"score\"", "\"visit\"", "\"picks\"", "first_ms", "worst_first", "best_first"}) {
            EXPECT_EQ(bytes.find(word), std::string::npos) << word << " in " << entry.path();
        }
    }
    EXPECT_GT(files, 1U);
}

}  // namespace hailong::privacy_test
