#include "tests/crash/ledger_play.h"

#include <sqlite3.h>

#include <stdexcept>

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

template <class T>
T sound(Result<T> result) {
    if (!result) throw std::runtime_error("on a sound disk: " + result.error().what);
    return std::move(*result);
}
void sound(const Status& status) {
    if (!status) throw std::runtime_error("on a sound disk: " + status.error().what);
}

base::Signer device_of(std::uint64_t seed) {
    Random random(seed);
    return sound(base::Signer::from_seed(bytes_of(random, 32)));
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

LedgerPlay::LedgerPlay(base::Path folder, Story& story, Random random, std::function<void(std::size_t)> promise)
    : folder_(std::move(folder)), story_(story), random_(random), promise_(std::move(promise)) {
    // The salts of the WAL come from SQLite's own generator.
    sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, static_cast<int>(random_() >> 34U) + 1, nullptr);
    sqlite3_randomness(0, nullptr);
}

void LedgerPlay::begin() {
    if (!story_.entries.empty()) return reopen();
    ledger_.emplace(sound(store::Ledger::create(folder_, story_.genesis, story_.device, story_.options)));
    story_.entries.push_back({domain::encode_genesis(story_.genesis), story_.chain,
                              domain::sign_head(story_.device, domain::Head{story_.chain, 0, story_.chain})});
    promise_(1);
}

void LedgerPlay::reopen() {
    ledger_.reset();
    sound(store::Ledger::make_ready(folder_));
    ledger_.emplace(sound(store::Ledger::open(folder_, story_.chain, story_.device, story_.options)));
    story_.entries.resize(ledger_->head().seq + 1);
    promise_(story_.entries.size());
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

void LedgerPlay::append() {
    std::vector<domain::Draft> drafts;
    const std::size_t count = random_() % 3 == 0 ? 1 + random_() % kMostDrafts : 1;
    while (drafts.size() < count) drafts.push_back(draft());
    domain::Head head = ledger_->head();
    for (const domain::Draft& draft : drafts) {
        std::string line = domain::encode_entry(draft, head.seq + 1);
        head = domain::extend(head, line);
        story_.entries.push_back({std::move(line), head.hash, domain::sign_head(story_.device, head)});
    }
    if (sound(ledger_->append(drafts)) != head) throw std::runtime_error("another head than the lines give");
    promise_(story_.entries.size());
}

void LedgerPlay::go_on(Length length) {
    const std::size_t until = story_.entries.size() + length.entries;
    while (story_.entries.size() < until) {
        append();
        if (random_() % 4 == 0) sound(ledger_->tidy());
        if (random_() % 16 == 0) reopen();
    }
    if (random_() % 2 == 0) sound(ledger_->close());
    ledger_.reset();
}

}  // namespace hailong::crash
