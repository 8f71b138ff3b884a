// Sound ledgers of an enrolled terminal, as a clean stop, a kill and a full segment leave them.
#pragma once

#include <map>

#include "tests/unit/app/office.h"

namespace hailong::heal {

struct Written {
    std::string line;
    std::string record;  // line, hash and signature, as they lie side by side in the files
};

class Original {
public:
    enum class End { stopped, killed };
    Original(int entries, domain::Seq segment_entries, End end);

    [[nodiscard]] const app_office::Office& office() const { return office_; }
    [[nodiscard]] const base::Digest& chain() const { return chain_; }
    [[nodiscard]] const std::map<domain::Seq, Written>& written() const { return written_; }
    [[nodiscard]] const store::LedgerOptions& options() const { return options_; }
    // The data folder anew at `root`, for one attempt.
    void copy_to(const base::Path& root) const;

private:
    app_office::Office office_;
    store::LedgerOptions options_;
    base::Digest chain_;
    std::map<domain::Seq, Written> written_;
    base::Path kept_;  // the data folder as it was to be left
};

}  // namespace hailong::heal
