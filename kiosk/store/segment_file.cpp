#include "kiosk/store/segment_file.h"

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "kiosk/store/segment_sql.h"

namespace hailong::store {

namespace {

constexpr int kBusyMs = 2000;  // a reader holds a lock for microseconds; two seconds is the pause screen's limit
constexpr int kTidyBusyMs = 50;
constexpr std::string_view kFileName = "ledger.db";

constexpr const char* kInsertSegment = "INSERT INTO segment (chain, first, prev_hash) VALUES (?, ?, ?)";
constexpr const char* kInsertEntry = "INSERT INTO entry (seq, line, hash, sig) VALUES (?, ?, ?, ?)";
constexpr const char* kSelectSegment = "SELECT chain, first, prev_hash FROM segment ORDER BY first LIMIT 1";
constexpr const char* kSelectLast = "SELECT seq, line, hash, sig FROM entry ORDER BY seq DESC LIMIT 1";
constexpr const char* kSelectFrom = "SELECT seq, line, hash, sig FROM entry WHERE seq >= ? ORDER BY seq LIMIT ?";
constexpr const char* kSelectSchema = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name";

tl::unexpected<Error> system_failure(std::string_view doing, const base::Path& path) {
    return tl::unexpected<Error>(base::errno_error(std::string(doing) + " " + path.string(), errno));
}

void bind_blob(SQLite::Statement& statement, int index, std::string_view bytes) {
    statement.bindNoCopy(index, static_cast<const void*>(bytes.data()), static_cast<int>(bytes.size()));
}

std::string blob(SQLite::Statement& row, int index) {
    const SQLite::Column column = row.getColumn(index);
    const auto* bytes = static_cast<const char*>(column.getBlob());
    return bytes == nullptr ? std::string() : std::string(bytes, static_cast<std::size_t>(column.getBytes()));
}

// The checks of the schema bind our own writes only; whoever edits the file can leave them out.
template <class Fixed>
Fixed fixed_blob(SQLite::Statement& row, int index) {
    const auto value = Fixed::from_raw(blob(row, index));
    if (!value) throw SQLite::Exception("a stored hash or signature has the wrong length", SQLITE_CORRUPT);
    return *value;
}

StoredEntry entry_of(SQLite::Statement& row) {
    return StoredEntry{static_cast<domain::Seq>(row.getColumn(0).getInt64()), blob(row, 1),
                       fixed_blob<base::Digest>(row, 2), fixed_blob<base::Signature>(row, 3)};
}

void insert(SQLite::Statement& statement, const StoredEntry& entry) {
    statement.reset();
    statement.bind(1, static_cast<std::int64_t>(entry.seq));
    bind_blob(statement, 2, entry.line);
    bind_blob(statement, 3, entry.hash.view());
    bind_blob(statement, 4, entry.sig.view());
    statement.exec();
    statement.reset();
}

bool is_readable(const base::Path& path) { return faccessat(AT_FDCWD, path.c_str(), R_OK, AT_EACCESS) == 0; }

// SQLite gives -wal and -shm the mode of the database, so this one call settles all three, whatever the umask.
Status make_empty_file(const base::Path& path) {
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, kFileMode);
    if (fd < 0) return system_failure("create", path);
    const bool moded = fchmod(fd, kFileMode) == 0;
    const int error_number = errno;
    ::close(fd);
    errno = error_number;
    return moded ? Status() : system_failure("set mode of", path);
}

// file:<path>?<options>, the path's bytes escaped.
std::string uri_of(const base::Path& path, std::string_view options) {
    std::string uri = "file:";
    for (const char c : path.string()) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
                           c == '-' || c == '_' || c == '.';
        uri += plain ? std::string(1, c) : "%" + base::to_hex(std::string_view(&c, 1));
    }
    return uri + "?" + std::string(options);
}

// A segment is renamed into place when it is complete. And SQLite deletes the -wal of an empty database unread.
Status is_no_stump(const base::Path& path) {
    struct stat found{};
    if (stat(path.c_str(), &found) != 0 && errno != ENOENT) return system_failure("open", path);
    if (found.st_size == 0) return fail(ErrorCode::corrupt, path.string() + " is empty or missing");
    return {};
}

}  // namespace

struct SegmentFile::Impl {
    SQLite::Database db;
    base::Path path;
    std::optional<SQLite::Transaction> still;
    std::optional<SQLite::Statement> insert_entry;

    Impl(const std::string& name, int flags, base::Path file) : db(name, flags, kBusyMs), path(std::move(file)) {}
};

