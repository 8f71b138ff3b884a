#include "tests/support/findings.h"

#include <cstdio>

namespace hailong::test {

void Findings::fail(const std::string& where, const std::string& what) {
    constexpr long kInWords = 20;
    if (failures_++ < kInWords) std::fprintf(stderr, "%s: %s: %s\n", name_.c_str(), where.c_str(), what.c_str());
}

bool Findings::tell() const {
    std::printf("prove: %s cases=%ld failures=%ld seed=%u\n", name_.c_str(), cases_, failures_, seed_);
    std::fflush(stdout);
    return failures_ == 0 && cases_ > 0;
}

}  // namespace hailong::test
