#include "kiosk/flow/view.h"

#include <algorithm>

#include "kiosk/flow/staff.h"
#include "kiosk/flow/viewer.h"

namespace hailong::flow {

namespace {

constexpr std::array kScreenTexts{
    "first.privacy",
    "first.home",
    "first.order_low_left",
    "first.order_high_left",
    "followup.rechoose",
    "followup.more",
    "followup.rechoose_note",
    "followup.new_visit",
    "common.back",
    "common.skip",
    "common.done",
    "common.close",
    "common.retry",
    "common.send",
    "saving.title",
    "idle.title",
    "idle.hint",
    "idle.comment_lost",
    "idle.more",
    "idle.end",
    "thanks.title",
    "thanks.saved",
    "thanks.code",
    "thanks.code_use",
    "thanks.hold",
    "failed.title",
    "failed.hint",
    "paused.title",
    "paused.hint",
    "trouble.title",
    "trouble.hint",
    "enrolment.title",
    "enrolment.hint",
    "help.title",
    "help.1",
    "help.2",
    "help.3",
    "privacy.title",
    "privacy.1",
    "privacy.2",
    "privacy.3",
    "privacy.4",
    "privacy.5",
    "privacy.6",
    "blind.start",
};
constexpr std::array kMoreTexts{"more.title", "more.hint", "more.items", "more.comment", "more.code", "more.saved"};
constexpr std::array kItemTexts{"depth.progress"};
constexpr std::array kCodeTexts{"code.title",    "code.purpose",    "code.scan",     "code.type",
                                "code.accepted", "code.unreadable", "code.bad_date", "code.explain_title",
                                "code.explain",  "common.clear"};
constexpr std::array kCommentTexts{"comment.title", "comment.privacy", "comment.count", "comment.full"};
constexpr std::array kHomeTexts{"home.title", "home.how", "home.address", "home.valid"};

}  // namespace

View view(const State& state, MonoTime now, const Rules& rules) {
    const Viewer viewer(state, now, rules);
    View out;
    out.language = state.language;
    if (rules.languages.size() > 1) out.languages = rules.languages;
    out.aids = state.aids;
    out.headphones = state.headphones;
    out.is_helping = state.help.has_value();
    out.screen = viewer.screen();
    out.spoken = spoken(state, out.screen);
    out.since = state.since;
    out.settle = rules.settle;
    if (const auto* saving = std::get_if<Saving>(&state.screen)) {
        out.inert = true;
        if (!std::holds_alternative<std::monostate>(saving->lingers) && !viewer.is_quiet(*saving)) {
            out.since = saving->begun + rules.quiet_saving;
        }
    }
    return out;
}

std::string_view screen_name(const View& view) {
    using Name = std::string_view;
    return std::visit(Match{
                          [](const FirstView& first) -> Name { return first.rechoosing ? "rechoose" : "first"; },
                          [](const FollowUpView&) -> Name { return "followup"; },
                          [](const MoreView&) -> Name { return "more"; },
                          [](const ItemView&) -> Name { return "item"; },
                          [](const CodeView&) -> Name { return "code"; },
                          [](const CommentView&) -> Name { return "comment"; },
                          [](const HomeView&) -> Name { return "home"; },
                          [](const HelpView& help) -> Name { return help.page == HelpPage::how ? "help" : "privacy"; },
                          [](const ExplanationView&) -> Name { return "explanation"; },
                          [](const SavingView&) -> Name { return "saving"; },
                          [](const WarningView&) -> Name { return "warning"; },
                          [](const ThanksView&) -> Name { return "thanks"; },
                          [](const ApologyView&) -> Name { return "apology"; },
                          [](const PausedView&) -> Name { return "paused"; },
                          [](const TroubleView&) -> Name { return "trouble"; },
                          [](const EnrolmentView&) -> Name { return "enrolment"; },
                          [](const StaffCodeView&) -> Name { return "staff_code"; },
                          [](const StaffMenuView&) -> Name { return "staff_menu"; },
                          [](const StaffTouchView&) -> Name { return "staff_touch"; },
                          [](const StaffCleanView&) -> Name { return "staff_clean"; },
                      },
                      view.screen);
}

std::vector<std::string> text_keys(const Rules& rules) {
    std::vector<std::string> keys(kScreenTexts.begin(), kScreenTexts.end());
    const auto add = [&keys](bool is_offered, const auto& more) {
        if (is_offered) keys.insert(keys.end(), more.begin(), more.end());
    };
    const auto& asked = rules.questionnaire;
    add(offers_more(rules), kMoreTexts);
    add(!asked.items.empty(), kItemTexts);
    add(asked.offers_dossier, kCodeTexts);
    add(asked.offers_comment, kCommentTexts);
    add(asked.offers_home, kHomeTexts);
    add(true, asked.text_keys());
    add(true, staff_text_keys());
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

}  // namespace hailong::flow
