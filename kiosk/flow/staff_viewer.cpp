#include <algorithm>
#include <array>

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
    return text("staff.err_other", "word", word);
}

Text value(std::string what) { return text("staff.value", "value", std::move(what)); }

std::string gigabytes(std::uint64_t mb) {
    return std::to_string(mb / 1024) + "." + std::to_string(mb % 1024 * 10 / 1024);
}

void add_report(const StaffReport& report, StaffMenuView& out) {
    out.device = report.device;
    const std::uint64_t receipted = report.written - std::min(report.pending, report.written);
    out.counts = {{std::to_string(report.written), text("staff.written")},
                  {std::to_string(receipted), text("staff.receipted")},
                  {std::to_string(report.pending), text("staff.pending")}};
    constexpr std::uint64_t kLittle = 512;  // MiB
    if (report.has_agent) {
        out.rows.push_back({text("staff.last_contact"),
                            report.last_contact.empty() ? text("staff.never") : value(report.last_contact),
                            report.last_contact.empty()});
        out.rows.push_back({text("staff.last_try"), problem_text(report.problem), !report.problem.empty()});
    }
    out.rows.push_back({text("staff.disk"), text("staff.gigabytes", "n", gigabytes(report.disk_free_mb)),
                        report.disk_free_mb < kLittle});
    out.rows.push_back({text("staff.time"), value(report.clock), false});
    out.rows.push_back({text("staff.version"), value(report.version), false});
    out.qr = report.qr;
}

StaffMenuView menu_view(const StaffState& state, const AtStaffMenu& menu, MonoTime now) {
    StaffMenuView out;
    out.title = text("staff.autoclose", "time", minutes(seconds_left(state.touched + kStaffIdle, now)));
    if (state.report) add_report(*state.report, out);
    out.note = note_of(menu);
    out.actions = text("staff.actions");
    out.buttons = {{StaffButton::sync, text("staff.sync")},         {StaffButton::usb, text("staff.usb")},
                   {StaffButton::clean, text("staff.clean")},       {StaffButton::touch_test, text("staff.touch")},
                   {StaffButton::language, text("staff.language")}, {StaffButton::restart, text("staff.restart")}};
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

}  // namespace

View view(const StaffState& state, MonoTime now) {
    View out;
    out.language = state.language;
    out.screen = std::visit(Page{state, now}, state.page);
    out.since = state.since;
    return out;
}

}  // namespace hailong::flow
