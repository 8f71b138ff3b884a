#include <algorithm>
#include <array>
#include <cstdlib>

#include "kiosk/flow/staff.h"
#include "kiosk/flow/viewer.h"

namespace hailong::flow {

namespace {

using base::Millis;
using base::MonoTime;

std::int64_t seconds_left(MonoTime end, MonoTime now) {
    return std::max<std::int64_t>(0, (end - now + Millis(999)) / Millis(1000));
}

// "1:59"
std::string minutes(std::int64_t seconds) {
    const std::string rest = std::to_string(seconds % 60);
    return std::to_string(seconds / 60) + (rest.size() < 2 ? ":0" : ":") + rest;
}

Text refusal_of(const domain::StaffLock& lock, MonoTime now) {
    if (lock.phase == domain::StaffPhase::locked) {
        const auto left = (seconds_left(now + domain::lock_left(lock, now), now) + 59) / 60;
        return text("staff.code_locked", "minutes", std::to_string(left));
    }
    switch (lock.refusal) {
        case domain::StaffRefusal::none:
            return {};
        case domain::StaffRefusal::wrong:
            return text("staff.code_wrong", "n", std::to_string(domain::tries_left(lock)));
        case domain::StaffRefusal::not_stored:
        case domain::StaffRefusal::not_written:
            return text("staff.code_disk");
        case domain::StaffRefusal::no_key:
            return text("staff.code_no_key");
    }
    return {};
}

StaffCodeView code_view(const StaffState& state, const AtStaffCode& code, MonoTime now) {
    StaffCodeView out;
    const auto& lock = state.lock;
    out.title = text("staff.code_title");
    if (!lock.challenge.empty()) {
        out.challenge = text("staff.code_challenge", "challenge", lock.challenge);
        out.enter = text("staff.code_enter");
        out.sheet = text("staff.code_sheet");
        out.sheet.arguments = {{"code", std::to_string(domain::next_sheet_code(lock.record))},
                               {"sheet", std::to_string(lock.record.sheet)}};
        out.takes_digits = lock.phase == domain::StaffPhase::asking;
    }
    out.refusal = refusal_of(lock, now);
    out.typed = code.typed;
    out.erase = {StaffButton::erase, text("staff.erase")};
    out.leave = {StaffButton::leave, text("staff.exit")};
    return out;
}

Text note_of(const AtStaffMenu& menu) {
    if (const auto* news = std::get_if<StaffNews>(&menu.news)) {
        if (*news == StaffNews::sync_asked) return text("staff.sync_asked");
        return *news == StaffNews::copying ? text("staff.usb_busy") : Text{};
    }
    const auto& done = std::get<StickDone>(menu.news);
    if (done.outcome == StickOutcome::none) return text("staff.usb_none");
    if (done.outcome == StickOutcome::failed) return text("staff.usb_failed");
    return text("staff.usb_done", "n", std::to_string(done.entries));
}

Text problem_text(const std::string& word) {
    if (word.empty()) return text("staff.try_ok");
    if (word == "dns" || word == "portal") return text("staff.err_" + word);
    if (word.starts_with("tls_") && word != "tls_rejected") return text("staff.err_tls");
    if (word == "fork" || word == "behind") return text("staff.err_fork");
    return text("staff.err_other", "word", word);
}

Text value(std::string what) { return text("staff.value", "value", std::move(what)); }

// "10 428": groups of three, parted as ISO 80000-1 parts them, which reads right in every language.
std::string grouped(std::uint64_t number) {
    std::string out = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(out.size()) - 3; at > 0; at -= 3) {
        out.insert(static_cast<std::size_t>(at), "\u00A0");
    }
    return out;
}

std::string gigabytes(std::uint64_t mb) {
    return std::to_string(mb / 1024) + "." + std::to_string(mb % 1024 * 10 / 1024);
}

// What the agent tells of the way to the province.
void add_contact(const StaffReport& report, MonoTime now, StaffMenuView& out) {
    constexpr std::int64_t kFewDays = 30;
    constexpr std::int64_t kMuchSeconds = 120;  // what a slow network and whole seconds explain is far less
    out.rows.push_back({text("staff.last_contact"),
                        report.last_contact.empty() ? text("staff.never") : value(report.last_contact),
                        report.last_contact.empty()});
    out.rows.push_back({text("staff.last_try"), problem_text(report.problem), !report.problem.empty()});
    if (report.next_try) {
        out.rows.push_back({text("staff.next_try"), value(minutes(seconds_left(*report.next_try, now))), false});
    }
    if (report.clock_offset_s) {
        out.rows.push_back({text("staff.clock"), text("staff.seconds", "n", std::to_string(*report.clock_offset_s)),
                            std::abs(*report.clock_offset_s) >= kMuchSeconds});
    }
    if (report.certificate_days) {
        const auto days = *report.certificate_days;
        out.rows.push_back({text("staff.cert"),
                            text("staff.days", "n", std::to_string(std::max<std::int64_t>(0, days))), days < kFewDays});
    }
}

// Empty: nothing to tell anybody.
std::string_view key_of(domain::GenesisReason reason) {
    switch (reason) {
        case domain::GenesisReason::fork:
            return "staff.chain_fork";
        case domain::GenesisReason::behind:
            return "staff.chain_behind";
        case domain::GenesisReason::quarantine:
            return "staff.chain_quarantine";
        case domain::GenesisReason::moved:
            return "staff.chain_moved";
        case domain::GenesisReason::enrolled:
        case domain::GenesisReason::rehearsal:
        case domain::GenesisReason::rekeyed:
            break;
    }
    return "";
}

void add_report(const StaffReport& report, MonoTime now, StaffMenuView& out) {
    out.device = report.device;
    const std::uint64_t receipted = report.written - std::min(report.pending, report.written);
    out.counts = {{grouped(report.written), text("staff.written")},
                  {grouped(receipted), text("staff.receipted")},
                  {grouped(report.pending), text("staff.pending")}};
    constexpr std::uint64_t kLittle = 512;  // MiB
    if (report.has_agent) add_contact(report, now, out);
    const auto why = report.fresh_chain ? key_of(report.fresh_chain->reason) : "";
    if (!why.empty()) {
        out.rows.push_back({text("staff.chain"), text(std::string(why), "day", report.fresh_chain->day), true});
    }
    out.rows.push_back({text("staff.disk"), text("staff.gigabytes", "n", gigabytes(report.disk_free_mb)),
                        report.disk_free_mb < kLittle});
    // The small panel has no room for both, and how wrong the clock is says more.
    if (!report.clock_offset_s) out.rows.push_back({text("staff.time"), value(report.clock), false});
    out.rows.push_back({text("staff.version"), value(report.version), false});
    out.qr = report.qr;
}

StaffMenuView menu_view(const StaffState& state, const AtStaffMenu& menu, MonoTime now) {
    StaffMenuView out;
    out.title = text("staff.autoclose", "time", minutes(seconds_left(state.touched + kStaffIdle, now)));
    if (state.report) add_report(*state.report, now, out);
    out.note = note_of(menu);
    out.actions = text("staff.actions");
    out.buttons = {{StaffButton::sync, text("staff.sync")},
                   {StaffButton::usb, text("staff.usb")},
                   {StaffButton::clean, text("staff.clean")},
                   {StaffButton::touch_test, text("staff.touch")},
                   {StaffButton::language, text("staff.language")},
                   {StaffButton::volume, text("staff.volume", "n", std::to_string(state.loudness))},
                   {StaffButton::restart, text("staff.restart")}};
    out.leave = {StaffButton::leave, text("staff.exit")};
    out.qr_hint = text("staff.qr_hint");
    return out;
}

struct Page {
    const StaffState& state;
    MonoTime now;
    ScreenView operator()(const std::monostate&) const { return StaffCodeView{}; }
    ScreenView operator()(const AtStaffCode& code) const { return code_view(state, code, now); }
    ScreenView operator()(const AtStaffMenu& menu) const { return menu_view(state, menu, now); }
    ScreenView operator()(const AtStaffTouch& test) const {
        return StaffTouchView{
            text("staff.touch_hint"), test.points, test.hit, {StaffButton::leave, text("common.back")}};
    }
    ScreenView operator()(const AtStaffClean& clean) const {
        return StaffCleanView{text("clean.title"),
                              text("clean.hint", "seconds", std::to_string(seconds_left(clean.until, now)))};
    }
};

constexpr std::array kStaffTexts{
    "clean.title",       "clean.hint",       "common.back",        "staff.code_title",   "staff.code_challenge",
    "staff.code_enter",  "staff.code_sheet", "staff.code_wrong",   "staff.code_locked",  "staff.code_disk",
    "staff.code_no_key", "staff.erase",      "staff.exit",         "staff.autoclose",    "staff.written",
    "staff.receipted",   "staff.pending",    "staff.last_contact", "staff.never",        "staff.last_try",
    "staff.try_ok",      "staff.err_dns",    "staff.err_portal",   "staff.err_tls",      "staff.err_fork",
    "staff.err_other",   "staff.next_try",   "staff.clock",        "staff.seconds",      "staff.cert",
    "staff.days",        "staff.disk",       "staff.gigabytes",    "staff.time",         "staff.version",
    "staff.value",       "staff.actions",    "staff.sync",         "staff.usb",          "staff.clean",
    "staff.touch",       "staff.language",   "staff.volume",       "staff.restart",      "staff.qr_hint",
    "staff.sync_asked",  "staff.usb_busy",   "staff.usb_none",     "staff.usb_failed",   "staff.usb_done",
    "staff.touch_hint",  "staff.chain",      "staff.chain_fork",   "staff.chain_behind", "staff.chain_quarantine",
    "staff.chain_moved"};

}  // namespace

std::vector<std::string> staff_text_keys() { return {kStaffTexts.begin(), kStaffTexts.end()}; }

View view(const StaffState& state, MonoTime now) {
    View out;
    out.language = state.language;
    out.screen = std::visit(Page{state, now}, state.page);
    out.since = state.since;
    return out;
}

}  // namespace hailong::flow
