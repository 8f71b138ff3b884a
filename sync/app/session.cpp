#include "sync/app/session.h"

#include "sync/transport/tls_identity.h"

namespace hailong::sync_app {

namespace {

// The terminal looks for something to sign once a minute, and only while nobody stands before it.
constexpr std::chrono::seconds kPatience{150};

double random_part() { return static_cast<double>(base::random_below(1U << 24U)) / static_cast<double>(1U << 24U); }

agent::Plan plan_of(const Settings& settings) {
    agent::Plan plan;
    plan.rules.tick = settings.tick;
    plan.boot_splay = settings.boot_splay;
    return plan;
}

}  // namespace

Session::Session(const Settings& settings, Membership membership, base::FolderLock lock)
    : settings_(settings),
      lock_(std::move(lock)),
      membership_(std::move(membership)),
      ledger_(settings.places.ledger()),
      calls_(settings.places.ledger()) {}

Result<std::unique_ptr<Session>> Session::open(const Settings& settings) {
    HL_TRY(auto membership, load_membership(settings.places));
    HL_CHECK(make_folders(settings.places));
    HL_TRY(auto lock, lock_folder(settings.places));
    std::unique_ptr<Session> session(new Session(settings, std::move(membership), std::move(lock)));
    HL_CHECK(session->connect());
    Session& own = *session;
    own.renewer_.emplace(own.membership_, settings.places,
                         Renewer::World{own.renew_world(), [&own] { return own.connect(); }});
    if (has_unproven_pair(settings.places)) (void)own.renewer_->tend({}, own.clock_.now().mono);
    const agent::World world{own.ledger_,  own.line_,    own.clock_,    own.callable_,
                             &random_part, std::nullopt, &*own.renewer_};
    own.agent_.emplace(world, own.membership_.self(), settings.places, plan_of(settings));
    return session;
}

Status Session::connect() {
    auto endpoint = endpoint_of(membership_, settings_.places, settings_.proxy);
    HL_TRY(line_.now, transport::HttpsTransport::open(endpoint));
    // No CA decides here: ours may be the very thing that is out of date.
    endpoint.trust = transport::Trust::card;
    endpoint.certificate.clear();
    endpoint.key.clear();
    HL_TRY(asking_.now, transport::HttpsTransport::open(endpoint));
    return {};
}

RenewWorld Session::renew_world() {
    return {{asking_, clock_, waiter_, kPatience}, [this](const base::Path& pair) -> Status {
                auto endpoint = endpoint_of(membership_, settings_.places, settings_.proxy);
                endpoint.certificate = pair;
                endpoint.key = pair;
                HL_TRY(const auto line, transport::HttpsTransport::open(std::move(endpoint)));
                return prove_by(*line, membership_);
            }};
}

Result<base::WallTime> Session::renew_now() {
    HL_CHECK(renew(membership_, settings_.places, renew_world()));
    HL_TRY(const auto pem, base::read_file(settings_.places.tls_pair()));
    HL_TRY(const auto life, transport::certificate_life(pem));
    return life.until;
}

}  // namespace hailong::sync_app
