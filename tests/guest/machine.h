// A whole machine: qemu without help of the processor, Debian's kernel, our init; its disk is ours.
#pragma once

#include <filesystem>
#include <string>

#include "tests/guest/told.h"
#include "tests/guest/volatile_disk.h"

namespace hailong::guest {

struct Parts {
    std::filesystem::path kernel;
    std::filesystem::path initramfs;
};

// When the power goes: after so many visits that were thanked for since the start, and from then on at this write or
// flush.
struct Moment {
    std::size_t visits = 0;
    std::size_t changes = 1;
};

struct Life {
    Told told;
    std::size_t changes = 0;  // writes and flushes
    std::string console;      // the kernel's words
};

// From switching on to the cut. `words` are added to the kernel's command line (see init). Afterwards disk.cut() says
// what is left. A machine that stops by itself or stands still has a trouble.
[[nodiscard]] Life live(const Parts& parts, VolatileDisk& disk, const std::string& words, const Moment& moment);

}  // namespace hailong::guest
