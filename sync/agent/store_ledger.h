// The real ledger behind LedgerView: kiosk/store's reader, and its check of whole chains.
#pragma once

#include "kiosk/store/ledger_reader.h"
#include "sync/agent/ledger_view.h"

namespace hailong::agent {

class StoreLedger final : public LedgerView {
public:
    explicit StoreLedger(base::Path ledger_folder) : folder_(std::move(ledger_folder)), reader_(folder_) {}
    [[nodiscard]] Result<Holdings> chains() override;
    [[nodiscard]] Result<Slice> slice(const base::Digest& chain, Seq from, const SliceLimits& limits) override;
    [[nodiscard]] Result<base::Digest> hash_at(const base::Digest& chain, Seq seq) override;
    [[nodiscard]] Status verify(const base::Digest& chain) override;

private:
    base::Path folder_;
    store::LedgerReader reader_;
};

}  // namespace hailong::agent
