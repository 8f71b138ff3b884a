// Agents that believe too much, to see that the judge catches them. Each is the real agent behind a network that has
// been made to tell it what the lacking check would have let pass, signed by the province's own key.
#pragma once

#include "tests/proxy/parts.h"
#include "tests/proxy/rig.h"

namespace hailong::proxy_rig {

// Whose words are put into the province's mouth.
struct Voice {
    const agent::Self& self;
    const base::Signer& receipt_key;
    agent::LedgerView& ledger;
};
[[nodiscard]] Voice voice_of(Rig& rig);
using Spoiler = std::function<agent::Exchange(agent::Transport&, const agent::Request&)>;
[[nodiscard]] Spoiler believing(Believer believer, const Voice& voice);

}  // namespace hailong::proxy_rig
