#include "sync/app/membership.h"
#include "sync/server/province.h"
#include "tests/proxy/bad_network.h"
#include "tests/proxy/believers.h"
#include "tests/proxy/parts.h"
#include "tests/support/must.h"
#include "tests/support/stack.h"

namespace hailong::proxy_rig {

namespace {

using test::must;

std::string read(const base::Path& file) { return must(base::read_file(file)); }

struct EnrolledStack : test::Stack {
    EnrolledStack() { enrol(); }
};

// The programs as they ship: hailong-kiosk writes, hailong-server and nginx receive; the proxy stands before nginx with
// the province's own certificate, and shows it the terminal's.
class Town {
public:
    void rate(int visits) { (void)stack_.rehearse(visits); }
    [[nodiscard]] bool ends_agree() const { return stack_.ends_agree(); }
    [[nodiscard]] bool keeps_only_genuine_receipts() const {
        for (const auto& file : std::filesystem::directory_iterator(places_.receipts())) {
            if (!proxy_.is_genuine(read(file.path()))) return false;
        }
        return true;
    }
    [[nodiscard]] const agent::Self& self() const { return self_; }
    [[nodiscard]] const domain::Places& places() const { return places_; }
    [[nodiscard]] const base::Signer& receipt_key() const { return province_.receipt_key; }
    [[nodiscard]] test::FaultProxy& proxy() { return proxy_; }
    [[nodiscard]] transport::Endpoint endpoint() const {
        auto endpoint = sync_app::endpoint_of(membership_, places_, "");
        endpoint.origin = proxy_.origin();
        return endpoint;
    }

private:
    EnrolledStack stack_;
    domain::Places places_{stack_.data()};
    base::Path tls_ = stack_.archive() / "tls";
    std::string ca_ = read(tls_ / "ca.crt");
    server::Province province_ = must(server::load_province({stack_.archive()}));
    sync_app::Membership membership_ = must(sync_app::load_membership(places_));
    agent::Self self_ = membership_.self();
    test::TlsUpstream nginx_{stack_.entries_port(), {read(places_.tls_pair()), read(places_.tls_pair())}, ca_};
    test::FaultProxy proxy_{{{read(tls_ / "server.crt"), read(tls_ / "server.key")}, ca_, {}}, nginx_};
};

}  // namespace

Findings whole_stack(const Options& options, Believer believer) {
    constexpr long kPart = 20;  // of the batches in one process: nginx lets 20 a second through for one terminal
    constexpr int kStormTicks = 8;
    Findings findings("proxied-nginx", options.seed);
    Town town;
    town.rate(2);
    Carrier carrier(town.places(), town.self(), town.endpoint());
    carrier.spoil = believing(believer, {town.self(), town.receipt_key(), carrier.ledger()});
    BadNetwork network(options.seed);
    while (town.proxy().batches() * kPart < options.batches) {
        const std::string where = "storm that began at batch " + std::to_string(town.proxy().batches());
        town.proxy().commit([&](test::Passage& passage) { network.pass(passage); });
        for (int tick = 0; tick < kStormTicks; ++tick) {
            if (tick % 4 == 0) town.rate(3);
            (void)carrier.run_until([] { return true; }, std::chrono::hours(1));
        }
        town.proxy().commit([&](test::Passage& passage) { network.clear_up(passage); });
        findings.expect(carrier.arrives(), where, "does not arrive once the faults have stopped");
        findings.expect(town.ends_agree(), where, "leaves ledger and archive with other entries");
        findings.expect(town.keeps_only_genuine_receipts(), where, "leaves a receipt the province never gave");
    }
    findings.count(town.proxy().batches());
    return findings;
}

}  // namespace hailong::proxy_rig
