#include "kiosk/flow/viewer.h"

#include <algorithm>

namespace hailong::flow {

namespace {

ScreenView whole(StopView stop) {
    return std::visit([](auto& seen) -> ScreenView { return std::move(seen); }, stop);
}

}  // namespace

FirstView Viewer::faces(bool rechoosing, const domain::Answer* pressed) const {
    const auto& asked = rules_.questionnaire;
    FirstView out;
    out.question = text(asked.question);
    out.hint = text(asked.hint);
    out.privacy = text("first.privacy");
    out.rechoosing = rechoosing;
    if (rechoosing) {
        out.note = text("followup.rechoose_note");
        out.back = text("common.back");
        out.new_visit = text("followup.new_visit");
    } else if (asked.offers_home) {
        out.home = text("first.home");
    }
    const auto* rating = pressed != nullptr ? std::get_if<domain::Rating>(pressed) : nullptr;
    for (int value = domain::Score::kLowest; value <= domain::Score::kHighest; ++value) {
        const auto score = domain::Score::from(value);
        if (!score) continue;
        out.faces.push_back({*score, text(asked.levels.at(static_cast<std::size_t>(value - 1))),
                             rating != nullptr && rating->score == *score});
    }
    if (state_.order == domain::FaceOrder::best_first) std::reverse(out.faces.begin(), out.faces.end());
    return out;
}

ScreenView Viewer::notice_or_first() const {
    switch (state_.service) {
        case Service::open:
            return faces(false, nullptr);
        case Service::paused:
            return PausedView{{text("paused.title"), text("paused.hint")}};
        case Service::trouble:
            return TroubleView{{text("trouble.title"), text("trouble.hint", "code", state_.trouble_code)}};
        case Service::not_enrolled:
            return EnrolmentView{{text("enrolment.title"), text("enrolment.hint")}};
    }
    return faces(false, nullptr);
}

bool Viewer::is_quiet(const Saving& saving) const {
    return !std::holds_alternative<std::monostate>(saving.lingers) && now_ < saving.begun + rules_.quiet_saving;
}

ScreenView Viewer::saving(const Saving& saving) const {
    if (!is_quiet(saving)) return SavingView{text("saving.title")};
    return std::visit(Match{
                          [](const std::monostate&) -> ScreenView { return SavingView{text("saving.title")}; },
                          [&](const First&) -> ScreenView { return faces(false, &saving.answer); },
                          [&](const Rechoosing&) -> ScreenView { return faces(true, &saving.answer); },
                          [&](const auto& at) -> ScreenView { return whole(stop(Stop(at))); },
                      },
                      saving.lingers);
}

WarningView Viewer::warning(const Warning& warning) const {
    const auto left = std::chrono::ceil<std::chrono::seconds>(*screen_end(state_, rules_) - now_);
    const auto seconds = std::max<std::chrono::seconds::rep>(left.count(), 0);
    WarningView out;
    out.below = stop(warning.below);
    out.title = text("idle.title");
    out.hint = text("idle.hint", "seconds", std::to_string(seconds));
    if (std::holds_alternative<AtComment>(warning.below) && has_unsent(warning.below)) {
        out.unsent = text("idle.comment_lost");
    }
    out.more = text("idle.more");
    out.end = text("idle.end");
    return out;
}

ThanksView Viewer::thanks(const Thanks& thanks) const {
    ThanksView out;
    out.title = text("thanks.title");
    out.saved = text("thanks.saved");
    out.code_label = text("thanks.code");
    out.code_use = text("thanks.code_use");
    out.code = thanks.code;
    out.hold = text(thanks.held ? "common.close" : "thanks.hold");
    out.held = thanks.held;
    out.from = thanks.held ? thanks.held_at : state_.since;
    out.until = out.from + paced(thanks.held ? rules_.hold : rules_.thanks, state_, rules_);
    return out;
}

HomeView Viewer::home(const Home& home) const {
    HomeView out;
    out.title = text("home.title");
    out.how = text("home.how");
    out.address = {"home.address", {{"url", home.ticket.page}, {"code", home.ticket.code}}};
    out.valid = text("home.valid", "date", home.ticket.until);
    out.qr = home.ticket.address;
    out.code = home.ticket.code;
    out.close = text("common.close");
    return out;
}

HelpView Viewer::help(const Help& help) const {
    HelpView out;
    out.page = help.page;
    out.close = text("common.close");
    if (help.page == HelpPage::how) {
        out.title = text("help.title");
        for (const char* line : {"help.1", "help.2", "help.3"}) out.lines.push_back(text(line));
        out.privacy = text("privacy.title");
        return out;
    }
    out.title = text("privacy.title");
    for (int line = 1; line <= 6; ++line) out.lines.push_back(text("privacy." + std::to_string(line)));
    return out;
}

ScreenView Viewer::screen() const {
    if (state_.help) return help(*state_.help);
    return std::visit(Match{
                          [&](const First&) { return notice_or_first(); },
                          [&](const Saving& s) { return saving(s); },
                          [&](const Warning& w) -> ScreenView { return warning(w); },
                          [&](const Thanks& t) -> ScreenView { return thanks(t); },
                          [&](const Apology&) -> ScreenView {
                              return ApologyView{text("failed.title"), text("failed.hint"), text("common.retry")};
                          },
                          [&](const Home& h) -> ScreenView { return home(h); },
                          [&](const Explanation&) -> ScreenView {
                              return ExplanationView{text("code.explain_title"), text("code.explain"),
                                                     text("common.close")};
                          },
                          [&](const auto& at) -> ScreenView { return whole(stop(Stop(at))); },
                      },
                      state_.screen);
}

}  // namespace hailong::flow
