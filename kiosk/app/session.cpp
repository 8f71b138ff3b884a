#include "kiosk/app/session.h"

#include <algorithm>
#include <map>
#include <utility>

#include "kiosk/app/ballast.h"
#include "kiosk/app/device_key.h"
#include "kiosk/app/enrol_proof.h"
#include "kiosk/app/papers.h"
#include "kiosk/app/serving_chain.h"
#include "kiosk/app/staff_room.h"
#include "kiosk/app/ticket_shown.h"
#include "kiosk/app/trouble.h"
#include "kiosk/app/upkeep.h"
#include "kiosk/app/usage.h"
#include "kiosk/base/log.h"
#include "kiosk/domain/device_events.h"
#include "kiosk/store/ledger_writer.h"
#include "kiosk/store/receipts.h"

namespace hailong::app {

namespace {

constexpr base::Millis kTendClosed{2'000};  // "recovery by itself < 5 s after space returns", with room for the write
constexpr base::Millis kTendOpen{60'000};   // the agent's tick: new keys cannot come sooner
// Tickets of the session's own device entries; the flow counts its own from 1.
constexpr store::Ticket kOwnTicket = store::Ticket(1) << 63U;
constexpr store::Ticket kStaffTicket = kOwnTicket | 1;  // the entry that must stand before the staff menu opens
constexpr store::Ticket kSalvageTicket = kOwnTicket | 2;

}  // namespace

struct Session::Impl {
    SessionRequest request;
    const base::Clock& clock;
    base::Token16 boot;
    flow::State state;
    base::MonoTime tend_at;
    std::optional<base::FolderLock> lock{};  // this and the next are absent while the folder cannot be used
    std::optional<base::Signer> device{};
    Station station{};
    PaperReader papers{request.places, request.card};  // that `station` is made of
    std::string unanswered{};                       // the last complaint about a request of the agent that was logged
    std::unique_ptr<store::LedgerWriter> writer{};  // absent while there is no ledger to write
    std::size_t writing = 0;                        // the flow's tickets without a result
    bool probing = false;                           // a device entry is on its way to see whether the disk works again
    base::Digest serving{};                         // the chain that `writer` writes
    FileMark verdict{};                             // of the verdict about it that was looked at
    std::optional<store::SegmentName> suspect{};    // is to be looked at before its chain is opened again
    base::MonoTime heal_at{};                       // not before: where looking finds nothing, once a minute is enough
    std::optional<domain::Head> saved{};
    std::map<flow::Ticket, flow::TicketShown> homes{};  // of home tickets on their way to the disk
    Usage usage{};
    std::optional<Error> error{};
    std::unique_ptr<Upkeep> upkeep{};    // of the chain that `writer` writes; not for a rehearsal
    std::unique_ptr<StaffRoom> staff{};  // after everything that it asks

    [[nodiscard]] domain::Stamp stamp() const {
        const base::Instant now = clock.now();
        return domain::Stamp{now.wall, boot, now.mono.time_since_epoch().count()};
    }

    void advance(const flow::Event& event, base::Instant now) {
        flow::Step step =
            flow::advance(state, event, flow::Turn{now.mono, now.wall, base::random_token()}, request.rules);
        const bool was_first = std::holds_alternative<flow::First>(state.screen);
        state = std::move(step.state);
        const auto* saving = std::get_if<flow::Saving>(&state.screen);
        if (was_first && saving != nullptr && std::holds_alternative<domain::Rating>(saving->answer)) {
            usage.count(base::office_day(now.wall), state.language, state.aids);
        }
        for (const flow::Save& wanted : step.saves) save(wanted, now);
    }

    void save(const flow::Save& what, base::Instant now) {
        const auto* issued = std::get_if<domain::TicketIssued>(&what.answer);
        if (issued != nullptr && device)
            homes[what.ticket] = ticket_shown(*issued, *device, request.home_host, now.wall);
        const auto sent =
            writer ? writer->submit(what.ticket, domain::seal_answer(what.answer, stamp(),
                                                                     {station.keys.intake, station.keys.comment}))
                   : Status(fail(ErrorCode::io, "there is no ledger to write"));
        if (sent) {
            ++writing;
        } else {
            not_saved(what.ticket, sent.error(), now);
        }
    }

    void not_saved(flow::Ticket ticket, const Error& why, base::Instant now) {
        homes.erase(ticket);
        if (!error) base::log_event(base::Level::error, "rating.not_saved", {{"why", why.what}});
        error = why;
        advance(flow::SaveFailed{ticket, screen_code(why.code)}, now);
        advance(flow::ServiceChanged{service_for(why.code), screen_code(why.code)}, now);
        tend_at = std::min(tend_at, try_again_at(why.code, now.mono));
    }

    // At once where something was done that may have helped, or will be.
    base::MonoTime try_again_at(ErrorCode code, base::MonoTime now) {
        if (code == ErrorCode::corrupt) return std::max(now, heal_at);
        return code == ErrorCode::disk_full && release_ballast(request.places) ? now : now + kTendClosed;
    }

    void take(const store::Written& written, base::Instant now) {
        const bool own = (written.ticket & kOwnTicket) != 0;
        if (written.ticket == kSalvageTicket) {
            if (upkeep) upkeep->written(written.head.has_value());
        } else if (own) {
            probing = false;
        } else {
            --writing;
        }
        if (staff && written.ticket == kStaffTicket) staff->noted(written.head.has_value(), now);
        if (!written.head) {
            not_saved(written.ticket, written.head.error(), now);
            return;
        }
        if (!own) {
            saved = *written.head;
            auto home = homes.extract(written.ticket);
            advance(flow::Saved{written.ticket, written.head->seq, written.head->hash,
                                home ? std::move(home.mapped()) : flow::TicketShown{}},
                    now);
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

    // What the staff room may ask of the session.
    [[nodiscard]] StaffHost staff_host() {
        StaffHost host{request.places,          request.card,     request.stick, boot,
                       request.rules.languages, request.loudness, request.wake};
        host.key = [this]() -> std::optional<base::Secret> {
            auto key = writer && device ? staff_key(station, *device) : Result<base::Secret>(fail(ErrorCode::io, ""));
            if (!key) return std::nullopt;
            return std::move(*key);
        };
        host.sign = [this](domain::Health health) {
            if (!device || station.device.empty()) return std::string();
            health.device = station.device;
            return domain::encode_health(health, *device);
        };
        host.name = [this] { return station.device; };
        host.enter = [this](const std::vector<domain::EventField>& fields) {
            return writer && writer->submit(kStaffTicket, domain::device_event(domain::kStaffEntered, stamp(), fields))
                                 .has_value();
        };
        host.note = [this](std::string_view event, const std::vector<domain::EventField>& fields) {
            note(event, fields);
        };
        return host;
    }

    // Nothing but the first screen, or the notice that covers it, leads to the staff.
    [[nodiscard]] bool may_lead_out() const {
        return std::holds_alternative<flow::First>(state.screen) && !state.help && writing == 0;
    }
    bool hear_staff(const flow::Event& event, base::Instant now) {
        return staff && staff->hear(event, may_lead_out(), now);
    }

    Status take_folder() {
        HL_CHECK(prepare_folders(request.places));
        if (!lock) {
            HL_TRY(auto taken, base::FolderLock::take(request.places.kiosk_lock()));
            lock.emplace(std::move(taken));
        }
        HL_TRY(auto key, device_key(request.places));
        device.emplace(std::move(key));
        return {};
    }

    [[nodiscard]] LedgerOrder ledger_order() const {
        return {request.places, station, *device, stamp(), request.ledger};
    }

    Result<ServingLedger> open_ledger() {
        if (request.purpose == Purpose::rehearsal) {
            HL_TRY(station, rehearsal_station(request.places, request.card, device->public_key()));
            HL_TRY(auto begun, begin_rehearsal_ledger(ledger_order()));
            return ServingLedger{std::move(begun), std::nullopt};
        }
        HL_TRY(station, papers.read(device->public_key()));
        return open_serving_ledger({request.places, station, *device, stamp(), request.ledger,
                                    read_standing(request.places.root, request.standing), std::exchange(suspect, {})});
    }

    Status start_writer() {
        if (!device) HL_CHECK(take_folder());
        HL_TRY(auto opened, open_ledger());
        serving = opened.ledger.head().chain;
        verdict = {};
        writer = std::make_unique<store::LedgerWriter>(std::move(opened.ledger), request.wake);
        note("started", {{"version", HAILONG_VERSION}});
        if (const auto& gone = opened.put_aside) {
            note(domain::kPutAside, {{"chain", gone->chain8}, {"from", std::to_string(gone->from)}});
        }
        if (request.purpose == Purpose::rehearsal) return {};
        const UpkeepOrder order{request.places, request.card, device->public_key(), serving, station.device};
        upkeep = std::make_unique<Upkeep>(order);
        return {};
    }

    // What the agent wants this terminal's key to sign: an enrolment, later a renewal of its certificate.
    Status answer_agent() {
        const auto answered = answer_enrolment(request.places, request.card, *device);
        const std::string why = answered ? "" : answered.error().what;
        if (!why.empty() && why != unanswered) {
            base::log_event(base::Level::warn, "agent.not_answered", {{"why", why}});
        }
        unanswered = why;
        if (!answered) return tl::unexpected<Error>(answered.error());
        if (*answered == ProofOutcome::answered) base::log_event(base::Level::info, "agent.answered");
        return {};
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
            if (const auto answered = answer_agent(); !answered) error = answered.error();
        } else {
            if (!error || error->what != why.what)
                base::log_event(base::Level::error, "ledger.not_open", {{"why", why.what}});
            error = why;
            if (why.code == ErrorCode::disk_full) release_ballast(request.places);
        }
    }

    void keep_up(base::Instant now) {
        if (const auto found = upkeep->take()) {
            if (found->damaged) return open_again(now, found->damaged);
            for (const domain::SalvagedLine& line : found->lines) {
                if (!writer->submit(kSalvageTicket, domain::salvage_draft(line, stamp()))) upkeep->written(false);
            }
        }
        upkeep->begin(now.mono);
    }

    [[nodiscard]] bool is_idle() const { return std::holds_alternative<flow::First>(state.screen) && writing == 0; }

    // Reads the papers again if the agent replaced one: new keys, another unit. Disk work, so nobody may be waiting.
    void look_at_papers(base::Instant now) {
        auto newer = papers.read_if_replaced(device->public_key());
        if (!newer) return;
        if (newer->device != station.device || newer->unit != station.unit) {
            open_again(now);
        } else if (newer->keys.version >= station.keys.version) {
            station = std::move(*newer);
        }
    }

    // Has the agent brought the province's word that it cannot follow this chain? Disk work, too.
    void look_at_verdict(base::Instant now) {
        const FileMark found = mark_of(store::verdict_file(request.places.receipts(), serving));
        if (found == verdict) return;
        verdict = found;
        if (is_to_be_closed(ledger_order(), serving)) open_again(now);
    }

    void close_ledger(std::optional<store::SegmentName> damaged, base::Instant now) {
        suspect = std::move(damaged);
        heal_at = now.mono + kTendOpen;
        upkeep.reset();
        writer.reset();
        probing = false;
    }

    // Another chain is due: the old one is of another device or unit, is damaged, or cannot be followed.
    void open_again(base::Instant now, std::optional<store::SegmentName> damaged = {}) {
        note("stopped");
        close_ledger(std::move(damaged), now);
        try_to_open(now);
    }

    // Where a citizen who walked away now would leave the visit, so that chosen reasons are not lost. Time alone leads
    // there from every screen (flow/visit.h).
    void end_visit() {
        base::Instant then = clock.now();
        while (!std::holds_alternative<flow::First>(state.screen)) {
            const auto due = flow::next_deadline(state, then.mono, request.rules);
            if (!due) return;
            then.mono = std::max(then.mono, *due);
            advance(flow::TimePassed{}, then);
        }
    }

    void tell_usage(const std::string& today) {
        if (!writer) return;
        if (const auto fields = usage.close(today)) note("usage", *fields);
    }

    [[nodiscard]] bool may_heal(base::Instant now) const {
        return writer && error && error->code == ErrorCode::corrupt && writing == 0 && !probing && heal_at <= now.mono;
    }

    void tend(base::Instant now) {
        tell_usage(base::office_day(now.wall));
        bool soon = false;
        if (may_heal(now)) close_ledger(written_segment(request.places, serving), now);
        if (!writer) {
            try_to_open(now);
        } else if (error) {
            // Nothing is read here while the disk may hang.
            if (!probing) note("resumed");
        } else if (request.purpose == Purpose::service) {
            soon = !is_idle();
            if (!soon) look_at_papers(now);
            if (!soon) static_cast<void>(answer_agent());  // whatever the agent asks, citizens come first
            if (!soon && writer) look_at_verdict(now);
            if (!soon && upkeep) keep_up(now);
            soon = soon || (upkeep && upkeep->is_busy());
        }
        tend_at = now.mono + (writer && !error && !soon ? kTendOpen : kTendClosed);
    }
};

Session::Session(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Session::Session(Session&& other) noexcept = default;
Session& Session::operator=(Session&& other) noexcept = default;
Session::~Session() {
    if (!impl_ || !impl_->writer) return;
    impl_->end_visit();
    impl_->tell_usage("");
    impl_->note("stopped");
}

Result<Session> Session::open(SessionRequest request, const base::Clock& clock, base::Instant now) {
    HL_TRY(const auto boot, base::read_boot_id());
    if (!request.wake) request.wake = [] {};
    const bool rehearsal = request.purpose == Purpose::rehearsal;
    auto state = flow::begin(rehearsal ? flow::Service::open : flow::Service::not_enrolled,
                             {now.mono, now.wall, base::random_token()}, request.rules);
    auto impl = std::unique_ptr<Impl>(new Impl{std::move(request), clock, boot, std::move(state), now.mono});
    const auto taken = impl->take_folder();
    if (!taken && taken.error().code == ErrorCode::busy) return tl::unexpected<Error>(taken.error());
    if (rehearsal) {
        HL_CHECK(impl->start_writer());
        impl->tend_at = now.mono + kTendOpen;
    } else {
        impl->tend(now);
        impl->staff = std::make_unique<StaffRoom>(impl->staff_host(), now);
    }
    return Session(std::move(impl));
}

void Session::dispatch(const flow::Event& event, base::Instant now) {
    if (!impl_->hear_staff(event, now)) impl_->advance(event, now);
}

bool Session::poll(base::Instant now) {
    const flow::State before = impl_->state;
    const auto due = flow::next_deadline(before, now.mono, impl_->request.rules);
    if (impl_->writer) {
        for (const store::Written& written : impl_->writer->take_results()) impl_->take(written, now);
    }
    const bool is_staff_changed = impl_->staff && impl_->staff->poll(now);
    impl_->advance(flow::TimePassed{}, now);
    if (impl_->tend_at <= now.mono) impl_->tend(now);
    return is_staff_changed || (due && *due <= now.mono) || !(impl_->state == before);
}

flow::View Session::view(base::Instant now) const {
    if (impl_->staff && impl_->staff->is_open()) return impl_->staff->view(now);
    return flow::view(impl_->state, now.mono, impl_->request.rules);
}

std::optional<base::MonoTime> Session::next_deadline(base::Instant now) const {
    const auto due = flow::next_deadline(impl_->state, now.mono, impl_->request.rules);
    base::MonoTime first = due ? std::min(*due, impl_->tend_at) : impl_->tend_at;
    const auto staff_due = impl_->staff ? impl_->staff->next_deadline(now) : std::nullopt;
    return staff_due ? std::min(first, *staff_due) : first;
}

const flow::State& Session::state() const { return impl_->state; }
const flow::Rules& Session::rules() const { return impl_->request.rules; }
std::optional<domain::Head> Session::last_saved() const { return impl_->saved; }
bool Session::wants_restart() const { return impl_->staff && impl_->staff->wants_restart(); }
int Session::loudness() const { return impl_->staff ? impl_->staff->loudness() : impl_->request.loudness; }
bool Session::is_writing() const { return impl_->writing > 0; }
std::optional<Error> Session::last_error() const { return impl_->error; }

}  // namespace hailong::app
