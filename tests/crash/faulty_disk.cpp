#include "tests/crash/faulty_disk.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>

namespace hailong::crash {

namespace {

bool needs_space(Act act) { return act == Act::create || act == Act::write || act == Act::make_folder; }

// Only a disk that is in trouble already answers so.
bool is_question(const DiskCall& call) { return call.act == Act::ask; }

bool changes(const DiskCall& call) {
    switch (call.act) {
        case Act::open:
        case Act::ask:
            return call.for_writing;
        case Act::read:
        case Act::sync:
            return false;
        case Act::create:
        case Act::write:
        case Act::truncate:
        case Act::make_folder:
        case Act::rename:
        case Act::remove:
            return true;
    }
    return false;
}

}  // namespace

std::string_view name_of(Trouble trouble) {
    switch (trouble) {
        case Trouble::io_once:
            return "EIO once";
        case Trouble::io_for_ever:
            return "EIO for ever";
        case Trouble::read_only:
            return "read-only";
        case Trouble::full:
            return "full";
        case Trouble::full_half_way:
            return "full half way";
        case Trouble::short_writes:
            return "short writes";
    }
    return "";
}

bool passes_by_itself(Trouble trouble) { return trouble == Trouble::io_once || trouble == Trouble::short_writes; }

bool FaultyDisk::concerns(const DiskCall& call) const {
    switch (trouble_) {
        case Trouble::io_once:
        case Trouble::io_for_ever:
            return true;
        case Trouble::read_only:
            return changes(call);
        case Trouble::full:
        case Trouble::full_half_way:
        case Trouble::short_writes:
            return needs_space(call.act);
    }
    return false;
}

// What such a disk says of itself; a bad block says nothing.
int FaultyDisk::answer() const {
    switch (trouble_) {
        case Trouble::io_once:
        case Trouble::io_for_ever:
        case Trouble::short_writes:
            return 0;
        case Trouble::read_only:
            return EROFS;
        case Trouble::full:
        case Trouble::full_half_way:
            return ENOSPC;
    }
    return 0;
}

Intervention FaultyDisk::before(const DiskCall& call) {
    if (repaired_ || paused_) return {};
    if (is_question(call)) return {struck() ? answer() : 0};
    if (!concerns(call)) return {};
    const std::size_t number = calls_++;
    if (number < nth_) return {};
    if (number == nth_)
        place_ = std::string(name_of(call.act)) + " " + std::filesystem::path(call.path).filename().string();
    const Intervention half{0, std::max<std::size_t>(1, call.bytes.size() / 2)};
    switch (trouble_) {
        case Trouble::io_once:
            return number == nth_ ? Intervention{EIO} : Intervention{};
        case Trouble::io_for_ever:
            return {EIO};
        case Trouble::read_only:
            return {EROFS};
        case Trouble::full:
            return {ENOSPC};
        case Trouble::full_half_way:
            return number == nth_ && call.act == Act::write ? half : Intervention{ENOSPC};
        case Trouble::short_writes:
            return call.act == Act::write ? half : Intervention{};
    }
    return {};
}

}  // namespace hailong::crash
