#include "tests/simulation/virtual_server.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include "sync/server/verifying.h"
#include "tests/support/must.h"

namespace hailong::simulation {

namespace {

using test::must;

struct ServerDied {};

// Stands before the archive: tells the books what was committed, and dies there when it is told to.
class WatchedLedgers final : public server::Ledgers {
public:
    WatchedLedgers(server::Ledgers& inner, Books& books, Weakness weakness)
        : inner_(inner), books_(books), weakness_(weakness) {}

    VirtualServer::Way way;

    Status receive(const server::Question& question,
                   const std::function<Result<server::Change>(const server::Held&)>& decide) override {
        HL_CHECK(write_what_was_promised());
        server::Held held;
        std::optional<server::Change> change;
        const auto stored = inner_.receive(question, [&](const server::Held& found) -> Result<server::Change> {
            held = as_seen(found, question);
            auto ruled = decide(held);
            if (!ruled) return ruled;
            change = *ruled;
            if (weakness_ == Weakness::keeps_one_version) ruled->beside.clear();
            if (way.death == Death::before_commit) return fail(ErrorCode::io, "killed");
            if (weakness_ != Weakness::answers_before_commit) return ruled;
            promised_.emplace(Promise{question, held, *std::move(ruled), way.late});
            return server::Change{};
        });
        if (change && way.death == Death::before_commit) throw ServerDied{};
        HL_CHECK(stored);
        if (!promised_) books_.committed(question, held, *change, way.late);
        if (way.death == Death::after_commit) throw ServerDied{};
        return {};
    }
    Result<std::optional<server::Terminal>> terminal_of(const base::Digest& spki) override {
        return inner_.terminal_of(spki);
    }
    Result<std::string> epoch() override { return inner_.epoch(); }
    Status begin_epoch(const std::string& epoch) override { return inner_.begin_epoch(epoch); }

private:
    struct Promise {
        server::Question question;
        server::Held held;
        server::Change change;
        Millis late;
    };
    Status write_what_was_promised() {
        if (!promised_) return {};
        const Promise promise = *std::move(promised_);
        promised_.reset();
        HL_CHECK(inner_.receive(promise.question, [&](const server::Held&) { return promise.change; }));
        books_.committed(promise.question, promise.held, promise.change, promise.late);
        return {};
    }
    [[nodiscard]] server::Held as_seen(const server::Held& found, const server::Question& question) const {
        server::Held held = found;
        if (weakness_ == Weakness::forgives_gaps && held.chain && question.last >= question.first &&
            question.first > held.chain->last + 1) {
            held.chain->last = question.first - 1;
        }
        return held;
    }

    server::Ledgers& inner_;
    Books& books_;
    Weakness weakness_;
    std::optional<Promise> promised_;
};

class WatchedAnswers final : public server::Answers {
public:
    WatchedAnswers(server::Answers& inner, Books& books, Weakness weakness)
        : inner_(inner), books_(books), weakness_(weakness) {}

    Result<std::vector<server::SealedLine>> next_sealed(int limit) override {
        HL_TRY(auto lines, inner_.next_sealed(limit));
        for (server::SealedLine& line : lines) {
            books_.arrived(line);
            if (weakness_ == Weakness::believes_wall_clocks) line.arrival.clock.reset();
        }
        return lines;
    }
    Status keep(const std::vector<server::Opened>& opened) override {
        for (const server::Opened& one : opened) books_.opened(one);
        return inner_.keep(opened);
    }
    Status forget_all() override { return inner_.forget_all(); }

private:
    server::Answers& inner_;
    Books& books_;
    Weakness weakness_;
};

void admit(server::Registry& registry, const server::NewTerminal& terminal) {
    server::Code code;
    code.id = base::to_hex(base::random_bytes(8));
    code.secret = "0123456789";
    code.terminal = terminal.terminal;
    code.expires = server_test::kNow;
    must(registry.add_code(code));
    must(registry.with_code(code.id, [&](const server::Code& held) -> Result<server::Registry::CodeChange> {
        return server::Registry::CodeChange{held, terminal};
    }));
}

base::Path archive_in(const base::Path& folder) { return folder / "archive.db"; }
base::Path copy_in(const base::Path& folder) { return folder / "copy.db"; }

std::set<base::Digest> hashes(SQLite::Database& database, const std::string& table, std::size_t& rows) {
    std::set<base::Digest> out;
    SQLite::Statement row(database, "SELECT hash FROM " + table);
    for (; row.executeStep(); ++rows) out.insert(*base::Digest::from_raw(row.getColumn(0).getString()));
    return out;
}

}  // namespace

std::string device_name(int terminal) { return "k25195-00000" + std::to_string(terminal + 1); }

Authority::Authority() {
    for (int i = 0; i < kTerminals; ++i) device_keys.push_back(base::Signer::generate());
}

struct VirtualServer::Process {
    std::unique_ptr<server::SqliteArchive> archive;
    WatchedLedgers ledgers;
    WatchedAnswers answers;
    server::Opening opening;
    server::Reception reception;

