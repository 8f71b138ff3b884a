// How each screen's view is made. Inside kiosk/flow; view.h is what others use.
#pragma once

#include "kiosk/flow/stops.h"
#include "kiosk/flow/view.h"

namespace hailong::flow {

[[nodiscard]] inline Text text(std::string key) { return {std::move(key), {}}; }
[[nodiscard]] inline Text text(std::string key, std::string name, std::string value) {
    return {std::move(key), {{std::move(name), std::move(value)}}};
}

class Viewer {
public:
    Viewer(const State& state, MonoTime now, const Rules& rules) : state_(state), now_(now), rules_(rules) {}

    [[nodiscard]] ScreenView screen() const;
    [[nodiscard]] bool is_quiet(const Saving& saving) const;

private:
    [[nodiscard]] FirstView faces(bool rechoosing, const domain::Answer* pressed) const;
    [[nodiscard]] ScreenView notice_or_first() const;
    [[nodiscard]] ScreenView saving(const Saving& saving) const;
    [[nodiscard]] WarningView warning(const Warning& warning) const;
    [[nodiscard]] ThanksView thanks(const Thanks& thanks) const;
    [[nodiscard]] HomeView home(const Home& home) const;
    [[nodiscard]] HelpView help(const Help& help) const;

    [[nodiscard]] StopView stop(const Stop& stop) const;
    [[nodiscard]] FollowUpView follow_up(const Visit& visit) const;
    [[nodiscard]] MoreView more(const Visit& visit) const;
    [[nodiscard]] ItemView item(const AtItem& at) const;
    [[nodiscard]] CodeView code(const AtCode& at) const;
    [[nodiscard]] CommentView comment(const AtComment& at) const;

    const State& state_;
    MonoTime now_;
    const Rules& rules_;
};

// What is said when this screen appears to somebody who listens, or to anybody where silence would lose their words.
[[nodiscard]] std::vector<Text> spoken(const State& state, const ScreenView& screen);

}  // namespace hailong::flow
