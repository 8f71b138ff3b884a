#include "kiosk/store/wal.h"

#include <cstdint>

namespace hailong::store {

namespace {

constexpr std::size_t kHeader = 32;
constexpr std::size_t kFrameHeader = 24;
constexpr std::uint32_t kBigEndianSums = 0x377f0683;

enum class Order { big, little };

std::uint32_t word_at(std::string_view bytes, std::size_t at, Order order = Order::big) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const std::size_t place = at + (order == Order::big ? i : 3 - i);
        value = value << 8U | static_cast<unsigned char>(bytes[place]);
    }
    return value;
}

struct Sums {
    std::uint32_t first = 0;
    std::uint32_t second = 0;
    bool operator==(const Sums&) const = default;

    void add(std::string_view bytes, Order order) {
        for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
            first += word_at(bytes, at, order) + second;
            second += word_at(bytes, at + 4, order) + first;
        }
    }
};

Sums sums_at(std::string_view bytes, std::size_t at) { return {word_at(bytes, at), word_at(bytes, at + 4)}; }

}  // namespace

std::size_t commits_behind_the_end(std::string_view wal) {
    if (wal.size() < kHeader) return 0;
    const std::size_t frame_size = kFrameHeader + word_at(wal, 8);
    const Order order = word_at(wal, 0) == kBigEndianSums ? Order::big : Order::little;
    const std::string_view salts = wal.substr(16, 8);
    Sums sums;
    sums.add(wal.substr(0, 24), order);
    bool accepted = sums == sums_at(wal, 24);
    std::size_t behind = 0;
    for (std::size_t at = kHeader; at + frame_size <= wal.size(); at += frame_size) {
        const std::string_view frame = wal.substr(at, frame_size);
        if (frame.substr(8, 8) != salts) {
            accepted = false;
            continue;
        }
        sums.add(frame.substr(0, 8), order);
        sums.add(frame.substr(kFrameHeader), order);
        accepted = accepted && sums == sums_at(frame, 16);
        const bool ends_a_transaction = word_at(frame, 4) != 0;
        if (ends_a_transaction && !accepted) ++behind;
    }
    return behind;
}

}  // namespace hailong::store