    Process(const Authority& authority, const base::Path& folder, Books& books, Weakness weakness)
        : archive(must(server::SqliteArchive::open(archive_in(folder)))),
          ledgers(*archive, books, weakness),
          answers(*archive, books, weakness),
          opening(authority.place.province->intake_keys, authority.place.province->comment_keys,
                  authority.place.province->dossier_key),
          reception(ledgers, answers, *authority.place.province, opening) {}
};

VirtualServer::VirtualServer(const Authority& authority, const base::Path& folder, Books& books, Weakness weakness)
    : authority_(authority), folder_(folder), books_(books), weakness_(weakness) {
    must(server::SqliteArchive::create(archive_in(folder_), base::to_hex(base::random_bytes(8))));
    start();
    for (int i = 0; i < Authority::kTerminals; ++i) {
        const auto slot = static_cast<std::size_t>(i);
        admit(*process_->archive, {{device_name(i), "25195", "Phường Đồng Xoài", false},
                                   base::sha256(device_name(i)),
                                   authority_.device_keys[slot].public_key(),
                                   server_test::kNow});
    }
}

VirtualServer::~VirtualServer() = default;

void VirtualServer::start() {
    process_.reset();  // one writer at a time
    process_ = std::make_unique<Process>(authority_, folder_, books_, weakness_);
}

void VirtualServer::kill() { start(); }

std::optional<agent::Reply> VirtualServer::answer(int device, const agent::Request& request, const Way& way) {
    process_->ledgers.way = way;
    try {
        return reply_to(device, request, way.now);
    } catch (const ServerDied&) {
        start();
        return std::nullopt;
    }
}

// As routes.cpp does.
agent::Reply VirtualServer::reply_to(int device, const agent::Request& request, base::WallTime now) {
    const server::Terminal terminal{device_name(device), "25195", "", false};
    const auto refused = [](const Error& error) {
        const int status = error.code == ErrorCode::bad_input ? 400 : error.code == ErrorCode::conflict ? 403 : 503;
        return agent::Reply{status, "text/plain", error.what, std::nullopt};
    };
    const auto answered = [&]() -> Result<server::Reception::Answered> {
        if (request.method == agent::Method::get) return process_->reception.tell_state(terminal, request.target, now);
        HL_TRY(const auto text, protocol::unpack_body(request.body));
        auto received = process_->reception.receive(terminal, text, now);
        if (received) process_->reception.open_received();
        return received;
    }();
    if (!answered) return refused(answered.error());
    const int status = answered->verdict == domain::Verdict::ok     ? 200
                       : answered->verdict == domain::Verdict::hash ? 422
                                                                    : 409;
    return {status, std::string(protocol::kSignedType), answered->text, std::nullopt};
}

void VirtualServer::back_up() {
    process_.reset();  // closing empties the WAL
    std::filesystem::copy_file(archive_in(folder_), copy_in(folder_),
                               std::filesystem::copy_options::overwrite_existing);
    copied_ = books_.kept();
    has_copy_ = true;
    start();
}

bool VirtualServer::restore(Told told) {
    if (!has_copy_) return false;
    process_.reset();
    std::filesystem::copy_file(copy_in(folder_), archive_in(folder_),
                               std::filesystem::copy_options::overwrite_existing);
    books_.restored(copied_);
    start();
    if (told == Told::yes) must(process_->archive->begin_epoch(base::to_hex(base::random_bytes(8))));
    return true;
}

VirtualServer::Content VirtualServer::content() const {
    SQLite::Database database(archive_in(folder_).string(), SQLite::OPEN_READONLY);
    Content out;
    std::size_t rows_beside = 0;
    out.entries = hashes(database, "entry", out.rows);
    out.beside = hashes(database, "fork_entry", rows_beside);
    SQLite::Statement row(database, "SELECT chain, first, last FROM hole");
    while (row.executeStep()) {
        out.holes[*base::Digest::from_raw(row.getColumn(0).getString())].emplace_back(
            static_cast<Seq>(row.getColumn(1).getInt64()), static_cast<Seq>(row.getColumn(2).getInt64()));
    }
    return out;
}

std::optional<std::string> VirtualServer::fault() {
    const auto verified = server::verify_archive(*process_->archive);
    if (!verified) return verified.error().what;
    if (!verified->fault) return std::nullopt;
    return name_of(verified->fault->chain, verified->fault->seq) + ": " + verified->fault->why;
}

}  // namespace hailong::simulation
