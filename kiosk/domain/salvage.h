// A line of a damaged ledger, carried to the province by a later chain (ledger-and-sync.md §2 "Damage"). The place is
// the one it had; the chain that carries it vouches that the terminal's signature over its hash held.
#pragma once

#include <string>
#include <string_view>

#include "kiosk/domain/chain.h"

namespace hailong::domain {

struct SalvagedLine {
    base::Digest chain;
    Seq seq = 0;
    base::Digest hash;
    std::string line;
    bool operator==(const SalvagedLine&) const = default;
};
[[nodiscard]] Draft salvage_draft(const SalvagedLine& salvaged, const Stamp& stamp);
// Of the body of a `salvage` entry. Errors: bad_input.
[[nodiscard]] Result<SalvagedLine> parse_salvage(std::string_view body);

}  // namespace hailong::domain
