#include "tests/crash/identity_sweep.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <set>
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

constexpr std::size_t kAnswering = 40;  // allocations

enum class Kind {
    gives,
    encodes_a_private_key,  // where OpenSSL 3.0 uses what it could not allocate, and may end the process
    never,                  // says yes to a forgery; to be refused memory is no reason for a yes
};

// A call under test: `gives` makes it, `is_right` looks at what it gave.
struct Call {
    std::string_view name;
    std::function<bool()> gives;
    std::function<bool()> is_right;
    Kind kind = Kind::gives;
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
             [this] { return transport::make_request(*key_, "k1").has_value(); }, Kind::encodes_a_private_key},
            {"make a request", [this] { return kept(request_, transport::make_request(own_key_, "k1")); },
             [this] { return server::read_request(request_->pem)->spki == own_request_.spki; }},
            {"sign", [this] { return kept(text_, transport::sign_with(own_key_, "text")); },
             [this] { return server::request_key_signed(own_request_, "text", *text_); }},
            {"check a pair", [this] { return transport::check_pair(own_certificate_, own_key_).has_value(); }, right()},
            {"read a certificate's life", [this] { return kept(life_, transport::certificate_life(own_certificate_)); },
             [this] { return life_->from <= kIssued && life_->until > kIssued; }}};
    }
    [[nodiscard]] std::vector<Call> provinces() {
        return {
            {"make a CA", [this] { return kept(issued_, server::make_ca("CA", kIssued)); },
             [this] { return server::is_pair(*issued_); }, Kind::encodes_a_private_key},
            {"make nginx's certificate",
             [this] {
                 return kept(issued_, server::make_server_certificate(ca_, {"localhost", "127.0.0.1"}, kIssued));
             },
             [this] { return server::is_pair(*issued_); }, Kind::encodes_a_private_key},
            {"issue a certificate",
             [this] { return kept(text_, server::issue_client(ca_, own_request_, "k1", kIssued)); },
             [this] { return must(server::key_of_certificate(*text_)) == own_request_.spki; }},
            {"read a request", [this] { return kept(read_, server::read_request(own_request_.pem)); },
             [this] { return read_->spki == own_request_.spki && read_->digest == own_request_.digest; }},
            {"know a certificate's key", [this] { return kept(digest_, server::key_of_certificate(own_certificate_)); },
             [this] { return *digest_ == own_request_.spki; }},
            {"take the first certificate",
             [this] { return kept(text_, server::first_certificate(own_certificate_ + ca_.certificate)); },
             [this] { return must(server::key_of_certificate(*text_)) == own_request_.spki; }},
            {"know a signature", [this] { return server::request_key_signed(own_request_, "text", signature_); },
             right()},
            {"know a pair", [this] { return server::is_pair(ca_); }, right()}};
    }
    // None of these may ever say yes.
    [[nodiscard]] std::vector<Call> forgeries() {
        return {never("believe a forged signature",
                      [this] { return server::request_key_signed(own_request_, "t", signature_); }),
                never("believe a foreign key", [this] { return server::is_pair(foreign_); }),
                never("believe a foreign pair",
                      [this] { return transport::check_pair(ca_.certificate, own_key_).has_value(); }),
                never("read a broken request", [this] { return server::read_request(broken_).has_value(); })};
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
        return {name, [says_yes = std::move(says_yes)] { return !says_yes(); }, right(), Kind::never};
    }
    [[nodiscard]] static std::string turned(std::string pem) {
        const auto at = pem.size() / 2;
        pem[at] = pem[at] == 'A' ? 'B' : 'A';
        return pem;
    }

    base::Secret own_key_ = must(transport::make_tls_key());
    server::SigningRequest own_request_ = must(server::read_request(must(transport::make_request(own_key_, "k1")).pem));
    std::string signature_ = must(transport::sign_with(own_key_, "text"));
    server::Issued ca_ = must(server::make_ca("CA", kIssued));
    server::Issued foreign_{ca_.certificate, must(transport::make_tls_key())};
    std::string own_certificate_ = must(server::issue_client(ca_, own_request_, "k1", kIssued));
    std::string broken_ = turned(own_request_.pem);

    std::optional<base::Secret> key_;
    std::optional<transport::CertificateRequest> request_;
    std::optional<std::string> text_;
    std::optional<transport::Life> life_;
    std::optional<server::Issued> issued_;
    std::optional<server::SigningRequest> read_;
    std::optional<base::Digest> digest_;
};

// What is wrong; "" when nothing is.
std::string outcome_of(const Call& call, std::size_t nth) {
    bool gave = false;
    {
        const FailingMemory memory(nth, Shortage::once, Whose::openssl);
        gave = call.gives();
    }
    if (gave && !call.is_right()) return "what it gave is wrong";
    if (!gave && call.kind == Kind::never) return "it believed";
    return call.gives() && call.is_right() ? "" : "it does not work with memory enough either";
}

std::size_t needed_by(const Call& call) {
    const FailingMemory memory(std::numeric_limits<std::size_t>::max() - 1, Shortage::once, Whose::openssl);
    static_cast<void>(call.gives());
    return FailingMemory::counted();
}

std::set<std::size_t> chosen(std::size_t needs, std::size_t wanted) {
    std::set<std::size_t> out;
    for (std::size_t nth = needs - std::min(needs, kAnswering); nth < needs; ++nth) out.insert(nth);
    const std::size_t step = std::max<std::size_t>(1, needs / std::max<std::size_t>(1, wanted));
    for (std::size_t nth = 0; nth < needs; nth += step) out.insert(nth);
    return out;
}

}  // namespace

Swept sweep_identity(std::size_t wanted) {
    Identities identities;
    Swept swept;
    const auto calls = identities.calls();
    for (const Call& call : calls) {
        for (const std::size_t nth : chosen(needed_by(call), wanted / calls.size())) {
            const std::string told = test::in_child([&] { return outcome_of(call, nth); });
            const bool ended = call.kind == Kind::encodes_a_private_key && told.starts_with(" [child ended");
            swept.ended += ended ? 1 : 0;
            const bool good = told.empty() || ended;
            const auto where = [&] { return std::string(call.name) + ", allocation " + std::to_string(nth); };
            swept.tally.add(good ? Verdict{} : Verdict{Finding::deceived, told}, where, !good);
        }
    }
    return swept;
}

}  // namespace hailong::crash
