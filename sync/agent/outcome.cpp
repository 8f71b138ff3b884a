#include "sync/agent/outcome.h"

#include <array>

namespace hailong::agent {

namespace {

struct StatusRow {
    int from;
    int to;
    Standing standing;
};
// Order matters only for reading; rows do not overlap. What is not listed is `later`.
constexpr std::array kStatuses{
    StatusRow{200, 200, Standing::answered},    StatusRow{300, 399, Standing::intercepted},
    StatusRow{401, 401, Standing::refused},     StatusRow{403, 403, Standing::refused},
    StatusRow{408, 408, Standing::later},       StatusRow{409, 409, Standing::answered},
    StatusRow{413, 413, Standing::too_large},   StatusRow{422, 422, Standing::answered},
    StatusRow{425, 425, Standing::later},       StatusRow{426, 426, Standing::outdated},
    StatusRow{429, 429, Standing::later},       StatusRow{500, 510, Standing::later},
    StatusRow{511, 511, Standing::intercepted},
};

struct FaultRow {
    Fault fault;
    std::string_view name;
    Standing standing;
};
constexpr std::array kFaults{
    FaultRow{Fault::dns, "dns", Standing::later},
    FaultRow{Fault::refused, "refused", Standing::later},
    FaultRow{Fault::timeout, "timeout", Standing::broken},
    FaultRow{Fault::broken, "broken", Standing::broken},
    FaultRow{Fault::tls_ca, "tls_ca", Standing::intercepted},
    FaultRow{Fault::tls_host, "tls_host", Standing::intercepted},
    FaultRow{Fault::tls_expired, "tls_expired", Standing::later},
    FaultRow{Fault::tls_rejected, "tls_rejected", Standing::refused},
    FaultRow{Fault::tls_other, "tls_other", Standing::later},
    FaultRow{Fault::too_large, "too_large", Standing::intercepted},
};

}  // namespace

std::string_view name_of(Fault fault) {
    for (const auto& row : kFaults) {
        if (row.fault == fault) return row.name;
    }
    return "";
}

Standing standing_of_status(int status, BodyForm form) {
    if (status == 400 && form == BodyForm::page) return Standing::refused;
    for (const auto& row : kStatuses) {
        if (row.from <= status && status <= row.to) return row.standing;
    }
    return Standing::later;
}

Standing standing_of_fault(Fault fault) {
    for (const auto& row : kFaults) {
        if (row.fault == fault) return row.standing;
    }
    return Standing::later;
}

BodyForm form_of(const Reply& reply) {
    return reply.content_type.starts_with("text/html") || reply.body.starts_with('<') ? BodyForm::page : BodyForm::ours;
}

}  // namespace hailong::agent
