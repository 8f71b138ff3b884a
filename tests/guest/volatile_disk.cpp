#include "tests/guest/volatile_disk.h"

#include <algorithm>
#include <utility>

namespace hailong::guest {

VolatileDisk::VolatileDisk(std::string image) : seen_(std::move(image)), sure_(seen_) {}

bool VolatileDisk::holds(std::uint64_t offset, std::uint64_t length) const {
    return offset <= seen_.size() && length <= seen_.size() - offset;
}

std::string_view VolatileDisk::read(std::uint64_t offset, std::uint64_t length) const {
    return std::string_view(seen_).substr(offset, length);
}

void VolatileDisk::write(std::uint64_t offset, std::string bytes) {
    seen_.replace(offset, bytes.size(), bytes);
    open_.push_back({offset, std::move(bytes)});
}

void VolatileDisk::flush() {
    for (const Write& write : open_) sure_.replace(write.offset, write.bytes.size(), write.bytes);
    open_.clear();
}

void VolatileDisk::cut(Fate fate, Random& random) {
    const auto chance = [&] { return random() % 2 == 0; };
    const std::size_t last = random() % (open_.size() + 1);
    for (std::size_t i = 0; i < open_.size(); ++i) {
        const Write& write = open_[i];
        const bool whole =
            fate == Fate::kept || (fate == Fate::some && chance()) || (fate == Fate::ordered && i < last);
        const bool torn = fate == Fate::torn || (fate == Fate::ordered && i == last);
        for (std::size_t at = 0; at < write.bytes.size(); at += kSector) {
            if (!whole && !(torn && chance())) continue;
            const std::size_t length = std::min(kSector, write.bytes.size() - at);
            sure_.replace(write.offset + at, length, write.bytes, at, length);
        }
    }
    seen_ = sure_;
    open_.clear();
}

}  // namespace hailong::guest
