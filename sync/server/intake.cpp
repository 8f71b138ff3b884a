#include "sync/server/intake.h"

#include <algorithm>

#include "kiosk/base/json.h"
#include "kiosk/domain/genesis.h"

namespace hailong::server {

using domain::Verdict;

namespace {

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

const domain::ChainSummary* told_of(const domain::BatchHeader& header) {
    const auto found = std::find_if(header.chains.begin(), header.chains.end(),
                                    [&](const auto& told) { return told.chain == *header.chain; });
    return found == header.chains.end() ? nullptr : &*found;
}

// The terminal's version, once the lines of this batch are kept: to its end when that is held already, else to the end
// of the batch, else nothing. Then the terminal begins again at its floor, and each batch of that brings this further.
void tell_through(Ruling& ruling, const domain::BatchHeader& header, const Held& held) {
    const auto* told = told_of(header);
    const Seq floor = told != nullptr ? told->floor : header.first;
    const bool begins_at_floor = header.first <= floor && !is_heartbeat(header);
    ruling.through.reset();
    ruling.head.reset();
    if (told != nullptr && told->last >= header.last && held.whole.contains(told->chain)) {
        ruling.through = told->last;
        ruling.head = told->head;
    } else if (begins_at_floor || (held.version.down_to && *held.version.down_to <= floor)) {
        ruling.through = header.last;
        ruling.head = header.head;
    }
}

// Both agree up to the entry before `seq`, as far as is known. What we hold there may be unknown: a hole.
void tell_fork(Ruling& ruling, Seq seq, const domain::BatchHeader& header, const Held& held) {
    ruling.verdict = Verdict::fork;
    ruling.at_seq = seq;
    for (const StoredLine& line : held.overlap) {
        if (line.seq == seq) ruling.at_hash = line.hash;
    }
    if (seq + 1 == header.first) ruling.at_hash = held.before;
    ruling.change.fork_seen = true;
    tell_through(ruling, header, held);
}

// The first place known where both hold an entry and it differs.
std::optional<Seq> first_difference(const Numbered& theirs, const domain::BatchHeader& header, const Held& held) {
    if (held.version.differs) return held.version.differs;
    for (const StoredLine& ours : held.overlap) {
        if (ours != theirs.lines[ours.seq - header.first]) return ours.seq;
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

// All lines that our own version does not hold: whatever they are, a disk has them and nobody else may.
std::vector<StoredLine> lines_beside(const Numbered& theirs, const Held& held) {
    std::vector<StoredLine> out;
    for (const StoredLine& line : theirs.lines) {
        const bool is_held =
            std::any_of(held.overlap.begin(), held.overlap.end(), [&](const StoredLine& ours) { return ours == line; });
        if (!is_held) out.push_back(line);
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
    const auto* told = told_of(header);
    return !is_heartbeat(header) && told != nullptr && told->floor == header.first;
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
    const auto* told = told_of(header);
    return told != nullptr && told->last < ours;
}

// From where each other chain should be sent by a terminal that thinks it has delivered it. Where our own version
// ends no lower than theirs they are different ones, or ours has a hole.
std::vector<domain::Want> wants(const domain::BatchHeader& header, const Held& held) {
    std::vector<domain::Want> out;
    for (const auto& told : header.chains) {
        if (told.chain == header.chain || held.whole.contains(told.chain)) continue;
        const auto ours = held.chains.find(told.chain);
        const Seq next = ours == held.chains.end() ? 0 : ours->second.last + 1;
        out.push_back({told.chain, told.last >= next ? next : told.floor});
    }
    return out;
}

// Entries told of in the header that we do not hold once this ruling is carried out, as far as can be reckoned.
std::uint64_t pending(const domain::BatchHeader& header, const Held& held, const Ruling& ruling) {
    std::uint64_t sum = 0;
    for (const auto& told : header.chains) {
        if (held.whole.contains(told.chain)) continue;
        const auto ours = held.chains.find(told.chain);
        Seq next = ours == held.chains.end() ? 0 : ours->second.last + 1;
        if (told.chain == header.chain && ruling.through) next = std::max(next, *ruling.through + 1);
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
    // Begun under our own verdict, which an archive that was put back from a copy may have forgotten.
    if (genesis->reason == domain::GenesisReason::fork) change.fork_seen = true;
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

void accept(Ruling& ruling, const Numbered& theirs, const Submission& submission, const Held& held) {
    const auto& header = submission.batch.header;
    const Seq next = held.chain ? held.chain->last + 1 : 0;
    tell_through(ruling, header, held);
    ruling.change.append = from_seq(theirs, next);
    // What is left fell into a hole, and a disk of then has come back: nothing says yet that the hole begins or ends
    // with it.
    std::erase_if(ruling.change.beside, [&](const StoredLine& line) { return line.seq >= next; });
    if (!ruling.change.append.empty()) {
        if (!held.chain) describe_first_contact(ruling.change, submission.batch, held);
    } else if (header.last + 1 < next && (is_heartbeat(header) || says_it_has_less(header, next - 1))) {
        ruling.verdict = Verdict::behind;
        ruling.at_seq = held.chain->last;
        ruling.at_hash = held.chain->head;
    }
}

// Entries are missing between ours and theirs: may they be passed over? False: nothing of the batch is taken.
bool jumps(Ruling& ruling, const Numbered& theirs, const Submission& submission, Seq next) {
    const auto& header = submission.batch.header;
    const bool is_proven = is_vouched(theirs, submission);
    if (!is_proven && !begins_at_its_floor(header)) return false;
    ruling.change.hole = Hole{next, header.first - 1, header.prev, is_proven ? submission.base_text : ""};
    ruling.change.is_hole_unproven = !is_proven;
    return true;
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
    ruling.change.beside = lines_beside(theirs, held);
    const Seq next = held.chain ? held.chain->last + 1 : 0;
    if (const auto seq = first_difference(theirs, header, held)) return tell_fork(ruling, *seq, header, held);
    if (header.first > next) {
        if (held.version.down_to) return tell_fork(ruling, *held.version.down_to, header, held);
        if (!jumps(ruling, theirs, submission, next)) {
            ruling.verdict = Verdict::gap;
            ruling.change.beside.clear();
            return tell_what_is_held(ruling, held);
        }
    }
    if (const auto word = broken_word(theirs, held)) {
        ruling.change.hole.reset();
        tell_fork(ruling, word->seq, header, held);
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
    const auto* told = header.chain ? told_of(header) : nullptr;
    return {header.device, header.chain, header.first,  header.last,
            now,           header.prev,  header.chains, told != nullptr ? told->floor : header.first};
}

}  // namespace hailong::server
