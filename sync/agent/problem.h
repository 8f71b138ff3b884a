// What went wrong, as one word for the terminal's language files and one sentence for logs and `hailong-sync status`.
#pragma once

#include <string>
#include <string_view>

#include "sync/agent/outcome.h"
#include "sync/agent/planner.h"

namespace hailong::agent {

struct Problem {
    std::string word;  // "dns", "portal", "fork", …: the whole vocabulary is in problem.cpp
    std::string text;  // the sentence, and detail in parentheses
    bool operator==(const Problem&) const = default;
};

[[nodiscard]] Problem problem_of(const Failure& failure);
[[nodiscard]] Problem problem_of_reply(Standing standing, const Reply& reply);
[[nodiscard]] Problem untrusted_answer(const Error& why);
[[nodiscard]] Problem ledger_problem(const Error& why);
[[nodiscard]] Problem disk_problem(const Error& why);
[[nodiscard]] Problem problem_of(AlarmKind kind);
// `resting` is disputed and has been left: the terminal goes on in another chain.
[[nodiscard]] Problem older_chain_rests(AlarmKind kind, const Progress& resting, const base::Digest& serving);
// One end did not accept the other's certificate.
[[nodiscard]] bool is_of_credentials(const Problem& problem);
// A renewal failed: said beside the problem that asked for it, or by itself when it was only due.
[[nodiscard]] Problem not_renewed(const std::optional<Problem>& of, const std::string& why);

}  // namespace hailong::agent
