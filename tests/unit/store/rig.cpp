#include "tests/unit/store/rig.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <grp.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <iostream>
#include <stdexcept>

#include "kiosk/store/segments.h"
#include "tests/support/child.h"
#include "tests/support/must.h"

namespace hailong::store_rig {

namespace {

constexpr gid_t kLedgerGroup = 54321;
constexpr uid_t kAgentUser = 54322;
constexpr gid_t kAgentGroup = 54322;

void become_agent() {
    const gid_t groups[] = {kLedgerGroup};
    if (setgroups(1, groups) != 0 || setresgid(kAgentGroup, kAgentGroup, kAgentGroup) != 0 ||
        setresuid(kAgentUser, kAgentUser, kAgentUser) != 0) {
        throw std::runtime_error("cannot become the agent's user");
    }
}

void set_writable(const base::Path& folder, bool writable) {
    const auto change = [&](const base::Path& path) {
        std::filesystem::permissions(
            path, std::filesystem::perms::owner_write,
            writable ? std::filesystem::perm_options::add : std::filesystem::perm_options::remove);
    };
    change(folder);
    for (const auto& item : std::filesystem::recursive_directory_iterator(folder)) change(item.path());
}

}  // namespace

Rig::Rig()
    : device([] {
          if (!base::init_crypto()) throw std::runtime_error("no crypto");
          return base::Signer::generate();
      }()),
      province(base::Opener::generate()) {
    folder = temp / "ledger";
    if (!base::make_folder(folder, store::kFolderMode)) throw std::runtime_error("no ledger folder");
}

domain::Genesis Rig::genesis(domain::GenesisReason reason) const {
    domain::Genesis genesis;
    genesis.stamp = stamp();
    genesis.device = "k-0001";
    genesis.unit = "25195";
    genesis.dev_key = device.public_key();
    genesis.rand = base::random_token();
    genesis.reason = reason;
    return genesis;
}

store::Ledger Rig::create(const store::LedgerOptions& options) const {
    return store::Ledger::create(folder, genesis(), device, options).value();
}

base::Digest Rig::write_chain(int events, const store::LedgerOptions& options) const {
    auto ledger = create(options);
    for (int i = 0; i < events; ++i) test::must(ledger.append(event("started")));
    test::must(ledger.close());
    return ledger.head().chain;
}

domain::Draft Rig::rating(int score) const {
    const domain::Rating rating{base::random_token(), domain::Score::from(score).value(),
                                domain::FaceOrder::worst_first, base::Millis(2310), "quick@1"};
    return domain::seal_answer(rating, stamp(), {province.public_key(), province.public_key()});
}

base::Path Rig::segment(const base::Digest& chain, domain::Seq first) const {
    return folder / store::SegmentName{store::chain8_of(chain), first}.folder();
}

domain::Stamp stamp() {
    return domain::Stamp{base::WallTime(base::Millis(1'795'400'107'123)), base::Token16{}, 123'456};
}

domain::Draft event(const std::string& name) { return domain::device_event(name, stamp()); }

domain::Draft event_of_size(std::size_t bytes) {
    return domain::device_event("started", stamp(), {{"version", std::string(bytes, 'x')}});
}

std::string as_agent(const base::Path& ledger_folder, const std::function<std::string()>& work) {
    if (geteuid() == 0) {
        return test::in_child([&] {
            become_agent();
            return work();
        });
    }
    std::cout << "not root: the reader is this user, and write permission is taken from the folder instead\n";
    set_writable(ledger_folder, false);
    std::string told = test::in_child(work);
    set_writable(ledger_folder, true);
    return told;
}

void give_to_agents_group(const base::Path& folder) {
    if (geteuid() != 0) return;
    if (chown(folder.c_str(), 0, kLedgerGroup) != 0 || chmod(folder.c_str(), store::kFolderMode) != 0) {
        throw std::runtime_error("cannot give the folder to the group");
    }
}

Holder::Holder(const Rig& rig, int entries) {
    int ready[2];
    int stop[2];
    if (pipe(ready) != 0 || pipe(stop) != 0) throw std::runtime_error("no pipe");
    pid_ = fork();
    if (pid_ == 0) {
        close(ready[0]);
        close(stop[1]);
        auto ledger = rig.create();
        bool well = true;
        for (int i = 0; i < entries; ++i) well = well && ledger.append(rig.rating(1 + i % 5)).has_value();
        const char told = well ? '1' : '0';
        well = write(ready[1], &told, 1) == 1;
        char ignored = 0;
        while (read(stop[0], &ignored, 1) > 0) {
        }
        well = well && ledger.close().has_value();
        _exit(well ? 0 : 1);
    }
    close(ready[1]);
    close(stop[0]);
    stop_ = stop[1];
    char told = 0;
    const bool heard = read(ready[0], &told, 1) == 1 && told == '1';
    close(ready[0]);
    if (!heard) throw std::runtime_error("the holder could not write its ledger");
}

Holder::~Holder() { reap(); }

void Holder::stop_cleanly() { reap(); }

void Holder::kill() {
    ::kill(pid_, SIGKILL);
    reap();
}

void Holder::reap() {
    if (stop_ >= 0) close(stop_);
    stop_ = -1;
    if (pid_ > 0) waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

std::map<std::string, std::string> snapshot(const base::Path& folder) {
    std::map<std::string, std::string> out;
    for (const auto& item : std::filesystem::recursive_directory_iterator(folder)) {
        struct stat found{};
        if (stat(item.path().c_str(), &found) != 0) throw std::runtime_error("stat " + item.path().string());
        std::string told = std::to_string(found.st_mode) + " " + std::to_string(found.st_mtim.tv_sec) + "." +
                           std::to_string(found.st_mtim.tv_nsec);
        if (item.is_regular_file()) told += " " + base::sha256(base::read_file(item.path(), 64 << 20).value()).hex();
        out[std::filesystem::relative(item.path(), folder).string()] = told;
    }
    return out;
}

std::string run_sql(const base::Path& ledger_db, const std::string& sql) {
    try {
        SQLite::Database db(ledger_db.string(), SQLite::OPEN_READWRITE, 1000);
        db.exec(sql);
        return "";
    } catch (const SQLite::Exception& refused) {
        return refused.what();
    }
}

void tamper(const base::Path& ledger_db, const std::string& sql) {
    const std::string refused =
        run_sql(ledger_db,
                "DROP TRIGGER IF EXISTS entry_in_order; DROP TRIGGER IF EXISTS entry_never_changes;"
                "DROP TRIGGER IF EXISTS entry_never_goes; DROP TRIGGER IF EXISTS segment_never_changes;" +
                    sql);
    if (!refused.empty()) throw std::runtime_error(refused);
}

}  // namespace hailong::store_rig
