// What the tests of intake share: a terminal of ten entries, and what an archive holds of it.
#pragma once

#include <gtest/gtest.h>

#include "sync/server/intake.h"
#include "tests/unit/server/fixtures.h"

namespace hailong::intake_test {

using domain::Seq;
using domain::Verdict;
using server::Held;
using server::judge;
using server::Ruling;
using server_test::FakeTerminal;

// What an archive holds that got entries 0…last of `terminal`, asked about `batch`.
inline Held holding(const FakeTerminal& terminal, Seq last, const domain::Batch& batch) {
    Held held;
    held.device_keys = {{terminal.key().public_key(), "25195"}};
    held.chain = server::HeldChain{last, terminal.hash(last), terminal.key().public_key()};
    held.chains.emplace(terminal.chain(), *held.chain);
    const auto& header = batch.header;
    if (header.first > 0 && header.first - 1 <= last) held.before = terminal.hash(header.first - 1);
    if (held.before) {
        const bool is_same = *held.before == header.prev;
        held.version = is_same ? server::Followed{0, std::nullopt} : server::Followed{std::nullopt, header.first - 1};
    }
    for (const auto& told : header.chains) {
        if (told.last <= last && terminal.hash(told.last) == told.head) held.whole.insert(told.chain);
    }
    for (Seq seq = header.first; seq <= header.last && seq <= last; ++seq) {
        held.overlap.push_back({seq, terminal.line(seq), terminal.hash(seq)});
    }
    return held;
}

inline Held nothing_of(const FakeTerminal& terminal) {
    Held held;
    held.device_keys = {{terminal.key().public_key(), "25195"}};
    return held;
}

inline Ruling rule(const domain::Batch& batch, const Held& held) { return judge({batch, std::nullopt, ""}, held); }

class Intake : public ::testing::Test {
protected:
    Intake() { terminal_.append(9); }  // entries 0…9
    FakeTerminal terminal_;
};

}  // namespace hailong::intake_test
