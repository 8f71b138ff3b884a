// The zstd frame of a batch: bombs and torn frames are refused, what was packed comes back. The input is tried as a
// whole body and as the frame of a body that is padded as it must be: otherwise the decoder would hardly be reached.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "sync/protocol/wire.h"

namespace {

namespace protocol = hailong::protocol;

std::string padded(std::string_view frame) {
    constexpr std::size_t kHeader = 8;  // RFC 8878 §3.1.2: magic and length, little-endian
    const std::size_t whole =
        (frame.size() + kHeader + protocol::kPadding - 1) / protocol::kPadding * protocol::kPadding;
    const std::size_t length = whole - frame.size() - kHeader;
    std::string out(frame);
    out += "\x50\x2a\x4d\x18";
    for (unsigned shift = 0; shift < 32; shift += 8) out += static_cast<char>((length >> shift) & 0xFFU);
    return out + std::string(length, '\0');
}

void unpack(std::string_view body) {
    const auto text = protocol::unpack_body(body);
    if (!text && text.error().what.empty()) std::abort();
    if (text && text->size() > protocol::kMaxContent) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    unpack(bytes);
    unpack(padded(bytes));
    const auto packed = protocol::pack_body(bytes);
    if (!packed) return 0;
    const auto again = protocol::unpack_body(*packed);
    if (!again || *again != bytes) std::abort();
    return 0;
}
