#include "sync/server/page.h"

#include <algorithm>
#include <cmath>

#include "sync/server/web.h"

namespace hailong::server {

namespace {

constexpr std::array<std::string_view, 5> kLevels{"Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng",
                                                  "Rất hài lòng"};
constexpr std::string_view kTooFew = "<span class=\"quiet\">dưới 5 lượt, không công bố</span>";
constexpr std::string_view kHeldBack = "<span class=\"quiet\">không công bố</span>";
constexpr auto kSilent = std::chrono::hours(24);  // then a terminal counts as lost; agents speak every minute
constexpr std::uint64_t kBarWidth = 1000;         // units of the drawing

std::string grouped(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ".");
    return digits;
}

// Boundaries are rounded, not widths: the parts always fill the bar.
std::string bar(const Counts& counts, std::string_view kind) {
    const std::uint64_t n = sum(counts);
    std::string out = "<svg class=\"" + std::string(kind) +
                      "\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"";
    for (std::size_t i = 5; i-- > 0;)
        out += std::string(kLevels[i]) + " " + grouped(counts[i]) + (i > 0 ? ", " : "\">");
    std::uint64_t before = 0;
    for (std::size_t i = 5; i-- > 0;) {
        const std::uint64_t from = before * kBarWidth / n;
        before += counts[i];
        const std::uint64_t to = before * kBarWidth / n;
        if (to == from) continue;
        out += "<rect class=\"l" + std::to_string(i + 1) + "\" x=\"" + std::to_string(from) + "\" y=\"0\" width=\"" +
               std::to_string(to - from) + "\" height=\"10\"/>";
    }
    return out + "</svg>";
}

std::string interval(const Share& share) { return percent(share.low) + " – " + percent(share.high); }

std::string legend(const Counts& counts) {
    const auto n = static_cast<double>(sum(counts));
    std::string out = "<ul class=\"legend\">";
    for (std::size_t i = 5; i-- > 0;) {
        out += "<li><i class=\"l" + std::to_string(i + 1) + "\"></i>" + std::string(kLevels[i]) + "<b>" +
               grouped(counts[i]) + " <span class=\"quiet\">" + percent(static_cast<double>(counts[i]) / n) +
               "</span></b></li>";
    }
    return out + "</ul>";
}

std::string summary(const Results& results) {
    if (results.is_withheld) {
        return "<p>Chưa đủ " + std::to_string(kSmallestGroup) + " lượt đánh giá để công bố.</p>";
    }
    const Share share = satisfied_share(results.total);
    return "<dl class=\"figures\"><div class=\"main\"><dt>Tỷ lệ hài lòng</dt><dd>" + percent(share.value) +
           "</dd></div><div><dt>Khoảng tin cậy 95 %</dt><dd>" + interval(share) +
           "</dd></div><div><dt>Số lượt đánh giá</dt><dd>" + grouped(sum(results.total)) + "</dd></div></dl>" +
           bar(results.total, "wide") + legend(results.total);
}

std::string numbers(const Counts& counts, bool is_withheld) {
    if (is_withheld) {
        return "<td colspan=\"4\">" + std::string(sum(counts) < kSmallestGroup ? kTooFew : kHeldBack) + "</td>";
    }
    const Share share = satisfied_share(counts);
    return "<td class=\"n\">" + grouped(sum(counts)) + "</td><td class=\"n\">" + percent(share.value) +
           "</td><td class=\"n\">" + interval(share) + "</td><td class=\"bar\">" + bar(counts, "thin") + "</td>";
}

constexpr std::string_view kNumberHeads =
    "<th class=\"n\">Số lượt</th><th class=\"n\">Tỷ lệ hài lòng</th><th class=\"n\">Khoảng tin cậy 95 %</th><th>Phân "
    "bố</th>";

std::string days_of(const OfficeResult& office) {
    std::string out = "<details><summary><h3>" + escape_html(office.office) +
                      "</h3><span>từng ngày</span></summary>"
                      "<div class=\"scroll\"><table><thead><tr><th>Ngày</th>" +
                      std::string(kNumberHeads) + "</tr></thead><tbody>";
    for (const DayResult& day : office.days) {
        out += "<tr><td>" + vietnamese_day(day.day) + "</td>" + numbers(day.counts, day.is_withheld) + "</tr>";
    }
    return out + "</tbody></table></div></details>";
}

std::string offices(const Results& results) {
    if (results.offices.empty()) return "<p>Chưa có lượt đánh giá nào trong thời gian này.</p>";
    std::string out = "<div class=\"scroll\"><table><thead><tr><th>Đơn vị</th><th>Mã</th>" + std::string(kNumberHeads) +
                      "</tr></thead><tbody>";
    for (const OfficeResult& office : results.offices) {
        out += "<tr><td class=\"name\">" + escape_html(office.office) + "</td><td>" + escape_html(office.unit) +
               "</td>" + numbers(office.counts, office.is_withheld) + "</tr>";
    }
    out += "</tbody></table></div>";
    for (const OfficeResult& office : results.offices) {
        if (!office.is_withheld) out += days_of(office);
    }
    return out;
}

const OfficeResult* office_of(const Results& results, const std::string& unit) {
    const auto found = std::find_if(results.offices.begin(), results.offices.end(),
                                    [&](const OfficeResult& office) { return office.unit == unit; });
    return found == results.offices.end() ? nullptr : &*found;
}

std::string count_and_share(const Counts& counts, bool is_withheld) {
    if (is_withheld) {
        return "<td colspan=\"3\">" + std::string(sum(counts) < kSmallestGroup ? kTooFew : kHeldBack) + "</td>";
    }
    const Share share = satisfied_share(counts);
    return "<td class=\"n\">" + grouped(sum(counts)) + "</td><td class=\"n\">" + percent(share.value) +
           "</td><td class=\"n\">" + interval(share) + "</td>";
}

std::string count_and_share(const OfficeResult* office) {
    if (office == nullptr) return "<td class=\"n\">0</td><td class=\"n\">–</td><td class=\"n\">–</td>";
    return count_and_share(office->counts, office->is_withheld);
}

// How far what people say at the desk differs from what they say at home: the desk's bias.
std::string desk_and_home(const PageFacts& facts) {
    if (facts.home.offices.empty()) return "<p>Chưa có lượt đánh giá tại nhà nào trong thời gian này.</p>";
    std::string out =
        "<div class=\"scroll\"><table><thead><tr><th rowspan=\"2\">Đơn vị</th><th colspan=\"3\">Tại quầy</th>"
        "<th colspan=\"3\">Tại nhà</th></tr><tr>";
    for (int side = 0; side < 2; ++side) {
        out +=
            "<th class=\"n\">Số lượt</th><th class=\"n\">Tỷ lệ hài lòng</th><th class=\"n\">Khoảng tin cậy 95 %</th>";
    }
    out += "</tr></thead><tbody>";
    for (const OfficeResult& office : facts.home.offices) {
        out += "<tr><td class=\"name\">" + escape_html(office.office) + "</td>" +
               count_and_share(office_of(facts.results, office.unit)) + count_and_share(&office) + "</tr>";
    }
    return out + "</tbody></table></div>";
}

constexpr std::array<std::string_view, 5> kFactors{"Tiếp cận dịch vụ", "Thủ tục hành chính",
                                                   "Công chức trực tiếp giải quyết công việc", "Kết quả",
                                                   "Tiếp nhận, xử lý góp ý, phản ánh, kiến nghị"};

std::string row_of(std::string_view name, const Counts& counts, bool is_withheld) {
    return "<tr><td class=\"name\">" + std::string(name) + "</td>" + count_and_share(counts, is_withheld) + "</tr>";
}

constexpr std::string_view kShareHeads =
    "<th class=\"n\">Số lượt</th><th class=\"n\">Tỷ lệ hài lòng</th><th class=\"n\">Khoảng tin cậy 95 %</th></tr>"
    "</thead><tbody>";

// With and without the flagged ratings. While the flagged ones are few, the difference would tell them: only the first
// row is shown then.
std::string raw_and_filtered(const PageFacts& facts) {
    if (facts.results.is_withheld) return "";
    const std::uint64_t flagged = sum(facts.results.total) - sum(facts.filtered.total);
    const bool would_tell = flagged > 0 && flagged < kSmallestGroup;
    return "<div class=\"scroll\"><table><thead><tr><th>Cách tính</th>" + std::string(kShareHeads) +
           row_of("Mọi lượt", facts.results.total, false) +
           row_of("Không kể lượt có dấu hiệu bất thường", facts.filtered.total,
                  would_tell || sum(facts.filtered.total) < kSmallestGroup) +
           "</tbody></table></div>";
}

std::string extras(const PageFacts& facts) {
    std::string out =
        "<p>Mã hồ sơ: " + grouped(facts.extras.dossiers) + " hồ sơ khác nhau, " + grouped(facts.extras.repeated) +
        " lượt đưa lại mã đã có. Góp ý bằng chữ: " + grouped(facts.extras.comments) +
        ", còn niêm phong.</p><div class=\"scroll\"><table><thead><tr><th>Yếu tố</th>" + std::string(kShareHeads);
    for (const FactorResult& factor : facts.factors) {
        out += row_of(kFactors.at(static_cast<std::size_t>(factor.factor - 1)), factor.counts,
                      sum(factor.counts) < kSmallestGroup);
    }
    return out + "</tbody></table></div>";
}

struct State {
    std::string_view word;
    bool is_good = false;
};

State state_of(const TerminalReport& report, base::WallTime now) {
    if (report.terminal.revoked) return {"Đã thu hồi", false};
    if (report.disputed) return {"Dữ liệu có hai phiên bản, cần kiểm tra", false};
    if (!report.contact) return {"Chưa liên lạc", false};
    if (!report.trouble.empty()) return {"Thiết bị không đọc được sổ ghi", false};
    if (now - *report.contact > kSilent) return {"Mất liên lạc", false};
    if (report.pending > 0) return {"Đang gửi", true};
    return {"Đã nhận đủ", true};
}

std::string terminals(const PageFacts& facts) {
    if (facts.terminals.empty()) return "<p>Chưa có thiết bị nào.</p>";
    std::string out =
        "<div class=\"scroll\"><table><thead><tr><th>Thiết bị</th><th>Đơn vị</th><th>Liên lạc gần nhất</th>"
        "<th class=\"n\">Bản ghi chờ gửi</th><th>Tình trạng</th></tr></thead><tbody>";
    for (const TerminalReport& report : facts.terminals) {
        const State state = state_of(report, facts.now);
        std::string contact = "–";
        if (report.contact) {
            const std::string time = base::office_time(*report.contact);  // "2026-11-23 09:15"
            contact = time.substr(11) + " ngày " + vietnamese_day(time.substr(0, 10));
        }
        out += "<tr><td>" + escape_html(report.terminal.device) + "</td><td class=\"name\">" +
               escape_html(report.terminal.office) + "</td><td>" + contact + "</td><td class=\"n\">" +
               (report.contact ? grouped(report.pending) : "–") + "</td><td class=\"state " +
               (state.is_good ? "good" : "bad") + "\">" + std::string(state.word) + "</td></tr>";
    }
    return out + "</tbody></table></div>";
}

}  // namespace

