// One of the five levels of satisfaction used by Vietnamese government forms: 1 "Rất không hài lòng" … 5 "Rất hài
// lòng". Stored as a number; the words belong to the language files.
#pragma once

#include <array>
#include <compare>
#include <string>

#include "kiosk/base/result.h"

namespace hailong::domain {

class Score {
public:
    static constexpr int kLowest = 1;
    static constexpr int kHighest = 5;
    [[nodiscard]] static Result<Score> from(int value);
    [[nodiscard]] int value() const { return value_; }
    auto operator<=>(const Score&) const = default;

private:
    explicit Score(int value) : value_(value) {}
    int value_;
};

}  // namespace hailong::domain
