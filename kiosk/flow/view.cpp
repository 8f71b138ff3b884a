#include "kiosk/flow/view.h"

#include <algorithm>

namespace hailong::flow {

namespace {

constexpr std::array kScreenTexts{
    "first.privacy",      "followup.rechoose", "followup.rechoose_note",
    "followup.new_visit", "common.back",       "common.skip",
    "common.done",        "common.close",      "common.retry",
    "saving.title",       "idle.title",        "idle.hint",
    "idle.more",          "idle.end",          "thanks.title",
    "thanks.saved",       "thanks.code",       "thanks.code_use",
    "thanks.hold",        "failed.title",      "failed.hint",
    "paused.title",       "paused.hint",       "trouble.title",
    "trouble.hint",       "enrolment.title",   "enrolment.hint",
};

template <class... Cases>
struct Show : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Show(Cases...) -> Show<Cases...>;

Text text(std::string key) { return {std::move(key), {}}; }

class Viewer {
public:
    Viewer(const State& state, MonoTime now, const Rules& rules) : state_(state), now_(now), rules_(rules) {}

    [[nodiscard]] FirstView faces(bool rechoosing, const domain::Answer* pressed) const {
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
        }
        const auto* rating = pressed != nullptr ? std::get_if<domain::Rating>(pressed) : nullptr;
        for (int value = domain::Score::kLowest; value <= domain::Score::kHighest; ++value) {
            const auto score = domain::Score::from(value);
            if (!score) continue;
            out.faces.push_back({*score, text(asked.levels.at(static_cast<std::size_t>(value - 1))),
                                 rating != nullptr && rating->score == *score});
        }
        if (rules_.order == domain::FaceOrder::best_first) std::reverse(out.faces.begin(), out.faces.end());
        return out;
    }

    [[nodiscard]] FollowUpView follow_up(const Visit& visit) const {
        const auto& asked = rules_.questionnaire;
        FollowUpView out;
        out.title = text(asked.followup_title);
        out.hint = text(asked.followup_hint);
        for (const auto& reason : asked.reasons) {
            const bool chosen = std::binary_search(visit.picks.begin(), visit.picks.end(), reason.number);
            out.chips.push_back({reason.number, text(reason.text), reason.icon, chosen});
        }
        out.new_visit = text("followup.new_visit");
        out.rechoose = text("followup.rechoose");
        out.chosen = !visit.picks.empty();
        out.finish = text(out.chosen ? "common.done" : "common.skip");
        return out;
    }

    [[nodiscard]] ScreenView notice_or_first() const {
        switch (state_.service) {
            case Service::open:
                return faces(false, nullptr);
            case Service::paused:
                return PausedView{{text("paused.title"), text("paused.hint")}};
            case Service::trouble:
                return TroubleView{{text("trouble.title"), {"trouble.hint", {{"code", state_.trouble_code}}}}};
            case Service::not_enrolled:
                return EnrolmentView{{text("enrolment.title"), text("enrolment.hint")}};
        }
        return faces(false, nullptr);
    }

    [[nodiscard]] bool is_quiet(const Saving& saving) const {
        return saving.lingers != Lingers::nothing && now_ < saving.begun + rules_.quiet_saving;
    }

    [[nodiscard]] ScreenView saving(const Saving& saving) const {
        if (!is_quiet(saving)) return SavingView{text("saving.title")};
        if (saving.lingers == Lingers::faces) return faces(saving.visit.rated, &saving.answer);
        return follow_up(saving.visit);
    }

    [[nodiscard]] WarningView warning(const Warning& warning) const {
        const auto left = std::chrono::ceil<std::chrono::seconds>(state_.since + rules_.warning - now_);
        const auto seconds = std::max<std::chrono::seconds::rep>(left.count(), 0);
        WarningView out;
        if (warning.rechoosing) {
            out.below = faces(true, nullptr);
        } else {
            out.below = follow_up(warning.visit);
        }
        out.title = text("idle.title");
        out.hint = {"idle.hint", {{"seconds", std::to_string(seconds)}}};
        out.more = text("idle.more");
        out.end = text("idle.end");
        return out;
    }

    [[nodiscard]] ThanksView thanks(const Thanks& thanks) const {
        ThanksView out;
        out.title = text("thanks.title");
        out.saved = text("thanks.saved");
        out.code_label = text("thanks.code");
        out.code_use = text("thanks.code_use");
        out.code = thanks.code;
        out.hold = text(thanks.held ? "common.close" : "thanks.hold");
        out.held = thanks.held;
        out.from = thanks.held ? thanks.held_at : state_.since;
        out.until = out.from + (thanks.held ? rules_.hold : rules_.thanks);
        return out;
    }

    [[nodiscard]] ScreenView screen() const {
        return std::visit(Show{
                              [&](const First&) { return notice_or_first(); },
                              [&](const Saving& s) { return saving(s); },
                              [&](const FollowUp& f) -> ScreenView { return follow_up(f.visit); },
                              [&](const Rechoosing&) -> ScreenView { return faces(true, nullptr); },
                              [&](const Warning& w) -> ScreenView { return warning(w); },
                              [&](const Thanks& t) -> ScreenView { return thanks(t); },
                              [&](const Apology&) -> ScreenView {
                                  return ApologyView{text("failed.title"), text("failed.hint"), text("common.retry")};
                              },
                          },
                          state_.screen);
    }

private:
    const State& state_;
    MonoTime now_;
    const Rules& rules_;
};

}  // namespace

View view(const State& state, MonoTime now, const Rules& rules) {
    const Viewer viewer(state, now, rules);
    View out;
    out.language = state.language;
    if (rules.languages.size() > 1) out.languages = rules.languages;
    out.screen = viewer.screen();
    out.since = state.since;
    out.settle = rules.settle;
    if (const auto* saving = std::get_if<Saving>(&state.screen)) {
        out.inert = true;
        if (saving->lingers != Lingers::nothing && !viewer.is_quiet(*saving)) {
            out.since = saving->begun + rules.quiet_saving;
        }
    }
    return out;
}

std::string_view screen_name(const View& view) {
    return std::visit(Show{
                          [](const FirstView& first) { return first.rechoosing ? "rechoose" : "first"; },
                          [](const FollowUpView&) { return "followup"; },
                          [](const SavingView&) { return "saving"; },
                          [](const WarningView&) { return "warning"; },
                          [](const ThanksView&) { return "thanks"; },
                          [](const ApologyView&) { return "apology"; },
                          [](const PausedView&) { return "paused"; },
                          [](const TroubleView&) { return "trouble"; },
                          [](const EnrolmentView&) { return "enrolment"; },
                      },
                      view.screen);
}

std::vector<std::string> text_keys(const Rules& rules) {
    std::vector<std::string> keys(kScreenTexts.begin(), kScreenTexts.end());
    const auto asked = rules.questionnaire.text_keys();
    keys.insert(keys.end(), asked.begin(), asked.end());
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

}  // namespace hailong::flow
