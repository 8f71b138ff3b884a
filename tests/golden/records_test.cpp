// Every released version's requests, answers, ledger and archive, recorded when it was released
// (tests/golden/README.md), meet the programs of today: an old terminal is served, an old server is understood, an old
// disk is gone on with.
#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "kiosk/app/device_key.h"
#include "kiosk/store/ledger.h"
#include "kiosk/store/receipts.h"
#include "kiosk/store/verify.h"
#include "sync/agent/store_ledger.h"
#include "sync/app/membership.h"
#include "sync/protocol/wire.h"
#include "sync/server/verifying.h"
#include "tests/golden/exchange.h"
#include "tests/support/books.h"
#include "tests/support/must.h"
#include "tests/unit/sync_app/desk_and_province.h"

namespace hailong::golden {

namespace fs = std::filesystem;
using test::must;

namespace {

std::vector<std::string> released() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(HAILONG_SOURCE_DIR "/tests/golden/wire")) {
        if (entry.is_directory()) names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

bool is_batch(const Recorded& one) { return one.request.method == agent::Method::post; }
bool is_receipt(const Recorded& one) { return is_batch(one) || one.request.target.starts_with(protocol::kStatePath); }

// The province as it was before the first batch came.
struct Province {
    explicit Province(const base::Path& folder)
        : places{folder},
          own(must(server::load_province(places))),
          archive(must(server::SqliteArchive::open(places.archive()))) {}
    server::ServerPlaces places;
    server::Province own;
    std::unique_ptr<server::SqliteArchive> archive;
    sync_app_test::InProcess routes{own, *archive, places};
};

}  // namespace

class Released : public testing::TestWithParam<std::string> {
protected:
    Released() {
        fs::copy(record_, work_.path(), fs::copy_options::recursive);
        fs::permissions(work_ / "terminal/kiosk/device.key", fs::perms::owner_read);
    }
    // What the server of today says to a request at the moment at which it was answered then.
    [[nodiscard]] agent::Reply answer(Province& province, const Recorded& one) const {
        province.routes.listener = "entries";
        province.routes.certificate = member_.identity.certificate;
        if (is_receipt(one)) province.routes.now = receipt(one.answer.body).now;
        return *province.routes.exchange(one.request);
    }
    [[nodiscard]] domain::Receipt receipt(std::string_view text) const {
        return must(domain::parse_receipt(text, member_.keys));
    }
    // Is this what the agent of today takes for the answer to that question?
    [[nodiscard]] Status believe(const agent::Request& request, std::string_view answer) {
        agent::Question question{domain::request_digest(request.target), {}};
        if (request.method == agent::Method::post) {
            const auto batch = must(domain::split_batch(must(protocol::unpack_body(request.body))));
            question = {domain::request_digest(batch.header_line), batch.header.chain};
        } else {
            question.chain = must(protocol::parse_state_target(request.target)).chain;
        }
        HL_CHECK(agent::judge(answer, question, member_.self(), ledger_));
        return {};
    }

