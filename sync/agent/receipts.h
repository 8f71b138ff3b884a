// sync/receipts/: the agent's only state. One file a chain, the two signed lines as they came, replaced by rename +
// fsync.
//   <64 hex>           the newest accepted receipt of that chain; what it covers is proven to be at the province
//   <64 hex>.verdict   the newest signed `fork` or `behind` that names what the province holds (`at_hash`): the
//   terminal
//                      closes the chain when it finds that true
//   <64 hex>.base      of the receipts that were replaced by a lower one (a restored archive) the highest: proof of
//   what
//                      was pruned
// Lost, garbled or forged files cost a question to the server (GET /v1/state) and nothing else.
#pragma once

#include <optional>
#include <string>

#include "kiosk/base/files.h"
#include "kiosk/domain/receipt.h"

namespace hailong::agent {

class Receipts {
public:
    explicit Receipts(base::Path folder) : folder_(std::move(folder)) {}

    // The text as stored; proves nothing. nullopt when there is none or it cannot be read.
    [[nodiscard]] std::optional<std::string> load(const base::Digest& chain) const;
    [[nodiscard]] std::optional<std::string> load_base(const base::Digest& chain) const;
    // `text` must be the accepted answer that `receipt` was parsed from. Durable when it returns. Answers without a
    // chain and `hash` verdicts are not kept.
    [[nodiscard]] Status keep(const domain::Receipt& receipt, std::string_view text) const;

private:
    [[nodiscard]] base::Path file(const base::Digest& chain, std::string_view suffix) const;
    base::Path folder_;
};

}  // namespace hailong::agent
