#include "kiosk/app/staff_room.h"

#include <sys/statvfs.h>

#include "kiosk/app/progress.h"
#include "kiosk/app/staff_state.h"
#include "kiosk/app/station.h"
#include "kiosk/app/usb.h"
#include "kiosk/base/json.h"
#include "kiosk/base/log.h"
#include "kiosk/domain/device_events.h"

namespace hailong::app {

namespace {

constexpr std::size_t kMaxStatus = 1 << 16;

std::string office_time_of(const std::optional<std::string>& utc) {
    const auto time = utc ? base::parse_utc(*utc) : Result<base::WallTime>(fail(ErrorCode::not_found, ""));
    return time ? base::office_time(*time) : std::string();
}

std::optional<base::WallTime> utc_of(const base::json::Object& status, std::string_view name) {
    const auto text = status.optional_text(name);
    if (!text || !*text) return std::nullopt;
    const auto time = base::parse_utc(**text);
    return time ? std::optional(*time) : std::nullopt;
}

// The agent's own words, sync/agent/status.h. An absent or strange file is no agent.
void read_agent(const domain::Places& places, base::Instant now, flow::StaffReport& report) {
    const auto text = base::read_file(places.status(), kMaxStatus);
    const auto status =
        text ? base::json::parse(*text, "status.json") : Result<base::json::Object>(fail(ErrorCode::not_found, ""));
    if (!status) return;
    report.has_agent = true;
    if (const auto contact = status->optional_text("last_contact")) report.last_contact = office_time_of(*contact);
    if (const auto next = utc_of(*status, "next_try")) report.next_try = now.mono + (*next - now.wall);
    if (const auto offset = status->optional_integer("clock_offset_s")) report.clock_offset_s = *offset;
    if (const auto until = utc_of(*status, "certificate_until")) {
        report.certificate_days = std::chrono::floor<std::chrono::days>(*until - now.wall).count();
    }
    const auto problem = status->object("problem");
    if (!problem) return;
    if (const auto word = (*problem)->text("word")) report.problem = *word;
}

void read_ledger(const domain::Places& places, const base::Path& card, flow::StaffReport& report) {
    const auto keys = adopted_keys(places, card);
    if (!keys) return;
    const auto chains = ledger_progress(places, *keys);
    if (!chains || chains->empty()) return;
    const auto& own = chains->front();
    report.head = domain::Head{own.summary.chain, own.summary.last, own.summary.head};
    report.through = own.through;
    if (own.genesis) report.fresh_chain = {own.genesis->reason, base::office_day(own.genesis->stamp.at)};
    for (const ChainProgress& chain : *chains) {
        report.written += chain.summary.last + 1;
        report.pending += chain.pending();
    }
}

flow::StickDone copy_to_stick(const StaffHost& host, const std::string& device) {
    if (!find_stick(host.stick)) return {flow::StickOutcome::none};
    const auto keys = adopted_keys(host.places, host.card);
    if (!keys) return {flow::StickOutcome::failed};
    const auto done = hand_over({host.places, *keys, device, host.stick});
    if (!done) {
        base::log_event(base::Level::warn, "usb.not_written", {{"why", done.error().what}});
        return {flow::StickOutcome::failed};
    }
    return {flow::StickOutcome::copied, done->files, done->entries};
}

template <class... Cases>
struct ByKind : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
ByKind(Cases...) -> ByKind<Cases...>;

}  // namespace

flow::StaffReport staff_report(const domain::Places& places, const base::Path& card, base::Instant now) {
    flow::StaffReport report;
    report.version = HAILONG_VERSION;
    report.clock = base::office_time(now.wall);
    struct statvfs disk{};
    if (statvfs(places.root.c_str(), &disk) == 0) {
        report.disk_free_mb = std::uint64_t{disk.f_bavail} * disk.f_frsize / (1U << 20U);
    }
    read_ledger(places, card, report);
    read_agent(places, now, report);
    return report;
}

StaffRoom::StaffRoom(StaffHost host, base::Instant now) : host_(std::move(host)), errands_(host_.wake) {
    state_.lock.record = load_staff_record(host_.places, now.mono, host_.boot);
    if (!host_.languages.empty()) state_.language = host_.languages.front();
    state_.loudness = load_loudness(host_.places).value_or(host_.loudness);
    tell(domain::StaffTimePassed{}, now);
}

bool StaffRoom::hear(const flow::Event& event, bool may_lead_out, base::Instant now) {
    if (const auto* elsewhere = std::get_if<flow::TouchedElsewhere>(&event)) {
        if (!is_open() && !may_lead_out) return false;
        const bool was_open = is_open();
        tell(flow::StaffTapped{elsewhere->at}, now);
        return was_open;
    }
    if (!is_open()) return std::holds_alternative<flow::StaffTouched>(event);
    if (const auto* touched = std::get_if<flow::StaffTouched>(&event)) {
        tell(*touched, now);
        return true;
    }
    // Headphones and the store go on beside the staff; nobody rates or scans meanwhile.
    return !std::holds_alternative<flow::HeadphonesChanged>(event);
}

bool StaffRoom::poll(base::Instant now) {
    const flow::StaffState before = state_;
    const auto due = next_deadline(now);
    for (flow::StaffEvent& event : errands_.take()) {
        if (auto* report = std::get_if<flow::StaffReport>(&event)) {
            report->device = host_.name();
            report->qr = sign(*report, now.wall);
        }
        const auto* done = std::get_if<flow::StickDone>(&event);
        if (done != nullptr && done->outcome == flow::StickOutcome::copied) {
            host_.note(domain::kUsbWritten,
                       {{"files", std::to_string(done->files)}, {"entries", std::to_string(done->entries)}});
        }
        tell(event, now);
    }
    tell(domain::StaffTimePassed{}, now);
    return (due && *due <= now.mono) || !(before == state_);
}

void StaffRoom::tell(const flow::StaffEvent& event, base::Instant now) {
    const auto key = host_.key();
    const domain::StaffTurn turn{now.mono, host_.boot, base::random_token(), key ? &*key : nullptr};
    auto move = flow::advance(std::move(state_), event, {turn, host_.languages});
    state_ = std::move(move.state);
    for (const auto& order : move.orders) carry_out(order, now);
}

void StaffRoom::carry_out(const flow::StaffOrder& order, base::Instant now) {
    std::visit(
        ByKind{
            [&](const domain::StaffStore& store) {
                errands_.send([places = host_.places, record = store.record]() -> std::optional<flow::StaffEvent> {
                    const auto saved = save_staff_record(places, record);
                    if (!saved) base::log_event(base::Level::error, "staff.not_stored", {{"why", saved.error().what}});
                    return domain::StaffStored{saved.has_value()};
                });
            },
            [&](const domain::StaffNote& note) { enter(note, now); },
            [&](const flow::StaffSyncNow&) { host_.note(domain::kSyncNow, {}); },
            [&](const flow::StaffCopy&) {
                errands_.send([host = host_, device = host_.name()]() -> std::optional<flow::StaffEvent> {
                    return copy_to_stick(host, device);
                });
            },
            [&](const flow::StaffLook&) {
                errands_.send([places = host_.places, card = host_.card, now]() -> std::optional<flow::StaffEvent> {
                    return staff_report(places, card, now);
                });
            },
            [&](const flow::StaffLoudness& chosen) { keep_loudness(chosen.loudness); },
            [&](const flow::StaffRestart&) { wants_restart_ = true; },
        },
        order);
}

void StaffRoom::keep_loudness(int loudness) {
    errands_.send([places = host_.places, loudness]() -> std::optional<flow::StaffEvent> {
        const auto kept = save_loudness(places, loudness);
        if (!kept) base::log_event(base::Level::warn, "loudness.not_stored", {{"why", kept.error().what}});
        return std::nullopt;
    });
}

void StaffRoom::enter(const domain::StaffNote& note, base::Instant now) {
    std::vector<domain::EventField> fields{{"way", note.way == domain::StaffWay::sheet ? "sheet" : "challenge"}};
    if (note.way == domain::StaffWay::sheet) {
        fields.push_back({"sheet", std::to_string(note.sheet)});
        fields.push_back({"code", std::to_string(note.code)});
    }
    if (!host_.enter(fields)) tell(domain::StaffNoted{false}, now);
}

std::string StaffRoom::sign(const flow::StaffReport& report, base::WallTime wall) const {
    domain::Health health;
    health.head = report.head;
    health.through = report.through;
    health.pending = report.pending;
    health.disk_free_mb = report.disk_free_mb;
    health.clock = wall;
    health.version = report.version;
    return host_.sign(std::move(health));
}

}  // namespace hailong::app
