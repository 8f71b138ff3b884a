// Success or a reason: every function of ours that can fail returns Result<T>; nothing of ours throws.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace hailong::base {

// What a caller can react to. The text says the rest.
enum class ErrorCode {
    bad_input,     // a person, a file or a peer gave something that is not allowed
    not_found,     // the named thing does not exist
    conflict,      // it exists already, or differs from what is held
    io,            // the disk or a descriptor failed
    disk_full,     // no space or no inodes left
    read_only,     // the place cannot be written
    corrupt,       // stored bytes contradict themselves
    busy,          // somebody else holds it; trying again may work
    crypto,        // a signature, a box or a key does not fit
    network,       // the peer could not be reached or broke off
    environment,   // this machine lacks something the program needs
    not_enrolled,  // the terminal has no identity yet
};

struct Error {
    ErrorCode code = ErrorCode::bad_input;
    std::string what;  // one line, no full stop, says what to do where a person can do something
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string what) {
    return tl::unexpected<Error>(Error{code, std::move(what)});
}

// The same failure seen from one level up: "append entry 101: disk full".
[[nodiscard]] inline tl::unexpected<Error> fail_in(std::string_view doing, const Error& cause) {
    return tl::unexpected<Error>(Error{cause.code, std::string(doing) + ": " + cause.what});
}

[[nodiscard]] std::string_view name_of(ErrorCode code);

}  // namespace hailong::base

namespace hailong {
using base::Error;
using base::ErrorCode;
using base::fail;
using base::fail_in;
using base::Result;
using base::Status;
}  // namespace hailong

// HL_TRY(auto x, f());  binds x, or returns f's error to our caller unchanged.
// HL_CHECK(g());        the same for a Status.
#define HL_JOIN_2(a, b) a##b
#define HL_JOIN(a, b) HL_JOIN_2(a, b)
#define HL_TRY(declaration, expression)                                                               \
    auto HL_JOIN(hl_try_, __LINE__) = (expression);                                                   \
    if (!HL_JOIN(hl_try_, __LINE__))                                                                  \
        return tl::unexpected<::hailong::base::Error>(std::move(HL_JOIN(hl_try_, __LINE__)).error()); \
    declaration = std::move(*HL_JOIN(hl_try_, __LINE__))
#define HL_CHECK(expression)                                                                         \
    do {                                                                                             \
        auto hl_status = (expression);                                                               \
        if (!hl_status) return tl::unexpected<::hailong::base::Error>(std::move(hl_status).error()); \
    } while (false)
