#include "tests/crash/identity_sweep.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

#include "sync/server/pki.h"
#include "sync/transport/tls_identity.h"
#include "tests/crash/failing_memory.h"
#include "tests/support/child.h"
#include "tests/support/must.h"

namespace hailong::crash {

namespace {

using test::must;

constexpr base::WallTime kIssued{base::Millis(1'795'400'107'000)};

// A call under test: `gives` makes it, `is_right` looks at what it gave.
struct Call {
    std::string_view name;
    std::function<bool()> gives;
    std::function<bool()> is_right;
    bool must_give = false;  // a refusal for want of memory would be a belief
};

// What all calls work on, made with memory enough.
class Identities {
public:
    [[nodiscard]] std::vector<Call> calls() {
        auto all = terminals();
        for (Call& call : provinces()) all.push_back(std::move(call));
        for (Call& call : forgeries()) all.push_back(std::move(call));
        return all;
    }

private:
    [[nodiscard]] std::vector<Call> terminals() {
        return {
            {"make a TLS key", [this] { return kept(key_, transport::make_tls_key()); },
             [this] { return transport::make_request(*key_, "k1").has_value(); }},
            {"make a request", [this] { return kept(request_, transport::make_request(own_key, "k1")); },
             [this] { return server::read_request(request_->pem)->spki == own_request.spki; }},
            {"sign", [this] { return kept(text_, transport::sign_with(own_key, "text")); },
             [this] { return server::request_key_signed(own_request, "text", *text_); }},
            {"check a pair", [this] { return transport::check_pair(own_certificate, own_key).has_value(); }, right()},
            {"read a certificate's life", [this] { return kept(life_, transport::certificate_life(own_certificate)); },
             [this] { return life_->from <= kIssued && life_->until > kIssued; }}};
    }
    [[nodiscard]] std::vector<Call> provinces() {
        return {
            {"make a CA", [this] { return kept(issued_, server::make_ca("CA", kIssued)); },
             [this] { return server::is_pair(*issued_); }},
            {"make nginx's certificate",
             [this] { return kept(issued_, server::make_server_certificate(ca, {"localhost", "127.0.0.1"}, kIssued)); },
             [this] { return server::is_pair(*issued_); }},
            {"issue a certificate",
             [this] { return kept(text_, server::issue_client(ca, own_request, "k1", kIssued)); },
             [this] { return must(server::key_of_certificate(*text_)) == own_request.spki; }},
            {"read a request", [this] { return kept(read_, server::read_request(own_request.pem)); },
             [this] { return read_->spki == own_request.spki && read_->digest == own_request.digest; }},
            {"know a certificate's key", [this] { return kept(digest_, server::key_of_certificate(own_certificate)); },
             [this] { return *digest_ == own_request.spki; }},
            {"take the first certificate",
             [this] { return kept(text_, server::first_certificate(own_certificate + ca.certificate)); },
             [this] { return must(server::key_of_certificate(*text_)) == own_request.spki; }},
            {"know a signature", [this] { return server::request_key_signed(own_request, "text", signature); },
             right()},
            {"know a pair", [this] { return server::is_pair(ca); }, right()}};
    }
    // None of these may ever say yes.
    [[nodiscard]] std::vector<Call> forgeries() {
        return {never("believe a forged signature",
                      [this] { return server::request_key_signed(own_request, "t", signature); }),
                never("believe a foreign key", [this] { return server::is_pair(foreign); }),
                never("believe a foreign pair",
                      [this] { return transport::check_pair(ca.certificate, own_key).has_value(); }),
                never("read a broken request", [this] { return server::read_request(broken).has_value(); })};
    }

    template <class Value>
    static bool kept(std::optional<Value>& place, Result<Value> value) {
        if (value) place.emplace(std::move(*value));
        return value.has_value();
    }
    static std::function<bool()> right() {
        return [] { return true; };
    }
    static Call never(std::string_view name, std::function<bool()> says_yes) {
        return {name, [says_yes = std::move(says_yes)] { return !says_yes(); }, right(), true};
    }
    [[nodiscard]] static std::string turned(std::string pem) {
        const auto at = pem.size() / 2;
        pem[at] = pem[at] == 'A' ? 'B' : 'A';
        return pem;
    }

    base::Secret own_key = must(transport::make_tls_key());
    server::SigningRequest own_request = must(server::read_request(must(transport::make_request(own_key, "k1")).pem));
    std::string signature = must(transport::sign_with(own_key, "text"));
    server::Issued ca = must(server::make_ca("CA", kIssued));
    server::Issued foreign{ca.certificate, must(transport::make_tls_key())};
    std::string own_certificate = must(server::issue_client(ca, own_request, "k1", kIssued));
    std::string broken = turned(own_request.pem);

    std::optional<base::Secret> key_;
    std::optional<transport::CertificateRequest> request_;
    std::optional<std::string> text_;
    std::optional<transport::Life> life_;
    std::optional<server::Issued> issued_;
    std::optional<server::SigningRequest> read_;
    std::optional<base::Digest> digest_;
};

Verdict outcome_of(const Call& call, std::size_t nth) {
    bool gave = false;
    {
        const FailingMemory memory(nth, Shortage::once, Whose::openssl);
        gave = call.gives();
    }
    if (gave && !call.is_right()) return {Finding::deceived, "what it gave is wrong"};
    if (!gave && call.must_give) return {Finding::deceived, "it believed"};
    if (!call.gives() || !call.is_right()) return {Finding::refused, "and still with memory enough"};
    return {};
}

std::size_t needed_by(const Call& call) {
    const FailingMemory memory(std::numeric_limits<std::size_t>::max() - 1, Shortage::once, Whose::openssl);
    static_cast<void>(call.gives());
    return FailingMemory::counted();
}

// In a child, which may be ended by OpenSSL (3.0 uses what it could not allocate when it encodes a private key).
Verdict tried_in_child(const Call& call, std::size_t nth) {
    const std::string told = test::in_child([&] {
        const Verdict verdict = outcome_of(call, nth);
        return std::to_string(static_cast<int>(verdict.finding)) + verdict.why;
    });
    if (told.find("child ended") != std::string::npos) return {Finding::noticed, told};
    return {kFindings[static_cast<std::size_t>(told.at(0) - '0')], told.substr(1)};
}

}  // namespace

Tally sweep_identity(std::size_t wanted) {
    Identities identities;
    Tally tally;
    const auto calls = identities.calls();
    for (const Call& call : calls) {
        const std::size_t needs = needed_by(call);
        const std::size_t step = std::max<std::size_t>(1, needs * calls.size() / std::max<std::size_t>(1, wanted));
        for (std::size_t nth = 0; nth < needs; nth += step) {
            const Verdict verdict = tried_in_child(call, nth);
            const auto where = [&] { return std::string(call.name) + ", allocation " + std::to_string(nth); };
            const bool fault = verdict.finding != Finding::sound && verdict.finding != Finding::noticed;
            tally.add(verdict, where, fault);
        }
    }
    return tally;
}

}  // namespace hailong::crash
