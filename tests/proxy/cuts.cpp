#include <array>
#include <future>

#include "tests/proxy/believers.h"
#include "tests/proxy/parts.h"
#include "tests/proxy/rig.h"
#include "tests/support/tcp_relay.h"

namespace hailong::proxy_rig {

namespace {

using test::TcpRelay;

enum class Way { up, down };

// Ends the connection at one byte of one exchange; the others pass.
struct Cut {
    int exchange = 0;
    Way way = Way::up;
    std::size_t at = 0;

    [[nodiscard]] test::Ending ending() const {
        constexpr std::array kEndings{test::Ending::cut, test::Ending::reset, test::Ending::close};
        return kEndings[at % kEndings.size()];
    }
    [[nodiscard]] std::string name() const {
        return "exchange " + std::to_string(exchange) + (way == Way::up ? " up" : " down") + " byte " +
               std::to_string(at);
    }
};

struct TcpCut {
    int connection = 0;
    TcpRelay::Way way = TcpRelay::Way::up;
    std::size_t at = 0;
    [[nodiscard]] std::string name() const {
        return "connection " + std::to_string(connection) + (way == TcpRelay::Way::up ? " up" : " down") + " byte " +
               std::to_string(at);
    }
};

class Scissors {
public:
    explicit Scissors(const Cut& cut) : cut_(cut) {}
    void pass(test::Passage& passage) {
        const bool is_ours = seen_++ == cut_.exchange;
        if (!is_ours) return passage.answer(passage.forward());
        if (cut_.way == Way::up) {
            is_within_ = cut_.at <= passage.request().size();
            passage.abandon(passage.request().substr(0, cut_.at));
        } else {
            const std::string reply = passage.forward();
            is_within_ = cut_.at <= reply.size();
            passage.answer(reply.substr(0, cut_.at));
        }
        passage.end(cut_.ending());
    }
    // False: that exchange is shorter, or there was none.
    [[nodiscard]] bool is_within() const { return is_within_; }

private:
    Cut cut_;
    int seen_ = 0;
    bool is_within_ = false;
};

// An agent that starts without receipts asks for the state, then sends one batch at each of three ticks.
bool try_cut(Rig& rig, Findings& findings, const Cut& cut) {
    constexpr int kBatches = 3;
    Scissors scissors(cut);
    rig.proxy.commit([&](test::Passage& passage) { scissors.pass(passage); });
    rig.carrier.restart_forgetful();
    for (int batch = 0; batch < kBatches; ++batch) {
        rig.kiosk.append(1);
        (void)rig.carrier.once();
        rig.judge_safety(findings, cut.name());
        rig.carrier.pass(std::chrono::minutes(30));
    }
    rig.proxy.behave();
    rig.judge_recovery(findings, cut.name());
    rig.proxy.forget();
    return scissors.is_within();
}

Findings cut_way(const Options& options, Believer believer, Way way) {
    constexpr int kExchanges = 4;
    const auto stride = static_cast<std::size_t>(options.stride);
    Findings findings("cut-exhaustive", options.seed);
    Rig rig;
    rig.carrier.spoil = believing(believer, voice_of(rig));
    for (int exchange = 0; exchange < kExchanges; ++exchange) {
        for (std::size_t at = options.seed % stride; try_cut(rig, findings, {exchange, way, at}); at += stride)
            findings.count();
    }
    rig.judge_ends(findings);
    return findings;
}

// The same over connections whose bytes are cut as TCP carries them, from the first of the handshake on. Each batch has
// a connection of its own: nginx has closed the last one when a tick is over.
bool try_tcp_cut(Rig& rig, Findings& findings, TcpRelay& relay, const TcpCut& cut) {
    constexpr int kBatches = 3;
    rig.carrier.restart_forgetful();
    relay.cut_one(cut.way, cut.at, cut.connection);
    for (int batch = 0; batch < kBatches; ++batch) {
        rig.carrier.reconnect();
        rig.kiosk.append(1);
        (void)rig.carrier.once();
        rig.judge_safety(findings, cut.name());
        rig.carrier.pass(std::chrono::minutes(30));
    }
    const bool was_made = relay.heal();
    rig.judge_recovery(findings, cut.name());
    rig.proxy.forget();
    return was_made;
}

Findings cut_tcp_way(const Options& options, Believer believer, TcpRelay::Way way) {
    constexpr int kConnections = 3;
    const auto stride = static_cast<std::size_t>(options.stride);
    Findings findings("cut-tcp", options.seed);
    Rig rig;
    TcpRelay relay(rig.proxy.port());
    rig.carrier.connect_to(rig.endpoint(relay.origin()));
    rig.carrier.spoil = believing(believer, voice_of(rig));
    for (int connection = 0; connection < kConnections; ++connection) {
        for (std::size_t at = options.seed % stride; try_tcp_cut(rig, findings, relay, {connection, way, at});
             at += stride)
            findings.count();
    }
    rig.judge_ends(findings);
    return findings;
}

}  // namespace

Findings cut_tcp_everywhere(const Options& options, Believer believer) {
    auto down = std::async(std::launch::async, [&] { return cut_tcp_way(options, believer, TcpRelay::Way::down); });
    Findings findings = cut_tcp_way(options, believer, TcpRelay::Way::up);
    findings.add(down.get());
    return findings;
}

Findings cut_everywhere(const Options& options, Believer believer) {
    auto down = std::async(std::launch::async, [&] { return cut_way(options, believer, Way::down); });
    Findings findings = cut_way(options, believer, Way::up);
    findings.add(down.get());
    return findings;
}

}  // namespace hailong::proxy_rig
