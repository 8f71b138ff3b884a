#include "tests/guest/told.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <stdexcept>

namespace hailong::guest {

namespace {

using Chains = std::map<std::string, std::set<long long>>;

bool begins_with(std::string_view line, std::string_view word) { return line.substr(0, word.size()) == word; }

test::Row row_of(const std::string& line) {  // row|CHAIN|SEQ|HASH
    std::istringstream in(line);
    test::Row row;
    std::string word;
    std::string seq;
    std::getline(in, word, '|');
    std::getline(in, row.chain, '|');
    std::getline(in, seq, '|');
    std::getline(in, row.hash, '|');
    row.seq = std::stoll(seq);
    return row;
}

std::string chain_of(const std::string& line) {  // ended rehearsed 30 visits: …; chain HEX, last entry 91
    static constexpr std::string_view kBefore = "; chain ";
    const auto at = line.find(kBefore);
    if (at == std::string::npos) return "";
    const auto begin = at + kBefore.size();
    return line.substr(begin, line.find(',', begin) - begin);
}

Chains grown(const Promised& promised, const Told& found) {
    Chains out;
    for (const auto& row : found.held) {
        if (!promised.held.contains(row)) out[row.chain].insert(row.seq);
    }
    return out;
}

bool has_all(const std::set<long long>& seqs, const std::vector<long long>& thanked) {
    return std::all_of(thanked.begin(), thanked.end(), [&](long long seq) { return seqs.contains(seq); });
}

// The chain of a run that did not end is one of those that no other run named.
bool is_there(const Run& run, const Chains& chains, const std::set<std::string>& named) {
    if (run.thanked.empty()) return true;
    return std::any_of(chains.begin(), chains.end(), [&](const auto& chain) {
        const bool is_it = run.chain.empty() ? !named.contains(chain.first) : chain.first == run.chain;
        return is_it && has_all(chain.second, run.thanked);
    });
}

}  // namespace

void Told::hear(const std::string& line) {
    if (begins_with(line, "row|")) held.insert(row_of(line));
    if (line == "rehearsing") has_rehearsed = true;
    if (line == "run") runs.emplace_back();
    if (begins_with(line, "thanked ")) runs.back().thanked.push_back(std::stoll(line.substr(8)));
    if (begins_with(line, "ended ")) runs.back().chain = chain_of(line);
    if (begins_with(line, "repaired ")) repaired = line;
    if (trouble.empty() && (begins_with(line, "refused ") || begins_with(line, "damaged "))) trouble = line;
}

std::size_t Told::thanked() const {
    std::size_t count = 0;
    for (const Run& run : runs) count += run.thanked.size();
    return count;
}

// A guest that fell while it was still reading promised nothing new, and what was promised before still holds.
void Promised::add(const Told& told) {
    if (!told.has_rehearsed) return;
    held = told.held;
    runs = told.runs;
}

std::string judge(const Promised& promised, const Told& found) {
    if (!found.trouble.empty()) return found.trouble;
    if (!found.has_rehearsed) return "";
    for (const auto& row : promised.held) {
        if (found.held.contains(row)) continue;
        std::ostringstream out;
        out << "lost: " << row << " was on the disk before";
        return out.str();
    }
    const Chains chains = grown(promised, found);
    std::set<std::string> named;
    for (const Run& run : promised.runs) named.insert(run.chain);
    for (const Run& run : promised.runs) {
        if (is_there(run, chains, named)) continue;
        return "lost: of a run that thanked up to " + std::to_string(run.thanked.back()) + " not all is there";
    }
    return "";
}

}  // namespace hailong::guest
