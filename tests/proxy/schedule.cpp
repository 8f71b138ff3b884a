#include <array>
#include <future>
#include <random>

#include "tests/proxy/believers.h"
#include "tests/proxy/parts.h"
#include "tests/proxy/rig.h"
#include "tests/support/http_text.h"

namespace hailong::proxy_rig {

namespace {

using test::Passage;

// A network that does to each exchange one of the things below, or nothing, as its dice fall.
class BadNetwork {
public:
    explicit BadNetwork(std::uint32_t seed) : random_(seed) {}
    void pass(Passage& passage) {
        deliver_late(passage, 3);
        if (below(100) < kCalm) return passage.answer(passage.forward());
        (this->*kDeeds[below(kDeeds.size())])(passage);
    }
    // What was held back arrives now, each twice, in any order.
    void deliver_late(Passage& passage, std::size_t at_most) {
        for (std::size_t i = 0; i < at_most && !late_.empty(); ++i) {
            const std::size_t which = below(late_.size());
            const std::string request = late_[which];
            late_.erase(late_.begin() + static_cast<std::ptrdiff_t>(which));
            (void)passage.forward(request);
            (void)passage.forward(request);
        }
    }

private:
    static constexpr std::size_t kCalm = 40;  // of a hundred exchanges

    std::size_t below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_); }
    void end(Passage& passage) {
        constexpr std::array kEndings{test::Ending::cut, test::Ending::reset, test::Ending::close};
        passage.end(kEndings[below(kEndings.size())]);
    }
    // Remembers what passes, for the deeds that bring it back.
    std::string forward(Passage& passage) {
        std::string reply = passage.forward();
        remember(requests_, passage.request());
        if (!reply.empty()) remember(replies_, reply);
        return reply;
    }
    void remember(std::vector<std::string>& some, const std::string& text) {
        constexpr std::size_t kKept = 30;
        some.size() < kKept ? some.push_back(text) : void(some[below(kKept)] = text);
    }
    void flip_bits(std::string& text) {
        for (std::size_t flips = 1 + below(3); flips > 0 && !text.empty(); --flips) {
            char& byte = text[below(text.size())];
            byte = static_cast<char>(byte ^ (1 << below(8)));
        }
    }

    void cut_on_the_way_up(Passage& passage) {
        passage.abandon(passage.request().substr(0, below(passage.request().size() + 1)));
        end(passage);
    }
    void cut_on_the_way_down(Passage& passage) {
        const std::string reply = forward(passage);
        passage.answer(reply.substr(0, below(reply.size() + 1)));
        end(passage);
    }
    void swallow_the_reply(Passage& passage) {
        (void)forward(passage);
        end(passage);
    }
    void hold_back(Passage& passage) {
        late_.push_back(passage.request());
        end(passage);
    }
    void duplicate(Passage& passage) {
        const std::string first = forward(passage);
        const std::string second = passage.forward();
        passage.answer(below(2) == 0 ? first : second);
    }
    void duplicate_at_once(Passage& passage) {
        auto beside = std::async(std::launch::async, [&passage] { return passage.forward(); });
        const std::string first = passage.forward();
        const std::string second = beside.get();
        passage.answer(below(2) == 0 ? first : second);
    }
    void bring_back_old_requests(Passage& passage) {
        for (std::size_t i = 0; i < 5 && !requests_.empty(); ++i)
            (void)passage.forward(requests_[below(requests_.size())]);
        passage.answer(forward(passage));
    }
    void answer_what_was_asked_before(Passage& passage) {
        if (below(2) == 0) (void)forward(passage);
        if (!replies_.empty()) passage.answer(replies_[below(replies_.size())]);
        end(passage);
    }
    void corrupt_the_request(Passage& passage) {
        std::string request = passage.request();
        flip_bits(request);
        test::is_whole(request) ? passage.answer(passage.forward(request)) : passage.abandon(request);
        end(passage);
    }
    void corrupt_the_reply(Passage& passage) {
        std::string reply = forward(passage);
        flip_bits(reply);
        passage.answer(reply);
        end(passage);  // or a longer length would be waited for
    }
    void shorten_the_reply(Passage& passage) {
        const std::string body = test::body_of(forward(passage));
        passage.answer(test::http_reply("200 OK", body.substr(0, below(body.size() + 1))));
    }
    void lengthen_the_reply(Passage& passage) {
        const std::string body = test::body_of(forward(passage));
        passage.answer(test::http_reply("200 OK", body + (below(2) == 0 ? body : "\n")));
    }
    void answer_twice(Passage& passage) {
        const std::string reply = forward(passage);
        passage.answer(reply + reply);
    }
    void answer_byte_by_byte(Passage& passage) {
        for (const char byte : forward(passage)) {
            if (!passage.trickle(std::string(1, byte))) return;
        }
    }
    void answer_and_leave(Passage& passage) {
        passage.answer(forward(passage));
        end(passage);
    }
    void answer_as_a_portal(Passage& passage) {
        constexpr std::array kStatuses{"200 OK", "302 Found", "511 Network Authentication Required"};
        passage.answer(test::http_reply(kStatuses[below(kStatuses.size())], "<html>Wi-Fi</html>",
                                        "Location: http://portal.example/\r\n"));
    }
    void be_overloaded(Passage& passage) {
        constexpr std::array kStatuses{"429 Too Many Requests",   "500 Internal Server Error", "502 Bad Gateway",
                                       "503 Service Unavailable", "504 Gateway Time-out",      "413 Content Too Large"};
        passage.answer(test::http_reply(kStatuses[below(kStatuses.size())], "later\n",
                                        "Retry-After: " + std::to_string(below(2000)) + "\r\n"));
    }

