// A new TLS certificate for an enrolled terminal, with a new key (PROTOCOL.md "Renewal"). A kill at any moment leaves a
// pair that works: the new one waits beside the old one until an answer of the province has proven it, then one rename
// puts it in its place; and the province lets the old one go only when it has seen the new one.
#pragma once

#include <functional>

#include "sync/app/asking.h"
#include "sync/app/membership.h"

namespace hailong::sync_app {

struct RenewWorld {
    AskWorld ask;
    // A request to the province with this pair. Errors: conflict when the province refuses it, anything else when there
    // was no answer that counts.
    std::function<Status(const base::Path& pair)> prove;
};

[[nodiscard]] bool has_unproven_pair(const domain::Places& places);
// What `prove` does when it has a transport: asks for the state of all chains. Errors as of `prove`.
[[nodiscard]] Status prove_by(agent::Transport& transport, const Membership& membership);
// Finishes a renewal that was interrupted, or makes one. Takes over newer keys and CAs of the answer. REQUIRES: the
// folder's lock. Errors: bad_input (the province refuses, with its reason), network, not_found (the terminal did not
// sign), crypto (the answer is not the province's), disk errors. After any of them the old pair is what it was.
[[nodiscard]] Status renew(Membership& membership, const domain::Places& places, const RenewWorld& world);

}  // namespace hailong::sync_app
