// What the tests of every archive engine share: an archive with one enrolled terminal of ten entries.
#pragma once

#include <gtest/gtest.h>

#include "sync/server/intake.h"
#include "tests/unit/server/engine.h"
#include "tests/unit/server/fixtures.h"

namespace hailong::archive_contract_test {

using domain::Seq;
using server_test::FakeTerminal;
using server_test::kNow;

inline base::Digest tls_key() { return base::sha256("a TLS key"); }

class Archive : public ::testing::Test {
protected:
    Archive() : engine_(server_test::make_engine(folder_.path())) {
        terminal_.append(9);
        server_test::admit(*engine_->registry, terminal_, tls_key());
    }
    // Judges and stores; returns what was held before.
    server::Held receive(const domain::Batch& batch) {
        server::Held seen;
        const auto done = engine_->ledgers->receive(server::question_of(batch, kNow),
                                                    [&](const server::Held& held) -> Result<server::Change> {
                                                        seen = held;
                                                        return judge({batch, std::nullopt, ""}, held).change;
                                                    });
        EXPECT_TRUE(done) << done.error().what;
        return seen;
    }
    std::vector<server::StoredLine> stored() {
        std::vector<server::StoredLine> out;
        const auto chains = engine_->records->chains();
        for (const auto& chain : *chains) {
            EXPECT_TRUE(engine_->records->each_line(chain, [&](const server::StoredLine& line) {
                out.push_back(line);
                return Status{};
            }));
        }
        return out;
    }

    test::TempFolder folder_;
    std::unique_ptr<server_test::Engine> engine_;
    FakeTerminal terminal_;
};

}  // namespace hailong::archive_contract_test
