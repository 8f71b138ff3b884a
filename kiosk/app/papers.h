// The small files of an enrolment: which were there, told without reading them.
#pragma once

#include <array>
#include <cstdint>

#include "kiosk/domain/places.h"

namespace hailong::app {

// Tells a file that was replaced from one that was not.
struct FileMark {
    std::uint64_t inode = 0;  // 0: not there
    std::int64_t bytes = 0;
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;
    bool operator==(const FileMark&) const = default;
};
using Papers = std::array<FileMark, 3>;  // card, identity, keys document
[[nodiscard]] Papers papers_now(const domain::Places& places, const base::Path& card);

}  // namespace hailong::app
