#include "sync/server/home_page.h"

#include <algorithm>
#include <array>

#include "kiosk/base/json.h"
#include "sync/server/page.h"
#include "sync/server/web.h"

namespace hailong::server {

namespace json = base::json;

namespace {

constexpr int kFaceCount = 5;
// The nine reasons of kHomeQuestionnaire in its order, as the language files name them.
constexpr std::array<std::string_view, kHomeReasons> kReasons{"reason.waiting",    "reason.manner", "reason.guidance",
                                                              "reason.paperwork",  "reason.result", "reason.fee",
                                                              "reason.facilities", "reason.system", "reason.other"};

std::string_view code_of(HomeLanguage language) { return language == HomeLanguage::vi ? "vi" : "en"; }

// The words of one language: those of this page, and the terminal's own for levels and reasons.
class Words {
public:
    explicit Words(HomeLanguage language) {
        if (auto pages = json::parse(kHomeTexts, "home.json")) {
            if (const auto held = pages->object(code_of(language))) page_ = **held;
        }
        if (auto kiosk = json::parse(language == HomeLanguage::vi ? kTextsVi : kTextsEn, "language file")) {
            kiosk_ = std::move(*kiosk);
        }
    }
    // A key of home.json, escaped. A missing one shows its name: a test looks for that.
    [[nodiscard]] std::string operator()(std::string_view key) const { return word(page_, key); }
    [[nodiscard]] std::string kiosk(std::string_view key) const { return word(kiosk_, key); }

private:
    static std::string word(const json::Object& texts, std::string_view key) {
        return escape_html(texts.text(key).value_or("[" + std::string(key) + "]"));
    }
    json::Object page_;
    json::Object kiosk_;
};

HomeLanguage other_than(HomeLanguage language) {
    return language == HomeLanguage::vi ? HomeLanguage::en : HomeLanguage::vi;
}

std::string target(const std::string& path, HomeLanguage language) {
    return escape_html(path) + (language == HomeLanguage::en ? "?l=en" : "");
}

std::string framed(const HomePage& page, const Words& words, const std::string& content) {
    const HomeLanguage other = other_than(page.language);
    const std::string code(code_of(other));
    const std::string link = "<a class=\"other\" lang=\"" + code + "\" hreflang=\"" + code + "\" href=\"" +
                             target(page.path, other) + "\">" + Words(other)("name") + "</a>";
    return filled(kHomeHtml, {{"lang", std::string(code_of(page.language))},
                              {"title", words("title")},
                              {"authority", escape_html(page.authority)},
                              {"style", std::string(kHomeStylePath)},
                              {"other", link},
                              {"content", content}});
}

std::string problem_of(HomeProblem problem, const Words& words) {
    const auto line = [&](std::string_view key) {
        return "<p class=\"problem\" role=\"alert\">" + words(key) + "</p>";
    };
    switch (problem) {
        case HomeProblem::none:
            return "";
        case HomeProblem::choose:
            return line("choose");
        case HomeProblem::wrong_ward:
            return line("wrong_ward");
        case HomeProblem::wrong_code:
            return line("wrong_code");
        case HomeProblem::full:
            return line("full");
    }
    return "";
}

std::string faces(const HomeForm& form, const Words& words) {
    std::string out = "<fieldset><legend>" + words("question") + "</legend><div class=\"faces\">";
    for (int level = 1; level <= kFaceCount; ++level) {
        const std::string number = std::to_string(level);
        out += "<label><input type=\"radio\" name=\"score\" value=\"" + number + "\" required" +
               (form.score == level ? " checked" : "") + "><span>" +
               std::string(kFaces[static_cast<std::size_t>(level - 1)]) + words.kiosk("level." + number) +
               "</span></label>";
    }
    return out + "</div></fieldset>";
}

std::string reasons(const HomeForm& form, const Words& words) {
    std::string out = "<fieldset><legend>" + words("why") + "</legend><p class=\"hint\">" + words("why_hint") +
                      "</p><div class=\"reasons\">";
    for (int pick = 1; pick <= kHomeReasons; ++pick) {
        const bool is_picked = std::find(form.picks.begin(), form.picks.end(), pick) != form.picks.end();
        out += "<label><input type=\"checkbox\" name=\"r\" value=\"" + std::to_string(pick) + "\"" +
               (is_picked ? " checked" : "") + "><span>" +
               words.kiosk(kReasons.at(static_cast<std::size_t>(pick - 1))) + "</span></label>";
    }
    return out + "</div></fieldset>";
}

std::string by_hand(const HomeForm& form, const Words& words) {
    std::string out = "<p class=\"field\"><label>" + words("ward") +
                      "<select name=\"unit\" required><option value=\"\">" + words("ward_choose") + "</option>";
    for (const auto& [unit, office] : form.wards) {
        out += "<option value=\"" + escape_html(unit) + "\"" + (unit == form.unit ? " selected" : "") + ">" +
               escape_html(office) + "</option>";
    }
    return out + "</select></label></p><p class=\"field\"><label>" + words("code") +
           "<input class=\"code\" type=\"text\" name=\"code\" maxlength=\"16\" autocomplete=\"off\" "
           "autocapitalize=\"characters\" spellcheck=\"false\" required value=\"" +
           escape_html(form.code) + "\"></label></p>";
}

std::string place_of(const HomeForm& form, const Words& words) {
    std::string line = words("place");
    for (const auto& [name, value] : {std::pair<std::string_view, std::string>("{office}", escape_html(form.office)),
                                      std::pair<std::string_view, std::string>("{date}", vietnamese_day(form.day))}) {
        if (const auto at = line.find(name); at != std::string::npos) line.replace(at, name.size(), value);
    }
    return "<p class=\"place\">" + line + "</p>";
}

struct Told {
    std::string_view title;
    std::string_view text;
};
Told told(HomeMessage message) {
    switch (message) {
        case HomeMessage::sent:
            return {"thanks", "sent"};
        case HomeMessage::pending:
            return {"thanks", "pending"};
        case HomeMessage::used:
            return {"used_title", "used"};
        case HomeMessage::expired:
            return {"expired_title", "expired"};
        case HomeMessage::unknown:
            return {"unknown_title", "unknown"};
    }
    return {"unknown_title", "unknown"};
}

}  // namespace

std::string render_form(const HomePage& page, const HomeForm& form) {
    const Words words(page.language);
    std::string content = "<h1>" + words("title") + "</h1>";
    if (!form.office.empty()) content += place_of(form, words);
    content += "<p class=\"privacy\">" + words("privacy") + "</p>" + problem_of(form.problem, words);
    content += "<form method=\"post\" action=\"" + target(page.path, page.language) + "\">";
    if (form.office.empty()) content += by_hand(form, words);
    content += faces(form, words) + reasons(form, words);
    content += "<button>" + words("send") + "</button></form>";
    return framed(page, words, content);
}

std::string render_message(const HomePage& page, HomeMessage message) {
    const Words words(page.language);
    const auto [title, text] = told(message);
    std::string content = "<div class=\"message\"><h1>" + words(title) + "</h1><p>" + words(text) + "</p>";
    if (message == HomeMessage::unknown) {
        content +=
            "<p><a href=\"" + target(std::string(kHomePath), page.language) + "\">" + words("by_hand") + "</a></p>";
    }
    return framed(page, words, content + "</div>");
}

std::string_view home_style_sheet() { return kHomeCss; }

}  // namespace hailong::server
