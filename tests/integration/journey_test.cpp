// A rating's whole way, with the real programs, real nginx and real mutual TLS.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/support/books.h"
#include "tests/support/stack.h"

namespace hailong::journey_test {

using test::Stack;

std::string contents(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Journey, CarriesEveryRatingToTheProvinceOnce) {
    Stack stack;
    stack.enrol();
    const auto thanked = stack.rehearse(40);
    ASSERT_EQ(thanked.size(), 40U);

    const auto sent = test::run(stack.sync("once"));

    EXPECT_EQ(sent.status, 0) << sent.err;
    const auto ours = test::read_ledger(stack.data());
    const auto theirs = test::read_archive(stack.archive());
    EXPECT_EQ(ours.rows, theirs.rows);
    EXPECT_EQ(theirs.count, theirs.rows.size());
    EXPECT_GE(ours.rows.size(), 40U);
}

TEST(Journey, SendingAgainChangesNothing) {
    Stack stack;
    stack.enrol();
    static_cast<void>(stack.rehearse(5));
    ASSERT_EQ(test::run(stack.sync("once")).status, 0);
    const auto before = test::read_archive(stack.archive());

    EXPECT_EQ(test::run(stack.sync("once")).status, 0);

    EXPECT_EQ(test::read_archive(stack.archive()).rows, before.rows);
    EXPECT_EQ(test::read_archive(stack.archive()).count, before.count);
}

TEST(Journey, BothProgramsVerifyWhatTheyHold) {
    Stack stack;
    stack.enrol();
    static_cast<void>(stack.rehearse(5));
    ASSERT_EQ(test::run(stack.sync("once")).status, 0);

    const auto terminal = test::run(stack.sync("verify", {(stack.data() / "ledger").string()}));
    const auto province = test::run(stack.server("verify"));

    EXPECT_EQ(terminal.status, 0) << terminal.err << terminal.out;
    EXPECT_EQ(province.status, 0) << province.err << province.out;
}

TEST(Journey, KeepsOneReceiptFileForEachChain) {
    Stack stack;
    stack.enrol();
    static_cast<void>(stack.rehearse(3));
    ASSERT_EQ(test::run(stack.sync("once")).status, 0);

    for (const auto& row : test::read_ledger(stack.data()).rows) {
        const auto receipt = contents(stack.data() / "sync/receipts" / row.chain);
        EXPECT_EQ(std::count(receipt.begin(), receipt.end(), '\n'), 2) << row.chain;
        EXPECT_NE(receipt.find("\"verdict\":\"ok\""), std::string::npos) << receipt;
    }
}

TEST(Journey, LostReceiptsComeBackFromTheProvince) {
    Stack stack;
    stack.enrol();
    static_cast<void>(stack.rehearse(3));
    ASSERT_EQ(test::run(stack.sync("once")).status, 0);
    const auto chain = test::read_ledger(stack.data()).rows.begin()->chain;
    std::filesystem::remove_all(stack.data() / "sync/receipts");

    EXPECT_EQ(test::run(stack.sync("once")).status, 0);

    EXPECT_TRUE(std::filesystem::exists(stack.data() / "sync/receipts" / chain));
    EXPECT_TRUE(stack.ends_agree());
}

TEST(Journey, AnExportedLedgerCanBeVerifiedElsewhere) {
    Stack stack;
    stack.enrol();
    static_cast<void>(stack.rehearse(3));
    const auto chain = test::read_ledger(stack.data()).rows.begin()->chain;

    const auto exported = test::run(stack.sync("export", {"--chain", chain}));
    std::ofstream(stack.path("ledger.ndjson")) << exported.out;
    const auto verified =
        test::run({{test::program("hailong-sync"), "verify", stack.path("ledger.ndjson")}, {}, {}, false});

    EXPECT_EQ(exported.status, 0) << exported.err;
    EXPECT_EQ(verified.status, 0) << verified.err << verified.out;
}

TEST(Journey, ATerminalWithoutIdentitySendsNothing) {
    Stack stack;
    static_cast<void>(stack.rehearse(2));

    const auto sent = test::run(stack.sync("once"));

    EXPECT_EQ(sent.status, 4) << sent.err;
    EXPECT_TRUE(test::read_archive(stack.archive()).rows.empty());
}

TEST(Journey, AnEnrolmentCodeServesOneTerminalOnly) {
    Stack stack;
    stack.enrol();
    const auto second = stack.path("second");
    std::filesystem::create_directory(second);
    const std::vector<std::string> there{"--data", second, "--card", stack.card()};
    test::Process agent({{test::program("hailong-sync"), "enrol", "--config", stack.path("sync.toml"), there[0],
                          there[1], there[2], there[3]},
                         {},
                         {},
                         false});
    ASSERT_TRUE(test::eventually(
        [&] { return !agent.running() || std::filesystem::exists(second / "sync/enrol/request.json"); }));
    if (agent.running()) {
        static_cast<void>(test::run(
            {{test::program("hailong-kiosk"), there[0], there[1], there[2], there[3], "enrol-proof"}, {}, {}, false}));
    }

    EXPECT_NE(agent.finish(), 0);
    EXPECT_FALSE(std::filesystem::exists(second / "sync/identity.json"));
}

}  // namespace hailong::journey_test
