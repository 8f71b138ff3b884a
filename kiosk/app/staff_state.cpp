#include "kiosk/app/staff_state.h"

#include "kiosk/base/json.h"
#include "kiosk/base/log.h"

namespace hailong::app {

namespace json = base::json;

namespace {

constexpr mode_t kStaffFile = 0600;
constexpr std::size_t kMaxFile = 4096;
// Sheets are printed from 1 up, one a year or so: nobody printed one of these.
constexpr std::uint32_t kFreshSheets = 1'000'000;
constexpr std::uint32_t kSheetsToDraw = 8'000'000;

constexpr int kLoudest = 10;

base::Path file_of(const domain::Places& places) { return places.kiosk() / "staff.json"; }
base::Path loudness_file(const domain::Places& places) { return places.kiosk() / "loudness.json"; }

Result<int> parse_loudness(std::string_view text, const std::string& name) {
    HL_TRY(const auto object, json::parse(text, name));
    HL_TRY(const auto loudness, object.integer("loudness"));
    if (loudness < 0 || loudness > kLoudest) return fail(ErrorCode::bad_input, name + " is louder than 10");
    return static_cast<int>(loudness);
}

Result<domain::StaffRecord> parse_record(std::string_view text, const std::string& name) {
    HL_TRY(const auto object, json::parse(text, name));
    HL_TRY(const auto version, object.integer("v"));
    if (version != 1) return fail(ErrorCode::bad_input, name + " is of version " + std::to_string(version));
    domain::StaffRecord record;
    HL_TRY(const auto failures, object.count("failures"));
    HL_TRY(const auto sheet, object.count("sheet"));
    HL_TRY(const auto burnt, object.count("burnt"));
    const bool in_range =
        failures <= 1000 && sheet > 0 && sheet < (1U << 31U) && burnt < (1U << domain::kStaffSheetCodes);
    if (!in_range) return fail(ErrorCode::bad_input, name + " holds impossible numbers");
    record.failures = static_cast<int>(failures);
    record.sheet = static_cast<std::uint32_t>(sheet);
    record.burnt = static_cast<std::uint32_t>(burnt);
    if (object.has("lock_boot")) {
        domain::StaffRecord::Lock lock;
        HL_TRY(lock.boot, object.hex<base::Token16>("lock_boot"));
        HL_TRY(const auto until, object.integer("lock_until_ms"));
        lock.until = base::MonoTime(base::Millis(until));
        record.lock = lock;
    }
    const bool spent = record.failures >= domain::kStaffTries;
    if (spent != record.lock.has_value()) return fail(ErrorCode::bad_input, name + " contradicts itself");
    return record;
}

std::string encode_record(const domain::StaffRecord& record) {
    json::Writer out;
    out.field("v", 1).field("failures", record.failures);
    out.field("sheet", std::uint64_t{record.sheet}).field("burnt", std::uint64_t{record.burnt});
    if (record.lock) {
        out.field("lock_boot", record.lock->boot.hex());
        out.field("lock_until_ms", std::int64_t{record.lock->until.time_since_epoch().count()});
    }
    return out.done() + "\n";
}

}  // namespace

domain::StaffRecord load_staff_record(const domain::Places& places, base::MonoTime now, const base::Token16& boot) {
    const base::Path file = file_of(places);
    const auto text = base::read_file(file, kMaxFile);
    if (!text && text.error().code == ErrorCode::not_found) return {};
    auto record = text ? parse_record(*text, file.string())
                       : Result<domain::StaffRecord>(fail(text.error().code, text.error().what));
    if (!record) {
        base::log_event(base::Level::error, "staff.record.broken", {{"why", record.error().what}});
        domain::StaffRecord locked;
        locked.failures = domain::kStaffTries;
        locked.lock = domain::StaffRecord::Lock{boot, now + domain::kStaffLockTime};
        locked.sheet = kFreshSheets + base::random_below(kSheetsToDraw);
        return locked;
    }
    // The uptime of a lock never exceeds its own length: a longer one was not written by us.
    if (record->lock && record->lock->boot == boot && record->lock->until > now + domain::kStaffLockTime) {
        record->lock->until = now + domain::kStaffLockTime;
    }
    return *record;
}

Status save_staff_record(const domain::Places& places, const domain::StaffRecord& record) {
    auto written = base::write_file(file_of(places), encode_record(record), kStaffFile);
    if (!written) return fail_in("store the staff lock", written.error());
    return {};
}

std::optional<int> load_loudness(const domain::Places& places) {
    const base::Path file = loudness_file(places);
    const auto text = base::read_file(file, kMaxFile);
    if (!text && text.error().code == ErrorCode::not_found) return std::nullopt;
    const auto loudness =
        text ? parse_loudness(*text, file.string()) : Result<int>(fail(text.error().code, text.error().what));
    if (loudness) return *loudness;
    base::log_event(base::Level::warn, "loudness.ignored", {{"why", loudness.error().what}});
    return std::nullopt;
}

Status save_loudness(const domain::Places& places, int loudness) {
    json::Writer out;
    out.field("v", 1).field("loudness", loudness);
    return base::write_file(loudness_file(places), out.done() + "\n", kStaffFile);
}

}  // namespace hailong::app
