// Gives terminals their identity (ledger-and-sync.md §4). At most one pair of keys ever succeeds with a code.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "sync/protocol/wire.h"
#include "sync/server/province.h"

namespace hailong::server {

inline constexpr int kMaxFailures = 10;                      // ledger-and-sync.md §4
inline constexpr auto kRepeatable = std::chrono::hours(24);  // the same keys get the same answer
inline constexpr std::size_t kMaxNonces = 8;                 // an agent may ask again before it used the last one

using EnrolAnswer = std::variant<std::string, protocol::Refusal>;  // the identity's two lines, or why not

// Pure but for the certificate's randomness: what `received` makes of `code`.
struct CodeUse {
    Registry::CodeChange change;
    EnrolAnswer answer;
};
[[nodiscard]] Result<CodeUse> use_code(const Code& code, const domain::ReceivedRequest& received,
                                       const Province& province, base::WallTime now);

// Thread-safe.
class Enrolling {
public:
    Enrolling(Registry& registry, const Province& province, const ServerPlaces& places)
        : registry_(registry), province_(province), places_(places) {}
    // {"code"} → {"nonce"}.
    [[nodiscard]] Result<std::variant<base::Token16, protocol::Refusal>> begin(std::string_view body,
                                                                               base::WallTime now);
    [[nodiscard]] Result<EnrolAnswer> finish(std::string_view body, base::WallTime now);

private:
    Status with_code(const std::string& id, const std::function<Result<Registry::CodeChange>(const Code&)>& decide);

    Registry& registry_;
    const Province& province_;
    const ServerPlaces& places_;
};

}  // namespace hailong::server
