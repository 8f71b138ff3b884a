#include "tests/heal/attempt.h"

#include <fstream>
#include <set>

#include "kiosk/app/serving_chain.h"
#include "kiosk/store/quarantine.h"
#include "kiosk/store/remains.h"
#include "kiosk/store/soundness.h"
#include "kiosk/store/verify.h"

namespace hailong::heal {

namespace {

namespace fs = std::filesystem;

// Name below the ledger folder → bytes; what SQLite makes for itself left out.
using Files = std::map<std::string, std::string>;

Files files_of(const base::Path& segment) {
    Files out;
    for (const char* name : {"ledger.db", "ledger.db-wal"}) {
        std::ifstream in(segment / name, std::ios::binary);
        if (in) out[name] = std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    return out;
}

class Attempt {
public:
    Attempt(const Original& original, const Original& other, Dice& dice)
        : original_(original), places_{original.office().temp / "attempt"} {
        original.copy_to(places_.root);
        const auto names = store::segments_of(places_.ledger(), original.chain()).value();
        // The segment being written is the one that a bad day hits.
        hit_ = below(dice, 4) == 0 ? names[below(dice, names.size())] : names.back();
        const auto others = store::segments_of(other.office().places.ledger(), other.chain()).value();
        harm_ = mutate(places_.ledger() / hit_.folder(), other.office().places.ledger() / others.back().folder(), dice);
        if (below(dice, 5) == 0) {
            fs::remove(places_.kiosk() / "state.json");
            harm_ += ", memory lost";
        }
        for (const auto& name : names) note_intact(files_of(places_.ledger() / name.folder()));
        harmed_ = files_of(places_.ledger() / hit_.folder());
    }

    Outcome judge(Healing healing) {
        const auto station = original_.office().station().value();
        const app::LedgerOrder order{
            places_, station, original_.office().device, app_office::stamp(), original_.options(), {}};
        const auto began = std::chrono::steady_clock::now();
        auto opened = healing == Healing::on ? app::open_serving_ledger(order) : plainly(order);
        outcome_.opening =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
        if (healing == Healing::on && opened) opened = looked_at_closely(std::move(opened), order);
        outcome_.failure = opened ? failure_of(opened->ledger) : "does not open: " + opened.error().what;
        if (!outcome_.failure.empty()) outcome_.failure = hit_.folder() + "/" + harm_ + ": " + outcome_.failure;
        return outcome_;
    }

private:
    Result<app::ServingLedger> plainly(const app::LedgerOrder& order) const {
        auto ledger = store::Ledger::open(places_.ledger(), original_.chain(), order.device, order.options);
        if (!ledger) return tl::unexpected<Error>(ledger.error());
        return app::ServingLedger{std::move(*ledger), std::nullopt};
    }

    // As an idle terminal does: closed segments are not read before it serves.
    static Result<app::ServingLedger> looked_at_closely(Result<app::ServingLedger> serving, app::LedgerOrder order) {
        const auto chain8 = store::chain8_of(serving->ledger.head().chain);
        if (const auto closed = serving->ledger.close(); !closed) return tl::unexpected<Error>(closed.error());
        const auto found =
            store::find_damage(order.places.ledger(), chain8, order.device.public_key(), store::Extent::closed);
        if (!found) return tl::unexpected<Error>(found.error());
        order.suspect = *found;
        return app::open_serving_ledger(order);
    }

    void note_intact(const Files& files) {
        for (const auto& [seq, written] : original_.written()) {
            for (const auto& [name, bytes] : files) {
                if (bytes.find(written.record) != std::string::npos) intact_.insert(seq);
            }
        }
        outcome_.intact = intact_.size();
    }

    std::string failure_of(store::Ledger& ledger) {
        const auto appended = ledger.append(domain::device_event("resumed", app_office::stamp()));
        if (!appended) return "takes nothing: " + appended.error().what;
        if (const auto closed = ledger.close(); !closed) return "does not close: " + closed.error().what;
        outcome_.began_anew = appended->chain != original_.chain();
        if (auto bad = contradiction(*appended); !bad.empty()) return bad;
        if (auto bad = unkept_file(); !bad.empty()) return bad;
        return count_kept();
    }

    // What is served verifies from its first line to its last.
    std::string contradiction(const domain::Head& head) const {
        const auto verdicts = store::verify_ledger(places_.ledger());
        if (!verdicts) return "cannot be verified: " + verdicts.error().what;
        for (const auto& verdict : *verdicts) {
            if (verdict.chain != head.chain) continue;
            if (verdict.fault) return "serves a chain that is damaged: " + verdict.fault->what;
            return verdict.head == head ? "" : "the last entry is not the last";
        }
        return "the served chain is not there";
    }

    // What was put aside is what the harm left, byte for byte.
    std::string unkept_file() const {
        if (!outcome_.began_anew) return "";
        const auto kept = files_of(store::quarantine_of(places_.ledger()) / hit_.folder());
        for (const auto& [name, bytes] : harmed_) {
            const auto found = kept.find(name);
            if (found == kept.end()) return name + " is gone";
            if (found->second != bytes) return name + " was changed";
        }
        return "";
    }

    std::string count_kept() {
        std::map<domain::Seq, std::string> lines;
        const store::LedgerReader reader(places_.ledger());
        const auto held = reader.lines(original_.chain(), 0, {.lines = 100'000, .bytes = std::size_t{1} << 30U});
        for (std::size_t seq = 0; held && seq < held->size(); ++seq) lines[seq] = (*held)[seq];
        const auto put_aside = store::put_aside_segments(places_.ledger());
        if (!put_aside) return put_aside.error().what;
        std::vector<store::StoredEntry> found;
        for (const auto& name : *put_aside) {
            const auto read = store::find_in_segment(store::quarantine_of(places_.ledger()) / name.folder(), 0);
            if (!read) return read.error().what;
            found.insert(found.end(), read->begin(), read->end());
        }
        const store::Signed by{original_.chain(), original_.office().device.public_key()};
        std::optional<domain::Head> before;
        if (!lines.empty()) {
            const auto end = reader.at(original_.chain(), lines.rbegin()->first);
            if (end) before = domain::Head{original_.chain(), lines.rbegin()->first, end->hash};
        }
        for (const auto& entry : store::proven_entries(found, by, before)) lines[entry.seq] = entry.line;
        if (!outcome_.began_anew) lines.erase(lines.rbegin()->first);  // written after the harm
        for (const auto& [seq, line] : lines) {
            const auto written = original_.written().find(seq);
            if (written == original_.written().end()) return "entry " + std::to_string(seq) + " was never written";
            if (written->second.line != line) return "entry " + std::to_string(seq) + " is another one now";
            if (intact_.contains(seq)) ++outcome_.kept;
        }
        return "";
    }

    const Original& original_;
    domain::Places places_;
    store::SegmentName hit_;
    std::string harm_;
    Files harmed_;
    std::set<domain::Seq> intact_;
    Outcome outcome_;
};

}  // namespace

Outcome attempt(const Original& original, const Original& other, Dice& dice, Healing healing) {
    return Attempt(original, other, dice).judge(healing);
}

}  // namespace hailong::heal
