#include "kiosk/app/session.h"

#include <algorithm>

#include "kiosk/app/device_key.h"
#include "kiosk/app/enrol_proof.h"
#include "kiosk/app/station.h"
#include "kiosk/base/log.h"
#include "kiosk/store/ledger_writer.h"

namespace hailong::app {

namespace {

constexpr base::Millis kTendClosed{2'000};  // "recovery by itself < 5 s after space returns", with room for the write
constexpr base::Millis kTendOpen{60'000};   // the agent's tick: new keys cannot come sooner
// Tickets of the session's own device entries; the flow counts its own from 1.
constexpr store::Ticket kOwnTicket = store::Ticket(1) << 63U;

flow::Service service_for(ErrorCode code) {
    if (code == ErrorCode::not_enrolled) return flow::Service::not_enrolled;
    // These pass: space comes back, a reader lets go.
    if (code == ErrorCode::disk_full || code == ErrorCode::busy) return flow::Service::paused;
    return flow::Service::trouble;
}

// What the screen shows for staff to read out on the telephone.
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

}  // namespace

struct Session::Impl {
    SessionRequest request;
    const base::Clock& clock;
    base::FolderLock lock;
    base::Signer device;
    base::Token16 boot;
    flow::State state;
    base::MonoTime tend_at;
    Station station;
    std::unique_ptr<store::LedgerWriter> writer;  // absent while there is no ledger to write
    std::size_t writing = 0;                      // the flow's tickets without a result
    bool probing = false;                         // a device entry is on its way to see whether the disk works again
    std::optional<domain::Head> saved;
    std::optional<Error> error;

    [[nodiscard]] domain::Stamp stamp() const {
        const base::Instant now = clock.now();
        return domain::Stamp{now.wall, boot, now.mono.time_since_epoch().count()};
    }

    void advance(const flow::Event& event, base::Instant now) {
        flow::Step step = flow::advance(state, event, flow::Turn{now.mono, base::random_token()}, request.rules);
        state = std::move(step.state);
        if (step.save) save(*step.save, now);
    }

    void save(const flow::Save& what, base::Instant now) {
        const auto sent = writer
                              ? writer->submit(what.ticket, domain::seal_answer(what.answer, stamp(), station.intake))
                              : Status(fail(ErrorCode::io, "there is no ledger to write"));
        if (sent) {
            ++writing;
        } else {
            not_saved(what.ticket, sent.error(), now);
        }
    }

    void not_saved(flow::Ticket ticket, const Error& why, base::Instant now) {
        if (!error) base::log_event(base::Level::error, "rating.not_saved", {{"why", why.what}});
        error = why;
        advance(flow::SaveFailed{ticket, screen_code(why.code)}, now);
        advance(flow::ServiceChanged{service_for(why.code), screen_code(why.code)}, now);
        tend_at = std::min(tend_at, now.mono + kTendClosed);
    }

    void take(const store::Written& written, base::Instant now) {
        const bool own = (written.ticket & kOwnTicket) != 0;
        if (own) {
            probing = false;
        } else {
            --writing;
        }
        if (!written.head) {
            not_saved(written.ticket, written.head.error(), now);
            return;
        }
        if (!own) {
            saved = *written.head;
            advance(flow::Saved{written.ticket, written.head->seq, written.head->hash}, now);
        }
        if (error) base::log_event(base::Level::info, "ledger.works_again", {{"seq", written.head->seq}});
        error.reset();
        advance(flow::ServiceChanged{flow::Service::open, {}}, now);
    }

    void note(std::string_view event, const std::vector<domain::EventField>& fields = {}) {
        if (!writer) return;
        // A refusal means that the queue is full of answers, which matter more.
        if (writer->submit(kOwnTicket, domain::device_event(event, stamp(), fields))) probing = true;
    }

    Result<store::Ledger> open_ledger() {
        if (request.purpose == Purpose::rehearsal) {
            HL_TRY(station, rehearsal_station(request.places, request.card, device.public_key()));
            return begin_rehearsal_ledger(request.places, station, device, stamp(), request.ledger);
        }
        HL_TRY(station, enrolled_station(request.places, request.card, device.public_key()));
        return open_enrolled_ledger(request.places, station, device, stamp(), request.ledger);
    }

    Status start_writer() {
        auto ledger = open_ledger();
        if (!ledger) return tl::unexpected<Error>(ledger.error());
        writer = std::make_unique<store::LedgerWriter>(std::move(*ledger), request.wake);
        note("started", {{"version", HAILONG_VERSION}});
        return {};
    }

    void answer_enrolment_request() {
        const auto answered = answer_enrolment(request.places, request.card, device);
        if (!answered) {
            if (!error || error->what != answered.error().what) {
                base::log_event(base::Level::warn, "enrolment.not_answered", {{"why", answered.error().what}});
            }
            error = answered.error();
        } else if (*answered == ProofOutcome::answered) {
            base::log_event(base::Level::info, "enrolment.answered");
        }
    }

    // The terminal has no ledger yet: see whether it can have one now.
    void try_to_open(base::Instant now) {
        const auto started = start_writer();
        if (started) {
            error.reset();
            advance(flow::ServiceChanged{flow::Service::open, {}}, now);
            return;
        }
        const Error& why = started.error();
        advance(flow::ServiceChanged{service_for(why.code), screen_code(why.code)}, now);
        if (why.code == ErrorCode::not_enrolled) {
            answer_enrolment_request();
        } else {
            if (!error || error->what != why.what)
                base::log_event(base::Level::error, "ledger.not_open", {{"why", why.what}});
            error = why;
        }
    }

    void tend(base::Instant now) {
        if (!writer) {
            try_to_open(now);
        } else if (error && !probing) {
            note("resumed");
        } else if (request.purpose == Purpose::service) {
            if (auto newer = enrolled_station(request.places, request.card, device.public_key()))
                station.intake = newer->intake;
        }
        tend_at = now.mono + (writer && !error ? kTendOpen : kTendClosed);
    }
};

Session::Session(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Session::Session(Session&& other) noexcept = default;
Session& Session::operator=(Session&& other) noexcept = default;
Session::~Session() {
    if (impl_ && impl_->writer) impl_->note("stopped");
}

Result<Session> Session::open(SessionRequest request, const base::Clock& clock, base::Instant now) {
    HL_CHECK(prepare_folders(request.places));
    HL_TRY(auto lock, base::FolderLock::take(request.places.kiosk_lock()));
    HL_TRY(auto device, device_key(request.places));
    HL_TRY(const auto boot, base::read_boot_id());
    if (!request.wake) request.wake = [] {};
    const bool rehearsal = request.purpose == Purpose::rehearsal;
    auto state = flow::begin(rehearsal ? flow::Service::open : flow::Service::not_enrolled, now.mono, request.rules);
    auto impl = std::unique_ptr<Impl>(new Impl{std::move(request),
                                               clock,
                                               std::move(lock),
                                               std::move(device),
                                               boot,
                                               std::move(state),
                                               now.mono,
                                               {},
                                               nullptr,
                                               0,
                                               false,
                                               {},
                                               {}});
    if (rehearsal) {
        HL_CHECK(impl->start_writer());
        impl->tend_at = now.mono + kTendOpen;
    } else {
        impl->tend(now);
    }
    return Session(std::move(impl));
}

void Session::dispatch(const flow::Event& event, base::Instant now) { impl_->advance(event, now); }

bool Session::poll(base::Instant now) {
    const flow::State before = impl_->state;
    const auto due = flow::next_deadline(before, now.mono, impl_->request.rules);
    if (impl_->writer) {
        for (const store::Written& written : impl_->writer->take_results()) impl_->take(written, now);
    }
    if (impl_->tend_at <= now.mono) impl_->tend(now);
    impl_->advance(flow::TimePassed{}, now);
    return (due && *due <= now.mono) || !(impl_->state == before);
}

flow::View Session::view(base::Instant now) const { return flow::view(impl_->state, now.mono, impl_->request.rules); }

std::optional<base::MonoTime> Session::next_deadline(base::Instant now) const {
    const auto due = flow::next_deadline(impl_->state, now.mono, impl_->request.rules);
    return due ? std::min(*due, impl_->tend_at) : impl_->tend_at;
}

const flow::State& Session::state() const { return impl_->state; }
const flow::Rules& Session::rules() const { return impl_->request.rules; }
std::optional<domain::Head> Session::last_saved() const { return impl_->saved; }
bool Session::is_writing() const { return impl_->writing > 0; }
std::optional<Error> Session::last_error() const { return impl_->error; }

}  // namespace hailong::app
