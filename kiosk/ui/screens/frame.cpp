#include <cmath>

#include "kiosk/ui/screens/page.h"
#include "kiosk/ui/screens/screens.h"
#include "kiosk/ui/screens/typing.h"
#include "kiosk/ui/widgets.h"

namespace hailong::ui {
namespace {

template <class... Cases>
struct DrawEach : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
DrawEach(Cases...) -> DrawEach<Cases...>;

bool is_page(const flow::ScreenView& screen) {
    return std::holds_alternative<flow::MoreView>(screen) || std::holds_alternative<flow::ItemView>(screen) ||
           std::holds_alternative<flow::CodeView>(screen) || std::holds_alternative<flow::HomeView>(screen) ||
           std::holds_alternative<flow::HelpView>(screen) || std::holds_alternative<flow::ExplanationView>(screen);
}

bool is_of_staff(const flow::ScreenView& screen) {
    return std::holds_alternative<flow::StaffCodeView>(screen) || std::holds_alternative<flow::StaffMenuView>(screen) ||
           std::holds_alternative<flow::StaffTouchView>(screen) || std::holds_alternative<flow::StaffCleanView>(screen);
}

bool dims_bar(const flow::View& view) {
    return std::holds_alternative<flow::WarningView>(view.screen) || is_of_staff(view.screen);
}

MaybeEvent draw_screen(Canvas& canvas, const flow::ScreenView& screen, const Texts& texts) {
    return std::visit(DrawEach{
                          [&](const flow::FirstView& view) { return draw_first(canvas, view, texts); },
                          [&](const flow::FollowUpView& view) { return draw_followup(canvas, view, texts); },
                          [&](const flow::MoreView& view) { return draw_more(canvas, view, texts); },
                          [&](const flow::ItemView& view) { return draw_item(canvas, view, texts); },
                          [&](const flow::CodeView& view) { return draw_code(canvas, view, texts); },
                          [&](const flow::CommentView& view) { return draw_comment(canvas, view, texts); },
                          [&](const flow::HomeView& view) { return draw_home(canvas, view, texts); },
                          [&](const flow::HelpView& view) { return draw_help(canvas, view, texts); },
                          [&](const flow::ExplanationView& view) { return draw_explanation(canvas, view, texts); },
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
                      },
                      screen);
}

}  // namespace

bool has_header(const Metrics& metrics, const flow::ScreenView& screen) {
    // What shines through a warning has its own header or none.
    if (const auto* warning = std::get_if<flow::WarningView>(&screen)) {
        return std::visit([&](const auto& below) { return has_header(metrics, below); }, warning->below);
    }
    if (is_page(screen)) return page_has_header(metrics);
    const auto* first = std::get_if<flow::FirstView>(&screen);
    const bool is_asked_again = first != nullptr && first->rechoosing;
    if (is_asked_again || std::holds_alternative<flow::CommentView>(screen)) {
        if (metrics.layout == Layout::compact || metrics.modes.large) return false;
    }
    if (metrics.layout != Layout::compact) return true;
    // Nine chips of 20 mm in large letters fill the small panel, and so do five rows of keys.
    if (!has_bar(metrics, screen)) return false;
    return !std::holds_alternative<flow::FollowUpView>(screen) || !metrics.modes.large || metrics.modes.reach;
}

bool has_bar(const Metrics& metrics, const flow::ScreenView& screen) {
    if (const auto* comment = std::get_if<flow::CommentView>(&screen)) return !covers_bar(*comment, metrics);
    if (const auto* code = std::get_if<flow::CodeView>(&screen)) return !covers_bar(*code, metrics);
    const auto* warning = std::get_if<flow::WarningView>(&screen);
    if (warning == nullptr) return true;
    return std::visit([&](const auto& below) { return has_bar(metrics, below); }, warning->below);
}

void draw_header(Canvas& canvas, const flow::View& view, const Sign& sign) {
    const Metrics& m = canvas.metrics();
    if (!has_header(m, view.screen)) return;
    const Rect emblem{m.margin, m.header_top, m.emblem, m.emblem};
    canvas.picture("emblem", emblem, kOnInk);
    const float left = emblem.right() + m.u(22);
    // At the right stands what the first screen offers besides.
    const float room = m.screen().w * (m.layout == Layout::portrait ? 1.0F : 0.62F) - m.margin - left;
    TextBlock name{
        sign.name, Style::name, kInk, Align::left, {left, 0, room, canvas.lettering().line(Style::name, sign.name)}};
    TextBlock office{sign.office, Style::office, kMuted, Align::left, {left, 0, room, 0}};
    office.box.h = canvas.lettering().line(Style::office, sign.office);
    name = canvas.shrink(name);
    office = canvas.shrink(office);
    // The line under the name is left out in large letters: the name says where one is.
    const bool has_office = !sign.office.empty() && !m.modes.large;
    const float both = canvas.line(name) + (has_office ? canvas.line(office) : 0);
    name.box.y = std::round(emblem.middle_y() - both / 2);
    office.box.y = name.box.y + canvas.text(name);
    if (has_office) canvas.text(office);
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
    if (dims_bar(view)) still.role = Canvas::Role::backdrop;
    canvas.begin_layer(still);
    draw_header(canvas, view, texts.sign());
    MaybeEvent event;
    if (has_bar(canvas.metrics(), view.screen)) event = draw_bar(canvas, view, texts);
    canvas.begin_layer(layer);
    if (auto chosen = draw_screen(canvas, view.screen, texts)) event = std::move(chosen);
    return event;
}

}  // namespace hailong::ui
