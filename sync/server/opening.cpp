#include "sync/server/opening.h"

#include "kiosk/domain/entry.h"

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

Content content_of_answer(const domain::Entry& entry, const base::Opener& key, const Arrival& arrival) {
    const auto plain = key.open(entry.box);
    if (!plain) return Unopened{plain.error().what};
    if (entry.kind == domain::EntryKind::ticket) return content_of_ticket(entry, plain->view(), arrival);
    const auto answer = domain::parse_plain(plain->view());
    if (!answer) return Unopened{"opened, but not an answer: " + answer.error().what};
    const base::WallTime at = corrected(entry.stamp, arrival);
    const std::string doubt = doubt_about(at, arrival);
    if (const auto* rating = std::get_if<domain::Rating>(&*answer)) {
        if (entry.kind != domain::EntryKind::rating) return Unopened{"a rating in an entry of another kind"};
        return OpenedRating{*rating, at, doubt};
    }
    const auto* reasons = std::get_if<domain::Reasons>(&*answer);
    if (entry.kind != domain::EntryKind::answer) return Unopened{"reasons in an entry of another kind"};
    if (reasons == nullptr) return NothingToOpen{};
    return OpenedReasons{*reasons, at, doubt};
}

}  // namespace

Opened Opening::open(const SealedLine& sealed) const {
    Opened out{sealed.device, sealed.chain, sealed.seq, NothingToOpen{}};
    if (sealed.seq == 0) {
        out.content = content_of_genesis(sealed);
        return out;
    }
    const auto entry = domain::parse_entry(sealed.line);
    if (!entry) {
        out.content = Unopened{entry.error().what};
    } else if (entry->seq != sealed.seq) {
        out.content = Unopened{"the line claims to be entry " + std::to_string(entry->seq)};
    } else if (domain::is_visit_kind(entry->kind) && entry->key != comment_key_id_) {
        const auto key = keys_.find(entry->key);
        out.content = key == keys_.end() ? Content(Unopened{"sealed to a key that is not here: " + entry->key})
                                         : content_of_answer(*entry, key->second, sealed.arrival);
    }
    return out;
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
