// The terminal's only durable memory: an append-only, hash-chained, signed log (ledger-and-sync.md §2).
// One writer process, one writing thread; others open it through LedgerReader.
// An entry that append() returned a head for survives a power cut; nothing else is promised.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "kiosk/base/files.h"
#include "kiosk/domain/chain.h"
#include "kiosk/domain/genesis.h"

namespace hailong::store {

struct LedgerOptions {
    // A segment is re-read when the terminal starts: 20,000 lines take about 0.1 s on a small board, and are four
    // months of a busy desk, so that retention, which removes whole segments, has something to remove.
    domain::Seq segment_entries = 20'000;
    std::int64_t wal_limit = 4 << 20;  // bytes; above it an idle moment is used to empty the WAL
    // Bytes; above it the WAL is emptied at once, and where a reader keeps it from that, the next segment takes over: a
    // reader that hangs then holds this much of a closed segment and nothing of what follows.
    std::int64_t wal_bound = 7 << 20;  // two of them, what is held and what is written, are less than 16 MB
};

class Ledger {
public:
    // Begins a chain: its first segment holds the genesis line when this returns. `folder` (ledger/, mode 2750) must
    // exist. Errors: conflict when a chain with the same first eight digits is held (draw another `rand`), disk_full,
    // read_only, io.
    [[nodiscard]] static Result<Ledger> create(const base::Path& folder, const domain::Genesis& genesis,
                                               const base::Signer& device, const LedgerOptions& options = {});
    // Opens a chain for appending after checking its last segment line by line and its head's signature.
    // Errors: not_found, corrupt (names the first bad seq), crypto when another key signed it, disk_full, read_only,
    // io.
    [[nodiscard]] static Result<Ledger> open(const base::Path& folder, const base::Digest& chain,
                                             const base::Signer& device, const LedgerOptions& options = {});
    // Opens once, as their writer, the segments that lack their -wal or -shm, so that LedgerReader finds them ready: a
    // tool that closed the database in SQLite's usual way and a restored copy leave them like that. Only for the
    // process that holds the folder's lock. The error is of the last one that could not be opened; the others are ready
    // then.
    [[nodiscard]] static Status make_ready(const base::Path& folder);
    // Empties the WAL of closed segments that a reader kept from it. Never touches the one being written, so that it
    // may be called while another Ledger writes. Errors: of the last that could not be emptied.
    [[nodiscard]] static Status empty_closed(const base::Path& folder, const base::Digest& chain);
    ~Ledger();  // a clean stop, as close()
    Ledger(Ledger&& other) noexcept;
    Ledger& operator=(Ledger&& other) noexcept;

    // Encodes with the next seq, chains, signs the head, commits and flushes. Blocks for one disk flush: never call it
    // on the frame thread. Errors: disk_full, read_only, io, busy, corrupt, bad_input (a line over domain::kMaxLine).
    // After an error nothing of it is stored and the next append may be tried at once. (A power cut right after a
    // failed flush may still keep the entry: it is then valid, and nobody was thanked for it.)
    [[nodiscard]] Result<domain::Head> append(const domain::Draft& draft);
    // All or nothing, in one transaction; at least one draft.
    [[nodiscard]] Result<domain::Head> append(std::span<const domain::Draft> drafts);

    // Empties the WAL into the database when it is over the limit. For idle moments; waits at most 50 ms for readers
    // and leaves it for another time when they are at it.
    [[nodiscard]] Status tidy();
    // Empties the WAL and closes the file; append() fails with io afterwards.
    [[nodiscard]] Status close();

    [[nodiscard]] const domain::Head& head() const;
    [[nodiscard]] const domain::Genesis& genesis() const;

private:
    struct Impl;
    explicit Ledger(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace hailong::store
