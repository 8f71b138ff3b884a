#include "tests/crash/failing_memory.h"

#include <openssl/crypto.h>
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
thread_local Whose counted_for = Whose::all;
thread_local std::size_t allocations_made = 0;
thread_local std::size_t fails_from = kNobody;
thread_local std::size_t fails_until = kNobody;

bool fails(Whose asking) {
    if (!counting || (counted_for != Whose::all && counted_for != asking)) return false;
    const std::size_t number = allocations_made++;
    return number >= fails_from && number < fails_until;
}

sqlite3_mem_methods memory_of_sqlite{};

void* sqlite_allocate(int bytes) { return fails(Whose::sqlite) ? nullptr : memory_of_sqlite.xMalloc(bytes); }
void* sqlite_resize(void* memory, int bytes) {
    return fails(Whose::sqlite) ? nullptr : memory_of_sqlite.xRealloc(memory, bytes);
}

void* openssl_allocate(std::size_t bytes, const char* /*file*/, int /*line*/) {
    return fails(Whose::openssl) ? nullptr : std::malloc(bytes);
}
void* openssl_resize(void* memory, std::size_t bytes, const char* /*file*/, int /*line*/) {
    return fails(Whose::openssl) ? nullptr : std::realloc(memory, bytes);
}
void openssl_free(void* memory, const char* /*file*/, int /*line*/) { std::free(memory); }

}  // namespace

void give_sqlite_failing_memory() {
    sqlite3_mem_methods ours{};
    const bool asked = sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory_of_sqlite) == SQLITE_OK;
    ours = memory_of_sqlite;
    ours.xMalloc = sqlite_allocate;
    ours.xRealloc = sqlite_resize;
    if (!asked || sqlite3_config(SQLITE_CONFIG_MALLOC, &ours) != SQLITE_OK) {
        throw std::runtime_error("SQLite was in use before its memory could be replaced");
    }
}

void give_openssl_failing_memory() {
    if (CRYPTO_set_mem_functions(openssl_allocate, openssl_resize, openssl_free) != 1) {
        throw std::runtime_error("OpenSSL was in use before its memory could be replaced");
    }
}

FailingMemory::FailingMemory(std::size_t nth, Shortage shortage, Whose whose) {
    counted_for = whose;
    allocations_made = 0;
    fails_from = nth;
    fails_until = shortage == Shortage::once && nth != kNobody ? nth + 1 : kNobody;
    counting = true;
}

FailingMemory::~FailingMemory() { counting = false; }

std::size_t FailingMemory::counted() { return allocations_made; }

void* allocate(std::size_t bytes) {
    void* const memory = fails(Whose::all) ? nullptr : std::malloc(bytes == 0 ? 1 : bytes);
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
