// The two ends of the chain, read by SQLite and not by the programs under test: what the terminal's ledger holds and
// what the province's archive holds, as sets of (chain, seq, hash).
#pragma once

#include <compare>
#include <filesystem>
#include <ostream>
#include <set>
#include <string>
#include <vector>

namespace hailong::test {

struct Row {
    std::string chain;  // hex
    long long seq = 0;
    std::string hash;  // hex
    auto operator<=>(const Row&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Row& row);

struct Book {
    std::set<Row> rows;
    std::size_t count = 0;  // rows read: greater than rows.size() when something is held twice
};

// Every segment below <data>/ledger. Throws when a file cannot be read.
[[nodiscard]] Book read_ledger(const std::filesystem::path& data);
// <server data>/archive.db.
[[nodiscard]] Book read_archive(const std::filesystem::path& server_data);

// Segment files below <data>/ledger in the order of their names.
[[nodiscard]] std::vector<std::filesystem::path> segments(const std::filesystem::path& data);

}  // namespace hailong::test
