#include "tests/crash/ledger_play.h"

#include <sqlite3.h>

#include "kiosk/store/segments.h"

namespace hailong::crash {

namespace {

constexpr std::size_t kMostDrafts = 4;  // a visit with follow-up answers is one transaction
constexpr std::size_t kUsualBody = 300;
constexpr std::size_t kLongestBody = 4000;  // with the rest of its row over one page, so that overflow pages come too

std::string bytes_of(Random& random, std::size_t count) {
    std::string out(count, '\0');
    for (char& c : out) c = static_cast<char>(random());
    return out;
}

template <class Fixed>
Fixed fixed_of(Random& random) {
    return Fixed::from_raw(bytes_of(random, Fixed{}.view().size())).value();
}

domain::Stamp stamp_of(std::uint64_t seed) {
    return {base::WallTime(base::Millis(1'795'400'107'123)), base::Token16{},
            static_cast<std::int64_t>(seed % 100'000)};
}

base::Signer device_of(std::uint64_t seed) {
    Random random(seed);
    return base::Signer::from_seed(bytes_of(random, 32)).value();
}

}  // namespace

Story::Story(std::uint64_t from) : seed(from), device(device_of(from)) {
    Random random(from + 1);
    genesis.stamp = stamp_of(from);
    genesis.device = "k-0001";
    genesis.unit = "25195";
    genesis.dev_key = device.public_key();
    genesis.rand = fixed_of<base::Token16>(random);
    genesis.reason = domain::GenesisReason::enrolled;
    options.segment_entries = 6 + random() % 12;
    options.wal_limit = static_cast<std::int64_t>(random() % 4) * 24 * 1024;
    chain = domain::begin_chain(domain::encode_genesis(genesis)).chain;
}

LedgerPlay::LedgerPlay(base::Path folder, Story& story, Random random, Onlooker onlooker, Refused refused)
    : folder_(std::move(folder)), story_(story), random_(random), onlooker_(std::move(onlooker)), refused_(refused) {
    // The salts of the WAL come from SQLite's own generator.
    sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, static_cast<int>(random_() >> 34U) + 1, nullptr);
    sqlite3_randomness(0, nullptr);
}

template <class Work>
auto LedgerPlay::insist(std::string_view doing, Work work) -> decltype(work()) {
    for (;;) {
        auto done = work();
        if (done) return done;
        onlooker_.refused(doing, done.error());
    }
}

// A refusal may have come after the chain was there.
Result<store::Ledger> LedgerPlay::create_or_open() const {
    if (store::segments_of(folder_, story_.chain))
        return store::Ledger::open(folder_, story_.chain, story_.device, story_.options);
    return store::Ledger::create(folder_, story_.genesis, story_.device, story_.options);
}

void LedgerPlay::begin() {
    if (!story_.entries.empty()) {
        open();
        story_.entries.resize(ledger_->head().seq + 1);
        return onlooker_.thanked(story_.entries.size());
    }
    ledger_.emplace(*insist("create", [&] { return create_or_open(); }));
    story_.entries.push_back({domain::encode_genesis(story_.genesis), story_.chain,
                              domain::sign_head(story_.device, domain::Head{story_.chain, 0, story_.chain})});
    onlooker_.thanked(1);
}

void LedgerPlay::open() {
    ledger_.reset();
    static_cast<void>(insist("make ready", [&] { return store::Ledger::make_ready(folder_); }));
    ledger_.emplace(
        *insist("open", [&] { return store::Ledger::open(folder_, story_.chain, story_.device, story_.options); }));
}

domain::Draft LedgerPlay::draft() {
    if (random_() % 2 == 0) {
        const std::string size(1 + random_() % (random_() % 6 == 0 ? kLongestBody : kUsualBody), 'x');
        return domain::device_event("started", stamp_of(random_()), {{"version", size}});
    }
    domain::Draft rating;
    rating.kind = domain::EntryKind::rating;
    rating.stamp = stamp_of(random_());
    rating.key = "0011223344556677";
    rating.box = bytes_of(random_, 304);  // no key opens it: sealing costs more than all the rest
    return rating;
}

// As the ledger must write them: seq, hash and signature follow from what was there.
domain::Head LedgerPlay::write_down(const std::vector<domain::Draft>& drafts) {
    domain::Head head = ledger_->head();
    for (const domain::Draft& draft : drafts) {
        std::string line = domain::encode_entry(draft, head.seq + 1);
        head = domain::extend(head, line);
        story_.entries.push_back({std::move(line), head.hash, domain::sign_head(story_.device, head)});
    }
    return head;
}

std::vector<domain::Draft> LedgerPlay::visit() {
    std::vector<domain::Draft> drafts;
    const std::size_t count = random_() % 3 == 0 ? 1 + random_() % kMostDrafts : 1;
    while (drafts.size() < count) drafts.push_back(draft());
    return drafts;
}

void LedgerPlay::append() {
    std::vector<domain::Draft> drafts = visit();
    const std::size_t held = story_.entries.size();
    domain::Head expected = write_down(drafts);
    const auto appended = insist("append", [&]() -> Result<domain::Head> {
        const domain::Head before = ledger_->head();
        auto done = ledger_->append(drafts);
        if (done) return done;
        if (ledger_->head() != before) throw std::runtime_error("a refused append moved the head");
        over_ = refused_ == Refused::thanked_for;
        if (over_) return expected;
        if (refused_ == Refused::next_citizen) {
            drafts = visit();
            story_.entries.resize(held);
            expected = write_down(drafts);
        }
        return done;
    });
    if (*appended != expected) throw std::runtime_error("append gave another head than the lines give");
    onlooker_.thanked(story_.entries.size());
}

void LedgerPlay::go_on(Length length) {
    const std::size_t until = story_.entries.size() + length.entries;
    while (story_.entries.size() < until && !over_) {
        append();
        if (random_() % 4 == 0) static_cast<void>(insist("tidy", [&] { return ledger_->tidy(); }));
        if (random_() % 16 != 0) continue;
        open();
        if (ledger_->head().hash != story_.entries.back().hash) throw std::runtime_error("another head after opening");
    }
    if (random_() % 2 == 0) static_cast<void>(insist("close", [&] { return ledger_->close(); }));
    ledger_.reset();
}

}  // namespace hailong::crash
