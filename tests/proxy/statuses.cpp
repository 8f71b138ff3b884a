#include <array>

#include "sync/protocol/wire.h"
#include "tests/proxy/believers.h"
#include "tests/proxy/parts.h"
#include "tests/proxy/rig.h"
#include "tests/support/http_text.h"

namespace hailong::proxy_rig {

namespace {

using test::Passage;

// As a header line; the absurd ones are obeyed up to six hours and no longer.
constexpr std::array kRetryAfter{
    "",
    "Retry-After: 0\r\n",
    "Retry-After: -1\r\n",
    "Retry-After: soon\r\n",
    "Retry-After: 120\r\n",
    "Retry-After: 86400\r\n",
    "Retry-After: 2147483648\r\n",
    "Retry-After: 9223372036854775807\r\n",
    "Retry-After: 18446744073709551616\r\n",
    "Retry-After: Fri, 31 Dec 2999 23:59:59 GMT\r\n",
    "Retry-After: Thu, 01 Jan 1970 00:00:00 GMT\r\n",
    "Retry-After: 1\r\nRetry-After: 99999999\r\n",
};

enum class Body { nothing, page, words, receipt };
constexpr std::array kBodies{Body::nothing, Body::page, Body::words, Body::receipt};

struct Refusal {
    int status = 0;
    Body body = Body::nothing;
    std::string retry_after;

    [[nodiscard]] std::string name() const {
        return std::to_string(status) + " body " + std::to_string(static_cast<int>(body)) + " " +
               retry_after.substr(0, retry_after.find('\r'));
    }
    // A true receipt under a status that is none is for somebody else to explain; it is not taken.
    [[nodiscard]] std::string text(Passage& passage) const {
        switch (body) {
            case Body::nothing:
                return "";
            case Body::page:
                return "<html><h1>" + std::to_string(status) + "</h1></html>";
            case Body::words:
                return "no\n";
            case Body::receipt:
                return test::body_of(passage.forward());
        }
        return "";
    }
};

// 409 and 422 are how the province says no with a receipt: that one is taken.
bool is_signed_no(const Refusal& refusal) {
    return refusal.body == Body::receipt && (refusal.status == 409 || refusal.status == 422);
}

// So long that even what is asked seldom is asked twice.
base::Millis long_enough(const Refusal& refusal) {
    if (refusal.status == 426) return std::chrono::hours(25);  // daily
    constexpr std::size_t kAbsurd = 5;                         // digits, or a date
    const bool is_absurd = refusal.retry_after.size() > std::string("Retry-After: \r\n").size() + kAbsurd - 1;
    return is_absurd ? std::chrono::hours(13) : std::chrono::hours(3);  // six hours; hourly
}

// Nothing but this for hours: entries stay, and the network sees neither a storm nor silence.
void try_refusal(Rig& rig, Findings& findings, const Refusal& refusal) {
    const auto window = long_enough(refusal);
    const long storm = 10 + window / std::chrono::minutes(1);  // about what a healthy terminal costs
    rig.kiosk.append(1);
    const auto before = rig.stand();
    long asked = 0;
    rig.proxy.commit([&](Passage& passage) {
        ++asked;
        passage.answer(
            test::http_reply(std::to_string(refusal.status) + " No", refusal.text(passage), refusal.retry_after));
    });
    (void)rig.carrier.run_until([] { return false; }, window);
    rig.proxy.behave();
    const std::string where = refusal.name();
    if (!is_signed_no(refusal)) rig.judge_standstill(findings, where, before);
    findings.expect(rig.stand().ledger == before.ledger, where, "costs entries");
    findings.expect(asked >= 2, where, "is asked " + std::to_string(asked) + " times");
    findings.expect(asked <= storm, where, "is asked " + std::to_string(asked) + " times");
    rig.judge_recovery(findings, where);
    findings.count();
}

}  // namespace

Findings statuses(const Options& options, Believer believer) {
    constexpr int kFirst = 400;
    constexpr int kLast = 511;
    Findings findings("statuses", options.seed);
    Rig rig;
    findings.expect(rig.carrier.arrives(), "before any refusal", "does not arrive");
    rig.carrier.spoil = believing(believer, voice_of(rig));
    const auto stride = static_cast<std::size_t>(options.stride);
    std::size_t number = 0;
    for (int status = kFirst; status <= kLast; ++status) {
        for (const Body body : kBodies) {
            for (const char* retry_after : kRetryAfter) {
                if (number++ % stride == options.seed % stride) try_refusal(rig, findings, {status, body, retry_after});
            }
        }
    }
    rig.judge_ends(findings);
    return findings;
}

}  // namespace hailong::proxy_rig
