#include "tests/simulation/terminal.h"

#include <algorithm>

#include "kiosk/store/receipts.h"
#include "tests/support/must.h"

namespace hailong::simulation {

namespace {

using test::must;

constexpr int kVerdictsADay = 3;  // ledger-and-sync.md §3

}  // namespace

base::Instant TerminalClock::now() const {
    const Moment moment = world_ + spent;
    // Nothing before 1970 and after 9999 can be told.
    const auto wall =
        std::clamp(kBegin + moment + wall_off, base::WallTime(Millis(0)), base::WallTime(std::chrono::days(2'900'000)));
    return {wall, base::MonoTime(moment - booted)};
}

Terminal::Terminal(const Site& site, int device, int number)
    : clock(site.now),
      site_(site),
      device_(device),
      number_(number),
      places_{folder_.path()},
      dice_(site.layout.seed, 100 + static_cast<std::uint64_t>(number)) {
    for (const auto& folder : {places_.ledger(), places_.sync(), places_.receipts()})
        must(base::make_folder(folder, 02750));
    disk.on_read = [this] { step_nearer_death(); };
    if (site_.weakness == Weakness::skips_head_check) disk.hearsay = [this] { return heard; };
}

std::unique_ptr<Terminal> Terminal::clone(int number) const {
    auto copy = std::make_unique<Terminal>(site_, device_, number);
    copy->disk.held = disk.held;
    copy->clock.wall_off = clock.wall_off;
    std::filesystem::copy(places_.receipts(), copy->places_.receipts(),
                          std::filesystem::copy_options::overwrite_existing);
    return copy;
}

void Terminal::step_nearer_death() {
    if (!doomed || --*doomed > 0) return;
    doomed.reset();
    throw AgentKilled{};
}

agent::Exchange Terminal::Line::exchange(const agent::Request& request) {
    terminal_.step_nearer_death();
    auto answer = terminal_.site_.network.carry(terminal_, request);
    terminal_.step_nearer_death();
    return answer;
}

const base::Signer& Terminal::key() const { return site_.authority.device_keys[static_cast<std::size_t>(device_)]; }

domain::Stamp Terminal::stamp() const {
    const auto now = clock.now();
    return {now.wall, boot_, now.mono.time_since_epoch().count()};
}

void Terminal::begin_chain(domain::GenesisReason reason) {
    domain::Genesis genesis;
    genesis.stamp = stamp();
    genesis.device = device_name(device_);
    genesis.unit = "25195";
    genesis.dev_key = key().public_key();
    genesis.rand = base::random_token();
    genesis.reason = reason;
    if (!disk.held.empty()) {
        const VirtualChain& old = disk.held.front();
        genesis.prev = domain::PreviousChain{old.id, old.last(), old.hash(old.last()), true};
    }
    disk.begin(genesis, key());
    site_.books.wrote(disk.held.front(), kBegin + clock.moment(), boot_, std::nullopt);
}

void Terminal::append(const domain::Draft& draft, const std::optional<domain::VisitId>& visit) {
    disk.append(draft, key());
    site_.books.wrote(disk.held.front(), kBegin + clock.moment(), boot_, visit);
}

void Terminal::switch_on() {
    is_on_ = true;
    clock.booted = site_.now;
    boot_ = base::random_token();
    if (disk.held.empty()) begin_chain(domain::GenesisReason::enrolled);
    append(domain::device_event("started", stamp()), std::nullopt);
}

void Terminal::switch_off() {
    stop_agent();
    is_on_ = false;
}

// Every third time a rating; boxes are dear.
void Terminal::give_visit() {
    if (visits++ % 3 != 0) return append(domain::device_event("visit", stamp()), std::nullopt);
    const domain::Rating rating{base::random_token(), *domain::Score::from(static_cast<int>(1 + dice_.below(5))),
                                domain::FaceOrder::worst_first, Millis(1500), "quick@1"};
    const auto& keys = site_.authority.place.province->keys;
    append(domain::seal_answer(rating, stamp(), {keys.intake, keys.comment}), rating.visit);
}

void Terminal::heed_verdict() {
    const VirtualChain& current = disk.held.front();
    const auto text = base::read_file(places_.receipts() / (current.id.hex() + ".verdict"));
    if (!text) return;
    const auto receipt = domain::parse_receipt(*text, site_.authority.place.province->keys);
    if (!receipt || receipt->chain != current.id || receipt->device != device_name(device_)) return;
    const auto today = site_.now / std::chrono::days(1);
    if (today != verdict_day_) verdicts_today_ = 0;
    verdict_day_ = today;
    if (++verdicts_today_ > kVerdictsADay) return;
    begin_chain(receipt->verdict == domain::Verdict::fork ? domain::GenesisReason::fork
                                                          : domain::GenesisReason::behind);
}

std::optional<domain::Receipt> Terminal::receipt_of(const VirtualChain& chain) const {
    auto receipt = store::read_receipt(places_.receipts(), chain.id, site_.authority.place.province->keys);
    if (!receipt || receipt->device != device_name(device_) || !receipt->through) return std::nullopt;
    if (*receipt->through > chain.last() || chain.hash(*receipt->through) != *receipt->head) return std::nullopt;
    return std::move(*receipt);
}

// Whole segments, each under a receipt of the newest epoch that covers its last entry, once the signed times of its
// first and of its newest such receipt are far enough apart.
void Terminal::prune() {
    std::vector<std::optional<domain::Receipt>> receipts;
    const domain::Receipt* newest = nullptr;
    receipts.reserve(disk.held.size());
    for (const VirtualChain& chain : disk.held) {
        receipts.push_back(receipt_of(chain));
        if (receipts.back() && (newest == nullptr || receipts.back()->now > newest->now)) newest = &*receipts.back();
    }
    for (std::size_t i = 0; i < disk.held.size(); ++i) {
        VirtualChain& chain = disk.held[i];
        const auto& receipt = receipts[i];
        if (!receipt || receipt->epoch != newest->epoch) continue;
        for (Seq end = chain.floor + site_.layout.segment; end <= chain.last() && end <= *receipt->through + 1;
             end += site_.layout.segment) {
            const auto first = first_covered_.try_emplace({chain.id, end}, receipt->now).first->second;
            if (newest->now - first < site_.layout.retention) continue;
            site_.books.pruned(chain, end);
            chain.floor = end;
        }
    }
}

Millis Terminal::start_agent() {
    agent::Plan plan;
    plan.rules.tick = site_.layout.tick;
    const auto& keys = site_.authority.place.province->keys;
    agent_ = std::make_unique<agent::Agent>(
        agent::World{disk, line_, clock, waiter_, [this] { return dice_.unit(); }, boot_},
        agent::Self{keys.province, device_name(device_), keys}, places_, plan);
    return agent_->splay();
}

void Terminal::spoil(Receipts how) {
    if (how == Receipts::kept) return;
    for (const auto& file : std::filesystem::directory_iterator(places_.receipts())) {
        const auto old = image_folder() / file.path().filename();
        if (how == Receipts::lost) std::filesystem::remove(file.path());
        if (how == Receipts::garbled) must(base::write_file(file.path(), base::random_bytes(dice_.below(300))));
        if (how == Receipts::old && std::filesystem::exists(old)) {
            std::filesystem::copy_file(old, file.path(), std::filesystem::copy_options::overwrite_existing);
        }
    }
}

void Terminal::save_image() {
    image_ = disk.held;
    std::filesystem::remove_all(image_folder());
    std::filesystem::copy(places_.receipts(), image_folder());
}

bool Terminal::restore_image() {
    if (!image_.empty()) disk.held = image_;
    return !image_.empty();
}

void Terminal::cut_power(Dice& dice) {
    // The one entry that may be under way: nobody was thanked for it, and no reader saw it before its flush.
    if (is_on_ && dice.hits(50)) give_visit();
    switch_off();
}

}  // namespace hailong::simulation
