#include "kiosk/app/terminal_record.h"

#include <algorithm>

#include "kiosk/base/json.h"
#include "kiosk/base/log.h"

namespace hailong::app {

namespace json = base::json;

namespace {

constexpr mode_t kStateFile = 0600;
constexpr std::size_t kMaxState = 16384;

base::Path state_file(const domain::Places& places) { return places.kiosk() / "state.json"; }

Result<domain::PreviousChain> parse_state_link(const json::Object& object) {
    domain::PreviousChain link;
    HL_TRY(link.chain, object.hex<base::Digest>("chain"));
    HL_TRY(link.seq, object.count("seq"));
    HL_TRY(link.hash, object.hex<base::Digest>("hash"));
    HL_TRY(link.certain, object.boolean("certain"));
    return link;
}

Result<TerminalRecord::Healing> parse_healing(const json::Object& object) {
    TerminalRecord::Healing healing;
    HL_TRY(healing.chain8, object.text("chain8"));
    if (!object.has("prev")) return healing;
    HL_TRY(const auto* prev, object.object("prev"));
    HL_TRY(healing.prev, parse_state_link(*prev));
    return healing;
}

Result<TerminalRecord> parse_state(std::string_view text, const std::string& name) {
    HL_TRY(const auto object, json::parse(text, name));
    TerminalRecord record;
    if (object.has("chain")) {
        HL_TRY(record.chain, object.hex<base::Digest>("chain"));
    }
    HL_TRY(const auto* times, object.array("put_aside"));
    for (const json::Value& time : *times) {
        if (time.text() == nullptr) return fail(ErrorCode::bad_input, name + ": \"put_aside\" holds no time");
        HL_TRY(const auto at, base::parse_utc(*time.text()));
        record.put_aside.push_back(at);
    }
    HL_TRY(const auto machine, object.optional_text("machine"));
    HL_TRY(const auto disk, object.optional_text("disk"));
    record.standing = {machine.value_or(""), disk.value_or("")};
    if (object.has("healing")) {
        HL_TRY(const auto* healing, object.object("healing"));
        HL_TRY(record.healing, parse_healing(*healing));
    }
    return record;
}

std::string encode_healing(const TerminalRecord::Healing& healing) {
    json::Writer out;
    out.field("chain8", healing.chain8);
    if (!healing.prev) return out.done();
    json::Writer prev;
    prev.field("chain", healing.prev->chain.hex()).field("seq", healing.prev->seq);
    prev.field("hash", healing.prev->hash.hex()).flag("certain", healing.prev->certain);
    return out.raw("prev", prev.done()).done();
}

std::string encode_state(const TerminalRecord& record) {
    json::Writer out;
    out.field("v", 1);
    if (record.chain) out.field("chain", record.chain->hex());
    std::vector<std::string> times;
    for (const base::WallTime at : record.put_aside) times.push_back(json::quoted(base::format_utc(at)));
    out.raw("put_aside", json::array_of(times));
    if (!record.standing.machine.empty()) out.field("machine", record.standing.machine);
    if (!record.standing.disk.empty()) out.field("disk", record.standing.disk);
    if (record.healing) out.raw("healing", encode_healing(*record.healing));
    return out.done() + "\n";
}

}  // namespace

TerminalRecord load_terminal_record(const domain::Places& places) {
    const base::Path file = state_file(places);
    const auto text = base::read_file(file, kMaxState);
    if (!text && text.error().code == ErrorCode::not_found) return {};
    auto record =
        text ? parse_state(*text, file.string()) : Result<TerminalRecord>(fail(text.error().code, text.error().what));
    if (record) return *record;
    base::log_event(base::Level::warn, "state.unreadable", {{"why", record.error().what}});
    return {};
}

Status save_terminal_record(const domain::Places& places, const TerminalRecord& record) {
    auto written = base::write_file(state_file(places), encode_state(record), kStateFile);
    if (!written) return fail_in("remember the terminal's state", written.error());
    return {};
}

bool may_put_aside(const std::vector<base::WallTime>& before, base::WallTime now) {
    const auto recent = std::count_if(before.begin(), before.end(), [&](base::WallTime then) {
        return std::chrono::abs(now - then) < std::chrono::days(1);
    });
    return static_cast<std::size_t>(recent) < kMostADay;
}

}  // namespace hailong::app
