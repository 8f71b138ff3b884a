// The signed batch: header line plus the exact lines first…last. The same bytes go over the network and onto a USB
// stick.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kiosk/domain/chain.h"

namespace hailong::domain {

inline constexpr std::size_t kMaxBatchLines = 500;
inline constexpr std::size_t kMaxHeaderLine = 8192;  // bytes
inline constexpr std::size_t kMaxChainsTold = 16;

struct ChainSummary {
    base::Digest chain;
    Seq floor = 0;  // the first entry the terminal still holds
    Seq last = 0;
    base::Digest head;
    bool operator==(const ChainSummary&) const = default;
};

struct BatchHeader {
    std::string device;
    std::optional<base::Digest> chain;  // null: the ledger cannot be read, `why` says so
    Seq first = 0;
    Seq last = 0;         // first = last + 1: heartbeat, no lines
    base::Digest prev;    // hash(first − 1); 64 zeros when first = 0
    base::Digest head;    // hash(last)
    base::Signature sig;  // sig(last)
    base::Token16 nonce;
    std::vector<ChainSummary> chains;
    std::optional<std::string> base;  // the server's own old receipt, for entries below the floor
    std::string clock = "{}";         // JSON objects as text
    std::string health = "{}";
    std::optional<std::string> why;  // missing | locked | corrupt
    bool operator==(const BatchHeader&) const = default;
};

[[nodiscard]] std::string encode_header(const BatchHeader& header);
[[nodiscard]] Result<BatchHeader> parse_header(std::string_view line);

struct Batch {
    BatchHeader header;
    std::string header_line;         // exact bytes; `req` of the answer is over these
    std::vector<std::string> lines;  // exact bytes, without newlines
};
// Header line and lines, each ended by 0x0A.
[[nodiscard]] std::string join_batch(const Batch& batch);
// Checks form and limits: count of lines = last − first + 1, lengths, UTF-8 of the header. Errors: bad_input.
[[nodiscard]] Result<Batch> split_batch(std::string_view text);
// Recomputes the chain over the lines; the hash at `last`, or of `prev` for a heartbeat.
[[nodiscard]] base::Digest head_of(const Batch& batch);

}  // namespace hailong::domain
