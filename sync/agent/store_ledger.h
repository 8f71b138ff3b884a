// The real ledger behind LedgerView: kiosk/store's reader, plus a check of whole chains.
#pragma once

#include "kiosk/store/ledger_reader.h"
#include "sync/agent/ledger_view.h"

namespace hailong::agent {

class StoreLedger final : public LedgerView {
public:
    explicit StoreLedger(base::Path ledger_folder) : reader_(std::move(ledger_folder)) {}
    [[nodiscard]] Result<std::vector<ChainSummary>> chains() override;
    [[nodiscard]] Result<Slice> slice(const base::Digest& chain, Seq from, const SliceLimits& limits) override;
    [[nodiscard]] Result<base::Digest> hash_at(const base::Digest& chain, Seq seq) override;
    [[nodiscard]] Status verify(const base::Digest& chain) override;

private:
    store::LedgerReader reader_;
};

// Recomputes a chain from its lines: every hash from genesis on, the chain's id, and the signature of its head. Errors:
// corrupt, beginning "chain <hex8>: seq <n>: …" with the first bad seq; what the reader reports otherwise.
[[nodiscard]] Result<domain::Head> verify_chain(const store::LedgerReader& reader, const store::HeldChain& chain);

}  // namespace hailong::agent
