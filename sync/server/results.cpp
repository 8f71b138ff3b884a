#include "sync/server/results.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace hailong::server {

namespace {

constexpr double kZ95 = 1.959963984540054;  // standard normal quantile at 97.5 %

std::string office_of(const std::string& unit, const std::vector<TerminalReport>& terminals) {
    for (const TerminalReport& report : terminals) {
        if (report.terminal.unit == unit) return report.terminal.office;
    }
    return unit;
}

void withhold_days(OfficeResult& office) {
    std::vector<std::uint64_t> parts;
    for (const DayResult& day : office.days) parts.push_back(sum(day.counts));
    const auto hidden = withheld(parts);
    for (std::size_t i = 0; i < hidden.size(); ++i) office.days[i].is_withheld = office.is_withheld || hidden[i];
}

void withhold(Results& results) {
    results.is_withheld = sum(results.total) < kSmallestGroup;
    std::vector<std::uint64_t> parts;
    for (const OfficeResult& office : results.offices) parts.push_back(sum(office.counts));
    const auto hidden = withheld(parts);
    for (std::size_t i = 0; i < hidden.size(); ++i) {
        results.offices[i].is_withheld = results.is_withheld || hidden[i];
        withhold_days(results.offices[i]);
    }
}

}  // namespace

std::uint64_t sum(const Counts& counts) { return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}); }

Counts operator+(const Counts& a, const Counts& b) {
    Counts out{};
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = a[i] + b[i];
    return out;
}

Share satisfied_share(const Counts& counts) {
    const auto n = static_cast<double>(sum(counts));
    const double p = static_cast<double>(counts[3] + counts[4]) / n;
    const double z2 = kZ95 * kZ95;
    const double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
    const double half = kZ95 * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n);
    return {p, std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

std::vector<bool> withheld(const std::vector<std::uint64_t>& parts) {
    std::vector<bool> out(parts.size(), false);
    std::vector<std::size_t> by_size(parts.size());
    std::iota(by_size.begin(), by_size.end(), std::size_t{0});
    std::sort(by_size.begin(), by_size.end(),
              [&](auto a, auto b) { return std::pair(parts[a], a) < std::pair(parts[b], b); });
    std::uint64_t hidden = 0;
    for (const std::size_t i : by_size) {
        const bool is_small = parts[i] < kSmallestGroup;
        const bool would_tell = hidden > 0 && hidden < kSmallestGroup;
        if (parts[i] == 0 || (!is_small && !would_tell)) continue;
        out[i] = true;
        hidden += parts[i];
    }
    return out;
}

std::vector<FactorResult> by_factor(const std::vector<ItemCount>& items, const domain::Questionnaire& questionnaire) {
    std::vector<FactorResult> out;
    for (int factor = 1; factor <= 5; ++factor) out.push_back({factor, {}});
    for (const ItemCount& count : items) {
        if (count.questionnaire != questionnaire.tag() || count.item >= questionnaire.items.size()) continue;
        const domain::Item& item = questionnaire.items[count.item];
        const bool is_level = item.kind == domain::ItemKind::level && count.answer >= 1 && count.answer <= 5;
        if (item.maps.sipas == 0 || !is_level) continue;
        out[static_cast<std::size_t>(item.maps.sipas - 1)].counts[static_cast<std::size_t>(count.answer - 1)] +=
            count.n;
    }
    return out;
}

Results tabulate(const std::vector<DayCount>& counts, const std::vector<TerminalReport>& terminals) {
    Results results;
    for (const DayCount& count : counts) {
        if (results.offices.empty() || results.offices.back().unit != count.unit) {
            results.offices.push_back({count.unit, office_of(count.unit, terminals), {}, false, {}});
        }
        OfficeResult& office = results.offices.back();
        office.counts = office.counts + count.n;
        office.days.insert(office.days.begin(), DayResult{count.day, count.n, false});
        results.total = results.total + count.n;
    }
    withhold(results);
    return results;
}

}  // namespace hailong::server
