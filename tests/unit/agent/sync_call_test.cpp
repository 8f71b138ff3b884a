#include "sync/agent/sync_call.h"

#include "kiosk/domain/device_events.h"
#include "tests/unit/agent/agent_loop.h"

namespace hailong::sync_call_test {

using namespace std::chrono_literals;
using agent_desk::failure;

class SyncCall : public agent_desk::AgentLoop {
protected:
    void append(const base::Digest& chain, std::string_view event) {
        auto ledger = store::Ledger::open(desk_.places.ledger(), chain, desk_.device);
        ASSERT_TRUE(ledger) << ledger.error().what;
        ASSERT_TRUE(ledger->append(domain::device_event(event, {})));
    }
    agent::SyncCalls calls_{desk_.places.ledger()};
    agent::CallableWaiter callable_{waiter_, calls_, 3s};
};

TEST_F(SyncCall, IsHeardOnce) {
    const auto chain = desk_.add_chain(5);
    EXPECT_FALSE(calls_.is_called());
    append(chain, domain::kSyncNow);
    EXPECT_TRUE(calls_.is_called());
    EXPECT_FALSE(calls_.is_called());
}
TEST_F(SyncCall, IsNotMadeByOtherEntries) {
    const auto chain = desk_.add_chain(5);
    EXPECT_FALSE(calls_.is_called());
    append(chain, "started");
    EXPECT_FALSE(calls_.is_called());
}
TEST_F(SyncCall, IsNotMadeByALedgerThatCannotBeRead) {
    EXPECT_FALSE(calls_.is_called()) << "no ledger yet";
    std::filesystem::remove(desk_.places.ledger());
    EXPECT_FALSE(calls_.is_called()) << "no folder yet";
    ASSERT_TRUE(base::make_folder(desk_.places.ledger(), 02750));
    std::filesystem::create_directory(desk_.places.ledger() / "12345678-0");
    EXPECT_FALSE(calls_.is_called()) << "a segment without a file";
}
TEST_F(SyncCall, OfBeforeTheAgentStartedIsOver) {
    const auto chain = desk_.add_chain(5);
    append(chain, domain::kSyncNow);
    EXPECT_FALSE(calls_.is_called());
}
TEST_F(SyncCall, IsFoundBehindMoreEntriesThanOneLookReads) {
    const auto chain = desk_.add_chain(5);
    EXPECT_FALSE(calls_.is_called());
    desk_.append(chain, 1200);
    append(chain, domain::kSyncNow);
    EXPECT_FALSE(calls_.is_called());
    EXPECT_FALSE(calls_.is_called());
    EXPECT_TRUE(calls_.is_called());
}
TEST_F(SyncCall, IsHeardInAChainThatWasBegunMeanwhile) {
    desk_.add_chain(5);
    EXPECT_FALSE(calls_.is_called());
    append(desk_.add_chain(1), domain::kSyncNow);
    EXPECT_TRUE(calls_.is_called());
}
TEST_F(SyncCall, IsNotMadeWhereThereIsNoLedger) { EXPECT_FALSE(calls_.is_called()); }

TEST_F(SyncCall, EndsAWaitWithinThreeSeconds) {
    const auto chain = desk_.add_chain(5);
    const auto begin = clock_.now().mono;
    int slices = 0;
    waiter_.after = [&] {
        if (++slices == 4) append(chain, domain::kSyncNow);
        return base::Woken::timed_out;
    };
    EXPECT_EQ(callable_.wait(900s), base::Woken::woken);
    EXPECT_EQ(clock_.now().mono - begin, 12s);
}
TEST_F(SyncCall, WithoutOneAWaitLastsAsLongAsItWas) {
    desk_.add_chain(5);
    const auto begin = clock_.now().mono;
    EXPECT_EQ(callable_.wait(61s), base::Woken::timed_out);
    EXPECT_EQ(clock_.now().mono - begin, 61s);
    EXPECT_EQ(callable_.wait(0s), base::Woken::timed_out);
}
TEST_F(SyncCall, StoppingEndsAWaitAtOnce) {
    waiter_.after = [] { return base::Woken::stopping; };
    EXPECT_EQ(callable_.wait(60s), base::Woken::stopping);
}
TEST_F(SyncCall, SendsAtOnceAfterTheNetworkWasDownForLong) {
    const auto chain = desk_.add_chain(5);
    network_.otherwise = [](const agent::Request&) { return failure(agent::Fault::dns); };
    const auto begin = clock_.now().mono;
    bool is_back = false;
    waiter_.after = [&] {
        if (clock_.now().mono - begin > 2h && !is_back) {
            is_back = true;
            network_.otherwise = province_.step();
            append(chain, domain::kSyncNow);
            return base::Woken::timed_out;
        }
        return province_.held[chain].size() == 6 ? base::Woken::stopping : base::Woken::timed_out;
    };
    agent::Agent agent({desk_.ledger, network_, clock_, callable_, [] { return 0.99; }}, desk_.self(), desk_.places,
                       {});
    agent.run();
    EXPECT_EQ(province_.held[chain].size(), 6U);
    EXPECT_LE(clock_.now().mono - begin, 2h + 10s);
}

}  // namespace hailong::sync_call_test
