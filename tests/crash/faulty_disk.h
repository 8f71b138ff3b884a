// A disk that refuses: from the Nth call on, once or until it is repaired.
#pragma once

#include "tests/crash/disk_calls.h"

namespace hailong::crash {

enum class Trouble {
    io_once,        // EIO
    io_for_ever,    // EIO for every call
    read_only,      // EROFS for every call that writes, as after "errors=remount-ro"
    full,           // ENOSPC for every write, new file and new folder
    full_half_way,  // the same, and the first write takes half
    short_writes,   // every write takes half: no refusal at all
};
[[nodiscard]] std::string_view name_of(Trouble trouble);
[[nodiscard]] bool passes_by_itself(Trouble trouble);

class FaultyDisk final : public DiskWatch {
public:
    // The first call that matters to the trouble is number 0.
    FaultyDisk(Trouble trouble, std::size_t nth) : trouble_(trouble), nth_(nth) {}

    Intervention before(const DiskCall& call) override;
    // From here on every call works.
    void repair() { repaired_ = true; }
    // While somebody looks on whom the fault does not concern.
    void pause(bool on) { paused_ = on; }
    [[nodiscard]] std::size_t nth() const { return nth_; }
    [[nodiscard]] std::size_t calls() const { return calls_; }
    [[nodiscard]] bool struck() const { return calls_ > nth_; }
    // The path that the first fault met, and what was asked of it.
    [[nodiscard]] const std::string& place() const { return place_; }

private:
    [[nodiscard]] bool concerns(const DiskCall& call) const;
    [[nodiscard]] int answer() const;

    Trouble trouble_;
    std::size_t nth_;
    std::size_t calls_ = 0;
    bool repaired_ = false;
    bool paused_ = false;
    std::string place_;
};

}  // namespace hailong::crash
