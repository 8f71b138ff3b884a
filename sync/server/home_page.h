// The pages behind a home ticket: plain HTML and forms, no script, no cookie, in Vietnamese and English.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sync/server/archive.h"

namespace hailong::server {

inline constexpr std::string_view kHomePath = "/T";  // as printed in the QR code: upper case
inline constexpr std::string_view kHomeStylePath = "/danh-gia.css";
// As for the results page, but forms may be sent to us.
inline constexpr std::string_view kHomePolicy =
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
inline constexpr int kHomeReasons = 9;
// The words are those of this questionnaire (assets/questionnaires/quick.json).
inline constexpr std::string_view kHomeQuestionnaire = "quick@1";

enum class HomeLanguage { vi, en };
enum class HomeMessage { sent, pending, used, expired, unknown };
enum class HomeProblem { none, choose, wrong_ward, wrong_code, full };

struct HomePage {
    std::string authority;
    HomeLanguage language = HomeLanguage::vi;
    std::string path;  // where this page's form goes and where the other language is: /T or /T/<base32>
};
struct HomeForm {
    std::string office;                                      // of the ticket; empty: by hand
    std::string day;                                         // of the ticket, "2026-11-23"
    std::vector<std::pair<std::string, std::string>> wards;  // by hand: unit and office
    std::string unit;                                        // what was entered before, shown again
    std::string code;
    int score = 0;  // 0: none yet
    std::vector<int> picks;
    HomeProblem problem = HomeProblem::none;
};
[[nodiscard]] std::string render_form(const HomePage& page, const HomeForm& form);
[[nodiscard]] std::string render_message(const HomePage& page, HomeMessage message);
[[nodiscard]] std::string_view home_style_sheet();

}  // namespace hailong::server
