#include <algorithm>

#include "kiosk/flow/machine.h"

namespace hailong::flow {

namespace {

constexpr int kLastVolumeStep = 3;

// The bar is covered while these stand.
bool is_covered(const Screen& screen) {
    return std::holds_alternative<Saving>(screen) || std::holds_alternative<Warning>(screen);
}

void toggle(Aids& aids, Aid aid) {
    switch (aid) {
        case Aid::speech:
            aids.speech = !aids.speech;
            return;
        case Aid::volume:
            aids.volume = aids.volume % kLastVolumeStep + 1;
            return;
        case Aid::large:
            aids.large = !aids.large;
            return;
        case Aid::contrast:
            aids.contrast = !aids.contrast;
            return;
        case Aid::reach:
            aids.reach = !aids.reach;
            return;
    }
}

void set_blind(Aids& aids, bool blind) {
    aids.blind = blind;
    aids.speech = blind;
}

}  // namespace

void Machine::reset_settings() {
    state_.language = rules_.default_language;
    state_.aids = {};
    state_.settings_touched = MonoTime{};
}

void Machine::on(const LanguageChosen& touch) {
    const auto& known = rules_.languages;
    if (std::find(known.begin(), known.end(), touch.language) == known.end()) return;
    if (is_covered(state_.screen) || !heard(touch.at)) return;
    state_.language = touch.language;
    refresh();
}

void Machine::on(const AidTouched& touch) {
    if (is_covered(state_.screen) || !heard(touch.at)) return;
    toggle(state_.aids, touch.aid);
    refresh();
    const bool keeps_places = touch.aid == Aid::speech || touch.aid == Aid::volume || touch.aid == Aid::contrast;
    if (!keeps_places && !std::holds_alternative<Thanks>(state_.screen)) moved_by_touch(touch.at);
}

void Machine::on(const CornerHeld& touch) {
    if (is_covered(state_.screen) || !heard(touch.at)) return;
    set_blind(state_.aids, !state_.aids.blind);
    refresh();
}

void Machine::on(const HeadphonesChanged& change) {
    if (state_.headphones == change.plugged) return;
    state_.headphones = change.plugged;
    set_blind(state_.aids, change.plugged);
    refresh();
}

void Machine::on(const HelpTouched& touch) {
    if (state_.help) return on(Closed{touch.at});
    if (is_covered(state_.screen) || !heard(touch.at)) return;
    state_.help = Help{HelpPage::how, turn_.now, turn_.now};
    moved_by_touch(touch.at);
}

void Machine::on(const PrivacyTouched& touch) {
    if (!state_.help || state_.help->page == HelpPage::privacy || !heard(touch.at)) return;
    state_.help->page = HelpPage::privacy;
    refresh();
    moved_by_touch(touch.at);
}

}  // namespace hailong::flow
