#include "kiosk/domain/salvage.h"

#include "kiosk/base/json.h"

namespace hailong::domain {

namespace json = base::json;

Draft salvage_draft(const SalvagedLine& salvaged, const Stamp& stamp) {
    json::Writer body;
    body.field("chain", salvaged.chain.hex()).field("seq", salvaged.seq).field("hash", salvaged.hash.hex());
    return Draft{EntryKind::salvage, stamp, {}, {}, body.field("line", salvaged.line).done()};
}

Result<SalvagedLine> parse_salvage(std::string_view body) {
    HL_TRY(const auto object, json::parse(body, "salvage"));
    SalvagedLine salvaged;
    HL_TRY(salvaged.chain, object.hex<base::Digest>("chain"));
    HL_TRY(salvaged.seq, object.count("seq"));
    HL_TRY(salvaged.hash, object.hex<base::Digest>("hash"));
    HL_TRY(salvaged.line, object.text("line"));
    return salvaged;
}

}  // namespace hailong::domain
