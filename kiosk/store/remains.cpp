#include "kiosk/store/remains.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "kiosk/domain/genesis.h"

namespace hailong::store {

namespace {

constexpr std::string_view kBeginning = "{\"v\":1,\"seq\":";  // of every line: encode_entry(), encode_genesis()
constexpr std::size_t kProof = base::Digest::kSize + base::Signature::kSize;

// The length of the JSON object that `text` begins with; 0 when none ends within a line's length.
std::size_t object_length(std::string_view text) {
    int depth = 0;
    bool in_text = false;
    const std::size_t end = std::min(text.size(), domain::kMaxSalvageLine);
    for (std::size_t i = 0; i < end; ++i) {
        const char c = text[i];
        if (in_text && c == '\\') {
            ++i;
        } else if (c == '"') {
            in_text = !in_text;
        } else if (!in_text && c == '{') {
            ++depth;
        } else if (!in_text && c == '}' && --depth == 0) {
            return i + 1;
        }
    }
    return 0;
}

std::optional<StoredEntry> entry_at(std::string_view bytes, domain::Seq from) {
    const std::string_view digits = bytes.substr(kBeginning.size(), 20);
    domain::Seq seq = 0;
    if (std::from_chars(digits.data(), digits.data() + digits.size(), seq).ec != std::errc()) return std::nullopt;
    if (seq < from) return std::nullopt;
    const std::size_t length = object_length(bytes);
    if (length == 0 || bytes.size() - length < kProof) return std::nullopt;
    const std::string_view proof = bytes.substr(length, kProof);
    const auto hash = base::Digest::from_raw(proof.substr(0, base::Digest::kSize));
    const auto sig = base::Signature::from_raw(proof.substr(base::Digest::kSize));
    return StoredEntry{seq, std::string(bytes.substr(0, length)), *hash, *sig};
}

bool is_line_of(const StoredEntry& entry) {
    if (entry.seq == 0) return domain::parse_genesis(entry.line).has_value();
    const auto parsed = domain::parse_entry(entry.line);
    return parsed && parsed->seq == entry.seq;
}

using BySeq = std::map<domain::Seq, std::vector<const StoredEntry*>>;

// A WAL holds the same page many times: each text is verified once.
BySeq signed_by(const std::vector<StoredEntry>& found, const Signed& by) {
    std::set<std::pair<base::Digest, std::string_view>> seen;
    BySeq out;
    for (const StoredEntry& entry : found) {
        if (!seen.emplace(entry.hash, entry.line).second) continue;
        if (!domain::verify_head(by.device, {by.chain, entry.seq, entry.hash}, entry.sig)) continue;
        out[entry.seq].push_back(&entry);
    }
    return out;
}

}  // namespace

std::vector<StoredEntry> find_entries(std::string_view bytes, domain::Seq from) {
    std::vector<StoredEntry> out;
    for (std::size_t at = bytes.find(kBeginning); at != std::string_view::npos; at = bytes.find(kBeginning, at + 1)) {
        if (auto entry = entry_at(bytes.substr(at), from)) out.push_back(std::move(*entry));
    }
    return out;
}

std::vector<StoredEntry> proven_entries(const std::vector<StoredEntry>& found, const Signed& by,
                                        const std::optional<domain::Head>& before) {
    std::vector<StoredEntry> out;
    std::optional<domain::Head> last = before;  // a hash that the device signed, even where its line is lost
    for (const auto& [seq, versions] : signed_by(found, by)) {
        const bool follows = seq == 0 || (last && last->seq + 1 == seq);
        const base::Digest prev = seq > 0 && last ? last->hash : base::Digest{};
        for (const StoredEntry* entry : versions) {
            const bool fits = follows && domain::hash_entry(prev, seq, entry->line) == entry->hash;
            if (!fits || !is_line_of(*entry)) continue;
            out.push_back(*entry);
            break;
        }
        last = domain::Head{by.chain, seq, versions.front()->hash};
    }
    return out;
}

std::optional<domain::Head> last_signed(const std::vector<StoredEntry>& found, const Signed& by) {
    const BySeq heads = signed_by(found, by);
    if (heads.empty()) return std::nullopt;
    return domain::Head{by.chain, heads.rbegin()->first, heads.rbegin()->second.front()->hash};
}

Result<std::vector<StoredEntry>> find_in_segment(const base::Path& segment_folder, domain::Seq from) {
    std::vector<StoredEntry> out;
    for (const char* name : {"ledger.db", "ledger.db-wal"}) {
        const auto bytes = base::read_file(segment_folder / name, kMaxSegmentFile);
        if (!bytes && bytes.error().code == ErrorCode::not_found) continue;
        if (!bytes) return tl::unexpected<Error>(bytes.error());
        auto found = find_entries(*bytes, from);
        std::move(found.begin(), found.end(), std::back_inserter(out));
    }
    return out;
}

}  // namespace hailong::store
