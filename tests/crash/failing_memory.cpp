#include "tests/crash/failing_memory.h"

#include <sqlite3.h>

#include <cstdlib>
#include <limits>
#include <new>
#include <stdexcept>

namespace hailong::crash {

namespace {

constexpr std::size_t kNobody = std::numeric_limits<std::size_t>::max();

// operator new has no object to live in: this is its one place.
thread_local bool counting = false;
thread_local std::size_t allocations_made = 0;
thread_local std::size_t fails_from = kNobody;
thread_local std::size_t fails_until = kNobody;

bool fails() {
    if (!counting) return false;
    const std::size_t number = allocations_made++;
    return number >= fails_from && number < fails_until;
}

sqlite3_mem_methods sqlite_memory{};

void* sqlite_allocate(int bytes) { return fails() ? nullptr : sqlite_memory.xMalloc(bytes); }
void* sqlite_resize(void* memory, int bytes) { return fails() ? nullptr : sqlite_memory.xRealloc(memory, bytes); }

}  // namespace

void give_sqlite_failing_memory() {
    sqlite3_mem_methods ours{};
    const bool asked = sqlite3_config(SQLITE_CONFIG_GETMALLOC, &sqlite_memory) == SQLITE_OK;
    ours = sqlite_memory;
    ours.xMalloc = sqlite_allocate;
    ours.xRealloc = sqlite_resize;
    if (!asked || sqlite3_config(SQLITE_CONFIG_MALLOC, &ours) != SQLITE_OK) {
        throw std::runtime_error("SQLite was in use before its memory could be replaced");
    }
}

FailingMemory::FailingMemory(std::size_t nth, Shortage shortage) {
    allocations_made = 0;
    fails_from = nth;
    fails_until = shortage == Shortage::once && nth != kNobody ? nth + 1 : kNobody;
    counting = true;
}

FailingMemory::~FailingMemory() { counting = false; }

std::size_t FailingMemory::counted() { return allocations_made; }

void* allocate(std::size_t bytes) {
    void* const memory = fails() ? nullptr : std::malloc(bytes == 0 ? 1 : bytes);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}

}  // namespace hailong::crash

void* operator new(std::size_t bytes) { return hailong::crash::allocate(bytes); }
void* operator new[](std::size_t bytes) { return hailong::crash::allocate(bytes); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
