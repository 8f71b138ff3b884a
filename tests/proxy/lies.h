// What a lying or confused server may say to a batch. Each lie is made of the true answer; most are signed by the
// province's own listed key, so that only what they say can give them away.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "kiosk/domain/receipt.h"

namespace hailong::proxy_rig {

// What a liar knows.
struct Truth {
    std::string text;              // the two lines the province answered
    domain::Receipt receipt;       // the same, read
    const base::Signer& key;       // the listed receipt key
    const base::Signer& unlisted;  // another key of the province's size
    const base::Signer& device;    // the terminal's
    domain::Receipt older_chain;   // a true receipt about another chain of this terminal
    std::string older_answer;      // a true answer to an earlier question
};

// What a liar has for a keys document that would make its own key a listed one.
struct Forgery {
    domain::KeysDocument wished;  // all is right in it: the next version, the province, the root; and the liar's key
    const base::Signer& root;     // the true one, to see that its signature alone is not enough
    const base::Signer& liar;
};

struct Lie {
    std::string name;
    std::function<std::string(const Truth&)> tell;
    std::function<std::string(const Forgery&)> keys = {};  // the document given out with it
};
[[nodiscard]] std::vector<Lie> all_lies();

}  // namespace hailong::proxy_rig
