// One ledger.db, the only place of the terminal that speaks SQLite. Internal to the store.
// Settings are those of ledger-and-sync.md §2; open_writer() reads the two that durability hangs on back and refuses a
// file system that did not accept them.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kiosk/store/segments.h"

namespace hailong::store {

struct SegmentStart {
    base::Digest chain;
    domain::Seq first = 0;
    base::Digest prev_hash;  // 32 zero bytes before entry 0
    bool operator==(const SegmentStart&) const = default;
};

struct StoredEntry {
    domain::Seq seq = 0;
    std::string line;
    base::Digest hash;
    base::Signature sig;
};

class SegmentFile {
public:
    // Makes the directory under a dotted name, fills it and renames it into place: it is there complete or not at all.
    // Errors: conflict when it exists, disk_full, read_only, io.
    [[nodiscard]] static Status create(const base::Path& ledger_folder, const SegmentStart& start,
                                       const std::optional<StoredEntry>& genesis);
    // Applies missing migrations. Errors: environment when a newer version wrote it; corrupt also when ledger.db is
    // missing or empty.
    [[nodiscard]] static Result<SegmentFile> open_writer(const base::Path& segment_folder);
    // Whether -wal and -shm are there, which open_reader() needs.
    [[nodiscard]] static bool has_companions(const base::Path& segment_folder);
    // Never writes or creates anything. Errors: busy when -wal or -shm is missing or being rebuilt.
    [[nodiscard]] static Result<SegmentFile> open_reader(const base::Path& segment_folder);
    // The same, but a database without -wal and -shm is read as it lies: nobody has it open, and some tool closed it in
    // SQLite's usual way. For verification, which may look at copies.
    [[nodiscard]] static Result<SegmentFile> open_reader_of_copy(const base::Path& segment_folder);
    ~SegmentFile();
    SegmentFile(SegmentFile&& other) noexcept;
    SegmentFile& operator=(SegmentFile&& other) noexcept;

    // Writes the one row of `segment`; create() does it.
    [[nodiscard]] Status begin(const SegmentStart& start);
    [[nodiscard]] Result<SegmentStart> start() const;
    // The same. Errors: corrupt when the folder's name, which is outside the file, says that it is another segment.
    [[nodiscard]] Result<SegmentStart> start(const SegmentName& folder) const;
    [[nodiscard]] Result<std::optional<StoredEntry>> last() const;
    // At most `count` entries from `from` on, ascending.
    [[nodiscard]] Result<std::vector<StoredEntry>> entries(domain::Seq from, std::size_t count) const;
    // One transaction; durable when it returns.
    [[nodiscard]] Status append(std::span<const StoredEntry> entries);
    // Keeps one read transaction open until the object goes, so that several questions see one state.
    [[nodiscard]] Status hold_still();
    // wal_checkpoint(TRUNCATE); a reader at it is no error, the WAL then stays.
    [[nodiscard]] Status empty_wal();
    [[nodiscard]] std::int64_t wal_bytes() const;
    [[nodiscard]] static std::int64_t wal_bytes_of(const base::Path& segment_folder);
    // Whether this version of the program may write here. Errors: environment when a newer one wrote it, corrupt.
    [[nodiscard]] Status check_version() const;
    // The value in force of a PRAGMA, as text.
    [[nodiscard]] Result<std::string> setting(std::string_view pragma) const;
    [[nodiscard]] bool is_defensive() const;
    // The schema as SQLite keeps it: one statement per element, ordered by name.
    [[nodiscard]] Result<std::vector<std::string>> schema() const;

private:
    struct Impl;
    explicit SegmentFile(std::unique_ptr<Impl> impl);
    [[nodiscard]] static Result<SegmentFile> open_to_write(const base::Path& path);
    [[nodiscard]] static Result<SegmentFile> open_read_only(const base::Path& path, std::string_view options);
    std::unique_ptr<Impl> impl_;
};

}  // namespace hailong::store
