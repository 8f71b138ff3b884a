// Entries, genesis lines and opened answers: what is accepted comes back equal.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "kiosk/domain/genesis.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    namespace domain = hailong::domain;
    static_cast<void>(domain::parse_entry(text));
    if (const auto genesis = domain::parse_genesis(text);
        genesis && domain::parse_genesis(domain::encode_genesis(*genesis)) != *genesis)
        std::abort();
    if (const auto answer = domain::parse_plain(text);
        answer && domain::parse_plain(domain::encode_plain(*answer)) != *answer)
        std::abort();
    return 0;
}
