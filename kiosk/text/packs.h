// The language packs of a terminal: those that are shipped, and those that somebody added without a build.
#pragma once

#include <string>
#include <vector>

#include "kiosk/text/catalog.h"

namespace hailong::text {

struct PackShelves {
    PackShelves(base::Path shipped_packs) : shipped(std::move(shipped_packs)) {}  // NOLINT: most have only these
    base::Path shipped;                                                           // assets/i18n
    base::Path added;                                                             // screen.packs; empty: none
    bool allows_drafts = false;                                                   // screen.allow_drafts
};

// The folder of a language: an added pack goes before the shipped one of the same language.
[[nodiscard]] base::Path find_pack(const PackShelves& shelves, const std::string& language);
// The folder whose texts serve where the pack in `folder` has none; empty when there is no further one. An added pack
// that names its own language ("vi", to bring recordings) falls back to the shipped pack.
[[nodiscard]] base::Path find_fallback(const PackShelves& shelves, const base::Path& folder, const PackCard& card);

// The pack in this folder, completed by its fallbacks. Errors: as below.
[[nodiscard]] Result<Catalog> load_pack(const PackShelves& shelves, const base::Path& folder);

// In the order of `languages`, each completed by its fallbacks. Errors: not_found, bad_input (a broken pack, one under
// another language's name, a draft that is not allowed, packs that fall back on each other).
[[nodiscard]] Result<std::vector<Catalog>> load_catalogs(const PackShelves& shelves,
                                                         const std::vector<std::string>& languages);

}  // namespace hailong::text
