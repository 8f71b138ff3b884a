// Runs a fuzz target over every file of the folders named on the command line, and over every prefix of the short ones.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr std::size_t kShort = 2048;  // bytes; beyond that prefixes cost more than they find

void run(const std::string& bytes) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

int replay(const std::filesystem::path& folder) {
    int files = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        std::ifstream stream(file.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
        run(bytes);
        for (std::size_t length = 0; bytes.size() <= kShort && length < bytes.size(); ++length) {
            run(bytes.substr(0, length));
        }
        ++files;
    }
    return files;
}

}  // namespace

int main(int argc, char** argv) {
    int files = 0;
    for (int i = 1; i < argc; ++i) files += replay(argv[i]);
    std::printf("replayed %d files\n", files);
    return files > 0 ? 0 : 1;
}
