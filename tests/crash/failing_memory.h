// Memory that runs out: linking failing_memory.cpp replaces operator new for the whole program, and SQLite and OpenSSL
// are given allocators that ask the same counter.
#pragma once

#include <cstddef>

namespace hailong::crash {

enum class Shortage {
    once,      // one allocation fails
    for_ever,  // every one from there on
};

enum class Whose { all, sqlite, openssl };

// Before anything else speaks SQLite, or OpenSSL. Throws when it is too late.
void give_sqlite_failing_memory();
void give_openssl_failing_memory();

// While it lives, allocations of this thread (by one of those, or by all) count; from the one with this number on they
// fail. One at a time.
class FailingMemory {
public:
    FailingMemory(std::size_t nth, Shortage shortage, Whose whose = Whose::all);
    ~FailingMemory();
    FailingMemory(const FailingMemory&) = delete;
    FailingMemory& operator=(const FailingMemory&) = delete;
    [[nodiscard]] static std::size_t counted();  // since the last one was made
};

}  // namespace hailong::crash
