// Terminal, fault proxy and province in one process: the real agent and libcurl ⇄ TLS ⇄ proxy ⇄ the real server's HTTP,
// intake and archive. And the judge, who reads files and rows and asks none of them.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include "tests/proxy/options.h"
#include "tests/proxy/terminal.h"
#include "tests/support/fault_proxy.h"
#include "tests/unit/server/serving.h"

namespace hailong::proxy_rig {

inline constexpr const char* kDevice = "k25195-1";

// The archive as SQLite gives it, whoever wrote it.
class ArchiveReader {
public:
    explicit ArchiveReader(const std::filesystem::path& server_data);
    // Hash of that entry in hex; "" when it is not there.
    [[nodiscard]] std::string hash_of(const std::string& chain, long long seq);
    [[nodiscard]] long long count();
    [[nodiscard]] long long number(const std::string& sql);

private:
    SQLite::Database database_;
    SQLite::Statement hash_;
    SQLite::Statement count_;
};

class Rig {
public:
    Rig();
    // What holds at every moment, whatever the network does: what the agent counts as delivered is in the archive, hash
    // for hash, and the receipt it keeps is the province's word.
    void judge_safety(Findings& findings, const std::string& where);
    // Once faults have stopped: exactly what was thanked for is in the archive.
    void judge_arrival(Findings& findings, const std::string& where);
    // What a stranger must not change: the ledger, and the receipt of the chain being written.
    struct Standstill {
        std::set<test::Row> ledger;
        std::string receipt;
        long long archived = 0;
    };
    [[nodiscard]] Standstill stand();
    void judge_standstill(Findings& findings, const std::string& where, const Standstill& before);
    // The agent tries for so many turns.
    void try_for(int turns);
    // The truth again: everything arrives.
    void judge_recovery(Findings& findings, const std::string& where);
    // Both ends row by row, once more and from the files.
    void judge_ends(Findings& findings);
    [[nodiscard]] std::string receipt_file(const base::Digest& chain) const;
    [[nodiscard]] transport::Endpoint endpoint(const std::string& origin);

    server_test::Serving serving;
    server_test::EnrolledTerminal terminal{serving, kDevice};
    test::TempFolder temp;
    domain::Places places{temp / "data"};
    agent::Self self{"dong-nai", kDevice, serving.place.province->keys};
    Kiosk kiosk{places, kDevice, terminal.ledger.key(), serving.place.intake()};
    test::TestAuthority authority;  // of the TLS between terminal and proxy
    test::SocketUpstream province{serving.socket, server_test::escaped(terminal.identity.certificate)};
    test::FaultProxy proxy{{authority.issue(), authority.certificate(), {}}, province};
    Carrier carrier{places, self, endpoint(proxy.origin())};

private:
    ArchiveReader archive_{serving.place.places.root};
    std::size_t judged_ = 0;  // thanked rows whose arrival was judged
};

}  // namespace hailong::proxy_rig
