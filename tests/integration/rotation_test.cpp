// The province's keys through the years (promise 27): receipt, intake and comment keys rotated by command, real
// programs, real nginx and mutual TLS. Nobody touches the terminal: each answer names the newest keys document, and the
// root alone proves it, however many lie between.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <random>
#include <set>

#include "kiosk/domain/entry.h"
#include "kiosk/domain/receipt.h"
#include "sync/server/key_files.h"
#include "tests/support/books.h"
#include "tests/support/must.h"
#include "tests/support/stack.h"
#include "tests/support/wish.h"

namespace hailong::rotation_test {

namespace fs = std::filesystem;
using test::must;

class Rotation : public testing::Test {
protected:
    void SetUp() override {
        stack_.enrol();
        touch_and_sync();
    }
    void order(const std::string& command, const std::vector<std::string>& words = {}) {
        const auto done = test::run(stack_.server(command, words));
        ASSERT_EQ(done.status, 0) << done.err;
    }
    void restart_server() {
        stack_.stop_server();
        stack_.start_server();
    }
    void expect_syncs() const {
        const auto sent = test::run(stack_.sync("once"));
        EXPECT_EQ(sent.status, 0) << sent.err << sent.out;
        EXPECT_TRUE(stack_.ends_agree());
    }
    // A start of the terminal, which reads what the agent brought, and a round of the agent.
    void touch_and_sync() {
        static_cast<void>(stack_.rehearse(2));
        expect_syncs();
    }
    [[nodiscard]] server::OwnKeys provinces() const {
        return must(server::read_keys(stack_.archive() / "keys/document"));
    }
    [[nodiscard]] server::OwnKeys agents() const { return must(server::read_keys(stack_.data() / "sync/keys.json")); }
    [[nodiscard]] server::OwnKeys terminals() const {
        return must(server::read_keys(stack_.data() / "kiosk/keys.json"));
    }
    // What the agent holds, of each chain the newest.
    [[nodiscard]] std::vector<std::string> receipts() const {
        std::vector<std::string> texts;
        for (const auto& one : fs::directory_iterator(stack_.data() / "sync/receipts")) {
            texts.push_back(must(base::read_file(one.path())));
        }
        return texts;
    }
    [[nodiscard]] std::set<std::string> signers() const {
        std::set<std::string> keys;
        for (const auto& text : receipts()) keys.insert(must(domain::split_signed(text)).key_id);
        return keys;
    }
    // Ids of the keys that answers on the terminal's disk are sealed to.
    [[nodiscard]] std::set<std::string> seals() const {
        std::set<std::string> keys;
        for (const auto& file : test::segments(stack_.data())) {
            SQLite::Database ledger(file.string(), SQLite::OPEN_READONLY);
            SQLite::Statement lines(ledger, "SELECT line FROM entry WHERE seq > 0");
            while (lines.executeStep()) {
                const auto entry = must(domain::parse_entry(lines.getColumn(0).getString()));
                if (domain::is_visit_kind(entry.kind)) keys.insert(entry.key);
            }
        }
        return keys;
    }
    [[nodiscard]] long long unopened() const {
        SQLite::Database archive(stack_.archive() / "archive.db", SQLite::OPEN_READONLY);
        archive.setBusyTimeout(10'000);
        return archive.execAndGet("SELECT count(*) FROM unopened").getInt64();
    }
    [[nodiscard]] bool serves() {
        stack_.stop_server();
        try {
            stack_.start_server();
        } catch (const std::runtime_error&) {
            return false;
        }
        static_cast<void>(stack_.rehearse(1));
        return test::run(stack_.sync("once")).status == 0 && stack_.ends_agree() && unopened() == 0;
    }

    test::Stack stack_;
};

TEST_F(Rotation, ReceiptsOfBothKeysHoldAndTheAgentFollowsByItself) {
    order("rotate-receipt-key");
    restart_server();
    touch_and_sync();
    EXPECT_EQ(signers().size(), 2U) << "one chain before, one after";
    touch_and_sync();
    EXPECT_EQ(agents().text, provinces().text);
    EXPECT_EQ(terminals().text, provinces().text);
    EXPECT_EQ(terminals().keys.version, 2U);
    // What the terminal prunes under.
    for (const auto& text : receipts()) EXPECT_TRUE(domain::parse_receipt(text, terminals().keys));
}

TEST_F(Rotation, AnswersAreSealedToTheNewIntakeKeyAndThoseToTheOldOneStillOpen) {
    const auto old = base::key_id(provinces().keys.intake.view());
    EXPECT_EQ(seals().count(old), 1U);
    order("rotate-intake-key");
    order("rotate-comment-key");
    restart_server();
    touch_and_sync();  // still to the old key, and it learns of the new one
    const auto fresh = base::key_id(provinces().keys.intake.view());
    EXPECT_EQ(seals().count(fresh), 0U);
    touch_and_sync();
    EXPECT_EQ(seals().count(fresh), 1U);
    EXPECT_EQ(unopened(), 0);
    stack_.stop_server();
    order("rebuild");
    EXPECT_EQ(unopened(), 0) << "all of it, under every key";
}

TEST_F(Rotation, SeveralWhileTheTerminalWasOffAreCaughtUpWithAtOnce) {
    static_cast<void>(stack_.rehearse(2));
    for (const char* command :
         {"rotate-receipt-key", "rotate-intake-key", "rotate-receipt-key", "rotate-receipt-key"}) {
        order(command);
    }
    restart_server();
    expect_syncs();
    EXPECT_EQ(agents().keys.version, 5U);
    touch_and_sync();
    EXPECT_EQ(terminals().keys.version, 5U);
    EXPECT_EQ(unopened(), 0);
}

TEST_F(Rotation, AWithdrawnReceiptKeysReceiptsAreAskedForAnew) {
    order("rotate-receipt-key", {"--stolen"});
    restart_server();
    touch_and_sync();
    touch_and_sync();
    for (const auto& text : receipts()) EXPECT_TRUE(domain::parse_receipt(text, provinces().keys));
}

TEST_F(Rotation, ForgedAndOlderKeysDocumentsAreRefused) {
    const auto first = provinces();
    order("rotate-receipt-key");
    restart_server();
    touch_and_sync();
    touch_and_sync();
    const auto held = terminals().text;
    const auto sealed = seals();
    auto forged = provinces().keys;
    forged.version = 99;
    forged.intake = base::Opener::generate().public_key();
    const auto stranger = base::Signer::generate();
    const auto unsigned_text = domain::encode_keys(forged, stranger);
    forged.root = stranger.public_key();
    const auto other_root = domain::encode_keys(forged, stranger);
    for (const auto& brought : {first.text, unsigned_text, other_root}) {
        must(base::write_file(stack_.data() / "sync/keys.json", brought));
        touch_and_sync();
        EXPECT_EQ(terminals().text, held);
        EXPECT_EQ(agents().text, held) << "had again from the province";
    }
    EXPECT_EQ(seals(), sealed);
}

TEST_F(Rotation, ARevokedTerminalIsRefusedWhileTheServerRuns) {
    test::Process agent(stack_.sync("run"));
    static_cast<void>(stack_.rehearse(1));
    ASSERT_TRUE(test::eventually([&] { return stack_.ends_agree(); }));
    order("kiosk revoke", {"--device", stack_.device()});  // fails when the server has not taken it up in 60 s
    const auto before = test::read_archive(stack_.archive()).rows;
    static_cast<void>(stack_.rehearse(1));
    const auto asks_to_renew = [&] { return fs::exists(stack_.data() / "sync/enrol/request.json"); };
    EXPECT_TRUE(test::eventually(asks_to_renew)) << "as after every refusal";
    agent.kill();
    const auto tried = stack_.sync_signed("once");
    EXPECT_NE(tried.status, 0);
    EXPECT_NE(tried.err.find("revoked this terminal"), std::string::npos) << tried.err;
    EXPECT_EQ(test::read_archive(stack_.archive()).rows, before);
}

// Kills a rotation at any moment: the server starts with what is left, and the terminal's next round carries
// everything. HAILONG_KILLS says how often, HAILONG_SEED when.
TEST_F(Rotation, AKillAtAnyMomentLeavesKeysThatServe) {
    const int kills = test::number_from("HAILONG_KILLS", 3);
    const auto seed = test::number_from<unsigned>("HAILONG_SEED", std::random_device{}());
    std::mt19937 random(seed);
    constexpr std::array kCommands{"rotate-receipt-key", "rotate-intake-key", "rotate-comment-key"};
    const auto began = std::chrono::steady_clock::now();
    order(kCommands[0]);
    const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
    std::uniform_int_distribution<long> moment(0, whole.count() * 3 / 2);  // some come through
    int failures = 0;
    int came_through = 0;
    for (int i = 0; i < kills; ++i) {
        const auto before = provinces().keys.version;
        {
            test::Process rotation(stack_.server(kCommands[random() % kCommands.size()]));
            const auto until = std::chrono::steady_clock::now() + std::chrono::microseconds(moment(random));
            while (std::chrono::steady_clock::now() < until) continue;  // a moment is shorter than a poll
            rotation.kill();
        }
        if (provinces().keys.version > before) ++came_through;
        if (!serves()) {
            ++failures;
            ADD_FAILURE() << "kill " << i << " of seed " << seed << " left keys that do not serve";
        }
    }
    std::cout << "prove: rotation-kills cases=" << kills << " failures=" << failures << " seed=" << seed << "\n";
    EXPECT_TRUE(kills < 20 || (came_through > 0 && came_through < kills)) << came_through;

    // What a rotation would leave that replaces the document first, and dies before the key is there.
    auto keys = provinces().keys;
    const auto root = must(server::read_key_file(stack_.archive() / "offline/root.key"));
    ++keys.version;
    keys.intake = base::Opener::generate().public_key();
    must(base::write_file(stack_.archive() / "keys/document",
                          domain::encode_keys(keys, must(base::Signer::from_seed(root.view())))));
    const bool is_caught = !serves();
    EXPECT_TRUE(is_caught);
    std::cout << "prove: rotation-kills known-bad=" << (is_caught ? "caught" : "missed") << "\n";
}

}  // namespace hailong::rotation_test
