#include <unistd.h>

#include <fstream>

#include "tests/proxy/believers.h"
#include "tests/proxy/parts.h"
#include "tests/proxy/rig.h"
#include "tests/support/plain_server.h"
#include "tests/support/process.h"

namespace hailong::proxy_rig {

namespace {

using namespace std::chrono_literals;
using test::Passage;

struct Tarpit {
    std::string name;
    test::Mischief deed;
    std::string word;
};

// A drop now and then, for as long as the terminal listens.
test::Mischief drip(const std::string& beginning, const std::string& drop) {
    return [=](Passage& passage) {
        passage.answer(beginning);
        while (!passage.has_left_within(20ms) && passage.trickle(drop)) continue;
    };
}

// As much as the terminal takes.
test::Mischief flood(const std::string& beginning, const std::string& piece) {
    return [=](Passage& passage) {
        passage.answer(beginning);
        while (passage.trickle(piece)) continue;
    };
}

std::vector<Tarpit> tarpits() {
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: application/x-hailong-signed\r\n";
    const std::string much(16 * 1024, 'x');
    std::string lines;
    while (lines.size() < much.size()) lines += "X-Endless: " + std::string(100, 'x') + "\r\n";
    std::string continues;
    while (continues.size() < much.size()) continues += "HTTP/1.1 100 Continue\r\n\r\n";
    return {
        {"silence after the request", [](Passage& passage) { passage.wait_until_it_leaves(); }, "timeout"},
        {"a head that drips", drip("HTTP/1.1 200 OK\r\nX-Slow: ", "x"), "timeout"},
        {"head lines that drip", drip("HTTP/1.1 200 OK\r\n", "X-Slow: x\r\n"), "timeout"},
        {"a body that drips", drip(head + "Content-Length: 1000\r\n\r\n", "x"), "timeout"},
        {"chunks that drip", drip(head + "Transfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n"), "timeout"},
        {"100 Continue, dripping", drip("", "HTTP/1.1 100 Continue\r\n\r\n"), "timeout"},
        {"half a body, then silence", drip(head + "Content-Length: 1000\r\n\r\nxxx", ""), "timeout"},
        {"a gigabyte announced and sent", flood(head + "Content-Length: 1000000000\r\n\r\n", much), "too_large"},
        {"an endless answer without a length", flood(head + "Connection: close\r\n\r\n", much), "too_large"},
        {"endless chunks", flood(head + "Transfer-Encoding: chunked\r\n\r\n", "4000\r\n" + much + "\r\n"), "too_large"},
        {"a gigabyte under 500", flood("HTTP/1.1 500 No\r\nContent-Length: 1000000000\r\n\r\n", much), "too_large"},
        {"endless head lines", flood("HTTP/1.1 200 OK\r\n", lines), "broken"},
        {"one endless head line", flood("HTTP/1.1 200 OK\r\nX-Endless: ", much), "broken"},
        {"an endless chunk length", flood(head + "Transfer-Encoding: chunked\r\n\r\n", "1;" + much), "timeout"},
        {"100 Continue without end", flood("", continues), "broken"},
    };
}

// KiB. The agent has 32 MB in all: an answer without end must be no burden. Under a sanitizer what was freed stays.
#ifdef HAILONG_SANITIZED
constexpr long kMostGrowth = 1'000'000;
#else
constexpr long kMostGrowth = 8 * 1024;
#endif

// Of this process: its peak is from now on what it has now.
void forget_peak() { std::ofstream("/proc/self/clear_refs") << "5"; }

void try_tarpit(Rig& rig, Findings& findings, const Tarpit& tarpit) {
    rig.kiosk.append(1);
    const auto before = rig.stand();
    rig.proxy.commit(tarpit.deed);
    forget_peak();
    const long memory = test::peak_memory(getpid());
    rig.try_for(1);
    const long growth = test::peak_memory(getpid()) - memory;
    rig.proxy.behave();  // returns only when the terminal has left the tarpit
    const auto status = rig.carrier.status();
    const std::string word = status.problem ? status.problem->word : "nothing";
    findings.expect(word == tarpit.word, tarpit.name, "is called " + word + " and not " + tarpit.word);
    findings.expect(growth <= kMostGrowth, tarpit.name, "takes " + std::to_string(growth) + " KiB");
    rig.judge_standstill(findings, tarpit.name, before);
    rig.judge_recovery(findings, tarpit.name);
    findings.count();
}

}  // namespace

Findings tarpits(const Options& options, Believer believer) {
    Findings findings("tarpits", options.seed);
    Rig rig;
    findings.expect(rig.carrier.arrives(), "before any tarpit", "does not arrive");
    auto endpoint = rig.endpoint(rig.proxy.origin());
    endpoint.patience = {1s, 1s, 1s};  // instead of 15, 30 and 120: the same clocks, sooner
    rig.carrier.connect_to(endpoint);
    rig.carrier.spoil = believing(believer, voice_of(rig));
    for (const Tarpit& tarpit : tarpits()) {
        if (!options.few || tarpit.word == "broken") try_tarpit(rig, findings, tarpit);
    }
    rig.judge_ends(findings);
    return findings;
}

}  // namespace hailong::proxy_rig
