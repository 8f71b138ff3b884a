#include <cmath>

#include "kiosk/ui/screens/screens.h"
#include "kiosk/ui/widgets.h"

namespace hailong::ui {
namespace {

template <class... Cases>
struct DrawEach : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
DrawEach(Cases...) -> DrawEach<Cases...>;

bool covers_languages(const flow::View& view) { return std::holds_alternative<flow::WarningView>(view.screen); }

MaybeEvent draw_screen(Canvas& canvas, const flow::ScreenView& screen, const Texts& texts) {
    return std::visit(DrawEach{
                          [&](const flow::FirstView& view) { return draw_first(canvas, view, texts); },
                          [&](const flow::FollowUpView& view) { return draw_followup(canvas, view, texts); },
                          [&](const flow::SavingView& view) { return draw_saving(canvas, view, texts); },
                          [&](const flow::WarningView& view) { return draw_warning(canvas, view, texts); },
                          [&](const flow::ThanksView& view) { return draw_thanks(canvas, view, texts); },
                          [&](const flow::ApologyView& view) { return draw_apology(canvas, view, texts); },
                          [&](const flow::PausedView& view) { return draw_paused(canvas, view, texts); },
                          [&](const flow::TroubleView& view) { return draw_trouble(canvas, view, texts); },
                          [&](const flow::EnrolmentView& view) { return draw_enrolment(canvas, view, texts); },
                          [&](const flow::StaffCodeView& view) { return draw_staff_code(canvas, view, texts); },
                          [&](const flow::StaffMenuView& view) { return draw_staff_menu(canvas, view, texts); },
                          [&](const flow::StaffTouchView& view) { return draw_staff_touch(canvas, view, texts); },
                          [&](const flow::StaffCleanView& view) { return draw_staff_clean(canvas, view, texts); },
                          [&](const auto& view) { return draw_told(canvas, texts(view.title), texts); },
                      },
                      screen);
}

// Says what the buttons are for; the small panel has room for the sign alone. Where the buttons begin.
float draw_bar_label(Canvas& canvas, const std::string& label) {
    const Metrics& m = canvas.metrics();
    const float middle = m.bar().middle_y();
    canvas.picture("language", {m.margin, middle - m.icon / 2, m.icon, m.icon}, kMuted);
    float x = m.margin + m.icon + m.u(14);
    if (m.layout != Layout::compact) {
        const float width = std::ceil(canvas.lettering().width(Style::office, label)) + 1;
        const float line = canvas.lettering().line(Style::office);
        canvas.text({label, Style::office, kMuted, Align::left, {x, std::round(middle - line / 2), width, line}});
        x += width;
    }
    return x + m.u(24);
}

}  // namespace

void draw_header(Canvas& canvas, const Sign& sign) {
    const Metrics& m = canvas.metrics();
    const Lettering& letters = canvas.lettering();
    const Rect emblem{m.margin, m.header_top, m.emblem, m.emblem};
    canvas.picture("emblem", emblem, kOnInk);
    const float left = emblem.right() + m.u(22);
    const float room = m.screen().w - m.margin - left;
    const float both = letters.line(Style::name) + (sign.office.empty() ? 0 : letters.line(Style::office));
    float y = std::round(emblem.middle_y() - both / 2);
    y += canvas.text({sign.name, Style::name, kInk, Align::left, {left, y, room, letters.line(Style::name)}});
    if (!sign.office.empty()) {
        canvas.text({sign.office, Style::office, kMuted, Align::left, {left, y, room, letters.line(Style::office)}});
    }
}

MaybeEvent draw_languages(Canvas& canvas, const flow::View& view, const Texts& texts) {
    const Metrics& m = canvas.metrics();
    const Rect bar = m.bar();
    canvas.fill(bar, kBar);
    if (view.languages.empty()) return std::nullopt;
    const float y = std::round(bar.middle_y() - m.button_height / 2);
    float x = draw_bar_label(canvas, texts({"bar.language", {}}));
    MaybeEvent event;
    for (const auto& language : view.languages) {
        Button button{"language." + language,
                      texts.language_name(language),
                      "",
                      Button::IconPlace::before,
                      language == view.language ? Look::strong : Look::card,
                      {}};
        button.rect = {x, y, natural_width(canvas, button), m.button_height};
        if (const auto at = draw_button(canvas, button)) event = flow::LanguageChosen{language, *at};
        x = button.rect.right() + m.gap;
    }
    return event;
}

void draw_leaving(Canvas& canvas, const flow::View& view, const Texts& texts) {
    static_cast<void>(draw_screen(canvas, view.screen, texts));
}

MaybeEvent draw_view(Canvas& canvas, const flow::View& view, const Texts& texts) {
    if (flow::screen_name(view).starts_with("staff_")) return draw_screen(canvas, view.screen, texts);
    const auto layer = canvas.layer();
    auto still = layer;  // sign and bar stay where they are while the screen between them changes
    still.drop = 0;
    still.opacity = 1;
    if (covers_languages(view)) still.role = Canvas::Role::backdrop;
    canvas.begin_layer(still);
    draw_header(canvas, texts.sign());
    MaybeEvent event = draw_languages(canvas, view, texts);
    canvas.begin_layer(layer);
    if (auto chosen = draw_screen(canvas, view.screen, texts)) event = std::move(chosen);
    return event;
}

}  // namespace hailong::ui
