// What a cut of the power leaves of the writes that were not flushed.
#pragma once

#include <cstddef>
#include <string_view>

namespace hailong::test {

inline constexpr std::size_t kSector = 512;  // bytes that a disk writes whole or not at all

enum class Fate {
    kept,     // all of them, as after kill -9
    dropped,  // none
    some,     // each by itself kept or dropped
    torn,     // the same sector by sector, sizes and names on their own
    noisy,    // the same, and a sector that was being written may hold noise
    ordered,  // up to some write everything, after it nothing, that write torn
};
[[nodiscard]] std::string_view name_of(Fate fate);

}  // namespace hailong::test
