// The engine that archive_contract_test.cpp is run against.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sync/server/archive.h"

namespace hailong::server_test {

struct Engine {
    virtual ~Engine() = default;
    server::Ledgers* ledgers = nullptr;
    server::Registry* registry = nullptr;
    server::Answers* answers = nullptr;
    server::Records* records = nullptr;
    server::Reports* reports = nullptr;
    // The other versions that were kept, in order: no interface of the server reads them yet.
    [[nodiscard]] virtual std::vector<std::string> forked_lines() = 0;
    // The signed headers kept of batches that showed a fork.
    [[nodiscard]] virtual int fork_evidence() = 0;
};
[[nodiscard]] std::unique_ptr<Engine> make_engine(const std::filesystem::path& folder);

}  // namespace hailong::server_test
