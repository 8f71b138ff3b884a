#include "tests/load/strangers.h"

#include <cstdio>
#include <cstdlib>

namespace hailong::load {

namespace {

constexpr Millis kAfterHangUp{500};             // whoever only holds connections is back soon
constexpr Millis kAfterAnswer{10'000};          // each new handshake costs this machine as much as nginx
constexpr Millis kLongest{60'000};              // nobody is held longer once all are leaving
constexpr std::uint32_t kOutside = 0x7f400000;  // 127.64.0.0: addresses of their own, ten strangers behind each
constexpr int kBehindOne = 10;
constexpr int kOwn = 101;  // certificates: of those behind one address no two show the same

}  // namespace

Strangers::Stranger::Stranger(Strangers& everybody, int number)
    : all(everybody),
      mischief(all.mischief_of(number)),
      caller(all.caller_of(number, mischief)),
      line(all.loop_, all.door_,
           {[this] { all.go_on(*this); }, [this] { all.hear(*this); },
            [this] {
                auto& tally = all.tallies_[mischief.name];
                ++(line.was_connected() ? tally.closed : tally.unheard);
                all.depart(*this, kAfterHangUp);
            }}) {}

Strangers::Strangers(const Town& town, const Terminal& accomplice, int count)
    : door_(town.door()), enrolled_(accomplice.identity), mischief_(all_mischief(door_, accomplice)) {
    for (int i = 0; i < kOwn; ++i) own_.emplace_back(test::TestAuthority::self_signed({"stranger"}));
    for (int i = 0; i < count; ++i) strangers_.emplace_back(*this, i);
}

const Mischief& Strangers::mischief_of(int number) const {
    constexpr int kThousand = 1000;
    int place = number * 389 % kThousand;  // 389 and 1000 have no common factor: every kind, well mixed
    for (const auto& mischief : mischief_) {
        if (place < mischief.share) return mischief;
        place -= mischief.share;
    }
    return mischief_.front();
}

Caller Strangers::caller_of(int number, const Mischief& mischief) const {
    Caller caller;
    const bool is_of_ward = mischief.from == Mischief::From::ward;
    caller.source = is_of_ward ? kWard : kOutside + 1 + static_cast<std::uint32_t>(number / kBehindOne);
    if (mischief.shows == Mischief::Shows::no_tls) caller.speaks = Caller::Speaks::tcp;
    if (mischief.shows == Mischief::Shows::own_certificate)
        caller.identity = &own_[static_cast<std::size_t>(number % kOwn)];
    if (mischief.shows == Mischief::Shows::enrolled) caller.identity = &enrolled_;
    return caller;
}

void Strangers::live(Millis arrival) {
    const auto begin = Clock::now();
    for (std::size_t i = 0; i < strangers_.size(); ++i) {
        auto* stranger = &strangers_[i];
        loop_.at(begin + arrival * i / strangers_.size(), [this, stranger] { come(*stranger); });
    }
    constexpr Millis kForEver = std::chrono::hours(1);
    (void)loop_.run_until([this] { return is_leaving_.load(); }, kForEver);
    if (!is_leaving_at_once_) (void)loop_.run_until([this] { return present_ == 0; }, kLongest);
}

void Strangers::leave(Leaving how) {
    is_leaving_at_once_ = how == Leaving::at_once;
    is_leaving_ = true;
}

void Strangers::come(Stranger& stranger) {
    if (is_leaving_) return;
    if (!stranger.has_come) {
        stranger.has_come = true;
        have_come_ = ++came_ == strangers_.size();
    }
    ++stranger.visit;
    stranger.said = 0;
    most_ = std::max(most_, ++present_);
    stranger.line.dial(stranger.caller);
}

// What is said at once, and then byte after byte.
void Strangers::go_on(Stranger& stranger) {
    const auto& mischief = stranger.mischief;
    const std::size_t count = stranger.said == 0 ? mischief.at_once : 1;
    if (stranger.said + count > mischief.text.size() || count == 0) return;
    const auto part = std::string_view(mischief.text).substr(stranger.said, count);
    stranger.said += count;
    loop_.after(mischief.drip, [this, &stranger, visit = stranger.visit] {
        if (visit == stranger.visit && stranger.line.is_up()) go_on(stranger);
    });
    stranger.line.say(part);
}

void Strangers::hear(Stranger& stranger) {
    const auto& heard = stranger.line.heard();
    if (stranger.caller.speaks == Caller::Speaks::tcp || heard.size() < 12) return;
    const int status = heard.starts_with("HTTP/1.1 ") ? std::atoi(heard.c_str() + 9) : 0;
    auto& tally = tallies_[stranger.mischief.name];
    if (status / 100 == 4) {
        ++tally.refused;
    } else {
        ++tally.wrong[heard.substr(0, heard.find('\r'))];
    }
    stranger.line.hang_up();
    depart(stranger, kAfterAnswer);
}

void Strangers::depart(Stranger& stranger, Millis pause) {
    --present_;
    loop_.after(pause, [this, &stranger] { come(stranger); });
}

void Strangers::judge(test::Findings& findings) const {
    for (const auto& mischief : mischief_) {
        const auto found = tallies_.find(mischief.name);
        findings.expect(found != tallies_.end(), mischief.name, "was never turned away");
        if (found == tallies_.end()) continue;
        const auto& tally = found->second;
        long wrong = 0;
        for (const auto& [answer, count] : tally.wrong) {
            wrong += count;
            findings.fail(mischief.name, std::to_string(count) + " were answered " + answer);
        }
        findings.count(tally.refused + tally.closed + wrong);
        std::printf("  %-28s %6ld refused by 4xx, %6ld closed, %ld answered otherwise, %ld never connected\n",
                    mischief.name.c_str(), tally.refused, tally.closed, wrong, tally.unheard);
    }
    findings.expect(present_ == 0, "strangers", std::to_string(present_) + " are still held");
}

}  // namespace hailong::load
