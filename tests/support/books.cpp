#include "tests/support/books.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>

namespace hailong::test {
namespace {

void read_rows(const std::filesystem::path& file, const std::string& sql, Book& book) {
    SQLite::Database database(file.string(), SQLite::OPEN_READONLY);
    database.setBusyTimeout(10'000);
    SQLite::Statement statement(database, sql);
    while (statement.executeStep()) {
        book.rows.insert({statement.getColumn(0).getString(), statement.getColumn(1).getInt64(),
                          statement.getColumn(2).getString()});
        ++book.count;
    }
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Row& row) {
    return out << row.chain.substr(0, 8) << "/" << row.seq << "/" << row.hash.substr(0, 8);
}

std::vector<std::filesystem::path> segments(const std::filesystem::path& data) {
    std::vector<std::filesystem::path> found;
    for (const auto& folder : std::filesystem::directory_iterator(data / "ledger")) {
        if (std::filesystem::exists(folder.path() / "ledger.db")) found.push_back(folder.path() / "ledger.db");
    }
    std::sort(found.begin(), found.end());
    return found;
}

Book read_ledger(const std::filesystem::path& data) {
    Book book;
    for (const auto& file : segments(data)) {
        read_rows(file, "SELECT lower(hex(s.chain)), e.seq, lower(hex(e.hash)) FROM entry e, segment s ORDER BY e.seq",
                  book);
    }
    return book;
}

Book read_archive(const std::filesystem::path& server_data) {
    Book book;
    read_rows(server_data / "archive.db",
              "SELECT lower(hex(chain)), seq, lower(hex(hash)) FROM entry ORDER BY chain, seq", book);
    return book;
}

}  // namespace hailong::test
