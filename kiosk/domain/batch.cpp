#include "kiosk/domain/batch.h"

#include "kiosk/base/json.h"
#include "kiosk/domain/genesis.h"

namespace hailong::domain {

namespace json = base::json;

namespace {

std::string encode_chains(const std::vector<ChainSummary>& chains) {
    std::vector<std::string> items;
    for (const ChainSummary& summary : chains) {
        json::Writer item;
        item.field("chain", summary.chain.hex()).field("floor", summary.floor);
        item.field("last", summary.last).field("head", summary.head.hex());
        items.push_back(item.done());
    }
    return json::array_of(items);
}

Result<std::vector<ChainSummary>> chains_from(const json::Object& object) {
    HL_TRY(const auto* list, object.array("chains"));
    if (list->size() > kMaxChainsTold) return fail(ErrorCode::bad_input, "\"chains\" lists more than 16");
    std::vector<ChainSummary> chains;
    for (const json::Value& item : *list) {
        if (item.object() == nullptr) return fail(ErrorCode::bad_input, "\"chains\" must list objects");
        ChainSummary summary;
        HL_TRY(summary.chain, item.object()->hex<base::Digest>("chain"));
        HL_TRY(summary.floor, item.object()->count("floor"));
        HL_TRY(summary.last, item.object()->count("last"));
        HL_TRY(summary.head, item.object()->hex<base::Digest>("head"));
        chains.push_back(summary);
    }
    return chains;
}

Status read_heads(const json::Object& object, BatchHeader& header) {
    HL_TRY(header.first, object.count("first"));
    HL_TRY(header.last, object.count("last"));
    HL_TRY(header.prev, object.hex<base::Digest>("prev"));
    HL_TRY(header.head, object.hex<base::Digest>("head"));
    HL_TRY(header.sig, object.b64<base::Signature>("sig"));
    HL_TRY(header.nonce, object.hex<base::Token16>("nonce"));
    if (header.first > header.last + 1) return fail(ErrorCode::bad_input, "\"first\" is beyond \"last\" + 1");
    if (header.first == 0 && header.prev != base::Digest{}) {
        return fail(ErrorCode::bad_input, "\"prev\" must be zeros when \"first\" is 0");
    }
    return {};
}

Status read_state(const json::Object& object, BatchHeader& header) {
    HL_TRY(header.chains, chains_from(object));
    HL_TRY(header.base, object.optional_text("base"));
    HL_CHECK(object.object("clock"));
    header.clock = json::write(*object.find("clock"));
    HL_CHECK(object.object("health"));
    header.health = json::write(*object.find("health"));
    HL_TRY(header.why, object.optional_text("why"));
    return {};
}

// The next line of `text`, which it shortens; nullopt when no newline is left.
std::optional<std::string_view> take_line(std::string_view& text) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

}  // namespace

std::string encode_header(const BatchHeader& header) {
    json::Writer out;
    out.field("proto", 1).field("device", header.device);
    header.chain ? out.field("chain", header.chain->hex()) : out.null("chain");
    out.field("first", header.first).field("last", header.last);
    out.field("prev", header.prev.hex()).field("head", header.head.hex()).field("sig", header.sig.b64());
    out.field("nonce", header.nonce.hex()).raw("chains", encode_chains(header.chains));
    header.base ? out.field("base", *header.base) : out.null("base");
    out.raw("clock", header.clock).raw("health", header.health);
    if (header.why) out.field("why", *header.why);
    return out.done();
}

Result<BatchHeader> parse_header(std::string_view line) {
    if (line.size() > kMaxHeaderLine) return fail(ErrorCode::bad_input, "header line is longer than 8 KiB");
    HL_TRY(const auto object, json::parse(line, "batch header"));
    HL_TRY(const auto proto, object.integer("proto"));
    if (proto != 1) return fail(ErrorCode::bad_input, "batch of protocol " + std::to_string(proto));
    BatchHeader header;
    HL_TRY(header.device, object.text("device"));
    if (!is_device_id(header.device)) return fail(ErrorCode::bad_input, "\"device\" is not a device id");
    HL_TRY(const auto chain, object.optional_text("chain"));
    if (chain) {
        HL_TRY(const auto digest, base::Digest::from_hex_text(*chain));
        header.chain = digest;
    }
    HL_CHECK(read_heads(object, header));
    HL_CHECK(read_state(object, header));
    if (!header.chain && !header.why) return fail(ErrorCode::bad_input, "\"chain\" is null without a \"why\"");
    return header;
}

std::string join_batch(const Batch& batch) {
    std::string out = batch.header_line + "\n";
    for (const std::string& line : batch.lines) out += line + "\n";
    return out;
}

Result<Batch> split_batch(std::string_view text) {
    Batch batch;
    const auto first = take_line(text);
    if (!first) return fail(ErrorCode::bad_input, "batch has no header line");
    HL_TRY(batch.header, parse_header(*first));
    batch.header_line = *first;
    while (!text.empty()) {
        const auto line = take_line(text);
        if (!line) return fail(ErrorCode::bad_input, "batch does not end with a newline");
        if (line->size() > kMaxSalvageLine) return fail(ErrorCode::bad_input, "batch line is too long");
        if (batch.lines.size() == kMaxBatchLines) return fail(ErrorCode::bad_input, "batch has more than 500 lines");
        batch.lines.emplace_back(*line);
    }
    const std::uint64_t expected = batch.header.chain ? batch.header.last + 1 - batch.header.first : 0;
    if (batch.lines.size() != expected) {
        return fail(ErrorCode::bad_input, "batch announces " + std::to_string(expected) + " lines and has " +
                                              std::to_string(batch.lines.size()));
    }
    return batch;
}

base::Digest head_of(const Batch& batch) {
    base::Digest hash = batch.header.prev;
    Seq seq = batch.header.first;
    for (const std::string& line : batch.lines) hash = hash_entry(hash, seq++, line);
    return hash;
}

}  // namespace hailong::domain
