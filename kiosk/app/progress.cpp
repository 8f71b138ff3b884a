#include "kiosk/app/progress.h"

#include "kiosk/store/receipts.h"

namespace hailong::app {

namespace {

// What this folder's receipt proves of the chain.
std::optional<domain::Seq> through_of(const base::Path& receipts, const domain::ChainSummary& chain,
                                      const domain::KeysDocument& keys, const store::LedgerReader& reader) {
    const auto receipt = store::read_receipt(receipts, chain.chain, keys);
    if (!receipt || !receipt->through || !receipt->head || *receipt->through > chain.last) return std::nullopt;
    const auto ours = reader.at(chain.chain, *receipt->through);
    return ours && ours->hash == *receipt->head ? receipt->through : std::nullopt;
}

}  // namespace

base::Path stick_receipts(const domain::Places& places) { return places.kiosk() / "receipts"; }

Result<std::vector<ChainProgress>> ledger_progress(const domain::Places& places, const domain::KeysDocument& keys) {
    const store::LedgerReader reader(places.ledger());
    HL_TRY(const auto found, reader.survey());
    std::vector<ChainProgress> out;
    for (const store::HeldChain& held : found.readable) {
        ChainProgress progress{held.summary, std::nullopt, held.genesis};
        for (const base::Path& folder : {places.receipts(), stick_receipts(places)}) {
            const auto through = through_of(folder, held.summary, keys, reader);
            if (through && (!progress.through || *through > *progress.through)) progress.through = through;
        }
        out.push_back(progress);
    }
    return out;
}

}  // namespace hailong::app
