// The citizen's screens. Each draws one view and returns at most one event; none keeps anything from frame to frame.
#pragma once

#include <optional>

#include "kiosk/flow/view.h"
#include "kiosk/flow/visit.h"
#include "kiosk/ui/canvas.h"
#include "kiosk/ui/texts.h"

namespace hailong::ui {

using MaybeEvent = std::optional<flow::Event>;

// The whole picture above the ground: sign of the ward, bar of languages and aids, the screen.
[[nodiscard]] MaybeEvent draw_view(Canvas& canvas, const flow::View& view, const Texts& texts);

// The screen alone, while it leaves.
void draw_leaving(Canvas& canvas, const flow::View& view, const Texts& texts);

[[nodiscard]] MaybeEvent draw_first(Canvas& canvas, const flow::FirstView& view, const Texts& texts);
[[nodiscard]] MaybeEvent draw_followup(Canvas& canvas, const flow::FollowUpView& view, const Texts& texts);
[[nodiscard]] MaybeEvent draw_more(Canvas& canvas, const flow::MoreView& view, const Texts& texts);
[[nodiscard]] MaybeEvent draw_item(Canvas& canvas, const flow::ItemView& view, const Texts& texts);
[[nodiscard]] MaybeEvent draw_code(Canvas& canvas, const flow::CodeView& view, const Texts& texts);
[[nodiscard]] MaybeEvent draw_comment(Canvas& canvas, const flow::CommentView& view, const Texts& texts);
[[nodiscard]] MaybeEvent draw_home(Canvas& canvas, const flow::HomeView& view, const Texts& texts);
[[nodiscard]] MaybeEvent draw_help(Canvas& canvas, const flow::HelpView& view, const Texts& texts);
[[nodiscard]] MaybeEvent draw_explanation(Canvas& canvas, const flow::ExplanationView& view, const Texts& texts);
[[nodiscard]] MaybeEvent draw_saving(Canvas& canvas, const flow::SavingView& view, const Texts& texts);
[[nodiscard]] MaybeEvent draw_warning(Canvas& canvas, const flow::WarningView& view, const Texts& texts);
[[nodiscard]] MaybeEvent draw_thanks(Canvas& canvas, const flow::ThanksView& view, const Texts& texts);
[[nodiscard]] MaybeEvent draw_apology(Canvas& canvas, const flow::ApologyView& view, const Texts& texts);
[[nodiscard]] MaybeEvent draw_paused(Canvas& canvas, const flow::PausedView& view, const Texts& texts);
[[nodiscard]] MaybeEvent draw_trouble(Canvas& canvas, const flow::TroubleView& view, const Texts& texts);
[[nodiscard]] MaybeEvent draw_enrolment(Canvas& canvas, const flow::EnrolmentView& view, const Texts& texts);

// The staff's, which cover sign and bar (staff*.cpp).
[[nodiscard]] MaybeEvent draw_staff_code(Canvas& canvas, const flow::StaffCodeView& view, const Texts& texts);
[[nodiscard]] MaybeEvent draw_staff_menu(Canvas& canvas, const flow::StaffMenuView& view, const Texts& texts);
[[nodiscard]] MaybeEvent draw_staff_touch(Canvas& canvas, const flow::StaffTouchView& view, const Texts& texts);
[[nodiscard]] MaybeEvent draw_staff_clean(Canvas& canvas, const flow::StaffCleanView& view, const Texts& texts);

// Some screens have no room for the sign of the ward.
[[nodiscard]] bool has_header(const Metrics& metrics, const flow::ScreenView& screen);
// Nor has a keyboard room for the bar, where the panel is small or a hand reaches its lower part only.
[[nodiscard]] bool has_bar(const Metrics& metrics, const flow::ScreenView& screen);
void draw_header(Canvas& canvas, const flow::View& view, const Sign& sign);
[[nodiscard]] MaybeEvent draw_bar(Canvas& canvas, const flow::View& view, const Texts& texts);

}  // namespace hailong::ui
