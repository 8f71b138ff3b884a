// What really happened in a simulated world, written down beside the product: every entry that a terminal wrote, every
// entry that the province committed. Checks each step against it; the first contradiction is kept as the complaint.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "sync/server/archive.h"
#include "tests/simulation/virtual_ledger.h"

namespace hailong::simulation {

using base::Millis;

// A moment of the world, since its beginning. No clock of terminal or server shows it.
using Moment = Millis;

struct Written {
    base::Digest chain;
    Seq seq = 0;
    std::string line;
    base::WallTime at;  // truly
    base::Token16 boot;
};

class Books {
public:
    // The terminal's side.
    void wrote(const VirtualChain& chain, base::WallTime truly, const base::Token16& boot,
               const std::optional<domain::VisitId>& visit);
    // An agent holds everything of this chain up to `through` for delivered.
    void believed(const VirtualChain& chain, Seq through);
    void pruned(const VirtualChain& chain, Seq below);

    // The province's side. `late` is how long the request was under way before it arrived.
    void committed(const server::Question& question, const server::Held& held, const server::Change& change,
                   Millis late);
    void arrived(const server::SealedLine& sealed);
    void opened(const server::Opened& opened);
    // What the archive holds; the archive was replaced by a copy that holds this.
    struct Kept {
        std::set<base::Digest> present;
        std::set<base::Digest> beside;
    };
    [[nodiscard]] Kept kept() const { return {present_, beside_}; }
    void restored(Kept kept) {
        present_ = std::move(kept.present);
        beside_ = std::move(kept.beside);
    }

    void complain(std::string text) {
        if (!complaint_) complaint_ = std::move(text);
    }
    [[nodiscard]] const std::optional<std::string>& complaint() const { return complaint_; }
    // The other version of a fork, or what fell into a hole.
    [[nodiscard]] bool is_beside(const base::Digest& hash) const { return beside_.contains(hash); }
    // Hashes of the entries that the archive must hold now.
    [[nodiscard]] const std::set<base::Digest>& present() const { return present_; }
    [[nodiscard]] const std::map<base::Digest, Written>& written() const { return written_; }
    // In its place or beside: both are answered with a `through` of the version that was sent.
    [[nodiscard]] bool was_held(const base::Digest& hash) const {
        return committed_.contains(hash) || ever_beside_.contains(hash);
    }

private:
    using Place = std::pair<base::Digest, Seq>;
    void check_hole(const server::Question& question, const server::Hole& hole);
    void check_time(const server::OpenedRating& rating, const Place& place);

    std::map<base::Digest, Written> written_;  // by hash, which says chain, place and everything before
    std::map<domain::VisitId, base::Digest> visits_;
    std::set<base::Digest> committed_;  // ever, in any life of the archive
    std::set<base::Digest> present_;
    std::set<base::Digest> beside_;
    std::set<base::Digest> ever_beside_;  // in any life of the archive
    std::map<Place, Millis> late_;
    std::map<Place, server::Arrival> arrivals_;
    std::optional<std::string> complaint_;
};

[[nodiscard]] std::string name_of(const base::Digest& chain, Seq seq);

}  // namespace hailong::simulation
