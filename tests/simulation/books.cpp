#include "tests/simulation/books.h"

namespace hailong::simulation {

namespace {

constexpr Millis kExchange = std::chrono::seconds(120);  // PROTOCOL.md: an exchange is over by then

}  // namespace

std::string name_of(const base::Digest& chain, Seq seq) { return chain.hex().substr(0, 8) + "/" + std::to_string(seq); }

void Books::wrote(const VirtualChain& chain, base::WallTime truly, const base::Token16& boot,
                  const std::optional<domain::VisitId>& visit) {
    const VirtualEntry& entry = *chain.entries.back();
    written_.emplace(entry.hash, Written{chain.id, chain.last(), entry.line, truly, boot});
    if (visit) visits_.emplace(*visit, entry.hash);
}

void Books::believed(const VirtualChain& chain, Seq through) {
    if (through > chain.last()) {
        complain("an agent believes " + name_of(chain.id, through) + " delivered, which its ledger does not hold");
    } else if (!was_held(chain.hash(through))) {
        complain("an agent believes " + name_of(chain.id, through) + " delivered, which the province never committed");
    }
}

void Books::pruned(const VirtualChain& chain, Seq below) {
    for (Seq seq = chain.floor; seq < below; ++seq) {
        if (!was_held(chain.hash(seq))) complain("pruned without being delivered: " + name_of(chain.id, seq));
    }
}

void Books::committed(const server::Question& question, const server::Held& held, const server::Change& change,
                      Millis late) {
    if (change.hole) check_hole(question, *change.hole);
    Seq next = held.chain ? held.chain->last + 1 : 0;
    if (change.hole) next = change.hole->to + 1;
    for (const server::StoredLine& line : change.append) {
        const auto truth = written_.find(line.hash);
        const std::string name = name_of(*question.chain, line.seq);
        if (line.seq != next++) complain("appended out of turn: " + name);
        if (truth == written_.end()) {
            complain("appended, but no terminal wrote it: " + name);
        } else if (truth->second.line != line.line || truth->second.seq != line.seq ||
                   truth->second.chain != *question.chain) {
            complain("appended with other bytes: " + name);
        }
        if (!present_.insert(line.hash).second) complain("appended twice: " + name);
        committed_.insert(line.hash);
        late_[{*question.chain, line.seq}] = late;
    }
    for (const server::StoredLine& line : change.beside) {
        if (!written_.contains(line.hash)) complain("a fork that nobody wrote: " + name_of(*question.chain, line.seq));
        beside_.insert(line.hash);
        ever_beside_.insert(line.hash);
    }
}

// A jump is honest only over what the province once held.
void Books::check_hole(const server::Question& question, const server::Hole& hole) {
    if (!was_held(hole.prev)) {
        complain("jumped over entries that were never delivered: " + name_of(*question.chain, hole.from));
    }
}

void Books::arrived(const server::SealedLine& sealed) {
    arrivals_.insert_or_assign({sealed.chain, sealed.seq}, sealed.arrival);
}

void Books::opened(const server::Opened& opened) {
    if (const auto* rating = std::get_if<server::OpenedRating>(&opened.content))
        check_time(*rating, {opened.chain, opened.seq});
}

// Corrected where it can be: made in the boot whose uptime came with it. What cannot be corrected and cannot be right
// is put aside with a doubt.
void Books::check_time(const server::OpenedRating& rating, const Place& place) {
    const auto visit = visits_.find(rating.rating.visit);
    if (visit == visits_.end())
        return complain("opened a rating that nobody gave: " + name_of(place.first, place.second));
    const Written& truth = written_.at(visit->second);
    const server::Arrival& arrival = arrivals_.at(place);
    if (arrival.clock && arrival.clock->boot == truth.boot) {
        const Millis off = std::chrono::abs(rating.at - truth.at);
        if (off > kExchange + late_[place]) {
            complain("time wrong by " + std::to_string(off.count() / 1000) +
                     " s although it could be corrected: " + name_of(place.first, place.second));
        }
        if (!rating.doubt.empty()) complain("doubted although corrected: " + name_of(place.first, place.second));
    } else if (rating.doubt.empty() && rating.at > arrival.received + std::chrono::hours(1)) {
        complain("counted after its own arrival: " + name_of(place.first, place.second));
    }
}

}  // namespace hailong::simulation
