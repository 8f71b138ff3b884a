// A disk with a cache that forgets: a read finds everything that was written, a cut of the power keeps what was flushed
// and, of the rest, whatever chance leaves. For one thread at a time.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace hailong::guest {

using Random = std::mt19937_64;

inline constexpr std::size_t kSector = 512;  // bytes that a disk writes whole or not at all

enum class Fate {
    kept,     // nothing is lost, as when only the machine stops
    dropped,  // nothing that was not flushed
    some,     // each unflushed write by itself kept or dropped
    torn,     // the same sector by sector
    ordered,  // up to some write everything, after it nothing, that write torn
};
inline constexpr Fate kFates[] = {Fate::kept, Fate::dropped, Fate::some, Fate::torn, Fate::ordered};
[[nodiscard]] std::string_view name_of(Fate fate);

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
