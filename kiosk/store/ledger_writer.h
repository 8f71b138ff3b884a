// The writer thread: the only one that touches the Ledger once it is handed over. The frame loop submits sealed drafts
// and polls results; it never waits for the disk.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "kiosk/store/ledger.h"

namespace hailong::store {

using Ticket = std::uint64_t;

struct Written {
    Ticket ticket = 0;
    Result<domain::Head> head;
};

class LedgerWriter {
public:
    // More than this waiting means that the disk hangs; submit() then refuses.
    static constexpr std::size_t kMaxWaiting = 64;

    // `wake` is called on the writer thread after each result; it must not block and must outlive the writer.
    LedgerWriter(Ledger ledger, std::function<void()> wake);
    // Writes what is waiting, empties the WAL, closes the ledger and joins the thread.
    ~LedgerWriter();
    LedgerWriter(const LedgerWriter&) = delete;
    LedgerWriter& operator=(const LedgerWriter&) = delete;

    // Any thread; never blocks on the disk. Errors: busy.
    [[nodiscard]] Status submit(Ticket ticket, domain::Draft draft);
    // Results since the last call, in the order of submission.
    [[nodiscard]] std::vector<Written> take_results();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace hailong::store
