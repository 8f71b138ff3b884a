// The batch decoder: whatever is accepted comes back byte for byte, and its header encodes to what it says.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "kiosk/domain/batch.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto batch = hailong::domain::split_batch(text);
    if (!batch) return 0;
    if (hailong::domain::join_batch(*batch) != text) std::abort();
    const auto again = hailong::domain::parse_header(hailong::domain::encode_header(batch->header));
    if (!again || *again != batch->header) std::abort();
    return 0;
}
