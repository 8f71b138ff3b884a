#include "sync/app/inspect.h"

#include <algorithm>
#include <fstream>

#include "kiosk/base/json.h"
#include "kiosk/store/ledger_reader.h"
#include "kiosk/store/segments.h"
#include "kiosk/store/verify.h"

namespace hailong::sync_app {

namespace {

namespace json = base::json;

Finding finding_of(const store::ChainVerdict& verdict) {
    Finding finding{verdict.chain8, verdict.floor, verdict.head, std::nullopt, ""};
    if (verdict.fault) {
        finding.first_bad = verdict.fault->seq;
        finding.what = verdict.fault->what;
    }
    return finding;
}

Result<std::vector<Finding>> verify_folder(const base::Path& ledger, const std::string& only_chain8) {
    HL_TRY(const auto verdicts, store::verify_ledger(ledger));
    std::vector<Finding> findings;
    for (const store::ChainVerdict& verdict : verdicts) {
        if (only_chain8.empty() || verdict.chain8 == only_chain8) findings.push_back(finding_of(verdict));
    }
    if (findings.empty()) return fail(ErrorCode::not_found, ledger.string() + " holds no ledger");
    return findings;
}

struct Exported {
    base::Digest chain;
    domain::Seq seq = 0;
    base::Digest hash;
    base::Signature sig;
    std::string line;
};

Result<Exported> parse_exported(std::string_view text) {
    HL_TRY(const auto object, json::parse(text, "export"));
    Exported entry;
    HL_TRY(entry.chain, object.hex<base::Digest>("chain"));
    HL_TRY(entry.seq, object.count("seq"));
    HL_TRY(entry.hash, object.hex<base::Digest>("hash"));
    HL_TRY(entry.sig, object.b64<base::Signature>("sig"));
    HL_TRY(entry.line, object.text("line"));
    return entry;
}

// One chain of an export, walked as its lines come.
class ExportWalk {
public:
    explicit ExportWalk(const Exported& first)
        : chain_(first.chain),
          finding_{store::chain8_of(first.chain), first.seq, std::nullopt, std::nullopt, ""},
          starts_above_genesis_(first.seq > 0) {}

    void take(const Exported& entry) {
        if (finding_.first_bad) return;
        if (starts_above_genesis_) {
            starts_above_genesis_ = false;  // what came before was pruned: its hash cannot be recomputed
            walk_ = store::ChainWalk({entry.chain, entry.seq, entry.hash}, std::nullopt);
        } else if (entry.seq != walk_.next_seq()) {
            return blame(walk_.next_seq(), "missing, or out of order");
        } else if (const auto good = walk_.next(entry.line, &entry.hash, &entry.sig); !good) {
            return blame(entry.seq, good.error().what);
        } else if (walk_.head()->chain != chain_) {
            return blame(entry.seq, "the genesis line is not this chain's");
        }
        finding_.head = walk_.head();
    }
    void blame(domain::Seq seq, std::string what) {
        finding_.first_bad = seq;
        finding_.what = std::move(what);
    }
    [[nodiscard]] const base::Digest& chain() const { return chain_; }
    [[nodiscard]] domain::Seq next_seq() const { return walk_.next_seq(); }
    [[nodiscard]] const Finding& finding() const { return finding_; }

private:
    base::Digest chain_;
    Finding finding_;
    bool starts_above_genesis_;
    store::ChainWalk walk_;
};

Result<std::vector<Finding>> verify_export(const base::Path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return fail(ErrorCode::not_found, "cannot open " + file.string());
    std::vector<ExportWalk> walks;
    std::size_t number = 0;
    for (std::string text; std::getline(in, text);) {
        ++number;
        const auto entry = parse_exported(text);
        if (!entry && walks.empty()) {
            return fail(ErrorCode::bad_input, file.string() + " is neither a ledger nor an export of one");
        }
        if (!entry) {
            walks.back().blame(walks.back().next_seq(), "line " + std::to_string(number) + ": " + entry.error().what);
            continue;
        }
        auto walk = std::ranges::find(walks, entry->chain, &ExportWalk::chain);
        if (walk == walks.end()) walk = walks.insert(walks.end(), ExportWalk(*entry));
        walk->take(*entry);
    }
    if (walks.empty()) return fail(ErrorCode::bad_input, file.string() + " is empty");
    std::vector<Finding> findings;
    for (const ExportWalk& walk : walks) findings.push_back(walk.finding());
    return findings;
}

Status export_chain(const store::LedgerReader& reader, const domain::ChainSummary& summary,
                    const std::function<Status(std::string_view)>& sink) {
    for (domain::Seq seq = summary.floor; seq <= summary.last;) {
        HL_TRY(const auto lines, reader.lines(summary.chain, seq, {}));
        if (lines.empty()) return fail(ErrorCode::corrupt, "entry " + std::to_string(seq) + ": missing");
        for (const std::string& line : lines) {
            HL_TRY(const auto proof, reader.at(summary.chain, seq));
            json::Writer out;
            out.field("chain", summary.chain.hex()).field("seq", seq++).field("hash", proof.hash.hex());
            HL_CHECK(sink(out.field("sig", proof.sig.b64()).field("line", line).done() + "\n"));
        }
    }
    return {};
}

}  // namespace

std::string describe(const Finding& finding) {
    std::string text = "chain " + finding.chain8;
    if (finding.first_bad) {
        return text + "  first bad seq " + std::to_string(*finding.first_bad) + ": " + finding.what;
    }
    text += "  entries " + std::to_string(finding.floor) + " to ";
    text += finding.head ? std::to_string(finding.head->seq) + "  head " + finding.head->hash.hex() : "none";
    return text + "  ok";
}

Result<std::vector<Finding>> verify_path(const base::Path& given) {
    std::error_code ignored;
    const base::Path path = std::filesystem::weakly_canonical(given, ignored);
    if (!std::filesystem::exists(path)) return fail(ErrorCode::not_found, "no file or folder " + given.string());
    const bool is_folder = std::filesystem::is_directory(path);
    if (is_folder && std::filesystem::is_directory(path / "ledger")) return verify_folder(path / "ledger", "");
    const base::Path segment = is_folder ? path : path.parent_path();
    const bool is_segment = is_folder || path.filename() == "ledger.db";
    if (const auto name = store::parse_segment_name(segment.filename().string()); is_segment && name) {
        return verify_folder(segment.parent_path(), name->chain8);
    }
    if (is_folder) return verify_folder(path, "");
    if (path.filename() == "ledger.db") {
        return fail(ErrorCode::bad_input,
                    "a ledger.db is verified in its segment folder <chain8>-<first>/, with its -wal");
    }
    return verify_export(path);
}

Status export_ledger(const base::Path& ledger_folder, const std::optional<base::Digest>& chain,
                     const std::function<Status(std::string_view)>& sink) {
    const store::LedgerReader reader(ledger_folder);
    HL_TRY(const auto chains, reader.chains());
    bool is_found = false;
    for (const store::HeldChain& held : chains) {
        if (chain && held.summary.chain != *chain) continue;
        is_found = true;
        HL_CHECK(export_chain(reader, held.summary, sink));
    }
    if (!is_found) return fail(ErrorCode::not_found, chain ? "no chain " + chain->hex() : "there is no ledger yet");
    return {};
}

}  // namespace hailong::sync_app
