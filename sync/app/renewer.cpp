#include "sync/app/renewer.h"

#include "kiosk/base/log.h"
#include "sync/transport/tls_identity.h"

namespace hailong::sync_app {

namespace {
// After a renewal, whatever came of it: a server that refuses the new certificate as well is not asked again and again.
constexpr auto kRest = std::chrono::hours(1);
}  // namespace

Renewer::Renewer(Membership& membership, domain::Places places, World world)
    : membership_(membership), places_(std::move(places)), world_(std::move(world)) {
    look();
}

void Renewer::look() {
    due_.reset();
    until_.reset();
    const auto pem = base::read_file(places_.tls_pair());
    const auto life = pem ? transport::certificate_life(*pem) : tl::unexpected<Error>(pem.error());
    if (!life) return;  // what cannot be read is refused, and renewed then
    due_ = life->from + (life->until - life->from) * 2 / 3;
    until_ = life->until;
}

bool Renewer::tend(const agent::Contact& contact, base::MonoTime now) {
    const bool is_due = contact.province_now && due_ && *contact.province_now >= *due_;
    if (!is_due && !contact.is_refused && !has_unproven_pair(places_)) {
        if (contact.province_now) failure_.reset();
        return false;
    }
    if (rest_until_ && now < *rest_until_) return false;
    rest_until_ = now + kRest;
    const auto renewed = renew(membership_, places_, world_.renew);
    if (!renewed) {
        failure_ = renewed.error().what;
        base::log_event(base::Level::warn, "certificate.not_renewed", {{"why", *failure_}});
        return false;
    }
    failure_.reset();
    look();
    if (const auto open = world_.reconnect(); !open) {
        failure_ = open.error().what;
        return false;
    }
    base::log_event(base::Level::info, "certificate.renewed", {{"until", until_ ? base::format_utc(*until_) : ""}});
    return true;
}

}  // namespace hailong::sync_app
