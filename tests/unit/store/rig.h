// What the store's tests share: a device, a province, drafts, and children of other users.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "kiosk/store/ledger.h"
#include "tests/support/temp_folder.h"

namespace hailong::store_rig {

// A ledger folder of the right mode, a device and a key to seal to.
class Rig {
public:
    Rig();
    test::TempFolder temp;
    base::Path folder;  // ledger/
    base::Signer device;
    base::Opener province;

    [[nodiscard]] domain::Genesis genesis(domain::GenesisReason reason = domain::GenesisReason::enrolled) const;
    [[nodiscard]] store::Ledger create(const store::LedgerOptions& options = {}) const;
    // A closed chain of a genesis and so many events; its id.
    [[nodiscard]] base::Digest write_chain(int events, const store::LedgerOptions& options) const;
    [[nodiscard]] domain::Draft rating(int score) const;
    [[nodiscard]] base::Path segment(const base::Digest& chain, domain::Seq first = 0) const;
};

[[nodiscard]] domain::Stamp stamp();
[[nodiscard]] domain::Draft event(const std::string& name);
// A draft whose line has about this many bytes.
[[nodiscard]] domain::Draft event_of_size(std::size_t bytes);

// Runs `work` in a child (tests/support/child.h) as another user who is in the folder's group but does not own it.
// Without root that user cannot be taken: then it is this user, says so on standard output, and the folder's write
// permission is taken away instead.
[[nodiscard]] std::string as_agent(const base::Path& ledger_folder, const std::function<std::string()>& work);
// Gives the folder and what is in it to the group of the agent, as the deploy scripts do. Nothing without root.
void give_to_agents_group(const base::Path& folder);

// A child that holds the ledger open and stops when told.
class Holder {
public:
    // Begins a chain in the child, appends `entries`, and returns when that is on disk.
    Holder(const Rig& rig, int entries);
    ~Holder();
    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;
    void stop_cleanly();
    void kill();

private:
    void reap();
    int pid_ = -1;
    int stop_ = -1;
};

// Every file and folder below, with mode, size and the hash of its bytes.
[[nodiscard]] std::map<std::string, std::string> snapshot(const base::Path& folder);

// Runs SQL on a ledger file as somebody who has rights to it would; returns SQLite's message, "" when it was accepted.
[[nodiscard]] std::string run_sql(const base::Path& ledger_db, const std::string& sql);
// Drops the triggers first, as somebody who tampers would.
void tamper(const base::Path& ledger_db, const std::string& sql);

}  // namespace hailong::store_rig
