// How a terminal asks the province for a certificate, at enrolment and at each renewal: the agent speaks, the terminal
// process signs.
#pragma once

#include <chrono>
#include <functional>

#include "kiosk/base/waiter.h"
#include "kiosk/domain/enrolment.h"
#include "kiosk/domain/places.h"
#include "sync/agent/transport.h"

namespace hailong::sync_app {

struct AskWorld {
    agent::Transport& transport;  // opened with transport::Trust::card: the answers prove themselves
    const base::Clock& clock;
    base::Waiter& waiter;
    std::chrono::seconds patience{120};  // for the terminal's signature
};

// Errors: bad_input when the province refuses, with its reason; network for everything else that is no 200.
[[nodiscard]] Result<agent::Reply> post(agent::Transport& transport, agent::Request request);
// POST with one JSON line; the nonce of the answer.
[[nodiscard]] Result<base::Token16> ask_nonce(agent::Transport& transport, std::string_view path, std::string body);
// Shows `challenge` to the terminal process, which holds the device key and answers through a file of its own folder;
// an answer for which `fits` is false is an older one. Errors: not_found when none came in time, environment when this
// program was asked to stop, disk errors.
[[nodiscard]] Result<domain::DeviceProof> signed_by_terminal(
    std::string_view challenge, const std::function<bool(const domain::DeviceProof&)>& fits,
    const domain::Places& places, const AskWorld& world);

}  // namespace hailong::sync_app