SegmentFile::SegmentFile(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SegmentFile::~SegmentFile() = default;
SegmentFile::SegmentFile(SegmentFile&& other) noexcept = default;
SegmentFile& SegmentFile::operator=(SegmentFile&& other) noexcept = default;

Status SegmentFile::create(const base::Path& ledger_folder, const SegmentStart& start,
                           const std::optional<StoredEntry>& genesis) {
    const SegmentName name{chain8_of(start.chain), start.first};
    const base::Path folder = ledger_folder / name.folder();
    const base::Path making = ledger_folder / ("." + name.folder());
    std::error_code ignored;
    if (std::filesystem::exists(folder, ignored)) return fail(ErrorCode::conflict, folder.string() + " exists already");
    std::filesystem::remove_all(making, ignored);  // left by a power cut; nobody was thanked for anything in it
    HL_CHECK(base::make_folder(making, kFolderMode));
    const auto fill = [&]() -> Status {
        HL_CHECK(make_empty_file(making / kFileName));
        HL_TRY(auto file, open_to_write(making / kFileName));
        HL_CHECK(file.begin(start));
        if (genesis) HL_CHECK(file.append({&*genesis, 1}));
        return file.empty_wal();
    };
    if (auto filled = fill(); !filled) {
        std::filesystem::remove_all(making, ignored);
        return fail_in("make segment " + name.folder(), filled.error());
    }
    HL_CHECK(base::sync_folder(making));
    if (rename(making.c_str(), folder.c_str()) != 0) return system_failure("rename to", folder);
    return base::sync_folder(ledger_folder);
}

Result<SegmentFile> SegmentFile::open_writer(const base::Path& segment_folder) {
    HL_CHECK(is_no_stump(segment_folder / kFileName));
    return open_to_write(segment_folder / kFileName);
}

Result<SegmentFile> SegmentFile::open_to_write(const base::Path& path) {
    const std::string doing = "open " + path.string();
    if (faccessat(AT_FDCWD, path.c_str(), R_OK | W_OK, AT_EACCESS) != 0) return system_failure("open", path);
    std::unique_ptr<Impl> impl;
    auto opened = guarded(doing, nullptr, [&]() -> Status {
        impl = std::make_unique<Impl>(path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_NOFOLLOW, path);
        return {};
    });
    HL_CHECK(opened);
    HL_CHECK(guarded(doing, &impl->db, [&]() -> Status {
        keep_companions(impl->db);
        refuse_to_only_read(impl->db);
        apply_common_settings(impl->db);
        apply_writer_settings(impl->db);
        migrate(impl->db);
        impl->insert_entry.emplace(impl->db, kInsertEntry);
        return {};
    }));
    return SegmentFile(std::move(impl));
}

bool SegmentFile::has_companions(const base::Path& segment_folder) {
    const std::string path = (segment_folder / kFileName).string();
    return is_readable(path + "-wal") && is_readable(path + "-shm");
}

Result<SegmentFile> SegmentFile::open_reader(const base::Path& segment_folder) {
    const base::Path path = segment_folder / kFileName;
    if (!is_readable(path)) return system_failure("read", path);
    HL_CHECK(is_no_stump(path));
    for (const char* companion : {"-wal", "-shm"}) {
        const base::Path needed = path.string() + companion;
        if (!is_readable(needed)) return fail(ErrorCode::busy, "ledger not ready: " + needed.string() + " is missing");
    }
    return open_read_only(path, "readonly_shm=1");
}

Result<SegmentFile> SegmentFile::open_reader_of_copy(const base::Path& segment_folder) {
    const base::Path path = segment_folder / kFileName;
    const bool closed = !is_readable(path.string() + "-wal") && !is_readable(path.string() + "-shm");
    if (!closed || !is_readable(path)) return open_reader(segment_folder);
    return open_read_only(path, "immutable=1");
}

Result<SegmentFile> SegmentFile::open_read_only(const base::Path& path, std::string_view options) {
    const std::string doing = "read " + path.string();
    std::unique_ptr<Impl> impl;
    HL_CHECK(guarded(doing, nullptr, [&]() -> Status {
        impl = std::make_unique<Impl>(uri_of(path, options),
                                      SQLite::OPEN_READONLY | SQLite::OPEN_URI | SQLite::OPEN_NOFOLLOW, path);
        return {};
    }));
    HL_CHECK(guarded(doing, &impl->db, [&]() -> Status {
        apply_common_settings(impl->db);
        return {};
    }));
    return SegmentFile(std::move(impl));
}

Status SegmentFile::begin(const SegmentStart& start) {
    return guarded("begin segment", &impl_->db, [&]() -> Status {
        SQLite::Statement insert_segment(impl_->db, kInsertSegment);
        bind_blob(insert_segment, 1, start.chain.view());
        insert_segment.bind(2, static_cast<std::int64_t>(start.first));
        bind_blob(insert_segment, 3, start.prev_hash.view());
        insert_segment.exec();
        return {};
    });
}

Result<SegmentStart> SegmentFile::start() const {
    return guarded("read segment of " + impl_->path.string(), &impl_->db, [&]() -> Result<SegmentStart> {
        SQLite::Statement row(impl_->db, kSelectSegment);
        if (!row.executeStep()) return fail(ErrorCode::corrupt, impl_->path.string() + " names no chain");
        return SegmentStart{fixed_blob<base::Digest>(row, 0), static_cast<domain::Seq>(row.getColumn(1).getInt64()),
                            fixed_blob<base::Digest>(row, 2)};
    });
}

Result<SegmentStart> SegmentFile::start(const SegmentName& folder) const {
    HL_TRY(const auto found, start());
    if (found.first != folder.first || chain8_of(found.chain) != folder.chain8) {
        return fail(ErrorCode::corrupt, "segment " + folder.folder() + " says that it is another");
    }
    return found;
}

Result<std::optional<StoredEntry>> SegmentFile::last() const {
    return guarded("read the end of " + impl_->path.string(), &impl_->db, [&]() -> Result<std::optional<StoredEntry>> {
        SQLite::Statement row(impl_->db, kSelectLast);
        if (!row.executeStep()) return std::optional<StoredEntry>();
        return std::optional<StoredEntry>(entry_of(row));
    });
}

Result<std::vector<StoredEntry>> SegmentFile::entries(domain::Seq from, std::size_t count) const {
    return guarded("read entries of " + impl_->path.string(), &impl_->db, [&]() -> Result<std::vector<StoredEntry>> {
        SQLite::Statement row(impl_->db, kSelectFrom);
        row.bind(1, static_cast<std::int64_t>(from));
        row.bind(2, static_cast<std::int64_t>(count));
        std::vector<StoredEntry> out;
        while (row.executeStep()) out.push_back(entry_of(row));
        return out;
    });
}

Status SegmentFile::append(std::span<const StoredEntry> entries) {
    return guarded("write " + impl_->path.string(), &impl_->db, [&]() -> Status {
        SQLite::Transaction transaction(impl_->db, SQLite::TransactionBehavior::IMMEDIATE);
        impl_->insert_entry->tryReset();
        for (const StoredEntry& entry : entries) insert(*impl_->insert_entry, entry);
        transaction.commit();
        return {};
    });
}

Status SegmentFile::hold_still() {
    return guarded("read " + impl_->path.string(), &impl_->db, [&]() -> Status {
        impl_->still.emplace(impl_->db);
        return {};
    });
}

Status SegmentFile::empty_wal() {
    sqlite3* handle = impl_->db.getHandle();
    sqlite3_busy_timeout(handle, kTidyBusyMs);
    const int outcome = sqlite3_wal_checkpoint_v2(handle, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    sqlite3_busy_timeout(handle, kBusyMs);
    if (outcome == SQLITE_OK || (outcome & 0xff) == SQLITE_BUSY) return {};
    return tl::unexpected<Error>(
        sql_error("empty the WAL of " + impl_->path.string(), SQLite::Exception(handle, outcome), &impl_->db));
}

std::int64_t SegmentFile::wal_bytes() const { return wal_bytes_of(impl_->path.parent_path()); }

std::int64_t SegmentFile::wal_bytes_of(const base::Path& segment_folder) {
    struct stat found{};
    return stat(((segment_folder / kFileName).string() + "-wal").c_str(), &found) == 0 ? found.st_size : 0;
}

Status SegmentFile::check_version() const {
    return guarded("read " + impl_->path.string(), &impl_->db, [&]() -> Status {
        static_cast<void>(applied_migrations(impl_->db));
        return {};
    });
}

Result<std::string> SegmentFile::setting(std::string_view pragma) const {
    return guarded("ask setting", &impl_->db, [&]() -> Result<std::string> { return pragma_text(impl_->db, pragma); });
}

bool SegmentFile::is_defensive() const {
    int value = 0;
    return sqlite3_db_config(impl_->db.getHandle(), SQLITE_DBCONFIG_DEFENSIVE, -1, &value) == SQLITE_OK && value == 1;
}

Result<std::vector<std::string>> SegmentFile::schema() const {
    return guarded("read schema of " + impl_->path.string(), &impl_->db, [&]() -> Result<std::vector<std::string>> {
        SQLite::Statement row(impl_->db, kSelectSchema);
        std::vector<std::string> statements;
        while (row.executeStep()) statements.push_back(row.getColumn(0).getString());
        return statements;
    });
}

}  // namespace hailong::store
