// A test that counts its cases for deploy/prove: how many and which are drawn, and the line it ends with.
#pragma once

#include <gtest/gtest.h>

#include <iostream>
#include <random>
#include <string>

#include "tests/support/wish.h"

namespace hailong::crash_test {

class Counted : public testing::Test {
protected:
    // A number from 0 to `most`.
    int draw(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }
    void tell(const std::string& name, int count) const {
        std::cout << "prove: " << name << " cases=" << count << " failures=" << (HasFailure() ? 1 : 0)
                  << " seed=" << seed_ << std::endl;
    }
    static void tell_known_bad(const std::string& name, bool is_caught) {
        std::cout << "prove: " << name << " known-bad=" << (is_caught ? "caught" : "missed") << std::endl;
    }

private:
    int seed_ = test::number_from("HAILONG_SEED", 20261123);  // one seed, so that a red run can be repeated
    std::mt19937 random_{static_cast<std::uint32_t>(seed_)};
};

}  // namespace hailong::crash_test
