// The province's end: the server's real reception, intake, opening and SQLite archive, which may be killed around a
// commit, backed up and put back from an old copy. What it commits is told to the books. TLS and HTTP are left out: to
// take a certificate apart costs as much as everything else.
#pragma once

#include <map>

#include "sync/agent/transport.h"
#include "sync/server/reception.h"
#include "tests/simulation/books.h"
#include "tests/unit/server/fixtures.h"

namespace hailong::simulation {

// Faults that are built in on purpose: a simulation that does not find them finds nothing.
enum class Weakness {
    none,
    answers_before_commit,  // server: says "held", then writes
    forgives_gaps,          // server: takes what comes, whatever is missing before it
    believes_wall_clocks,   // server: does not reckon back from uptime
    keeps_one_version,      // server: of a copied disk, and says that it holds both
    skips_head_check,       // agent: believes a receipt for other bytes
};

// The keys of one province, made once for all worlds.
struct Authority {
    static constexpr int kTerminals = 3;
    server_test::ProvinceInFolder place;
    std::vector<base::Signer> device_keys;
    Authority();
};
[[nodiscard]] std::string device_name(int terminal);

enum class Death { none, before_commit, after_commit };

class VirtualServer {
public:
    struct Way {
        base::WallTime now;
        Millis late{0};
        Death death = Death::none;
    };
    VirtualServer(const Authority& authority, const base::Path& folder, Books& books, Weakness weakness);
    ~VirtualServer();

    // Nothing when it died over it; it is back for the next request.
    [[nodiscard]] std::optional<agent::Reply> answer(int device, const agent::Request& request, const Way& way);
    // kill -9 between two requests.
    void kill();
    void back_up();
    // Puts the newest copy back. `told`: the operator also began a new epoch, as the runbook says. False: no copy yet.
    enum class Told { no, yes };
    bool restore(Told told);
    // Everything held in the end, read by SQL and not by the server: entries, what is kept beside, holes.
    struct Content {
        std::set<base::Digest> entries;
        std::set<base::Digest> beside;
        std::map<base::Digest, std::vector<std::pair<Seq, Seq>>> holes;
        std::size_t rows = 0;
    };
    [[nodiscard]] Content content() const;
    // The server's own check of its archive.
    [[nodiscard]] std::optional<std::string> fault();

private:
    struct Process;
    void start();
    [[nodiscard]] agent::Reply reply_to(int device, const agent::Request& request, base::WallTime now);
    const Authority& authority_;
    base::Path folder_;
    Books& books_;
    Weakness weakness_;
    std::unique_ptr<Process> process_;
    Books::Kept copied_;  // what the newest copy holds
    bool has_copy_ = false;
};

}  // namespace hailong::simulation
