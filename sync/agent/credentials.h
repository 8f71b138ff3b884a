// What the agent proves itself with and whom it trusts, as far as its loop has to know: told after each exchange how it
// went, it renews what is due.
#pragma once

#include <optional>
#include <string>

#include "kiosk/base/clock.h"

namespace hailong::agent {

struct Contact {
    std::optional<base::WallTime> province_now;  // the signed time of the answer, if there was one
    bool is_refused = false;  // one end does not accept the other's certificate: a new one, or newer CAs, may cure it
};

class Credentials {
public:
    virtual ~Credentials() = default;
    // May block for some minutes while it renews. True when connections are made anew since: what was refused is worth
    // another try at once.
    [[nodiscard]] virtual bool tend(const Contact& contact, base::MonoTime now) = 0;
    // Why what was due or asked for could not be had; a sentence.
    [[nodiscard]] virtual std::optional<std::string> failure() const = 0;
    [[nodiscard]] virtual std::optional<base::WallTime> certificate_until() const = 0;
};

}  // namespace hailong::agent
