// The zstd frame of a batch: bombs and torn frames are refused, what was packed comes back.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sync/protocol/wire.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    static_cast<void>(hailong::protocol::unpack_body(bytes));
    const auto packed = hailong::protocol::pack_body(bytes);
    if (!packed) return 0;
    const auto again = hailong::protocol::unpack_body(*packed);
    if (!again || *again != bytes) std::abort();
    return 0;
}
