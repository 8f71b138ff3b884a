#include "sync/server/opening.h"

#include "kiosk/domain/entry.h"
#include "kiosk/domain/salvage.h"

namespace hailong::server {

namespace {

constexpr int kAtOnce = 500;                           // entries a transaction
constexpr auto kExchange = std::chrono::seconds(120);  // an exchange is over by then (PROTOCOL.md)
constexpr auto kTolerance = std::chrono::minutes(60);  // clocks that people set are this good

using Content = decltype(Opened::content);

Content content_of_genesis(const SealedLine& sealed) {
    if (!sealed.doubt.empty()) return Unopened{sealed.doubt};
    return NothingToOpen{};
}

// An entry of the boot in which it was sent is as old as the uptime that passed since. A wall clock that agrees within
// the time of an exchange is the finer one.
base::WallTime corrected(const domain::Stamp& stamp, const Arrival& arrival) {
    if (!arrival.clock || arrival.clock->boot != stamp.boot) return stamp.at;
    const base::Millis age = arrival.clock->mono - base::Millis(stamp.mono_ms);
    if (age < base::Millis(0)) return stamp.at;
    const base::WallTime reckoned = arrival.received - age;
    return std::chrono::abs(reckoned - stamp.at) <= kExchange ? stamp.at : reckoned;
}

std::string doubt_about(base::WallTime at, const Arrival& arrival) {
    if (at > arrival.received + kTolerance) return "its time is later than its receipt";
    if (at < arrival.enrolled - kTolerance) return "its time is earlier than the terminal's enrolment";
    return "";
}

Content content_of_ticket(const domain::Entry& entry, std::string_view plain, const Arrival& arrival) {
    const auto issued = domain::parse_ticket_plain(plain);
    if (!issued) return Unopened{"opened, but not a ticket: " + issued.error().what};
    const base::WallTime at = corrected(entry.stamp, arrival);
    return OpenedTicket{*issued, at, doubt_about(at, arrival)};
}

// No stage yet: PROTOCOL.md says why.
Digest digest_of(const domain::Dossier& dossier, const base::Secret& key) {
    std::string message = base::contextual(base::Context::dossier, {"", dossier.code.view()});
    const Digest digest = base::mac(key, message);
    base::wipe(message);
    return digest;
}

struct Judged {
    const base::Secret& dossier_key;
    base::WallTime at;
    std::string doubt;

    Content operator()(const domain::Rating& rating) const { return OpenedRating{rating, at, doubt}; }
    Content operator()(const domain::Reasons& reasons) const { return OpenedReasons{reasons, at, doubt}; }
    Content operator()(const domain::Items& items) const { return OpenedItems{items, at, doubt}; }
    Content operator()(const domain::Dossier& dossier) const {
        return OpenedDossier{dossier.visit, digest_of(dossier, dossier_key), dossier.parsed, at, doubt};
    }
    Content operator()(const domain::Comment&) const { return Unopened{"a comment that the intake key opens"}; }
    Content operator()(const domain::TicketIssued&) const { return Unopened{"a ticket in an entry of another kind"}; }
};

Content content_of_answer(const domain::Entry& entry, const base::Opener& key, const Arrival& arrival,
                          const base::Secret& dossier_key) {
    const auto plain = key.open(entry.box);
    if (!plain) return Unopened{plain.error().what};
    if (entry.kind == domain::EntryKind::ticket) return content_of_ticket(entry, plain->view(), arrival);
    const auto answer = domain::parse_plain(plain->view());
    if (!answer) return Unopened{"opened, but not an answer: " + answer.error().what};
    const bool is_rating = std::holds_alternative<domain::Rating>(*answer);
    if (is_rating != (entry.kind == domain::EntryKind::rating)) {
        return Unopened{is_rating ? "a rating in an entry of another kind" : "no rating in an entry of its kind"};
    }
    const base::WallTime at = corrected(entry.stamp, arrival);
    return std::visit(Judged{dossier_key, at, doubt_about(at, arrival)}, *answer);
}

Content sealed_comment(const domain::Entry& entry, const Arrival& arrival) {
    const base::WallTime at = corrected(entry.stamp, arrival);
    return SealedComment{at, doubt_about(at, arrival)};
}

}  // namespace

Opened Opening::open(const SealedLine& sealed) const {
    Opened out{sealed.device, sealed.chain, sealed.seq, NothingToOpen{}};
    if (sealed.seq == 0) {
        out.content = content_of_genesis(sealed);
        return out;
    }
    const auto entry = domain::parse_entry(sealed.line);
    const bool is_salvage = entry && entry->seq == sealed.seq && entry->kind == domain::EntryKind::salvage;
    return is_salvage ? open_salvaged(sealed, entry->body, std::move(out)) : open_entry(sealed, std::move(out));
}

Opened Opening::open_entry(const SealedLine& sealed, Opened out) const {
    const auto entry = domain::parse_entry(sealed.line);
    const bool is_for_others = entry && comment_keys_.contains(entry->key);
    if (!entry) {
        out.content = Unopened{entry.error().what};
    } else if (entry->seq != sealed.seq) {
        out.content = Unopened{"the line claims to be entry " + std::to_string(entry->seq)};
    } else if (entry->kind == domain::EntryKind::answer && is_for_others) {
        out.content = sealed_comment(*entry, sealed.arrival);
    } else if (domain::is_visit_kind(entry->kind) && !is_for_others) {
        const auto key = keys_.find(entry->key);
        out.content = key == keys_.end() ? Content(Unopened{"sealed to a key that is not here: " + entry->key})
                                         : content_of_answer(*entry, key->second, sealed.arrival, dossier_key_);
    }
    return out;
}

Opened Opening::open_salvaged(const SealedLine& carrier, std::string_view body, Opened out) const {
    const auto salvaged = domain::parse_salvage(body);
    if (!salvaged) {
        out.content = Unopened{"salvage: " + salvaged.error().what};
        return out;
    }
    out.from = SalvagedFrom{salvaged->chain, salvaged->seq, salvaged->hash};
    if (salvaged->seq == 0) return out;  // a genesis says nothing here that its followers need
    SealedLine inner = carrier;
    inner.seq = salvaged->seq;
    inner.line = salvaged->line;
    return open_entry(inner, std::move(out));
}

Result<std::uint64_t> Opening::catch_up(Answers& answers) const {
    std::uint64_t count = 0;
    for (;;) {
        HL_TRY(const auto sealed, answers.next_sealed(kAtOnce));
        if (sealed.empty()) return count;
        std::vector<Opened> opened;
        opened.reserve(sealed.size());
        for (const SealedLine& line : sealed) opened.push_back(open(line));
        HL_CHECK(answers.keep(opened));
        count += opened.size();
    }
}

}  // namespace hailong::server
