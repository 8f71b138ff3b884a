// A disk with a cache that forgets: a read finds everything that was written, a cut of the power keeps what was flushed
// and, of the rest, whatever chance leaves. For one thread at a time.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/fate.h"

namespace hailong::guest {

using Random = std::mt19937_64;

using test::Fate;
using test::kSector;

// Noise in a sector would be a broken disk, which ext4 may refuse.
inline constexpr Fate kFates[] = {Fate::kept, Fate::dropped, Fate::some, Fate::torn, Fate::ordered};

class VolatileDisk {
public:
    explicit VolatileDisk(std::string image);
    [[nodiscard]] bool holds(std::uint64_t offset, std::uint64_t length) const;
    [[nodiscard]] std::uint64_t size() const { return seen_.size(); }
    // Both want holds().
    [[nodiscard]] std::string_view read(std::uint64_t offset, std::uint64_t length) const;
    void write(std::uint64_t offset, std::string bytes);
    void flush();
    void cut(Fate fate, Random& random);
    [[nodiscard]] std::size_t open_writes() const { return open_.size(); }

private:
    struct Write {
        std::uint64_t offset;
        std::string bytes;
    };
    std::string seen_;         // what a read finds
    std::string sure_;         // what no cut can take
    std::vector<Write> open_;  // since the last flush, in their order
};

}  // namespace hailong::guest
