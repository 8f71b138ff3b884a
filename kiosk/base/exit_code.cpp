#include "kiosk/base/exit_code.h"

#include <cstdio>

namespace hailong::base {

std::string_view name_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::bad_input:
            return "bad_input";
        case ErrorCode::not_found:
            return "not_found";
        case ErrorCode::conflict:
            return "conflict";
        case ErrorCode::io:
            return "io";
        case ErrorCode::disk_full:
            return "disk_full";
        case ErrorCode::read_only:
            return "read_only";
        case ErrorCode::corrupt:
            return "corrupt";
        case ErrorCode::busy:
            return "busy";
        case ErrorCode::crypto:
            return "crypto";
        case ErrorCode::network:
            return "network";
        case ErrorCode::environment:
            return "environment";
        case ErrorCode::not_enrolled:
            return "not_enrolled";
    }
    return "unknown";
}

ExitCode exit_code_for(const Error& error) {
    switch (error.code) {
        case ErrorCode::bad_input:
            return ExitCode::usage;
        case ErrorCode::corrupt:
        case ErrorCode::crypto:
        case ErrorCode::conflict:
            return ExitCode::fault_found;
        case ErrorCode::not_enrolled:
            return ExitCode::not_enrolled;
        case ErrorCode::not_found:
        case ErrorCode::io:
        case ErrorCode::disk_full:
        case ErrorCode::read_only:
        case ErrorCode::busy:
        case ErrorCode::network:
        case ErrorCode::environment:
            return ExitCode::environment;
    }
    return ExitCode::environment;
}

int report(std::string_view program, const Error& error) {
    std::fprintf(stderr, "%.*s: %s\n", static_cast<int>(program.size()), program.data(), error.what.c_str());
    return to_int(exit_code_for(error));
}

}  // namespace hailong::base
