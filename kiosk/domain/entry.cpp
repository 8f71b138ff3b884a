#include "kiosk/domain/entry.h"

#include <array>

#include "kiosk/base/json.h"

namespace hailong::domain {

namespace json = base::json;

namespace {

struct KindName {
    EntryKind kind;
    std::string_view name;
};
constexpr std::array kKinds{
    KindName{EntryKind::genesis, "genesis"}, KindName{EntryKind::rating, "rating"},
    KindName{EntryKind::answer, "answer"},   KindName{EntryKind::ticket, "ticket"},
    KindName{EntryKind::device, "device"},   KindName{EntryKind::salvage, "salvage"},
};

Result<EntryKind> kind_from(std::string_view name) {
    for (const auto& [kind, known] : kKinds) {
        if (known == name) return kind;
    }
    return fail(ErrorCode::bad_input, "unknown kind \"" + std::string(name) + "\"");
}

EntryKind kind_of(const Answer& answer) {
    if (std::holds_alternative<Rating>(answer)) return EntryKind::rating;
    return std::holds_alternative<TicketIssued>(answer) ? EntryKind::ticket : EntryKind::answer;
}

Result<Stamp> stamp_from(const json::Object& object) {
    Stamp stamp;
    HL_TRY(const auto at, object.text("at"));
    HL_TRY(stamp.at, base::parse_utc(at));
    HL_TRY(stamp.boot, object.hex<base::Token16>("boot"));
    HL_TRY(stamp.mono_ms, object.integer("mono_ms"));
    return stamp;
}

}  // namespace

std::string_view name_of(EntryKind kind) {
    for (const auto& known : kKinds) {
        if (known.kind == kind) return known.name;
    }
    return "";
}

bool is_visit_kind(EntryKind kind) {
    return kind == EntryKind::rating || kind == EntryKind::answer || kind == EntryKind::ticket;
}

std::string encode_entry(const Draft& draft, Seq seq) {
    json::Writer out;
    out.field("v", 1)
        .field("seq", seq)
        .field("kind", name_of(draft.kind))
        .field("at", base::format_utc(draft.stamp.at));
    out.field("boot", draft.stamp.boot.hex()).field("mono_ms", draft.stamp.mono_ms);
    if (is_visit_kind(draft.kind)) {
        out.field("key", draft.key).field("box", base::to_b64(draft.box));
    } else {
        out.raw("body", draft.body);
    }
    return out.done();
}

Result<Entry> parse_entry(std::string_view line) {
    HL_TRY(const auto object, json::parse(line, "entry"));
    Entry entry;
    HL_TRY(const auto version, object.integer("v"));
    if (version != 1) return fail(ErrorCode::bad_input, "entry version " + std::to_string(version) + " is not known");
    HL_TRY(entry.seq, object.count("seq"));
    HL_TRY(const auto kind, object.text("kind"));
    HL_TRY(entry.kind, kind_from(kind));
    HL_TRY(entry.stamp, stamp_from(object));
    if (entry.kind == EntryKind::genesis) return entry;
    if (!is_visit_kind(entry.kind)) {
        HL_CHECK(object.object("body"));
        entry.body = json::write(*object.find("body"));
        return entry;
    }
    HL_TRY(entry.key, object.text("key"));
    HL_TRY(const auto box, object.text("box"));
    HL_TRY(entry.box, base::from_b64(box));
    return entry;
}

Draft seal_answer(const Answer& answer, const Stamp& stamp, const SealKeys& keys) {
    const base::BoxKey& to = std::holds_alternative<Comment>(answer) ? keys.comment : keys.intake;
    Draft draft;
    draft.kind = kind_of(answer);
    draft.stamp = stamp;
    draft.key = base::key_id(to.view());
    std::string plain = encode_plain(answer);
    draft.box = base::seal(to, plain);
    base::wipe(plain);
    return draft;
}

Draft device_event(std::string_view event, const Stamp& stamp, const std::vector<EventField>& fields) {
    json::Writer body;
    body.field("event", event);
    for (const EventField& field : fields) body.field(field.name, field.value);
    return Draft{EntryKind::device, stamp, {}, {}, body.done()};
}

}  // namespace hailong::domain
