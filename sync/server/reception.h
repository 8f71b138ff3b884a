// Takes batches and answers with signed receipts: intake (pure) joined with the archive, the keys and the opening.
// Thread-safe.
#pragma once

#include <mutex>
#include <string>
#include <string_view>

#include "sync/protocol/wire.h"
#include "sync/server/intake.h"
#include "sync/server/opening.h"
#include "sync/server/province.h"

namespace hailong::server {

class Reception {
public:
    Reception(Ledgers& ledgers, Answers& answers, const Province& province, const Opening& opening)
        : ledgers_(ledgers), answers_(answers), province_(province), opening_(opening) {}

    struct Answered {
        domain::Verdict verdict = domain::Verdict::ok;
        std::string text;  // the two lines
    };
    // `terminal` is who the TLS key belongs to. Errors: bad_input (no batch), conflict (another device's batch), and
    // the archive's: then nothing was stored and nothing is receipted.
    [[nodiscard]] Result<Answered> receive(const Terminal& terminal, std::string_view text, base::WallTime now);
    // A batch that came on a stick: the signature of its head alone says whose it is. Its clock, its health and what it
    // tells of other chains are not believed: they are unsigned and old. Errors also: bad_input for a batch without
    // entries.
    [[nodiscard]] Result<Answered> import(const Terminal& terminal, std::string_view text, base::WallTime now);
    // The answer to GET /v1/state; `target` is signed as `req`.
    [[nodiscard]] Result<Answered> tell_state(const Terminal& terminal, const std::string& target, base::WallTime now);
    // Opens what was received; what fails now is tried again at the next call.
    void open_received();

private:
    enum class Way { network, stick };
    Result<Answered> take(const Terminal& terminal, const domain::Batch& batch, base::WallTime now, Way way);
    Result<domain::Receipt> blank_receipt(const Terminal& terminal, std::string_view asked, base::WallTime now);

    Ledgers& ledgers_;
    Answers& answers_;
    const Province& province_;
    const Opening& opening_;
    std::mutex opening_mutex_;  // one opening at a time: two would open the same entries
};

}  // namespace hailong::server
