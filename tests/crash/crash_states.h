// What a disk may hold after the power was cut: everything flushed, and of the rest whatever chance left.
#pragma once

#include <functional>
#include <random>

#include "tests/crash/disk_log.h"
#include "tests/support/fate.h"

namespace hailong::crash {

using Random = std::mt19937_64;

using test::Fate;
using test::kSector;
inline constexpr Fate kFates[] = {Fate::kept, Fate::dropped, Fate::some, Fate::torn, Fate::noisy, Fate::ordered};

enum class Device {
    honest,          // a flush that returned is a flush
    lying,           // flushes do nothing, but what is written arrives in order
    lying_reorders,  // flushes do nothing, and the last calls arrive in any order or not
};

struct CrashState {
    Image image;
    std::size_t place = 0;     // the cut came before anything that followed this many changes
    std::uint64_t digest = 0;  // equal for equal states of one log
};

// Goes through a log from its begin to its end and gives states at each place. Keeps what is surely on the disk at
// hand, so that a state costs a copy and the few calls whose fate is open.
class CrashStates {
public:
    CrashStates(const DiskLog& log, Device device);
    // Moves on by one change, to the moment before what followed it: a flush that came next has not been. After the
    // last change there is one more place, behind everything. False at the end.
    [[nodiscard]] bool next();
    [[nodiscard]] CrashState state(Fate fate, Random& random) const;
    [[nodiscard]] std::size_t open_changes() const { return open_.size(); }

private:
    [[nodiscard]] bool is_flushed(std::size_t change) const;
    void settle();

    const DiskLog& log_;
    Device device_;
    Image sure_;
    std::uint64_t sure_digest_ = 0;
    std::size_t place_ = 0;
    std::vector<std::size_t> open_;  // changes whose fate is open, or that follow such a one on the same node
};

// Writes the image below `folder`, which must be empty. Beside each -wal lies a -shm, as it does on a disk: its bytes
// mean nothing after a cut, so it is `stale`, or it was never written down.
enum class Index { stale, absent };
void lay_out(const Image& image, const std::filesystem::path& folder, Index index);

}  // namespace hailong::crash
