#include <algorithm>

#include "kiosk/flow/viewer.h"

namespace hailong::flow {

namespace {

// Of a scanned code only enough to know the slip again: others may look at the screen.
base::PrivateText last_group(std::string_view code) {
    const auto dash = code.rfind('-');
    if (dash == std::string_view::npos) return {};
    base::PrivateText group("… ");
    for (const char byte : code.substr(dash + 1)) group.add(byte);
    return group;
}

Text note_of(CodeNote note) {
    switch (note) {
        case CodeNote::none:
            return {};
        case CodeNote::accepted:
            return text("code.accepted");
        case CodeNote::unreadable:
            return text("code.unreadable");
        case CodeNote::bad_date:
            return text("code.bad_date");
    }
    return {};
}

}  // namespace

StopView Viewer::stop(const Stop& stop) const {
    return std::visit(Match{
                          [&](const FollowUp& at) -> StopView { return follow_up(at.visit); },
                          [&](const Rechoosing&) -> StopView { return faces(true, nullptr); },
                          [&](const More& at) -> StopView { return more(at.visit); },
                          [&](const AtItem& at) -> StopView { return item(at); },
                          [&](const AtCode& at) -> StopView { return code(at); },
                          [&](const AtComment& at) -> StopView { return comment(at); },
                      },
                      stop);
}

FollowUpView Viewer::follow_up(const Visit& visit) const {
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
    if (offers_more(rules_)) out.more = text("followup.more");
    out.chosen = !visit.picks.empty();
    out.finish = text(out.chosen ? "common.done" : "common.skip");
    return out;
}

MoreView Viewer::more(const Visit& visit) const {
    const auto& asked = rules_.questionnaire;
    MoreView out;
    out.title = text("more.title");
    out.hint = text("more.hint");
    const auto add = [&](bool is_offered, MoreView::Tile tile) {
        if (!is_offered) return;
        if (tile.done) tile.state = text("more.saved");
        out.tiles.push_back(std::move(tile));
    };
    add(!asked.items.empty(), {Part::items, text("more.items"), "items", !visit.sent_items.empty(), {}});
    add(asked.offers_comment, {Part::comment, text("more.comment"), "comment", visit.has_comment, {}});
    add(asked.offers_dossier, {Part::code, text("more.code"), "dossier", visit.has_code, {}});
    out.back = text("common.back");
    out.new_visit = text("followup.new_visit");
    out.finish = text("common.done");
    return out;
}

ItemView Viewer::item(const AtItem& at) const {
    const auto& items = rules_.questionnaire.items;
    const auto& asked = items.at(at.index);
    ItemView out;
    out.title = text(asked.title);
    if (!asked.text.empty()) out.subject = text(asked.text);
    if (!asked.hint.empty()) out.hint = text(asked.hint);
    out.progress = {"depth.progress", {{"n", std::to_string(at.index + 1)}, {"total", std::to_string(items.size())}}};
    out.kind = asked.kind;
    const bool is_marked = asked.kind == domain::ItemKind::choices;
    const auto answer = static_cast<unsigned>(at.visit.answers.at(at.index));
    for (const auto& option : asked.options) {
        const bool chosen = is_marked && ((answer >> (option.number - 1)) & 1U) != 0;
        out.chosen = out.chosen || chosen;
        out.options.push_back({option.number, text(option.text), option.apart, chosen});
    }
    if (asked.kind == domain::ItemKind::level && state_.order == domain::FaceOrder::best_first) {
        const auto is_apart = [](const ItemView::Option& option) { return option.apart; };
        std::reverse(out.options.begin(), std::find_if(out.options.begin(), out.options.end(), is_apart));
    }
    out.back = text("common.back");
    out.finish = text(out.chosen ? "common.done" : "common.skip");
    return out;
}

CodeView Viewer::code(const AtCode& at) const {
    CodeView out;
    out.title = text("code.title");
    out.purpose = text("code.purpose");
    out.scan = text("code.scan");
    out.note = note_of(at.note);
    out.accepted = at.note == CodeNote::accepted;
    out.keypad = at.keypad;
    out.shown = at.keypad || !at.code ? at.typed : last_group(at.code->text.view());
    out.type = text("code.type");
    out.clear = text("common.clear");
    out.back = text("common.back");
    out.finish = text("common.skip");
    out.send = text("common.send");
    out.can_send = at.code.has_value() || !at.typed.is_empty();
    return out;
}

CommentView Viewer::comment(const AtComment& at) const {
    CommentView out;
    out.title = text("comment.title");
    out.privacy = text("comment.privacy");
    out.draft = base::PrivateText(at.draft.text());
    out.full = at.draft.is_full();
    const auto most = std::to_string(text::Typing::kMaxCharacters);
    out.count = out.full ? text("comment.full", "max", most)
                         : Text{"comment.count", {{"n", std::to_string(at.draft.characters())}, {"max", most}}};
    out.capitals = at.capitals;
    out.digits = at.digits;
    out.method = at.draft.method();
    out.back = text("common.back");
    out.finish = text("common.skip");
    out.send = text("common.send");
    out.can_send = !out.draft.is_empty();
    return out;
}

}  // namespace hailong::flow