std::string filled(std::string_view page, const PageValues& values) {
    std::string out;
    for (;;) {
        const auto open = page.find("{{");
        const auto close = page.find("}}", open);
        if (open == std::string_view::npos || close == std::string_view::npos) return out.append(page);
        const auto value = values.find(page.substr(open + 2, close - open - 2));
        out.append(page.substr(0, open));
        if (value != values.end()) out += value->second;
        page.remove_prefix(close + 2);
    }
}

std::string escape_html(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string percent(double share) {
    const auto tenths = static_cast<std::uint64_t>(std::lround(share * 1000));
    return std::to_string(tenths / 10) + "," + std::to_string(tenths % 10) + " %";
}

std::string vietnamese_day(std::string_view day) {
    if (day.size() != 10) return escape_html(day);
    return std::string(day.substr(8, 2)) + "/" + std::string(day.substr(5, 2)) + "/" + std::string(day.substr(0, 4));
}

std::string_view style_sheet() { return kResultsCss; }

std::string render_page(const PageFacts& facts) {
    const std::string now = base::office_time(facts.now);
    return filled(kResultsHtml, {{"authority", escape_html(facts.authority)},
                                 {"style", std::string(kStylePath)},
                                 {"from", vietnamese_day(facts.from_day)},
                                 {"to", vietnamese_day(now.substr(0, 10))},
                                 {"summary", summary(facts.results)},
                                 {"offices", offices(facts.results)},
                                 {"filtered", raw_and_filtered(facts)},
                                 {"extras", extras(facts)},
                                 {"home", desk_and_home(facts)},
                                 {"terminals", terminals(facts)},
                                 {"quarantined", grouped(facts.quarantined)},
                                 {"now", now.substr(11) + " ngày " + vietnamese_day(now.substr(0, 10))}});
}

}  // namespace hailong::server
