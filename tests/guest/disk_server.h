// Gives a disk to one machine (NBD, the old handshake, on a unix socket) until the power goes. Works in a thread of its
// own; while it is there the disk belongs to it.
#pragma once

#include <atomic>
#include <filesystem>
#include <thread>

#include "tests/guest/volatile_disk.h"

namespace hailong::guest {

class DiskServer {
public:
    // Listens when it returns. Throws std::runtime_error when it cannot.
    DiskServer(VolatileDisk& disk, const std::filesystem::path& socket);
    ~DiskServer();
    DiskServer(const DiskServer&) = delete;
    DiskServer& operator=(const DiskServer&) = delete;

    // The power goes at one of the next writes and flushes, the `changes`-th from now. That write was still taken in,
    // that flush was not carried out; neither is answered, nor is anything after it.
    void cut_at(std::size_t changes) { changes_left_.store(static_cast<long>(changes)); }
    [[nodiscard]] bool is_cut() const { return is_cut_.load(); }
    // Changes that the machine made.
    [[nodiscard]] std::size_t changes() const { return changes_.load(); }

private:
    struct Request;
    void serve();
    bool answer(const Request& request);
    bool is_last_change();

    VolatileDisk& disk_;
    int listener_ = -1;
    std::atomic<int> machine_{-1};
    std::atomic<long> changes_left_{0};  // 0: the power stays
    std::atomic<std::size_t> changes_{0};
    std::atomic<bool> is_cut_{false};
    std::thread thread_;
};

}  // namespace hailong::guest
