// The small files of an enrolment: read again when one was replaced, which is told without reading them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "kiosk/app/station.h"

namespace hailong::app {

// Tells a file that was replaced from one that was not.
struct FileMark {
    std::uint64_t inode = 0;  // 0: not there
    std::int64_t bytes = 0;
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;
    bool operator==(const FileMark&) const = default;
};
[[nodiscard]] FileMark mark_of(const base::Path& path);

// Reads the station from them, remembers what it read, and logs once what was not believed.
class PaperReader {
public:
    PaperReader(domain::Places places, base::Path card) : places_(std::move(places)), card_(std::move(card)) {}

    // Errors: those of enrolled_station().
    [[nodiscard]] Result<Station> read(const base::SignKey& device);
    // nullopt: none was replaced since, or what replaced it does not hold.
    [[nodiscard]] std::optional<Station> read_if_replaced(const base::SignKey& device);

private:
    using Papers = std::array<FileMark, 3>;  // card, identity, keys document
    [[nodiscard]] Papers found() const {
        return {mark_of(card_), mark_of(places_.identity()), mark_of(places_.keys())};
    }
    void tell_of_rejected(const std::vector<std::string>& complaints);

    domain::Places places_;
    base::Path card_;
    Papers read_{};         // those that the last station was made of
    std::string rejected_;  // the last complaint that was logged
};

}  // namespace hailong::app
