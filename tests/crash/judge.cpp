#include "tests/crash/judge.h"

#include "kiosk/store/ledger_reader.h"
#include "kiosk/store/segment_file.h"
#include "kiosk/store/verify.h"

namespace hailong::crash {

namespace {

// One past every entry that a story of a few dozen holds.
constexpr std::size_t kAll = 10'000;

Verdict refused(std::string_view doing, const Error& error) {
    // A segment folder without its database is "not found": the terminal cannot miss that either.
    const bool noticed = error.code == ErrorCode::corrupt || error.code == ErrorCode::not_found;
    return {noticed ? Finding::noticed : Finding::refused, std::string(doing) + ": " + error.what};
}

std::string at(std::size_t seq) { return "entry " + std::to_string(seq); }

// Every stored row of the segments in the folder is the one that was written. What follows them is judged by the head.
Verdict compare(const base::Path& folder, const Story& story) {
    const auto names = store::segments_of(folder, story.chain);
    if (!names) return refused("list", names.error());
    std::size_t seq = 0;
    for (const store::SegmentName& name : *names) {
        if (name.first != seq) return {Finding::noticed, at(seq) + " is in no segment"};
        const auto file = store::SegmentFile::open_reader(folder / name.folder());
        if (!file) return refused("read", file.error());
        const auto entries = file->entries(0, kAll);
        if (!entries) return refused("read", entries.error());
        for (const store::StoredEntry& entry : *entries) {
            if (seq >= story.entries.size()) return {Finding::deceived, at(seq) + " was never written"};
            const KeptEntry& written = story.entries[seq];
            if (entry.seq != seq) return {Finding::deceived, at(seq) + " is missing"};
            if (entry.line != written.line || entry.hash != written.hash || entry.sig != written.sig) {
                return {Finding::deceived, at(seq) + " was altered"};
            }
            ++seq;
        }
    }
    return {};
}

// Nothing there to open: then the terminal begins its chain.
Verdict begins(const base::Path& folder, const Story& story, std::size_t required) {
    if (required > 0) return {Finding::lost, "the chain is gone"};
    const auto created = store::Ledger::create(folder, story.genesis, story.device, story.options);
    return created ? Verdict{} : refused("begin", created.error());
}

// Every signature of one chain.
Verdict verified(const base::Path& folder, const domain::Head* head) {
    const auto verdicts = store::verify_ledger(folder);
    if (!verdicts) return refused("verify", verdicts.error());
    if (verdicts->size() != 1) return {Finding::deceived, "there is more than one chain"};
    if (verdicts->front().fault) return {Finding::noticed, "verify: " + verdicts->front().fault->what};
    if (head != nullptr && verdicts->front().head != *head) return {Finding::deceived, "verify sees another end"};
    return {};
}

// The agent may look before the terminal is up. It reads ends without walking to them: an end that nobody wrote must be
// one that verification refuses.
Verdict agent_sees(const base::Path& folder, const Story& story) {
    const auto seen = store::LedgerReader(folder).survey();
    if (!seen) return refused("survey", seen.error());
    for (const store::HeldChain& held : seen->readable) {
        const auto& end = held.summary;
        if (end.chain == story.chain && end.last < story.entries.size() && end.head == story.entries[end.last].hash)
            continue;
        Verdict doubted = verified(folder, nullptr);
        if (doubted.finding != Finding::sound) return doubted;
        return {Finding::deceived, "the agent sees another end at " + at(end.last)};
    }
    return {};
}

Verdict stands_up_again(const base::Path& folder, const Story& story, const domain::Head& head) {
    if (Verdict walked = verified(folder, &head); walked.finding != Finding::sound) return walked;
    const auto lines = store::LedgerReader(folder).lines(story.chain, 0, {kAll, std::size_t{64} << 20U});
    if (!lines) return refused("read lines", lines.error());
    for (std::size_t seq = 0; seq + 1 < lines->size(); ++seq) {
        if ((*lines)[seq] != story.entries[seq].line) return {Finding::deceived, at(seq) + " reads otherwise"};
    }
    if (lines->size() != head.seq + 1) return {Finding::deceived, "the agent reads another number of lines"};
    const auto again = store::Ledger::open(folder, story.chain, story.device, story.options);
    if (!again) return refused("open again", again.error());
    return again->head() == head ? Verdict{} : Verdict{Finding::lost, "the entry written after the cut is gone"};
}

Verdict serves(const base::Path& folder, const Story& story, std::size_t required, Look look) {
    if (const auto ready = store::Ledger::make_ready(folder); !ready) return refused("make ready", ready.error());
    auto ledger = store::Ledger::open(folder, story.chain, story.device, story.options);
    if (!ledger) return refused("open", ledger.error());
    const std::size_t held = ledger->head().seq + 1;
    if (held > story.entries.size()) return {Finding::deceived, "more entries than were written"};
    if (ledger->head().hash != story.entries[held - 1].hash)
        return {Finding::deceived, "another head than was written"};
    if (Verdict compared = compare(folder, story); compared.finding != Finding::sound) return compared;
    if (held < required) return {Finding::lost, at(held) + " was thanked for and is gone"};
    const auto appended = ledger->append(domain::device_event("started", story.genesis.stamp));
    if (!appended) return refused("append", appended.error());
    if (appended->seq != held) return {Finding::deceived, "the next entry took another place"};
    if (look == Look::quick) return {};
    const domain::Head head = *appended;
    if (const auto closed = ledger->close(); !closed) return refused("close", closed.error());
    return stands_up_again(folder, story, head);
}

}  // namespace

std::string_view name_of(Finding finding) {
    switch (finding) {
        case Finding::sound:
            return "sound";
        case Finding::lost:
            return "lost";
        case Finding::refused:
            return "refused";
        case Finding::deceived:
            return "deceived";
        case Finding::noticed:
            return "noticed";
    }
    return "";
}

Verdict judge(const base::Path& folder, const Story& story, std::size_t required, Look look) {
    const auto names = store::list_segments(folder);
    if (!names) return refused("list", names.error());
    if (names->empty()) return begins(folder, story, required);
    if (look == Look::thorough) {
        if (Verdict seen = agent_sees(folder, story); seen.finding != Finding::sound) return seen;
    }
    return serves(folder, story, required, look);
}

}  // namespace hailong::crash
