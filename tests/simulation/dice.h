// Chance that comes from a seed alone: the same seed and label give the same draws on every machine, and a draw for one
// purpose never shifts those for another.
#pragma once

#include <cstdint>

namespace hailong::simulation {

class Dice {
public:
    Dice(std::uint64_t seed, std::uint64_t label) : state_(mix(seed + mix(label))) {}

    // splitmix64 (Steele, Lea, Flood 2014).
    std::uint64_t next() { return mix(state_ += 0x9e3779b97f4a7c15U); }
    std::uint64_t below(std::uint64_t bound) { return next() % bound; }
    std::int64_t between(std::int64_t from, std::int64_t to) {
        return from + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(to - from + 1)));
    }
    double unit() { return static_cast<double>(next() >> 11U) / 9007199254740992.0; }  // [0, 1), 53 bits
    bool hits(std::uint64_t percent) { return below(100) < percent; }

private:
    static std::uint64_t mix(std::uint64_t z) {
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
        return z ^ (z >> 31U);
    }
    std::uint64_t state_;
};

}  // namespace hailong::simulation
