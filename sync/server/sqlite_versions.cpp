#include "sync/server/sqlite_versions.h"

namespace hailong::server {

namespace {

// is_held: an entry; else the hash that a hole remembers of its last one.
constexpr const char* kOwn =
    "SELECT hash, 1 FROM entry WHERE device = ?1 AND chain = ?2 AND seq = ?3 UNION ALL "
    "SELECT prev, 0 FROM hole WHERE device = ?1 AND chain = ?2 AND last = ?3 LIMIT 1";
constexpr const char* kHoleBelow =
    "SELECT last, prev FROM hole WHERE device = ?1 AND chain = ?2 AND last < ?3 ORDER BY last DESC LIMIT 1";
constexpr const char* kBeside =
    "SELECT line FROM fork_entry WHERE device = ?1 AND chain = ?2 AND seq = ?3 AND hash = ?4";
constexpr const char* kHashesBeside = "SELECT hash FROM fork_entry WHERE device = ?1 AND chain = ?2 AND seq = ?3";

struct Own {
    Digest hash;
    bool is_held = false;
};
struct Place {
    Seq seq = 0;
    Digest hash;
};

// Statements are made when the first step needs them: most versions are our own without a hole, which takes two.
class Descent {
public:
    Descent(SQLite::Database& database, const std::string& device, const Digest& chain)
        : database_(database), device_(device), chain_(chain) {}

    Result<Followed> down(Place at, Seq floor) {
        Followed out;
        for (;;) {
            HL_TRY(const auto own, own_at(at.seq));
            if (own && own->is_held && own->hash == at.hash) {
                HL_TRY(const auto hole, hole_below(at.seq));
                out.down_to = hole ? hole->seq + 1 : 0;
                if (!hole || hole->seq < floor) return out;
                at = *hole;
                continue;
            }
            if (own && own->hash != at.hash) out.differs = at.seq;
            HL_TRY(const auto line, line_beside(at));
            if (!line) return out;
            out.down_to = at.seq;
            if (at.seq <= floor) return out;
            HL_TRY(const auto parent, parent_of(at, *line));
            if (!parent) {
                HL_TRY(const auto ours, own_at(at.seq - 1));
                if (ours) out.differs = at.seq - 1;
                return out;
            }
            at = {at.seq - 1, *parent};
        }
    }

    Result<std::optional<Own>> own_at(Seq seq) {
        auto& row = prepared(own_, kOwn, seq);
        if (!row.executeStep()) return std::optional<Own>();
        HL_TRY(const auto hash, fixed_from<Digest>(row.getColumn(0)));
        return std::optional<Own>(Own{hash, row.getColumn(1).getInt() != 0});
    }

private:
    SQLite::Statement& prepared(std::optional<SQLite::Statement>& statement, const char* sql, Seq seq) {
        if (!statement) {
            statement.emplace(database_, sql);
            statement->bind(1, device_);
            bind_blob(*statement, 2, chain_.view());
        }
        statement->reset();
        statement->bind(3, to_sql(seq));
        return *statement;
    }

    Result<std::optional<Place>> hole_below(Seq seq) {
        auto& row = prepared(hole_, kHoleBelow, seq);
        if (!row.executeStep()) return std::optional<Place>();
        HL_TRY(const auto hash, fixed_from<Digest>(row.getColumn(1)));
        return std::optional<Place>(Place{count_from(row.getColumn(0)), hash});
    }

    Result<std::optional<std::string>> line_beside(const Place& at) {
        auto& row = prepared(beside_, kBeside, at.seq);
        bind_blob(row, 4, at.hash.view());
        if (!row.executeStep()) return std::optional<std::string>();
        return std::optional<std::string>(row.getColumn(0).getString());
    }

    // The entry before `at`, of those that are known: the one that gives its hash.
    Result<std::optional<Digest>> parent_of(const Place& at, const std::string& line) {
        const auto gives = [&](const Digest& prev) { return domain::hash_entry(prev, at.seq, line) == at.hash; };
        HL_TRY(const auto own, own_at(at.seq - 1));
        if (own && gives(own->hash)) return std::optional<Digest>(own->hash);
        auto& row = prepared(hashes_, kHashesBeside, at.seq - 1);
        while (row.executeStep()) {
            HL_TRY(const auto hash, fixed_from<Digest>(row.getColumn(0)));
            if (gives(hash)) return std::optional<Digest>(hash);
        }
        return std::optional<Digest>();
    }

    SQLite::Database& database_;
    const std::string& device_;
    const Digest& chain_;
    std::optional<SQLite::Statement> own_;
    std::optional<SQLite::Statement> hole_;
    std::optional<SQLite::Statement> beside_;
    std::optional<SQLite::Statement> hashes_;
};

}  // namespace

Result<std::optional<Digest>> own_hash(SQLite::Database& database, const Question& question, Seq seq) {
    HL_TRY(const auto own, Descent(database, question.device, *question.chain).own_at(seq));
    return own ? std::optional<Digest>(own->hash) : std::nullopt;
}

Result<Followed> follow_version(SQLite::Database& database, const VersionFrom& from) {
    return Descent(database, from.device, from.chain).down({from.seq, from.hash}, from.floor);
}

}  // namespace hailong::server
