// How ratings are counted and shown: HL% = (n5 + n4) / n; "Bình thường" is not satisfied (domain.md §1.4).
#pragma once

#include <array>
#include <string>
#include <vector>

#include "sync/server/archive.h"

namespace hailong::server {

// A group smaller than this could point at a person: it is not shown.
inline constexpr std::uint64_t kSmallestGroup = 5;

using Counts = std::array<std::uint64_t, 5>;  // [0]: level 1

[[nodiscard]] std::uint64_t sum(const Counts& counts);
[[nodiscard]] Counts operator+(const Counts& a, const Counts& b);

// Wilson score interval, 95 % (E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209): honest for small n and near 100 %.
struct Share {
    double value = 0;  // 0…1
    double low = 0;
    double high = 0;
};
[[nodiscard]] Share satisfied_share(const Counts& counts);  // REQUIRES: sum(counts) > 0

// Which of a total's parts must be withheld: all small ones, and, while the withheld ones together are small (so that
// the total minus the rest would tell them), the next smallest. Empty parts tell nothing and are never withheld.
[[nodiscard]] std::vector<bool> withheld(const std::vector<std::uint64_t>& parts);

struct DayResult {
    std::string day;
    Counts counts{};
    bool is_withheld = false;
};
struct OfficeResult {
    std::string unit;
    std::string office;
    Counts counts{};
    bool is_withheld = false;
    std::vector<DayResult> days;  // newest first
};
struct Results {
    Counts total{};
    bool is_withheld = false;
    std::vector<OfficeResult> offices;  // by unit
};
[[nodiscard]] Results tabulate(const std::vector<DayCount>& counts, const std::vector<TerminalReport>& terminals);

// What was said about one factor of SIPAS (I to V): levels only, never an option that stands apart.
struct FactorResult {
    int factor = 0;
    Counts counts{};
};
// Of the answers to this version of a questionnaire. A factor is the mean of its criteria; where it has one, its share.
[[nodiscard]] std::vector<FactorResult> by_factor(const std::vector<ItemCount>& items,
                                                  const domain::Questionnaire& questionnaire);

}  // namespace hailong::server
