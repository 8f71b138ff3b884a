#include "kiosk/store/ledger.h"

#include <algorithm>

#include "kiosk/store/retention.h"
#include "kiosk/store/segment_file.h"
#include "kiosk/store/soundness.h"

namespace hailong::store {

namespace {

Result<domain::Genesis> genesis_of(const base::Path& folder, const std::vector<SegmentName>& names,
                                   const base::Digest& chain) {
    if (names.front().first != 0) {
        HL_TRY(auto kept, kept_genesis(folder, chain));
        if (!kept) return fail(ErrorCode::corrupt, "entry 0: missing");
        return std::move(*kept);
    }
    HL_TRY(const auto file, SegmentFile::open_writer(folder / names.front().folder()));
    HL_TRY(const auto entries, file.entries(0, 1));
    if (entries.empty() || entries.front().seq != 0) return fail(ErrorCode::corrupt, "entry 0: missing");
    auto genesis = domain::parse_genesis(entries.front().line);
    if (!genesis || chain8_of(domain::begin_chain(entries.front().line).hash) != names.front().chain8) {
        return fail(ErrorCode::corrupt, "entry 0: not this chain's");
    }
    return genesis;
}

StoredEntry stored(const domain::Head& head, std::string line, const base::Signer& device) {
    return StoredEntry{head.seq, std::move(line), head.hash, domain::sign_head(device, head)};
}

}  // namespace

struct Ledger::Impl {
    base::Path folder;
    LedgerOptions options;
    base::Signer device;
    domain::Genesis genesis;
    domain::Head head;
    domain::Seq segment_first = 0;
    std::optional<SegmentFile> segment;  // absent after close()
    bool doubtful = false;               // the file contradicted us: believe only a fresh connection

    [[nodiscard]] base::Path segment_folder() const {
        return folder / SegmentName{chain8_of(head.chain), segment_first}.folder();
    }

    Status open_segment() {
        segment.reset();
        HL_TRY(const auto content,
               read_segment(folder, SegmentName{chain8_of(head.chain), segment_first}, device.public_key()));
        HL_TRY(auto opened, SegmentFile::open_writer(segment_folder()));
        // What follows would destroy them. Nobody may have been thanked for the last one; it is whole and signed.
        if (!content.hidden.empty()) HL_CHECK(opened.append(content.hidden));
        head = content.head;
        if (!content.hidden.empty()) head = {head.chain, content.hidden.back().seq, content.hidden.back().hash};
        segment.emplace(std::move(opened));
        doubtful = false;
        return {};
    }

    Status rotate() {
        HL_CHECK(segment->empty_wal());
        const SegmentStart next{head.chain, head.seq + 1, head.hash};
        const base::Path next_folder = folder / SegmentName{chain8_of(next.chain), next.first}.folder();
        std::error_code ignored;
        if (!std::filesystem::exists(next_folder, ignored)) HL_CHECK(SegmentFile::create(folder, next, std::nullopt));
        HL_TRY(auto opened, SegmentFile::open_writer(next_folder));
        HL_TRY(const auto begun, opened.start());
        if (begun != next) return fail(ErrorCode::corrupt, next_folder.string() + " does not follow this chain");
        segment.emplace(std::move(opened));
        segment_first = next.first;
        return {};
    }

    // The next segment takes over when this one has had its entries, or when a reader holds a WAL that is long enough.
    Status make_room() {
        if (head.seq + 1 - segment_first >= options.segment_entries) return rotate();
        if (segment->wal_bytes() <= options.wal_bound) return {};
        HL_CHECK(segment->empty_wal());
        return segment->wal_bytes() > options.wal_bound ? rotate() : Status();
    }

