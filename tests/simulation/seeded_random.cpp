#include "tests/simulation/seeded_random.h"

#include <sodium.h>

#include <array>
#include <cstring>

namespace hailong::simulation {

namespace {

// libsodium takes its source of randomness as plain functions, so this state belongs to the process.
struct Stream {
    std::array<unsigned char, randombytes_SEEDBYTES> seed{};
    std::uint64_t draws = 0;
};
Stream stream;

const char* name() { return "seeded"; }
void fill(void* out, std::size_t size) {
    auto seed = stream.seed;
    std::memcpy(seed.data() + 8, &++stream.draws, sizeof stream.draws);
    randombytes_buf_deterministic(out, size, seed.data());
}
std::uint32_t word() {
    std::uint32_t out = 0;
    fill(&out, sizeof out);
    return out;
}
randombytes_implementation implementation{name, word, nullptr, nullptr, fill, nullptr};

}  // namespace

void seed_randomness(std::uint64_t seed) {
    stream = {};
    std::memcpy(stream.seed.data(), &seed, sizeof seed);
    randombytes_set_implementation(&implementation);
}

}  // namespace hailong::simulation
