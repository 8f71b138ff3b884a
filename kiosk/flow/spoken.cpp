#include "kiosk/flow/viewer.h"

namespace hailong::flow {

namespace {

using Said = std::vector<Text>;

Said of_faces(const State& state, const FirstView& first) {
    Said said{first.rechoosing ? first.note : first.question};
    if (!state.aids.blind) return said;
    if (!first.rechoosing) said.insert(said.begin(), text("blind.start"));
    const bool is_low_left = state.order == domain::FaceOrder::worst_first;
    said.push_back(text(is_low_left ? "first.order_low_left" : "first.order_high_left"));
    return said;
}

Said of_item(const ItemView& item) {
    Said said{item.progress, item.title};
    if (!item.subject.key.empty()) said.push_back(item.subject);
    return said;
}

Said of_code(const CodeView& code) {
    if (!code.note.key.empty()) return {code.note};
    return {code.title, code.purpose};
}

Said of_thanks(const ThanksView& thanks) {
    Said said{thanks.title};
    if (!thanks.code.empty()) said.push_back(text("thanks.code", "code_spelled", thanks.code));
    return said;
}

Said of_warning(const WarningView& warning) {
    Said said{warning.title};
    if (!warning.unsent.key.empty()) said.push_back(warning.unsent);
    return said;
}

Said of_help(const HelpView& help) {
    Said said{help.title};
    said.insert(said.end(), help.lines.begin(), help.lines.end());
    return said;
}

}  // namespace

std::vector<Text> spoken(const State& state, const ScreenView& screen) {
    // A half-written comment is never erased in silence.
    const auto* warning = std::get_if<WarningView>(&screen);
    const bool must_be_heard = warning != nullptr && !warning->unsent.key.empty();
    if (!state.aids.speech && !state.aids.blind && !must_be_heard) return {};
    return std::visit(Match{
                          [&](const FirstView& first) { return of_faces(state, first); },
                          [](const FollowUpView& shown) { return Said{shown.title}; },
                          [](const MoreView& shown) { return Said{shown.title}; },
                          [](const ItemView& shown) { return of_item(shown); },
                          [](const CodeView& shown) { return of_code(shown); },
                          [](const CommentView& shown) { return Said{shown.title, shown.privacy}; },
                          [](const HomeView& shown) { return Said{shown.title, shown.how, shown.valid}; },
                          [](const HelpView& shown) { return of_help(shown); },
                          [](const ExplanationView& shown) { return Said{shown.hint}; },
                          [](const SavingView& shown) { return Said{shown.title}; },
                          [](const WarningView& shown) { return of_warning(shown); },
                          [](const ThanksView& shown) { return of_thanks(shown); },
                          [](const ApologyView& shown) { return Said{shown.title}; },
                          [](const StaffCodeView&) { return Said{}; },
                          [](const StaffMenuView&) { return Said{}; },
                          [](const StaffTouchView&) { return Said{}; },
                          [](const StaffCleanView&) { return Said{}; },
                          [](const auto& notice) { return Said{notice.title}; },
                      },
                      screen);
}

}  // namespace hailong::flow
