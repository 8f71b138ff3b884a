#include "kiosk/ui/screens/typing.h"

#include <algorithm>

namespace hailong::ui {
namespace {

flow::Command command_of(KeyCommand command) {
    switch (command) {
        case KeyCommand::erase:
            return flow::Command::erase;
        case KeyCommand::clear:
            return flow::Command::clear;
        case KeyCommand::capitals:
            return flow::Command::capitals;
        case KeyCommand::digits:
            return flow::Command::digits;
        case KeyCommand::method:
            return flow::Command::method;
    }
    return flow::Command::erase;
}

flow::Text plain(const char* key) { return {key, {}}; }

}  // namespace

KeyLabels key_labels(const Texts& texts, text::Method method) {
    const auto name = texts(plain(method == text::Method::telex ? "kb.telex" : "kb.vni"));
    KeyLabels labels;
    labels.space = texts(plain("kb.space"));
    labels.capitals = texts(plain("kb.shift"));
    labels.erase = texts(plain("kb.delete"));
    labels.clear = texts(plain("common.clear"));
    labels.digits = texts(plain("kb.numbers"));
    labels.letters = texts(plain("kb.letters"));
    labels.method = texts({"kb.method", {{"method", name}}});
    labels.method_name = name;
    labels.sac = texts(plain("kb.tone_sac"));
    labels.huyen = texts(plain("kb.tone_huyen"));
    labels.hoi = texts(plain("kb.tone_hoi"));
    labels.nga = texts(plain("kb.tone_nga"));
    labels.nang = texts(plain("kb.tone_nang"));
    return labels;
}

flow::Typed typed(const KeyPress& press) {
    if (const auto* letter = std::get_if<char32_t>(&press.meaning)) return {*letter, press.at};
    if (const auto* tone = std::get_if<text::Tone>(&press.meaning)) return {*tone, press.at};
    return {command_of(std::get<KeyCommand>(press.meaning)), press.at};
}

bool covers_bar(const flow::CommentView&, const Metrics& metrics) {
    return metrics.layout == Layout::compact || (metrics.layout == Layout::landscape && metrics.modes.reach);
}
bool covers_bar(const flow::CodeView& view, const Metrics& metrics) {
    return view.keypad && metrics.layout != Layout::portrait && metrics.modes.reach;
}

float lowest_without_bar(const Metrics& metrics) {
    // Keys come as near to the comfortable height as what stands above them lets them.
    const float needed = metrics.u(metrics.layout == Layout::compact ? 800 : 760);
    const float lift = std::min(metrics.bar_lift, std::max(0.0F, metrics.screen().h - needed));
    return metrics.screen().h - lift - metrics.u(12);
}

}  // namespace hailong::ui
