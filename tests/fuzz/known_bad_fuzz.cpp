// A decoder with a planted fault, which tests/fuzz/run must find: it believes the length that stands in its input, as
// the first versions of many decoders did.
#include <cstdint>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 4 || data[0] != 'H' || data[1] != 'L' || data[2] != '\n') return 0;
    const std::string heard(reinterpret_cast<const char*>(data) + 4, data[3]);
    return heard.empty() ? -1 : 0;
}