    // "Damaged" may be an echo of an I/O error, a refused seq means that the file holds another end than we think, and
    // a file that could be opened for reading only stays so: the next append opens and reads again.
    Status noted(const Status& done) {
        if (done) return done;
        const ErrorCode code = done.error().code;
        doubtful =
            doubtful || code == ErrorCode::corrupt || code == ErrorCode::conflict || code == ErrorCode::read_only;
        return done;
    }
};

Status Ledger::make_ready(const base::Path& folder) {
    const auto names = list_segments(folder);
    if (!names && names.error().code == ErrorCode::not_found) return {};
    if (!names) return tl::unexpected<Error>(names.error());
    Status ready;
    for (const SegmentName& name : *names) {
        if (SegmentFile::has_companions(folder / name.folder())) continue;
        // Opening makes both, closing leaves them.
        const auto made = SegmentFile::open_writer(folder / name.folder());
        if (!made) ready = fail_in("segment " + name.folder(), made.error());
    }
    return ready;
}

Status Ledger::empty_closed(const base::Path& folder, const base::Digest& chain) {
    HL_TRY(auto names, segments_of(folder, chain));
    names.pop_back();
    Status emptied;
    for (const SegmentName& name : names) {
        if (SegmentFile::wal_bytes_of(folder / name.folder()) == 0) continue;
        auto file = SegmentFile::open_writer(folder / name.folder());
        const Status done = file ? file->empty_wal() : Status(tl::unexpected<Error>(file.error()));
        if (!done) emptied = fail_in("segment " + name.folder(), done.error());
    }
    return emptied;
}

Ledger::Ledger(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Ledger::Ledger(Ledger&& other) noexcept = default;
Ledger& Ledger::operator=(Ledger&& other) noexcept = default;
Ledger::~Ledger() {
    if (impl_) static_cast<void>(close());
}

Result<Ledger> Ledger::create(const base::Path& folder, const domain::Genesis& genesis, const base::Signer& device,
                              const LedgerOptions& options) {
    std::string line = domain::encode_genesis(genesis);
    if (genesis.dev_key != device.public_key()) return fail(ErrorCode::crypto, "the genesis names another device key");
    HL_CHECK(domain::parse_genesis(line));
    const domain::Head head = domain::begin_chain(line);
    if (segments_of(folder, head.chain)) {
        return fail(ErrorCode::conflict, "a chain " + chain8_of(head.chain) + " is held already");
    }
    HL_CHECK(SegmentFile::create(folder, SegmentStart{head.chain, 0, base::Digest{}},
                                 stored(head, std::move(line), device)));
    return open(folder, head.chain, device, options);
}

Result<Ledger> Ledger::open(const base::Path& folder, const base::Digest& chain, const base::Signer& device,
                            const LedgerOptions& options) {
    HL_TRY(const auto names, segments_of(folder, chain));
    HL_TRY(auto genesis, genesis_of(folder, names, chain));
    if (genesis.dev_key != device.public_key()) {
        return fail(ErrorCode::crypto, "chain " + chain8_of(chain) + " was signed by another device key");
    }
    auto impl = std::make_unique<Impl>(Impl{folder, options, device.shared(), std::move(genesis),
                                            domain::Head{chain, 0, chain}, names.back().first, std::nullopt, false});
    if (auto opened = impl->open_segment(); !opened) return fail_in("open chain " + chain8_of(chain), opened.error());
    if (impl->head.chain != chain) return fail(ErrorCode::not_found, "no chain " + chain.hex());
    return Ledger(std::move(impl));
}

Result<domain::Head> Ledger::append(const domain::Draft& draft) { return append({&draft, 1}); }

Result<domain::Head> Ledger::append(std::span<const domain::Draft> drafts) {
    const std::string doing = "append entry " + std::to_string(impl_->head.seq + 1);
    if (!impl_->segment && !impl_->doubtful) return fail(ErrorCode::io, doing + ": the ledger is closed");
    if (impl_->doubtful) {
        if (auto reopened = impl_->open_segment(); !reopened) return fail_in(doing, reopened.error());
    }
    if (auto made_room = impl_->noted(impl_->make_room()); !made_room) {
        return fail_in(doing + ": new segment", made_room.error());
    }
    domain::Head head = impl_->head;
    std::vector<StoredEntry> entries;
    for (const domain::Draft& draft : drafts) {
        std::string line = domain::encode_entry(draft, head.seq + 1);
        const std::size_t limit = draft.kind == domain::EntryKind::salvage ? domain::kMaxSalvageLine : domain::kMaxLine;
        if (line.size() > limit)
            return fail(ErrorCode::bad_input, doing + ": longer than " + std::to_string(limit) + " bytes");
        head = domain::extend(head, line);
        entries.push_back(stored(head, std::move(line), impl_->device));
    }
    if (auto written = impl_->noted(impl_->segment->append(entries)); !written) {
        return fail_in(doing, written.error());
    }
    impl_->head = head;
    return head;
}

Status Ledger::tidy() {
    if (!impl_->segment || impl_->segment->wal_bytes() <= impl_->options.wal_limit) return {};
    return impl_->noted(impl_->segment->empty_wal());
}

Status Ledger::close() {
    impl_->doubtful = false;
    if (!impl_->segment) return {};
    const auto emptied = impl_->segment->empty_wal();
    impl_->segment.reset();
    return emptied;
}

const domain::Head& Ledger::head() const { return impl_->head; }
const domain::Genesis& Ledger::genesis() const { return impl_->genesis; }

}  // namespace hailong::store
