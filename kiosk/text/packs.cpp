#include "kiosk/text/packs.h"

namespace hailong::text {

namespace {

// Nobody needs more, and packs that name each other end here.
constexpr int kLongestChain = 4;

Result<Catalog> load_chain(const PackShelves& shelves, const base::Path& folder, int links) {
    HL_TRY(auto catalog, Catalog::load(folder));
    const auto file = (folder / "pack.json").string();
    if (const auto name = folder.filename().string(); catalog.language() != name) {
        return fail(ErrorCode::bad_input, file + ": language: is \"" + catalog.language() + "\"; write \"" + name +
                                              "\", or rename the folder");
    }
    const auto next = find_fallback(shelves, folder, catalog.card());
    if (next.empty()) return catalog;
    if (links == kLongestChain) {
        return fail(ErrorCode::bad_input, file + ": fallback: goes round in a circle; name \"vi\"");
    }
    HL_TRY(const auto fallback, load_chain(shelves, next, links + 1));
    catalog.complete_from(fallback);
    return catalog;
}

}  // namespace

base::Path find_pack(const PackShelves& shelves, const std::string& language) {
    std::error_code ignored;
    const bool is_added = !shelves.added.empty() && std::filesystem::exists(shelves.added / language, ignored);
    return (is_added ? shelves.added : shelves.shipped) / language;
}

base::Path find_fallback(const PackShelves& shelves, const base::Path& folder, const PackCard& card) {
    auto next = card.fallback == card.language ? shelves.shipped / card.language : find_pack(shelves, card.fallback);
    return next == folder ? base::Path() : next;
}

Result<Catalog> load_pack(const PackShelves& shelves, const base::Path& folder) {
    return load_chain(shelves, folder, 1);
}

Result<std::vector<Catalog>> load_catalogs(const PackShelves& shelves, const std::vector<std::string>& languages) {
    std::vector<Catalog> out;
    for (const auto& language : languages) {
        const auto folder = find_pack(shelves, language);
        HL_TRY(auto catalog, load_pack(shelves, folder));
        if (catalog.card().status == kDraft && !shelves.allows_drafts) {
            return fail(ErrorCode::bad_input, (folder / "pack.json").string() + ": status: is \"draft\"; take \"" +
                                                  language +
                                                  "\" out of screen.languages, or set screen.allow_drafts = true");
        }
        out.push_back(std::move(catalog));
    }
    return out;
}

}  // namespace hailong::text
