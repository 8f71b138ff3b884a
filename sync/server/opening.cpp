#include "sync/server/opening.h"

#include "kiosk/domain/entry.h"
#include "kiosk/domain/genesis.h"

namespace hailong::server {

namespace {

constexpr int kAtOnce = 500;  // entries a transaction

using Content = decltype(Opened::content);

Content content_of_genesis(const SealedLine& sealed) {
    const auto genesis = domain::parse_genesis(sealed.line);
    if (!genesis) return Unopened{"genesis: " + genesis.error().what};
    // A rehearsal before enrolment is the one case where another name is right.
    if (genesis->device != sealed.device && genesis->reason != domain::GenesisReason::rehearsal) {
        return Unopened{"genesis names device " + genesis->device};
    }
    return NothingToOpen{};
}

Content content_of_answer(const domain::Entry& entry, const base::Opener& key) {
    const auto plain = key.open(entry.box);
    if (!plain) return Unopened{plain.error().what};
    const auto answer = domain::parse_plain(plain->view());
    if (!answer) return Unopened{"opened, but not an answer: " + answer.error().what};
    if (const auto* rating = std::get_if<domain::Rating>(&*answer)) {
        if (entry.kind != domain::EntryKind::rating) return Unopened{"a rating in an entry of another kind"};
        return OpenedRating{*rating, entry.stamp.at};
    }
    if (entry.kind != domain::EntryKind::answer) return Unopened{"reasons in an entry of another kind"};
    return OpenedReasons{std::get<domain::Reasons>(*answer), entry.stamp.at};
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
                                         : content_of_answer(*entry, key->second);
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
