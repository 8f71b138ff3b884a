#include "kiosk/ui/texts.h"

#include <algorithm>

namespace hailong::ui {

Texts::Texts(const std::vector<text::Catalog>& catalogs, const Sign& sign, const std::string& language)
    : catalogs_(&catalogs), sign_(&sign) {
    const auto found = std::find_if(catalogs.begin(), catalogs.end(),
                                    [&](const text::Catalog& one) { return one.language() == language; });
    catalog_ = found == catalogs.end() ? &catalogs.front() : &*found;
}

flow::Text Texts::spoken_for(const std::string& label) const {
    const auto found = said_.find(label);
    return found == said_.end() ? flow::Text{} : found->second;
}

std::string Texts::language_name(const std::string& language) const {
    for (const auto& one : *catalogs_) {
        if (one.language() == language) return one.name();
    }
    return language;
}

}  // namespace hailong::ui
