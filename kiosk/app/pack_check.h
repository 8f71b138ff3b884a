// The part of --check that reads language packs: each file of each pack, compared with the shipped Vietnamese pack,
// which is the measure of what may be said. Reads files only.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "kiosk/app/finding.h"
#include "kiosk/text/packs.h"

namespace hailong::app {

// A pack that could be read.
struct CheckedPack {
    text::Source pack;
    text::Source texts;       // "{}" when the file is absent
    text::Catalog own;        // its own texts alone
    text::Catalog completed;  // and those of its fallbacks

    [[nodiscard]] std::string at(std::string_view key) const;  // where the text is written
    [[nodiscard]] std::string name_at() const;                 // where the language is named
};

class PackCheck {
public:
    enum class Use {
        offered,  // a citizen can choose it: it must be whole and no unallowed draft
        tried,    // lies in the folder of added packs
    };
    // `wanted`: the keys that screens ask for.
    PackCheck(text::PackShelves shelves, std::vector<std::string> wanted);

    void look_at(const std::string& language, Use use);

    [[nodiscard]] std::vector<CheckedPack> take_packs() { return std::move(packs_); }
    [[nodiscard]] std::vector<Finding> take_findings() { return std::move(findings_); }

private:
    void find(std::string where, std::string what, std::string remedy);
    void check_card(const CheckedPack& pack, const base::Path& folder, Use use);
    void check_files(const base::Path& folder);
    void check_completeness(const CheckedPack& pack);
    void check_text(const CheckedPack& pack, const std::string& key, const std::string& text);
    void check_arguments(const std::string& where, const std::string& key, std::string_view text,
                         std::string_view measure);
    void check_speech(const base::Path& folder);

    text::PackShelves shelves_;
    std::vector<std::string> wanted_;
    text::Catalog measure_;  // the shipped Vietnamese pack; empty when it cannot be read
    std::map<std::string, std::string, std::less<>> spoken_measure_;
    std::vector<CheckedPack> packs_;
    std::vector<Finding> findings_;
};

}  // namespace hailong::app
