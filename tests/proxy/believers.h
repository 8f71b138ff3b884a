// Agents that believe too much, to see that the judge catches them. Each is the real agent behind a network that has
// been made to tell it what the lacking check would have let pass, signed by the province's own key.
#pragma once

#include "tests/proxy/parts.h"
#include "tests/proxy/rig.h"

namespace hailong::proxy_rig {

using Spoiler = std::function<agent::Exchange(agent::Transport&, const agent::Request&)>;
[[nodiscard]] Spoiler believing(Believer believer, Rig& rig);

}  // namespace hailong::proxy_rig
