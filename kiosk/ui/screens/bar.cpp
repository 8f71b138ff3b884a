#include <algorithm>
#include <cmath>

#include "kiosk/ui/screens/screens.h"
#include "kiosk/ui/widgets.h"

namespace hailong::ui {
namespace {

// Natural widths of the buttons, tried from generous to tight until the bar holds them: first less air, then words on
// two lines, at last the pictures alone.
struct Spacing {
    float pad;
    float gap;
    WordLines lines = WordLines::one;
    bool has_words = true;
};
constexpr std::array kSpacings{Spacing{26, 18},
                               Spacing{22, 14},
                               Spacing{18, 12},
                               Spacing{13, 10},
                               Spacing{18, 12, WordLines::two},
                               Spacing{12, 10, WordLines::two},
                               Spacing{8, 8, WordLines::two},
                               Spacing{8, 8, WordLines::two, false}};

flow::Event event_of(const std::string& id, const base::PanelPoint& at) {
    if (id == "aid.listen") return flow::AidTouched{flow::Aid::speech, at};
    if (id == "aid.volume") return flow::AidTouched{flow::Aid::volume, at};
    if (id == "aid.large") return flow::AidTouched{flow::Aid::large, at};
    if (id == "aid.contrast") return flow::AidTouched{flow::Aid::contrast, at};
    if (id == "aid.reach") return flow::AidTouched{flow::Aid::reach, at};
    return flow::HelpTouched{at};
}

std::vector<BarButton> language_buttons(const flow::View& view, const Texts& texts) {
    std::vector<BarButton> buttons;
    for (const auto& language : view.languages) {
        const auto name = texts.language_name(language);
        buttons.push_back({"language." + language, name, "", language == view.language, {}});
        buttons.back().spoken = {"bar.language", {{"name", name}}};
    }
    return buttons;
}

// The volume stands before the speech it belongs to, in room that is free without it: nothing else moves.
std::vector<BarButton> aid_buttons(const flow::View& view, const Texts& texts) {
    const flow::Aids& aids = view.aids;
    std::vector<BarButton> buttons;
    if (aids.speech) {
        const std::string icon = "volume_" + std::to_string(std::clamp(aids.volume, 1, 3));
        buttons.push_back({"aid.volume", texts({"aid.volume", {}}), icon, false, {}});
        buttons.back().has_word = false;
    }
    buttons.push_back({"aid.listen", texts({"aid.listen", {}}), "listen", aids.speech, {}});
    buttons.push_back({"aid.large", texts({"aid.large", {}}), "large", aids.large, {}});
    buttons.push_back({"aid.contrast", texts({"aid.contrast", {}}), "contrast", aids.contrast, {}});
    buttons.push_back({"aid.reach", texts({"aid.reach", {}}), "reach", aids.reach, {}});
    buttons.push_back({"help", texts({"aid.help", {}}), "help", view.is_helping, {}});
    return buttons;
}

float row_top(const Metrics& m, int row) {
    const auto rows = static_cast<float>(m.bar_rows);
    const float between = m.u(14);
    const float all = rows * m.bar_button + (rows - 1) * between;
    return std::round(m.bar().middle_y() - all / 2 + static_cast<float>(row) * (m.bar_button + between));
}

float total(const Canvas& canvas, const std::vector<BarButton>& buttons, const Spacing& spacing) {
    float width = 0;
    for (const auto& button : buttons)
        width += bar_width(canvas, button, canvas.metrics().u(spacing.pad), spacing.lines);
    return width + canvas.metrics().u(spacing.gap) * static_cast<float>(buttons.size());
}

void drop_words(std::vector<BarButton>& buttons) {
    for (auto& button : buttons) button.has_word = false;
}

// One row: languages from the left, aids from the right, with room for the volume in any case.
void place_in_row(const Canvas& canvas, std::vector<BarButton>& languages, std::vector<BarButton>& aids) {
    const Metrics& m = canvas.metrics();
    const bool has_volume = !aids.empty() && aids.front().id == "aid.volume";
    const float margin = m.layout == Layout::compact ? m.u(24) : m.margin;
    const float room = m.bar().w - 2 * margin;
    Spacing chosen = kSpacings.back();
    for (const auto& spacing : kSpacings) {
        chosen = spacing;
        if (!spacing.has_words) drop_words(aids);
        const float volume = has_volume ? 0 : m.bar_button + m.u(spacing.gap);
        if (total(canvas, languages, spacing) + total(canvas, aids, spacing) + volume <= room) break;
    }
    const float pad = m.u(chosen.pad), gap = m.u(chosen.gap), y = row_top(m, 0);
    float x = margin;
    for (auto& button : languages) {
        button.rect = {x, y, bar_width(canvas, button, pad, chosen.lines), m.bar_button};
        x = button.rect.right() + gap;
    }
    float right = m.screen().w - margin;
    for (auto it = aids.rbegin(); it != aids.rend(); ++it) {
        const float width = bar_width(canvas, *it, pad, chosen.lines);
        it->rect = {right - width, y, width, m.bar_button};
        right -= width + gap;
    }
}

// Buttons over the whole width of a row; what is free is shared equally.
void spread(const Canvas& canvas, std::vector<BarButton*> buttons, int row) {
    const Metrics& m = canvas.metrics();
    if (buttons.empty()) return;
    const float gap = m.u(12), pad = m.u(6), volume = m.bar_button + gap;
    const bool has_volume = buttons.front()->id == "aid.volume";
    const bool has_listen = has_volume || buttons.front()->id == "aid.listen";
    const auto stretched = has_volume ? std::vector(buttons.begin() + 1, buttons.end()) : buttons;
    // Languages are all alike; the aids are as wide as their words.
    const bool is_even = buttons.front()->id.starts_with("language.");
    const auto wish = [&](const BarButton& button) {
        return is_even ? 0 : bar_width(canvas, button, pad, WordLines::one);
    };
    float natural = has_listen ? volume : 0;
    for (const auto* button : stretched) natural += wish(*button) + gap;
    const float share = (m.bar().w - 2 * m.margin + gap - natural) / static_cast<float>(stretched.size());
    float x = m.margin;
    if (has_volume) {
        buttons.front()->rect = {x, row_top(m, row), m.bar_button, m.bar_button};
        x += volume;
    }
    for (auto* button : stretched) {
        const bool takes_volume = has_listen && !has_volume && button == stretched.front();
        const float width = wish(*button) + share + (takes_volume ? volume : 0);
        button->rect = {std::round(x), row_top(m, row), std::floor(width), m.bar_button};
        x += width + gap;
    }
}

// Upright: the languages over the aids, large aids on two rows.
void place_in_rows(const Canvas& canvas, std::vector<BarButton>& languages, std::vector<BarButton>& aids) {
    std::vector<std::vector<BarButton*>> rows(static_cast<std::size_t>(canvas.metrics().bar_rows));
    for (auto& button : languages) rows[0].push_back(&button);
    for (auto& button : aids) {
        const bool is_late = button.id == "aid.contrast" || button.id == "aid.reach" || button.id == "help";
        rows[is_late ? rows.size() - 1 : 1].push_back(&button);
    }
    for (std::size_t row = 0; row < rows.size(); ++row) spread(canvas, rows[row], static_cast<int>(row));
}

}  // namespace

MaybeEvent draw_bar(Canvas& canvas, const flow::View& view, const Texts& texts) {
    const Metrics& m = canvas.metrics();
    canvas.fill(m.bar(), kBar);
    // Without a ground of its own the bar is parted by a line.
    if (canvas.palette()[kBar] == canvas.palette()[kBackground]) {
        canvas.fill({0, m.bar().y, m.bar().w, m.outline}, kOutline);
    }
    auto languages = language_buttons(view, texts);
    auto aids = aid_buttons(view, texts);
    if (m.bar_rows > 1) {
        place_in_rows(canvas, languages, aids);
    } else {
        place_in_row(canvas, languages, aids);
    }
    MaybeEvent event;
    for (std::size_t i = 0; i < languages.size(); ++i) {
        if (const auto at = draw_bar_button(canvas, languages[i])) {
            event = flow::LanguageChosen{view.languages[i], *at};
        }
    }
    for (const auto& aid : aids) {
        if (const auto at = draw_bar_button(canvas, aid)) event = event_of(aid.id, *at);
    }
    return event;
}

}  // namespace hailong::ui
