// The province's memory of all ledgers. Small interfaces, each belonging to the part of the server that uses it;
// one engine (sqlite_archive.h) implements them all, and the tests in tests/unit/server/archive_contract.h hold for
// any. Thread-safe: every function is one transaction. Errors of all: io, disk_full, read_only, busy, corrupt.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/domain/batch.h"
#include "kiosk/domain/receipt.h"
#include "kiosk/domain/ticket.h"

namespace hailong::server {

using base::Digest;
using domain::Seq;

struct Terminal {
    std::string device;
    std::string unit;
    std::string office;
    bool revoked = false;
};

struct StoredLine {
    Seq seq = 0;
    std::string line;
    Digest hash;
    bool operator==(const StoredLine&) const = default;
};

struct HeldChain {
    Seq last = 0;
    Digest head;
    base::SignKey dev_key;  // the key that signed this chain's first batch
    bool operator==(const HeldChain&) const = default;
};

// What intake asks about one batch. A null chain (the terminal cannot read its ledger) asks about the device alone.
struct Question {
    std::string device;
    std::optional<Digest> chain;
    Seq first = 0;
    Seq last = 0;  // first − 1 for a heartbeat
    base::WallTime now;
    Digest prev{};                             // hash(first − 1), as the terminal says
    std::vector<domain::ChainSummary> told{};  // what the terminal holds of each chain
    Seq floor = 0;                             // its first entry of this chain, as told; untold: `first`
};

struct EnrolledKey {
    base::SignKey key;
    std::string unit;  // the ward it was enrolled for
    bool operator==(const EnrolledKey&) const = default;
};

// What our own older receipt says of an entry that we do not hold: the archive was restored since.
struct Vouched {
    Seq seq = 0;
    Digest hash;
    bool operator==(const Vouched&) const = default;
};

// A terminal's version of a chain, followed downwards from one of its entries through everything that is held: our own
// version of the chain and all that is kept beside it. An entry's hash names the whole history before it, and each
// step is proven by recomputing one, so what is followed is that terminal's version and no other.
struct Followed {
    std::optional<Seq> down_to;  // all entries from here up to that one are held; nullopt: not even that one
    std::optional<Seq> differs;  // the lowest place met where our own version is another
    bool operator==(const Followed&) const = default;
};

// Everything the archive knows that can matter for the verdict.
struct Held {
    std::vector<EnrolledKey> device_keys;  // every key this device was ever enrolled with
    std::optional<HeldChain> chain;
    std::optional<Digest> before;        // hash(first − 1), when that entry is held
    std::vector<StoredLine> overlap;     // held entries of first…last, ascending
    Followed version;                    // the batch's, from entry first − 1
    std::set<Digest> whole;              // told chains of which all is held, from the floor told to the last entry
    std::vector<Vouched> vouched;        // behind this chain's end, by the receipts of its holes
    std::map<Digest, HeldChain> chains;  // every chain of this device
};

// Entries from…to that the terminal does not hold any more: they were pruned under `receipt`, then this archive was
// restored from an older copy. `prev` is the hash of entry `to`, the terminal's word backed by that receipt: at once
// where the receipt ends in the batch that jumped, else when the chain has grown as far (Held::vouched). Empty: the
// terminal had lost the receipt, too.
struct Hole {
    Seq from = 0;
    Seq to = 0;
    Digest prev;
    std::string receipt;
    bool operator==(const Hole&) const = default;
};

// A terminal's uptime clock at the moment it sent a batch.
struct TerminalClock {
    base::Token16 boot;
    base::Millis mono{0};
};

// What a batch changes.
struct Change {
    std::vector<StoredLine> append;
    std::vector<StoredLine> beside;  // another version, or what fell into a hole
    bool fork_seen = false;          // the device becomes disputed
    std::optional<Hole> hole;
    bool is_hole_unproven = false;  // no receipt of ours vouches for it; the device becomes disputed
    base::SignKey dev_key;
    std::string header_line;  // evidence, kept when something is appended or a fork is new
    base::Signature sig;
    std::optional<TerminalClock> clock;
    std::string reason;  // first contact: why the chain was begun ("enrolled", "rehearsal", …, "unreadable")
    std::string unit;
    std::string doubt;                     // first contact: why nothing of this chain may be counted, or empty
    base::WallTime began;                  // first contact: the terminal's clock when it began this chain
    std::optional<std::uint64_t> pending;  // entries the terminal says it still has for us; null: it did not say
    std::string trouble;                   // "missing" | "locked" | "corrupt" when it cannot read its ledger
};

// Intake's side.
class Ledgers {
public:
    virtual ~Ledgers() = default;
    // Reads what is held, asks `decide`, stores the change: all in one transaction with the device's row locked. When
    // this returns success the change survives a power cut.
    [[nodiscard]] virtual Status receive(const Question& question,
                                         const std::function<Result<Change>(const Held&)>& decide) = 0;
    // Whose TLS key (hash of its SPKI) this is that has just proven itself: it replaces the device's older ones.
    [[nodiscard]] virtual Result<std::optional<Terminal>> terminal_of(const Digest& spki) = 0;
    // 16 hex digits; changes when the archive was restored from a copy.
    [[nodiscard]] virtual Result<std::string> epoch() = 0;
    [[nodiscard]] virtual Status begin_epoch(const std::string& epoch) = 0;
};

// An enrolment code and what became of it.
struct Code {
    std::string id;      // 16 hex digits
    std::string secret;  // raw bytes; the archive is readable by the server's user only
    Terminal terminal;
    base::WallTime expires;
    int failures = 0;
    std::vector<base::Token16> nonces;  // newest last
    std::optional<base::WallTime> used;
    std::string used_keys;  // SPKI hash and device key of the winner, hex
    std::string identity;   // the answer it got
};

struct NewTerminal {
    Terminal terminal;
    Digest spki;
    base::SignKey dev_key;
    base::WallTime since;
};

// A key that a terminal was enrolled with, and for which ward.
struct DeviceKey {
    std::string device;
    base::SignKey key;
    std::string unit;
    std::string office;
    bool revoked = false;
};

// A TLS key that a terminal asks to use from now on.
struct NewTlsKey {
    std::string device;
    Digest spki;
    base::WallTime since;
};

// The side of enrolment and renewal.
class Registry {
public:
    virtual ~Registry() = default;
    // conflict when the code exists.
    [[nodiscard]] virtual Status add_code(const Code& code) = 0;
    struct CodeChange {
        Code code;
        std::optional<NewTerminal> enrolled;  // its keys replace the device's older TLS keys
    };
    // Reads the code, asks `decide`, stores the change, in one transaction: of many parallel uses one wins.
    // not_found when there is no such code.
    [[nodiscard]] virtual Status with_code(const std::string& id,
                                           const std::function<Result<CodeChange>(const Code&)>& decide) = 0;
    // If `decide` agrees to the device's newest enrolment, `key` speaks for it, too, in the same transaction. The key
    // that spoke before goes at the first request of the new one (terminal_of); one never used goes now. not_found: no
    // such device; conflict: the key was another's, replaced or revoked.
    [[nodiscard]] virtual Status add_tls_key(const NewTlsKey& key,
                                             const std::function<Status(const DeviceKey&)>& decide) = 0;
    // From now on nothing that this device sends is taken. not_found when there is no such device.
    [[nodiscard]] virtual Status revoke(const std::string& device) = 0;
};

// What bounds the time of an entry.
struct Arrival {
    base::WallTime enrolled;             // the terminal, for the first time
    base::WallTime received;             // our clock when the entry came
    std::optional<TerminalClock> clock;  // the terminal's at that moment
};

// A stored entry that was not looked into yet.
struct SealedLine {
    std::string device;
    Digest chain;
    Seq seq = 0;
    std::string line;
    std::string doubt;  // of its chain
    Arrival arrival;
};

// `at` is corrected where it can be; `doubt` says why it still cannot be right, or is empty.
struct OpenedRating {
    domain::Rating rating;
    base::WallTime at;
    std::string doubt;
};
struct OpenedReasons {
    domain::Reasons reasons;
    base::WallTime at;
    std::string doubt;
};
struct OpenedItems {
    domain::Items items;
    base::WallTime at;
    std::string doubt;
};
// HMAC of the code under the province's dossier key, ledger-and-sync.md §4: the code itself is not kept.
struct OpenedDossier {
    domain::VisitId visit;
    Digest digest;
    bool parsed = false;
    base::WallTime at;
    std::string doubt;
};
struct SealedComment {  // its key is not here
    base::WallTime at;
    std::string doubt;
};
struct OpenedTicket {
    domain::TicketIssued issued;
    base::WallTime at;
    std::string doubt;
};
struct Unopened {
    std::string why;
};
struct NothingToOpen {};  // genesis, device events

// Where an entry stood that a `salvage` entry carries.
struct SalvagedFrom {
    Digest chain;
    Seq seq = 0;
    Digest hash;
};
struct Opened {
    std::string device;
    Digest chain;
    Seq seq = 0;
    std::variant<OpenedRating, OpenedReasons, OpenedItems, OpenedDossier, SealedComment, OpenedTicket, Unopened,
                 NothingToOpen>
        content;
    std::optional<SalvagedFrom> from{};  // `content` is that of this entry, and the place that of its carrier
};

// The opening's side: everything here can be thrown away and made again from the entries.
class Answers {
public:
    virtual ~Answers() = default;
    // The next entries behind each chain's opening mark, in order, at most `limit`.
    [[nodiscard]] virtual Result<std::vector<SealedLine>> next_sealed(int limit) = 0;
    // Stores contents and moves the marks. What was salvaged counts once: not when its own entry is held, nor when it
    // came before; and its own entry does not count when it comes after. Another version of a held entry is put aside.
    [[nodiscard]] virtual Status keep(const std::vector<Opened>& opened) = 0;
    [[nodiscard]] virtual Status forget_all() = 0;
};

struct ArchivedChain {
    std::string device;
    Digest chain;
    HeldChain held;
};
struct Evidence {
    Seq last = 0;
    std::string header_line;
    base::Signature sig;
};

// The side of whoever checks the archive itself.
class Records {
public:
    virtual ~Records() = default;
    [[nodiscard]] virtual Result<std::vector<ArchivedChain>> chains() = 0;
    // Calls `visit` for each held entry, ascending, until it fails.
    [[nodiscard]] virtual Status each_line(const ArchivedChain& chain,
                                           const std::function<Status(const StoredLine&)>& visit) = 0;
    [[nodiscard]] virtual Result<std::vector<Evidence>> evidence_of(const ArchivedChain& chain) = 0;
    [[nodiscard]] virtual Result<std::vector<Hole>> holes_of(const ArchivedChain& chain) = 0;
};

// The side of whoever checks what a terminal signed elsewhere than in its ledger.
class Devices {
public:
    virtual ~Devices() = default;
    // Every key of every terminal, by device; of one device the newest last.
    [[nodiscard]] virtual Result<std::vector<DeviceKey>> device_keys() = 0;
    // The clocks of the newest batch that was kept: how wrong the terminal's is. nullopt: there is none.
    struct Contact {
        std::string header_line;
        base::WallTime at;
    };
    [[nodiscard]] virtual Result<std::optional<Contact>> newest_contact(const std::string& device) = 0;
};

// A rating given at home, of the ticket that ward and typed code name.
struct HomeRating {
    std::string unit;
    std::string code;
    int score = 0;
    std::vector<int> picks;
    std::string questionnaire;
    base::WallTime at;
    std::optional<std::string> day;  // of the ticket whose signature proved it; nullopt: typed
};
inline constexpr auto kHomeLife = std::chrono::days(7);  // of a ticket
inline constexpr int kMaxPending = 10'000;               // typed codes of one ward without a ticket's entry

// The side of the pages for home.
class Homes {
public:
    virtual ~Homes() = default;
    struct Ticket {
        bool is_used = false;
        std::optional<base::WallTime> issued;  // corrected, by its entry; nullopt: the entry has not come
    };
    [[nodiscard]] virtual Result<Ticket> home_ticket(const std::string& unit, const std::string& code) = 0;
    // conflict when the ticket was rated already; busy when kMaxPending typed codes of this ward wait.
    [[nodiscard]] virtual Status keep_home(const HomeRating& rating) = 0;
};

// Office days, both included: "2026-11-23".
struct DaySpan {
    std::string from;
    std::string to;
};
// Ratings of one desk on one office day: n[0] counts level 1. Rehearsals excluded, of one visit only the last rating.
struct DayCount {
    std::string unit;
    std::string day;  // "2026-11-23"
    std::array<std::uint64_t, 5> n{};
    bool operator==(const DayCount&) const = default;
};
// How often an item was answered so. Of one visit only the last answers.
struct ItemCount {
    std::string questionnaire;
    std::size_t item = 0;  // from 0
    int answer = 0;        // domain::ItemAnswer
    std::uint64_t n = 0;
    bool operator==(const ItemCount&) const = default;
};
struct ExtraCounts {
    std::uint64_t dossiers = 0;  // different codes
    std::uint64_t repeated = 0;  // codes that were given before: kept, not counted again
    std::uint64_t comments = 0;
    bool operator==(const ExtraCounts&) const = default;
};
struct TerminalReport {
    Terminal terminal;
    bool disputed = false;
    std::optional<base::WallTime> contact;
    std::uint64_t pending = 0;  // at the last contact
    std::string trouble;
};

// The pages' side.
class Reports {
public:
    virtual ~Reports() = default;
    // By unit and day.
    [[nodiscard]] virtual Result<std::vector<DayCount>> day_counts(const DaySpan& days) = 0;
    // The same without ratings that bear signs of misuse: guard, burst, rhythm or hours.
    [[nodiscard]] virtual Result<std::vector<DayCount>> filtered_counts(const DaySpan& days) = 0;
    [[nodiscard]] virtual Result<std::vector<ItemCount>> item_counts(const DaySpan& days) = 0;
    [[nodiscard]] virtual Result<ExtraCounts> extra_counts(const DaySpan& days) = 0;
    // The same of ratings given at home, on the day of the visit. Typed codes count when their ticket's entry is there
    // and was at most kHomeLife old.
    [[nodiscard]] virtual Result<std::vector<DayCount>> home_counts(const DaySpan& days) = 0;
    [[nodiscard]] virtual Result<std::vector<TerminalReport>> terminals() = 0;
    // Entries put aside for people, rehearsals excluded.
    [[nodiscard]] virtual Result<std::uint64_t> quarantined() = 0;
};

}  // namespace hailong::server
