// What screens say: the language files in use, and what the sign at the top of the screen reads.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "kiosk/flow/view.h"
#include "kiosk/text/catalog.h"

namespace hailong::ui {

// The ward and its desk, from the configuration. Both may be empty.
struct Sign {
    std::string name;    // "Phường …"
    std::string office;  // "Trung tâm Phục vụ hành chính công"
};

// The texts of one frame. Refers to what the stage holds.
class Texts {
public:
    Texts(const std::vector<text::Catalog>& catalogs, const Sign& sign, const std::string& language);

    [[nodiscard]] std::string operator()(const flow::Text& text) const {
        std::string said = catalog_->say(text.key, text.arguments);
        said_.emplace(said, text);
        return said;
    }
    // Of what was said in this frame: what its key is. Empty key: nothing was said so.
    [[nodiscard]] flow::Text spoken_for(const std::string& label) const;
    [[nodiscard]] std::string language_name(const std::string& language) const;
    [[nodiscard]] const Sign& sign() const { return *sign_; }

private:
    const std::vector<text::Catalog>* catalogs_;
    const text::Catalog* catalog_;
    const Sign* sign_;
    mutable std::map<std::string, flow::Text> said_;
};

}  // namespace hailong::ui
