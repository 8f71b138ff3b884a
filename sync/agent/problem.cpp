#include "sync/agent/problem.h"

#include <algorithm>
#include <array>

namespace hailong::agent {

namespace {

struct Sentence {
    std::string_view word;
    std::string_view text;
};
constexpr std::array kSentences{
    Sentence{"dns", "the province's server name cannot be found: check the network cable and the DNS of this office"},
    Sentence{"refused", "the province's server does not answer at its address: check the network, or it is down"},
    Sentence{"timeout", "the province's server did not answer in time: the network is slow or cut"},
    Sentence{"broken", "the connection was cut in the middle: it will be tried again"},
    Sentence{"tls_ca",
             "somebody else answers in the province's place: a certificate of another authority (portal, proxy)"},
    Sentence{"tls_host", "the server's certificate is for another host: check the address, or traffic is redirected"},
    Sentence{"tls_expired",
             "the server's certificate is not valid at this time: check this machine's clock, tell the province"},
    Sentence{"tls_rejected",
             "the province's server refuses this terminal's certificate: it must be renewed or enrolled again"},
    Sentence{"tls_other", "no safe connection (TLS 1.2 or newer) to the server could be made"},
    Sentence{"too_large", "the answer is far too long for a receipt: this is not the province's server"},
    Sentence{"portal", "a login page or a redirect answers in the province's place: open the network's portal"},
    Sentence{"server", "the province's server cannot take entries just now: it will be tried again"},
    Sentence{"untrusted", "the server's answer does not hold: it is not believed and nothing is counted as delivered"},
    Sentence{"refused_terminal",
             "the province's server does not accept this terminal: its certificate is unknown or revoked"},
    Sentence{"renewal",
             "this terminal's certificate is due and could not be renewed: entries go on until it ends, and after"},
    Sentence{"outdated", "the province's server needs a newer version of this program: update it"},
    Sentence{"batch_too_large", "the server found a batch too long: a shorter one is tried"},
    Sentence{"ledger", "the ledger of this terminal cannot be read"},
    Sentence{
        "disk",
        "this terminal cannot write its receipts: nothing is lost, check the disk and the rights of sync/receipts"},
    Sentence{"silent", "no accepted answer for 24 hours: nothing is lost, but a person must look"},
    Sentence{"entry_too_large", "the server refuses a single entry as too long: tell the province"},
    Sentence{"rewinds", "the server asks for the same entries again and again: tell the province"},
    Sentence{"fork",
             "the province holds other entries of this ledger: it was copied or restored; a new one will be begun"},
    Sentence{"behind", "the province holds more of this ledger than this terminal: an old disk was put back"},
    Sentence{"hash", "the server computes another hash from the same entries: see `hailong-sync verify`"},
};

Problem make(std::string_view word, std::string_view detail) {
    for (const Sentence& sentence : kSentences) {
        if (sentence.word != word) continue;
        std::string text(sentence.text);
        if (!detail.empty()) text += " (" + std::string(detail) + ")";
        return {std::string(word), std::move(text)};
    }
    return {std::string(word), std::string(detail)};
}

std::string_view word_of(Standing standing) {
    switch (standing) {
        case Standing::intercepted:
            return "portal";
        case Standing::untrusted:
        case Standing::disputed:
            return "untrusted";
        case Standing::unreadable:
            return "ledger";
        case Standing::too_large:
            return "batch_too_large";
        case Standing::refused:
            return "refused_terminal";
        case Standing::outdated:
            return "outdated";
        case Standing::answered:
        case Standing::later:
        case Standing::broken:
            return "server";
    }
    return "server";
}

}  // namespace

Problem problem_of(const Failure& failure) { return make(name_of(failure.fault), failure.what); }

Problem problem_of_reply(Standing standing, const Reply& reply) {
    return make(word_of(standing), "status " + std::to_string(reply.status));
}

Problem untrusted_answer(const Error& why) { return make("untrusted", why.what); }
Problem disk_problem(const Error& why) { return make("disk", why.what); }
Problem ledger_problem(const Error& why) { return make("ledger", why.what); }

Problem problem_of(AlarmKind kind) {
    if (kind == AlarmKind::refused) return make("refused_terminal", "");
    return make(kind == AlarmKind::unreadable ? "ledger" : name_of(kind), "");
}

Problem older_chain_rests(AlarmKind kind, const Progress& resting, const base::Digest& serving) {
    const auto name = [](const base::Digest& chain) { return chain.hex().substr(0, 8); };
    return {std::string(name_of(kind)),
            "the older chain " + name(resting.chain) + " rests, " + std::to_string(resting.pending()) +
                " of its entries wait: the province holds another version of it; chain " + name(serving) + " goes on"};
}

bool is_of_credentials(const Problem& problem) {
    constexpr std::array kWords{"tls_ca", "tls_expired", "tls_rejected", "tls_other", "refused_terminal"};
    return std::ranges::any_of(kWords, [&](const char* word) { return problem.word == word; });
}

Problem not_renewed(const std::optional<Problem>& of, const std::string& why) {
    if (!of) return make("renewal", why);
    return {of->word, of->text + "; a new certificate could not be had: " + why};
}

}  // namespace hailong::agent
