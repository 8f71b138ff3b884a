#include "sync/agent/receipts.h"

#include "kiosk/base/json.h"

namespace hailong::agent {

namespace {

std::optional<std::string> read(const base::Path& path) {
    auto text = base::read_file(path, domain::kMaxSignedText);
    return text ? std::optional(std::move(*text)) : std::nullopt;
}

// `through` of a stored text, unproven: only decides whether the old file is worth keeping.
std::optional<domain::Seq> claimed_through(std::string_view text) {
    const auto parts = domain::split_signed(text);
    if (!parts) return std::nullopt;
    const auto object = base::json::parse(parts->line, "stored receipt");
    if (!object) return std::nullopt;
    const auto through = object->optional_integer("through");
    if (!through || !*through || **through < 0) return std::nullopt;
    return static_cast<domain::Seq>(**through);
}

}  // namespace

base::Path Receipts::file(const base::Digest& chain, std::string_view suffix) const {
    return folder_ / (chain.hex() + std::string(suffix));
}

std::optional<std::string> Receipts::load(const base::Digest& chain) const { return read(file(chain, "")); }
std::optional<std::string> Receipts::load_base(const base::Digest& chain) const { return read(file(chain, ".base")); }

Status Receipts::keep(const domain::Receipt& receipt, std::string_view text) const {
    if (!receipt.chain || receipt.verdict == domain::Verdict::hash) return {};
    if (receipt.verdict == domain::Verdict::fork || receipt.verdict == domain::Verdict::behind) {
        // Of the end of a fork nothing is held to compare with: that says less than the verdict about its beginning.
        return receipt.at_hash ? base::write_file(file(*receipt.chain, ".verdict"), text) : Status();
    }
    if (const auto old = load(*receipt.chain)) {
        if (*old == text) return {};
        const auto through = claimed_through(*old);
        if (through && (!receipt.through || *receipt.through < *through)) {
            // Restored twice before all was sent again: the older proof may be the one that covers what was pruned.
            const auto base = load_base(*receipt.chain);
            const auto proven = base ? claimed_through(*base) : std::nullopt;
            if (!proven || *proven < *through) HL_CHECK(base::write_file(file(*receipt.chain, ".base"), *old));
        }
    }
    return base::write_file(file(*receipt.chain, ""), text);
}

}  // namespace hailong::agent
