// Keys, nonces and boxes are random; in a simulation they must be the same ones each time.
#pragma once

#include <cstdint>

namespace hailong::simulation {

// From now on libsodium's randomness in this process is a ChaCha20 stream of this seed. Call it before the first use of
// base/crypto.h and again at the start of each world. Single-threaded.
void seed_randomness(std::uint64_t seed);

}  // namespace hailong::simulation
