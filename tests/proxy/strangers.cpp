#include "tests/proxy/parts.h"
#include "tests/proxy/rig.h"
#include "tests/support/plain_server.h"

namespace hailong::proxy_rig {

namespace {

using namespace std::chrono_literals;
using test::KeyPair;
using test::PlainServer;
using test::TestAuthority;
using test::TlsServerSettings;
using test::Wish;

class Strangers {
public:
    Strangers(Rig& rig, Findings& findings, Believer believer) : rig_(rig), findings_(findings), believer_(believer) {}

    // A TLS server with this identity answers: the staff screen says `word`, and no request gets through to it.
    void meet(const std::string& name, const TlsServerSettings& settings, const std::string& word,
              const std::string& ca = "") {
        const test::TlsServer stranger(settings,
                                       [](const std::string&) { return test::http_reply("200 OK", "hello"); });
        call(name, stranger.origin(), word, ca);
        findings_.expect(stranger.connections() > 0, name, "was never called");
        findings_.expect(stranger.requests() == 0, name, "is sent a request");
        recover(name);
    }
    // Something that speaks no TLS, or breaks it off.
    void meet_plain(const std::string& name, const std::string& piece, PlainServer::Then then,
                    const std::string& word) {
        const PlainServer stranger(piece, then);
        call(name, stranger.origin(), word, "");
        findings_.expect(!stranger.heard().empty(), name, "was never called");
        findings_.expect(stranger.heard().find("/v1/") == std::string::npos, name, "is sent a request");
        recover(name);
    }

private:
    void call(const std::string& name, const std::string& origin, const std::string& word, const std::string& ca) {
        rig_.kiosk.append(1);
        before_ = rig_.stand();
        auto endpoint = rig_.endpoint(origin);
        endpoint.patience = {2s, 1s, 4s};
        if (believer_ == Believer::of_any_certificate) endpoint.trust = transport::Trust::card;
        if (!ca.empty()) (void)base::write_file(endpoint.ca_bundle, ca);
        rig_.carrier.connect_to(endpoint);
        rig_.try_for(2);
        const auto status = rig_.carrier.status();
        const std::string said = status.problem ? status.problem->word : "nothing";
        findings_.expect(said == word, name, "is called " + said + " and not " + word);
        findings_.count();
    }
    void recover(const std::string& name) {
        rig_.judge_standstill(findings_, name, before_);
        findings_.expect(rig_.stand().archived == before_.archived, name, "reaches the province");
        rig_.carrier.connect_to(rig_.endpoint(rig_.proxy.origin()));
        rig_.judge_recovery(findings_, name);
    }

    Rig& rig_;
    Findings& findings_;
    Believer believer_;
    Rig::Standstill before_;
};

Wish valid(std::chrono::hours from, std::chrono::hours until) {
    Wish wish;
    wish.from = from;
    wish.until = until;
    return wish;
}

Wish named(const std::string& name, const std::string& alternative) {
    Wish wish;
    wish.name = name;
    wish.alternative = alternative;
    return wish;
}

Wish strong(Wish::Strength strength) {
    Wish wish;
    wish.strength = strength;
    return wish;
}

void meet_other_authorities(Strangers& strangers, const TestAuthority& province) {
    const TestAuthority other;
    strangers.meet("another authority", {other.issue(), "", {}}, "tls_ca");
    KeyPair with_root = other.issue();
    with_root.certificate += other.certificate();
    strangers.meet("another authority that brings its root", {with_root, "", {}}, "tls_ca");
    KeyPair with_ours = other.issue();
    with_ours.certificate += province.certificate();
    strangers.meet("another authority that brings our root", {with_ours, "", {}}, "tls_ca");
    const TestAuthority namesake(named(province.name(), ""));
    strangers.meet("an authority of the same name", {namesake.issue(), "", {}}, "tls_ca");
    strangers.meet("signed by itself", {TestAuthority::self_signed(), "", {}}, "tls_ca");
    strangers.meet("signed by a terminal's certificate",
                   {province.issue_below(province.issue(named("k25195-2", ""))), "", {}}, "tls_ca");
}

void meet_our_own_misused(Strangers& strangers, const TestAuthority& province) {
    const auto meet = [&](const std::string& name, const Wish& wish, const std::string& word) {
        strangers.meet(name, {province.issue(wish), "", {}}, word);
    };
    meet("another host", named("other.example", ""), "tls_host");
    meet("a host above ours", named("localhost.example", ""), "tls_host");
    meet("hosts below ours", named("*.localhost", ""), "tls_host");
    meet("our name where it does not count", named("localhost", "DNS:other.example"), "tls_host");
    meet("an address instead of the name", named("other", "IP:127.0.0.1"), "tls_host");
    meet("expired an hour ago", valid(-48h, -1h), "tls_expired");
    meet("expired two years ago", valid(-48h, -24h * 730), "tls_expired");
    meet("valid from tomorrow", valid(24h, 48h), "tls_expired");
    Wish for_clients;
    for_clients.usage = "clientAuth";
    meet("for clients only", for_clients, "tls_ca");
    meet("RSA of 1,024 bits", strong(Wish::Strength::rsa_1024), "tls_ca");
    meet("signed over SHA-1", strong(Wish::Strength::p256_sha1), "tls_ca");
    Wish long_ago = valid(-24h * 900, -24h);
    long_ago.name = "an old authority";
    const TestAuthority expired(long_ago);
    strangers.meet("an authority that has expired", {expired.issue(), "", {}}, "tls_expired", expired.certificate());
}

void meet_bad_tls(Strangers& strangers, const TestAuthority& province) {
    using Version = TlsServerSettings::Version;
    strangers.meet("TLS 1.1", {province.issue(), "", Version::only_1_1}, "tls_other");
    strangers.meet("TLS 1.0", {province.issue(), "", Version::only_1_0}, "tls_other");
    const TestAuthority other;
    strangers.meet("wants another authority's terminals", {province.issue(), other.certificate(), {}}, "tls_rejected");
    using Then = PlainServer::Then;
    strangers.meet_plain("plain HTTP", test::http_reply("200 OK", "hello"), Then::hang_up, "tls_other");
    strangers.meet_plain("plain HTTP for TLS", test::http_reply("400 Bad Request", "TLS?"), Then::hang_up, "tls_other");
    strangers.meet_plain("SSH", "SSH-2.0-OpenSSH_9.2\r\n", Then::hang_up, "tls_other");
    strangers.meet_plain("an alert", "\x15\x03\x03\x00\x02\x02\x28", Then::hang_up, "tls_other");
    strangers.meet_plain("hangs up at the first word", "", Then::hang_up, "tls_other");
    strangers.meet_plain("resets at the first word", "", Then::reset, "tls_other");
    strangers.meet_plain("says nothing", "", Then::keep_silent, "timeout");
}

}  // namespace

Findings strange_servers(const Options& options, Believer believer) {
    Findings findings("tls-strangers", options.seed);
    Rig rig;
    findings.expect(rig.carrier.arrives(), "before any stranger", "does not arrive");
    Strangers strangers(rig, findings, believer);
    meet_other_authorities(strangers, rig.authority);
    meet_our_own_misused(strangers, rig.authority);
    meet_bad_tls(strangers, rig.authority);
    rig.judge_ends(findings);
    return findings;
}

}  // namespace hailong::proxy_rig
