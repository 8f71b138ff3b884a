// Reads the agent's receipts, sync/receipts/<64 hex chain>: two signed lines each. The terminal believes none that it
// has not verified itself.
#pragma once

#include <vector>

#include "kiosk/base/files.h"
#include "kiosk/domain/receipt.h"

namespace hailong::store {

// Errors: not_found (none yet), crypto (not signed by a listed receipt key, or of another chain), bad_input, io.
[[nodiscard]] Result<domain::Receipt> read_receipt(const base::Path& receipts_folder, const base::Digest& chain,
                                                   const domain::KeysDocument& keys);

// <64 hex>.verdict: the newest signed `fork` or `behind` about the chain. Errors: as above.
[[nodiscard]] base::Path verdict_file(const base::Path& receipts_folder, const base::Digest& chain);
[[nodiscard]] Result<domain::Receipt> read_verdict(const base::Path& receipts_folder, const base::Digest& chain,
                                                   const domain::KeysDocument& keys);

struct ReceiptFile {
    base::Digest chain;  // by its name
    Result<domain::Receipt> receipt;
};
// Every file whose name is a chain id, in order; other files are left alone. No folder: an empty list.
[[nodiscard]] Result<std::vector<ReceiptFile>> read_receipts(const base::Path& receipts_folder,
                                                             const domain::KeysDocument& keys);

}  // namespace hailong::store
