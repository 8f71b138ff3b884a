// What a program under test asks of the disk, call by call. Linking disk_calls.cpp replaces open, pwrite, fdatasync,
// rename and their like for the whole program, libsqlite3 included, so that nothing in the product knows of it: below a
// watched folder each call is shown to a DiskWatch before and after the kernel does it. Elsewhere, and when nobody
// watches, the calls go straight to the kernel.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace hailong::crash {

enum class Act { open, create, read, write, truncate, sync, make_folder, rename, remove, ask };
[[nodiscard]] std::string_view name_of(Act act);

struct DiskCall {
    Act act = Act::open;
    int fd = -1;               // of open and create after they were done, and of what works on an open file
    std::string path;          // absolute; of an open file the one it was opened under
    std::string to;            // rename
    std::int64_t offset = 0;   // write: where; truncate: the new size
    std::string_view bytes;    // write; after it was done, only what was written
    bool for_writing = false;  // open, ask
};

// What happens instead of the call, if anything.
struct Intervention {
    int error = 0;                                                  // errno; 0: the call is made
    std::size_t at_most = std::numeric_limits<std::size_t>::max();  // bytes that a write takes
};

class DiskWatch {
public:
    DiskWatch() = default;
    DiskWatch(const DiskWatch&) = delete;
    DiskWatch& operator=(const DiskWatch&) = delete;
    virtual ~DiskWatch() = default;
    // Any thread; may block, as a slow disk does.
    [[nodiscard]] virtual Intervention before(const DiskCall& call);
    // Only what succeeded. Called by one thread at a time.
    virtual void after(const DiskCall& call);
};

// `ask` is a question about a path: may it be read or written (faccessat), has its disk space (statvfs). It changes
// nothing and is not told afterwards.

// Shows the calls below `root` while it lives. Files that were opened before are not shown. One at a time.
class Watching {
public:
    Watching(std::string root, DiskWatch& watch);
    ~Watching();
    Watching(const Watching&) = delete;
    Watching& operator=(const Watching&) = delete;
};

}  // namespace hailong::crash