    using Deed = void (BadNetwork::*)(Passage&);
    static constexpr std::array<Deed, 17> kDeeds{
        &BadNetwork::cut_on_the_way_up,
        &BadNetwork::cut_on_the_way_down,
        &BadNetwork::swallow_the_reply,
        &BadNetwork::hold_back,
        &BadNetwork::duplicate,
        &BadNetwork::duplicate_at_once,
        &BadNetwork::bring_back_old_requests,
        &BadNetwork::answer_what_was_asked_before,
        &BadNetwork::corrupt_the_request,
        &BadNetwork::corrupt_the_reply,
        &BadNetwork::shorten_the_reply,
        &BadNetwork::lengthen_the_reply,
        &BadNetwork::answer_twice,
        &BadNetwork::answer_byte_by_byte,
        &BadNetwork::answer_and_leave,
        &BadNetwork::answer_as_a_portal,
        &BadNetwork::be_overloaded,
    };

    std::mt19937 random_;
    std::vector<std::string> late_;
    std::vector<std::string> requests_;
    std::vector<std::string> replies_;
};

// What happens at the desk between two ticks.
void live_on(Rig& rig, std::mt19937& random) {
    const auto roll = std::uniform_int_distribution<int>(0, 199)(random);
    if (roll == 0) rig.kiosk.append(700);  // an outage's worth: several full batches
    if (roll == 1) rig.kiosk.begin_chain(domain::GenesisReason::rekeyed);
    if (roll >= 2 && roll < 8) rig.carrier.restart();
    if (roll >= 8 && roll < 12) rig.carrier.restart_forgetful();
    rig.kiosk.append(std::uniform_int_distribution<int>(0, 3)(random));
}

}  // namespace

Findings bad_network(const Options& options, Believer believer) {
    constexpr int kStormTicks = 60;
    Findings findings("proxied-batches", options.seed);
    Rig rig;
    rig.carrier.spoil = believing(believer, rig);
    BadNetwork network(options.seed);
    std::mt19937 random(options.seed);
    while (rig.proxy.batches() < options.batches) {
        rig.proxy.commit([&](Passage& passage) { network.pass(passage); });
        const std::string where = "storm that began at batch " + std::to_string(rig.proxy.batches());
        for (int tick = 0; tick < kStormTicks; ++tick) {
            live_on(rig, random);
            (void)rig.carrier.run_until([] { return true; }, std::chrono::hours(1));
            rig.judge_safety(findings, where);
        }
        rig.proxy.commit([&](Passage& passage) {
            network.deliver_late(passage, 1000);
            passage.answer(passage.forward());
        });
        findings.expect(rig.carrier.arrives(), where, "does not arrive once the faults have stopped");
        rig.judge_safety(findings, where);
        rig.judge_arrival(findings, where);
    }
    rig.judge_ends(findings);
    findings.count(rig.proxy.batches());
    return findings;
}

}  // namespace hailong::proxy_rig
