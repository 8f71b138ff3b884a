#include "kiosk/app/trouble.h"

namespace hailong::app {

flow::Service service_for(ErrorCode code) {
    if (code == ErrorCode::not_enrolled) return flow::Service::not_enrolled;
    // These pass: space comes back, a reader lets go.
    if (code == ErrorCode::disk_full || code == ErrorCode::busy) return flow::Service::paused;
    return flow::Service::trouble;
}

std::string screen_code(ErrorCode code) {
    switch (code) {
        case ErrorCode::disk_full:
            return "E-FULL";
        case ErrorCode::read_only:
            return "E-READONLY";
        case ErrorCode::io:
            return "E-DISK";
        case ErrorCode::corrupt:
            return "E-LEDGER";
        case ErrorCode::busy:
            return "E-BUSY";
        case ErrorCode::crypto:
            return "E-KEY";
        case ErrorCode::bad_input:
        case ErrorCode::not_found:
        case ErrorCode::conflict:
        case ErrorCode::network:
        case ErrorCode::environment:
        case ErrorCode::not_enrolled:
            return "E-SETUP";
    }
    return "E-SETUP";
}

}  // namespace hailong::app