    base::Path record_ = base::Path(HAILONG_SOURCE_DIR "/tests/golden/wire") / GetParam();
    test::TempFolder work_;
    domain::Places places_{work_ / "terminal"};
    std::vector<Recorded> exchanges_ = read_exchanges(record_ / "exchanges");
    sync_app::Membership member_ = must(sync_app::load_membership({record_ / "terminal"}));
    agent::StoreLedger ledger_{places_.ledger()};
};

INSTANTIATE_TEST_SUITE_P(Versions, Released, testing::ValuesIn(released()), [](const auto& version) {
    std::string name = version.param;
    std::replace_if(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
    return name;
});

TEST_P(Released, RecordHoldsAllKindsOfRequests) {
    std::set<std::string> kinds;
    for (const auto& one : exchanges_) {
        const auto& target = one.request.target;
        kinds.insert(target.substr(0, std::min(target.find('?'), target.size())));
    }
    EXPECT_EQ(kinds, (std::set<std::string>{"/v1/entries", "/v1/keys/1", "/v1/state"}));
}

TEST_P(Released, TerminalIsServedByTheServerOfToday) {
    Province province(work_ / "province");
    for (const auto& one : exchanges_) {
        const auto now = answer(province, one);
        EXPECT_EQ(now.status, one.answer.status) << one.request.target << ": " << now.body;
        if (is_receipt(one)) {
            EXPECT_EQ(receipt(now.body), receipt(one.answer.body)) << now.body;
        } else {
            EXPECT_EQ(now.body, one.answer.body);
        }
    }
    EXPECT_EQ(test::read_archive(work_ / "province").rows, test::read_ledger(places_.root).rows);
    EXPECT_EQ(must(province.archive->quarantined()), 0U) << "an old answer could not be opened";
    const auto counts = must(province.archive->day_counts({"2000-01-01", "2999-12-31"}));
    EXPECT_EQ(counts.size(), 1U) << "the ratings of a finger count, those of a rehearsal do not";
    EXPECT_FALSE(must(server::verify_archive(*province.archive)).fault);
}

TEST_P(Released, ServerIsUnderstoodByTheAgentOfToday) {
    for (const auto& one : exchanges_) {
        if (is_receipt(one)) {
            const auto believed = believe(one.request, one.answer.body);
            EXPECT_TRUE(believed) << believed.error().what;
        } else {
            EXPECT_TRUE(domain::parse_keys(one.answer.body, domain::fingerprint(member_.keys.root)));
        }
    }
}

TEST_P(Released, ReceiptsOnDiskAreReadByTheTerminalOfToday) {
    const auto held = must(store::read_receipts(places_.receipts(), member_.keys));
    EXPECT_EQ(held.size(), must(ledger_.chains()).chains.size());
    for (const auto& file : held) {
        ASSERT_TRUE(file.receipt) << file.receipt.error().what;
        EXPECT_TRUE(agent::check_ours(*file.receipt, file.chain, member_.self(), ledger_));
    }
}

TEST_P(Released, LedgerIsReadAndGoneOnWithByTheTerminalOfToday) {
    const auto written = test::read_ledger(places_.root).rows;
    const auto key = must(app::device_key(places_));
    const auto chains = must(store::LedgerReader(places_.ledger()).chains());
    EXPECT_EQ(chains.size(), 2U);
    for (const auto& chain : chains) {
        auto ledger = must(store::Ledger::open(places_.ledger(), chain.summary.chain, key));
        EXPECT_EQ(ledger.head().seq, chain.summary.last);
        must(ledger.append(domain::device_event("started", server_test::stamp_at(server_test::kNow))));
    }
    for (const auto& verdict : must(store::verify_ledger(places_.ledger()))) {
        EXPECT_FALSE(verdict.fault) << verdict.fault->what;
    }
    const auto now = test::read_ledger(places_.root).rows;
    EXPECT_EQ(now.size(), written.size() + chains.size());
    EXPECT_TRUE(std::includes(now.begin(), now.end(), written.begin(), written.end()));
}

TEST_P(Released, RecordWithAnAlteredByteIsNoticed) {
    constexpr std::size_t kStep = 61;
    for (const auto& one : exchanges_) {
        for (std::size_t at = 0; is_receipt(one) && at < one.answer.body.size() - 1; at += kStep) {
            auto altered = one.answer.body;
            altered[at] ^= 1;
            EXPECT_FALSE(believe(one.request, altered)) << "byte " << at << " of the answer to " << one.request.target;
        }
    }
    Province province(work_ / "province");
    const auto& first = *std::find_if(exchanges_.begin(), exchanges_.end(), is_batch);
    const auto batch = must(protocol::unpack_body(first.request.body));
    for (std::size_t at = 0; at < batch.size(); at += kStep) {
        auto altered = batch;
        altered[at] ^= 1;
        auto one = first;
        one.request.body = must(protocol::pack_body(altered));
        const auto now = answer(province, one);
        EXPECT_TRUE(now.status != first.answer.status || receipt(now.body) != receipt(first.answer.body))
            << "byte " << at << " of the batch";
    }
}

TEST_P(Released, LedgerWithAnAlteredByteIsNoticed) {
    const auto segment = test::segments(places_.root).front();
    {
        SQLite::Database file(segment.string(), SQLite::OPEN_READWRITE);
        file.exec("DROP TRIGGER entry_never_changes");
        file.exec(
            "UPDATE entry SET line = CAST(replace(CAST(line AS TEXT), '\"v\":1', '\"v\":2') AS BLOB) WHERE seq = 2");
    }
    std::size_t faults = 0;
    for (const auto& verdict : must(store::verify_ledger(places_.ledger()))) {
        if (verdict.fault && verdict.fault->seq == 2) ++faults;
    }
    EXPECT_EQ(faults, 1U);
}

}  // namespace hailong::golden
