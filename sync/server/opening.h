// Opens what citizens answered, after the receipt: the province's intake key is here, the comments' key is not.
// What does not open or parse is put aside with its reason; it is already stored, hashed and receipted.
#pragma once

#include <map>
#include <set>
#include <string>

#include "kiosk/base/crypto.h"
#include "sync/server/archive.h"

namespace hailong::server {

class Opening {
public:
    // Old intake keys are kept while boxes need them; `comment_keys` names those whose boxes are none of our business.
    Opening(const std::map<std::string, base::Opener>& intake_keys, std::set<std::string> comment_keys,
            const base::Secret& dossier_key)
        : keys_(intake_keys), comment_keys_(std::move(comment_keys)), dossier_key_(dossier_key) {}

    [[nodiscard]] Opened open(const SealedLine& sealed) const;
    // Opens everything behind the marks. Returns how many entries were looked into.
    [[nodiscard]] Result<std::uint64_t> catch_up(Answers& answers) const;

private:
    [[nodiscard]] Opened open_entry(const SealedLine& sealed, Opened out) const;
    [[nodiscard]] Opened open_salvaged(const SealedLine& carrier, std::string_view body, Opened out) const;

    const std::map<std::string, base::Opener>& keys_;  // by key id
    std::set<std::string> comment_keys_;
    const base::Secret& dossier_key_;
};

}  // namespace hailong::server
