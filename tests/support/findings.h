// What one part of a harness has found, and how it is told.
#pragma once

#include <cstdint>
#include <string>

namespace hailong::test {

class Findings {
public:
    Findings(std::string name, std::uint32_t seed) : name_(std::move(name)), seed_(seed) {}
    void count(long cases = 1) { cases_ += cases; }
    // One case failed; said on standard error, the first twenty in words.
    void fail(const std::string& where, const std::string& what);
    void expect(bool holds, const std::string& where, const std::string& what) {
        if (!holds) fail(where, what);
    }
    // What was found beside us, in another thread.
    void add(const Findings& others) {
        cases_ += others.cases_;
        failures_ += others.failures_;
    }
    [[nodiscard]] long cases() const { return cases_; }
    [[nodiscard]] long failures() const { return failures_; }
    // The line that deploy/prove reads; false when something failed or nothing was tried.
    [[nodiscard]] bool tell() const;

private:
    std::string name_;
    std::uint32_t seed_;
    long cases_ = 0;
    long failures_ = 0;
};

}  // namespace hailong::test
