// Opens what a power cut left, as the terminal does when it starts, and says whether a promise was broken.
#pragma once

#include "tests/crash/ledger_play.h"

namespace hailong::crash {

enum class Finding {
    sound,     // all that was promised, nothing else than what was written, and it goes on
    lost,      // an entry that was thanked for is gone
    refused,   // the ledger does not open, or takes no further entry
    deceived,  // it opens and calls good what nobody wrote
    noticed,   // damaged, and the store says so: allowed on a lying device only
};
inline constexpr Finding kFindings[] = {Finding::sound, Finding::lost, Finding::refused, Finding::deceived,
                                        Finding::noticed};
[[nodiscard]] std::string_view name_of(Finding finding);

struct Verdict {
    Finding finding = Finding::sound;
    std::string why;
};

enum class Look {
    quick,    // what the terminal does: it opens and appends; then every stored byte is compared with what was written
    thorough  // besides: the agent's view before and after, every signature, and a second start
};

// `required`: entries 0 … required−1 were thanked for.
[[nodiscard]] Verdict judge(const base::Path& folder, const Story& story, std::size_t required, Look look);

}  // namespace hailong::crash
