// SQLite for this folder: exceptions of SQLiteCpp end here, as Errors.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>
#include <string_view>

#include "kiosk/base/bytes.h"
#include "kiosk/base/clock.h"

namespace hailong::server {

[[nodiscard]] Error sqlite_error(std::string_view doing, const SQLite::Exception& exception);

// Runs `work`, which returns a Result or Status, and turns what SQLiteCpp throws into an Error.
template <class Work>
auto guarded(std::string_view doing, Work&& work) -> decltype(work()) {
    try {
        return work();
    } catch (const SQLite::Exception& exception) {
        return tl::unexpected<Error>(sqlite_error(doing, exception));
    }
}

// Writes, or leaves no trace. Prepared beforehand, its ROLLBACK needs no memory when memory is what was lacking: a
// transaction left open would refuse every later one until the program is started anew.
class WriteTransaction {
public:
    explicit WriteTransaction(SQLite::Database& database);
    ~WriteTransaction();
    WriteTransaction(const WriteTransaction&) = delete;
    WriteTransaction& operator=(const WriteTransaction&) = delete;
    void commit();

private:
    [[nodiscard]] bool is_open() const;
    void roll_back();

    SQLite::Database& database_;
    SQLite::Statement rollback_;
};

void bind_blob(SQLite::Statement& statement, int index, std::string_view bytes);
[[nodiscard]] inline std::int64_t to_sql(std::uint64_t number) { return static_cast<std::int64_t>(number); }
[[nodiscard]] std::int64_t to_sql(base::WallTime time);
[[nodiscard]] base::WallTime wall_from(const SQLite::Column& column);
[[nodiscard]] std::uint64_t count_from(const SQLite::Column& column);

// A fixed-length value from a BLOB column; corrupt when the length is wrong.
template <class Fixed>
[[nodiscard]] Result<Fixed> fixed_from(const SQLite::Column& column) {
    const std::string_view bytes(static_cast<const char*>(column.getBlob()),
                                 static_cast<std::size_t>(column.getBytes()));
    auto value = Fixed::from_raw(bytes);
    if (!value) return fail(ErrorCode::corrupt, "archive: a column has the wrong length");
    return *value;
}

}  // namespace hailong::server
