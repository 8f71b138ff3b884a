// A network that does to each exchange one of many things, or nothing, as its dice fall. The same seed and the same
// exchanges give the same faults.
#pragma once

#include <cstdint>
#include <memory>

#include "tests/support/fault_proxy.h"

namespace hailong::proxy_rig {

class BadNetwork {
public:
    explicit BadNetwork(std::uint32_t seed);
    ~BadNetwork();
    BadNetwork(const BadNetwork&) = delete;
    BadNetwork& operator=(const BadNetwork&) = delete;
    void pass(test::Passage& passage);
    // Faults are over: what was held back arrives now, each twice, in any order, and this exchange passes.
    void clear_up(test::Passage& passage);

private:
    class Deeds;
    std::unique_ptr<Deeds> deeds_;
};

}  // namespace hailong::proxy_rig
