#include "tests/proxy/bad_network.h"

#include <array>
#include <future>
#include <random>
#include <vector>

#include "tests/support/http_text.h"

namespace hailong::proxy_rig {

using test::Passage;

class BadNetwork::Deeds {
public:
    explicit Deeds(std::uint32_t seed) : random_(seed) {}
    void pass(Passage& passage) {
        deliver_late(passage, 3);
        if (below(100) < kCalm) return passage.answer(passage.forward());
        (this->*kDeeds[below(kDeeds.size())])(passage);
    }
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

    using Deed = void (Deeds::*)(Passage&);
    static constexpr std::array<Deed, 17> kDeeds{
        &Deeds::cut_on_the_way_up,
        &Deeds::cut_on_the_way_down,
        &Deeds::swallow_the_reply,
        &Deeds::hold_back,
        &Deeds::duplicate,
        &Deeds::duplicate_at_once,
        &Deeds::bring_back_old_requests,
        &Deeds::answer_what_was_asked_before,
        &Deeds::corrupt_the_request,
        &Deeds::corrupt_the_reply,
        &Deeds::shorten_the_reply,
        &Deeds::lengthen_the_reply,
        &Deeds::answer_twice,
        &Deeds::answer_byte_by_byte,
        &Deeds::answer_and_leave,
        &Deeds::answer_as_a_portal,
        &Deeds::be_overloaded,
    };

    std::mt19937 random_;
    std::vector<std::string> late_;
    std::vector<std::string> requests_;
    std::vector<std::string> replies_;
};

BadNetwork::BadNetwork(std::uint32_t seed) : deeds_(std::make_unique<Deeds>(seed)) {}
BadNetwork::~BadNetwork() = default;
void BadNetwork::pass(Passage& passage) { deeds_->pass(passage); }
void BadNetwork::clear_up(Passage& passage) {
    deeds_->deliver_late(passage, 1000);
    passage.answer(passage.forward());
}

}  // namespace hailong::proxy_rig
