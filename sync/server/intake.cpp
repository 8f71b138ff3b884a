#include "sync/server/intake.h"

#include <algorithm>

#include "kiosk/base/json.h"
#include "kiosk/domain/genesis.h"

namespace hailong::server {

using domain::Verdict;

namespace {

constexpr std::size_t kMaxWants = 16;  // as many chains as a header tells of

struct Numbered {
    std::vector<StoredLine> lines;
    Digest head;
};

Numbered number_lines(const domain::Batch& batch) {
    Numbered out{{}, batch.header.prev};
    Seq seq = batch.header.first;
    for (const std::string& line : batch.lines) {
        out.head = domain::hash_entry(out.head, seq, line);
        out.lines.push_back({seq++, line, out.head});
    }
    return out;
}

bool is_heartbeat(const domain::BatchHeader& header) { return header.first == header.last + 1; }

// The key whose signature over `head` holds: the chain's own, or at first contact any key of the device.
std::optional<base::SignKey> signing_key(const domain::BatchHeader& header, const Held& held) {
    const domain::Head head{*header.chain, header.last, header.head};
    const auto holds = [&](const base::SignKey& key) { return domain::verify_head(key, head, header.sig); };
    if (held.chain) return holds(held.chain->dev_key) ? std::optional(held.chain->dev_key) : std::nullopt;
    const auto found = std::find_if(held.device_keys.begin(), held.device_keys.end(),
                                    [&](const EnrolledKey& enrolled) { return holds(enrolled.key); });
    return found == held.device_keys.end() ? std::nullopt : std::optional(found->key);
}

void tell_what_is_held(Ruling& ruling, const Held& held) {
    if (!held.chain) return;
    ruling.through = held.chain->last;
    ruling.head = held.chain->head;
}

// Disagreement at `seq`: both agree up to the entry before it. What we hold there may be unknown (a hole); entry 0 is
// always common, because its hash is the chain's name.
void tell_fork(Ruling& ruling, const Submission& submission, const Held& held, Seq seq) {
    const auto& header = submission.batch.header;
    ruling.verdict = Verdict::fork;
    ruling.at_seq = seq;
    ruling.through = 0;
    ruling.head = *header.chain;
    for (const StoredLine& line : held.overlap) {
        if (line.seq == seq) ruling.at_hash = line.hash;
        if (line.seq + 1 == seq) {
            ruling.through = line.seq;
            ruling.head = line.hash;
        }
    }
    if (seq == header.first && held.before && *held.before == header.prev) {
        ruling.through = seq - 1;
        ruling.head = held.before;
    }
    if (seq + 1 == header.first) ruling.at_hash = held.before;
    ruling.change.fork_seen = true;
}

// The first place where both hold an entry and it differs.
std::optional<Seq> first_difference(const Numbered& theirs, const Submission& submission, const Held& held) {
    const auto& header = submission.batch.header;
    if (held.before && *held.before != header.prev) return header.first - 1;
    for (const StoredLine& ours : held.overlap) {
        const StoredLine& other = theirs.lines[ours.seq - header.first];
        if (other.line != ours.line || other.hash != ours.hash) return ours.seq;
    }
    return std::nullopt;
}

std::vector<StoredLine> from_seq(const Numbered& numbered, Seq from) {
    std::vector<StoredLine> out;
    for (const StoredLine& line : numbered.lines) {
        if (line.seq >= from) out.push_back(line);
    }
    return out;
}

// Does our own old receipt vouch for the jump over what the terminal has pruned? What it says of an entry in this batch
// must be so; of a later one it is remembered until that entry comes.
bool is_vouched(const Numbered& theirs, const Submission& submission) {
    const auto& header = submission.batch.header;
    const auto& base = submission.base;
    if (!base || base->chain != header.chain || !base->through || is_heartbeat(header)) return false;
    if (*base->through + 1 == header.first) return *base->head == header.prev;
    if (*base->through < header.first) return false;
    if (*base->through > header.last) return true;
    return *base->head == theirs.lines[*base->through - header.first].hash;
}

// A terminal that lost our receipt as well can prove nothing. What it still holds must not wait for that for ever: the
// jump to its floor is taken and told to people.
bool begins_at_its_floor(const domain::BatchHeader& header) {
    if (is_heartbeat(header)) return false;
    return std::any_of(header.chains.begin(), header.chains.end(),
                       [&](const auto& told) { return told.chain == *header.chain && told.floor == header.first; });
}

// The first entry of this batch that an older receipt of ours gives another hash.
std::optional<Vouched> broken_word(const Numbered& theirs, const Held& held) {
    std::optional<Vouched> out;
    for (const Vouched& word : held.vouched) {
        const bool is_here = std::any_of(theirs.lines.begin(), theirs.lines.end(), [&](const StoredLine& line) {
            return line.seq == word.seq && line.hash != word.hash;
        });
        if (is_here && (!out || word.seq < out->seq)) out = word;
    }
    return out;
}

bool says_it_has_less(const domain::BatchHeader& header, Seq ours) {
    return std::any_of(header.chains.begin(), header.chains.end(),
                       [&](const auto& told) { return told.chain == *header.chain && told.last < ours; });
}

std::vector<domain::Want> wants(const domain::BatchHeader& header, const Held& held) {
    std::vector<domain::Want> out;
    for (const auto& told : header.chains) {
        if (told.chain == header.chain || out.size() == kMaxWants) continue;
        const auto ours = held.chains.find(told.chain);
        const Seq next = ours == held.chains.end() ? 0 : ours->second.last + 1;
        if (told.last + 1 > next) out.push_back({told.chain, next});
    }
    return out;
}

// Entries told of in the header that we do not hold once this ruling is carried out.
std::uint64_t pending(const domain::BatchHeader& header, const Held& held, const Ruling& ruling) {
    std::uint64_t sum = 0;
    for (const auto& told : header.chains) {
        const auto ours = held.chains.find(told.chain);
        Seq next = ours == held.chains.end() ? 0 : ours->second.last + 1;
        if (told.chain == header.chain && !ruling.change.append.empty()) next = ruling.change.append.back().seq + 1;
        if (told.last + 1 > next) sum += told.last + 1 - next;
    }
    return sum;
}

// A terminal does not choose the ward that its ratings count for: enrolment did.
std::string doubt_about(const domain::Genesis& genesis, const domain::Batch& batch, const Held& held,
                        const base::SignKey& key) {
    // A rehearsal before enrolment names neither, and is never counted.
    if (genesis.reason == domain::GenesisReason::rehearsal) return "";
    if (genesis.device != batch.header.device) return "genesis names device " + genesis.device;
    const bool is_enrolled = std::find(held.device_keys.begin(), held.device_keys.end(),
                                       EnrolledKey{key, genesis.unit}) != held.device_keys.end();
    return is_enrolled ? "" : "genesis names ward " + genesis.unit + ", for which its key was not enrolled";
}

void describe_first_contact(Change& change, const domain::Batch& batch, const Held& held) {
    const auto genesis =
        batch.header.first == 0 ? domain::parse_genesis(batch.lines.front()) : fail(ErrorCode::not_found, "no entry 0");
    change.reason = genesis ? std::string(domain::name_of(genesis->reason)) : "unreadable";
    if (!genesis) {
        change.doubt = "genesis: " + genesis.error().what;
        return;
    }
    change.unit = genesis->unit;
    change.began = genesis->stamp.at;
    change.doubt = doubt_about(*genesis, batch, held, change.dev_key);
}

std::optional<TerminalClock> clock_of(const domain::BatchHeader& header) {
    const auto object = base::json::parse(header.clock, "clock");
    if (!object) return std::nullopt;
    const auto boot = object->hex<base::Token16>("boot");
    const auto mono = object->count("mono_ms");
    if (!boot || !mono) return std::nullopt;
    return TerminalClock{*boot, base::Millis(*mono)};
}

// Lines that we do not hold although we hold later ones: they fell into a hole, and a disk of then has come back. They
// are kept beside, because nothing says yet that the hole begins or ends with them.
std::vector<StoredLine> lines_in_holes(const Numbered& theirs, const Held& held) {
    std::vector<StoredLine> out;
    for (const StoredLine& line : theirs.lines) {
        const bool is_held = std::any_of(held.overlap.begin(), held.overlap.end(),
                                         [&](const StoredLine& ours) { return ours.seq == line.seq; });
        if (!is_held && held.chain && line.seq <= held.chain->last) out.push_back(line);
    }
    return out;
}

// The last entry of the batch, or the one before it, that was compared with ours: a hole ends that. Entry 0 is common,
// because its hash is the chain's name.
domain::Head last_compared(const Submission& submission, const Held& held) {
    const auto& header = submission.batch.header;
    domain::Head out{*header.chain, 0, *header.chain};
    if (header.first > 0 && held.before && *held.before == header.prev)
        out = {out.chain, header.first - 1, header.prev};
    for (const StoredLine& line : held.overlap) {
        if (line.seq != out.seq && line.seq != out.seq + 1) break;
        out = {out.chain, line.seq, line.hash};
    }
    return out;
}

void accept(Ruling& ruling, const Numbered& theirs, const Submission& submission, const Held& held) {
    const auto& header = submission.batch.header;
    const Seq next = held.chain ? held.chain->last + 1 : 0;
    ruling.change.fork = lines_in_holes(theirs, held);
    if (header.last + 1 <= next) {
        tell_what_is_held(ruling, held);
        if (header.last + 1 < next && (is_heartbeat(header) || says_it_has_less(header, next - 1))) {
            ruling.verdict = Verdict::behind;
            ruling.at_seq = held.chain->last;
            ruling.at_hash = held.chain->head;
            const auto common = last_compared(submission, held);
            ruling.through = common.seq;
            ruling.head = common.hash;
        }
        return;
    }
    ruling.change.append = from_seq(theirs, next);
    ruling.through = header.last;
    ruling.head = theirs.head;
    if (!held.chain) describe_first_contact(ruling.change, submission.batch, held);
}

void judge_chain(Ruling& ruling, const Submission& submission, const Held& held) {
    const auto& header = submission.batch.header;
    const Numbered theirs = number_lines(submission.batch);
    const auto key = signing_key(header, held);
    const bool is_named_right = header.first != 0 || theirs.lines.front().hash == *header.chain;
    if (theirs.head != header.head || !is_named_right || !key) {
        ruling.verdict = Verdict::hash;
        ruling.at_seq = is_named_right ? header.last : 0;
        ruling.at_hash = is_named_right ? theirs.head : theirs.lines.front().hash;
        return tell_what_is_held(ruling, held);
    }
    ruling.change.dev_key = *key;
    const Seq next = held.chain ? held.chain->last + 1 : 0;
    if (held.continues_fork) {
        ruling.change.fork = theirs.lines;
        return tell_fork(ruling, submission, held, header.first);
    }
    if (header.first > next) {
        const bool is_proven = is_vouched(theirs, submission);
        if (!is_proven && !begins_at_its_floor(header)) {
            ruling.verdict = Verdict::gap;
            return tell_what_is_held(ruling, held);
        }
        ruling.change.hole = Hole{next, header.first - 1, header.prev, is_proven ? submission.base_text : ""};
        ruling.change.is_hole_unproven = !is_proven;
    } else if (const auto seq = first_difference(theirs, submission, held)) {
        ruling.change.fork = from_seq(theirs, *seq);
        return tell_fork(ruling, submission, held, *seq);
    }
    if (const auto word = broken_word(theirs, held)) {
        ruling.change.hole.reset();
        ruling.change.fork = theirs.lines;
        tell_fork(ruling, submission, held, word->seq);
        ruling.at_hash = word->hash;
        return;
    }
    accept(ruling, theirs, submission, held);
}

}  // namespace

Ruling judge(const Submission& submission, const Held& held) {
    const auto& header = submission.batch.header;
    Ruling ruling;
    ruling.change.header_line = submission.batch.header_line;
    ruling.change.sig = header.sig;
    ruling.change.clock = clock_of(header);
    if (header.chain) {
        judge_chain(ruling, submission, held);
    } else {
        ruling.change.trouble = *header.why;
    }
    ruling.want = wants(header, held);
    ruling.change.pending = pending(header, held, ruling);
    return ruling;
}

Question question_of(const domain::Batch& batch, base::WallTime now) {
    const auto& header = batch.header;
    return {header.device, header.chain, header.first, header.last, now, header.prev};
}

}  // namespace hailong::server
