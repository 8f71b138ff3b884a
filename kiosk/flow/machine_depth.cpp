#include <algorithm>
#include <utility>

#include "kiosk/flow/machine.h"

namespace hailong::flow {

namespace {

text::Method next(text::Method method) {
    switch (method) {
        case text::Method::telex:
            return text::Method::vni;
        case text::Method::vni:
            return text::Method::letters;
        case text::Method::letters:
            return text::Method::telex;
    }
    return text::Method::telex;
}

}  // namespace

void Machine::on(const MoreTouched& touch) {
    const auto* follow_up = touched<FollowUp>(touch.at);
    if (follow_up == nullptr || !offers_more(rules_)) return;
    show_by_touch(More{follow_up->visit, turn_.now}, touch.at);
}

void Machine::on(const PartOpened& touch) {
    const auto* more = touched<More>(touch.at);
    if (more == nullptr) return;
    const Visit visit = more->visit;
    const auto& asked = rules_.questionnaire;
    switch (touch.part) {
        case Part::items:
            return begin_items(visit, touch.at);
        case Part::comment:
            if (!asked.offers_comment || visit.has_comment) return;
            return show_by_touch(AtComment{visit, turn_.now, text::Typing(rules_.typing), true, false}, touch.at);
        case Part::code:
            if (!asked.offers_dossier || visit.has_code) return;
            return show_by_touch(AtCode{visit, turn_.now, false, {}, {}, CodeNote::none}, touch.at);
    }
}

void Machine::begin_items(const Visit& visit, const base::PanelPoint& at) {
    Visit answering = visit;
    answering.answers.resize(rules_.questionnaire.items.size(), 0);
    if (const auto first = item_after(-1, answering, rules_)) {
        show_by_touch(AtItem{std::move(answering), turn_.now, *first}, at);
    }
}

void Machine::on(const OptionTouched& touch) {
    auto* shown = touched<AtItem>(touch.at);
    if (shown == nullptr) return;
    const auto& item = rules_.questionnaire.items.at(shown->index);
    const auto known = [&](const domain::Option& option) { return option.number == touch.number; };
    const auto option = std::find_if(item.options.begin(), item.options.end(), known);
    if (option == item.options.end()) return;
    shown->touched = turn_.now;
    auto& answer = shown->visit.answers.at(shown->index);
    if (item.kind != domain::ItemKind::choices) {
        answer = touch.number;
        return next_item(AtItem(*shown), touch.at);
    }
    const int bit = 1 << (touch.number - 1);
    // "None of these" and the choices exclude each other.
    for (const auto& other : item.options) {
        if (other.apart != option->apart) answer &= ~(1 << (other.number - 1));
    }
    answer ^= bit;
}

void Machine::next_item(const AtItem& from, const base::PanelPoint& at) {
    Visit visit = from.visit;
    clear_unasked(visit);
    state_.brought = at;
    if (const auto next = item_after(static_cast<std::ptrdiff_t>(from.index), visit, rules_)) {
        show(AtItem{std::move(visit), turn_.now, *next});
    } else {
        leave_items(std::move(visit), from);
    }
}

// An earlier answer was changed: what is no longer asked is no longer answered.
void Machine::clear_unasked(Visit& visit) const {
    for (std::size_t index = 0; index < visit.answers.size(); ++index) {
        if (!domain::is_asked(rules_.questionnaire, index, visit.answers)) visit.answers[index] = 0;
    }
}

void Machine::leave_items(Visit visit, const Lingering& lingers) {
    if (!has_new_items(visit)) return show(More{std::move(visit), turn_.now});
    visit.sent_items = visit.answers;
    const auto answer = items_of(visit);
    wait_for_save({std::move(visit), 0, answer, Then::more, turn_.now, lingers});
}

void Machine::on(const KeypadOpened& touch) {
    auto* code = touched<AtCode>(touch.at);
    if (code == nullptr || code->keypad) return;
    code->keypad = true;
    code->note = CodeNote::none;
    code->touched = turn_.now;
    moved_by_touch(touch.at);
}

void Machine::on(const Typed& touch) {
    if (auto* code = touched<AtCode>(touch.at)) {
        code->touched = turn_.now;
        type_code(*code, touch);
    } else if (auto* comment = touched<AtComment>(touch.at)) {
        comment->touched = turn_.now;
        type_comment(*comment, touch);
    }
}

void Machine::type_code(AtCode& code, const Typed& touch) const {
    if (!code.keypad) return;
    code.code.reset();
    code.note = CodeNote::none;
    if (const auto* letter = std::get_if<char32_t>(&touch.key)) {
        const bool is_of_code = (*letter >= U'0' && *letter <= U'9') || (*letter >= U'A' && *letter <= U'Z') ||
                                *letter == U'.' || *letter == U'-' || *letter == U'/';
        if (is_of_code && code.typed.view().size() < domain::kMaxDossierCode)
            code.typed.add(static_cast<char>(*letter));
    } else if (const auto* command = std::get_if<Command>(&touch.key)) {
        if (*command == Command::erase) code.typed.drop_last();
        if (*command == Command::clear) code.typed = {};
    }
}

void Machine::type_comment(AtComment& comment, const Typed& touch) const {
    text::Typing& draft = comment.draft;
    const auto command = [&](Command what) {
        switch (what) {
            case Command::erase:
                draft.erase();
                break;
            case Command::clear:
                draft.clear();
                break;
            case Command::capitals:
                comment.capitals = !comment.capitals;
                return;
            case Command::digits:
                comment.digits = !comment.digits;
                return;
            case Command::method:
                draft.set_method(next(draft.method()));
                return;
        }
        if (draft.text().empty()) comment.capitals = true;
    };
    std::visit(Match{
                   [&](char32_t letter) {
                       if (draft.type(letter)) comment.capitals = false;
                   },
                   [&](text::Tone tone) { static_cast<void>(draft.mark(tone)); },
                   command,
               },
               touch.key);
}

void Machine::on(const SendTouched& touch) {
    if (auto* code = touched<AtCode>(touch.at)) {
        send_code(*code, touch.at);
    } else if (const auto* comment = touched<AtComment>(touch.at)) {
        if (comment->draft.text().empty()) return;
        const AtComment sent = *comment;
        state_.brought = touch.at;
        const domain::Comment answer{sent.visit.id, base::PrivateText(sent.draft.text())};
        wait_for_save({sent.visit, 0, answer, Then::more, turn_.now, sent});
    }
}

void Machine::send_code(AtCode& code, const base::PanelPoint& at) {
    if (!code.code && !code.typed.is_empty()) {
        AtCode read = code_screen(code.visit, code.typed);
        if (!read.code) {
            code.note = read.note;
            return;
        }
        code.code = std::move(read.code);
    }
    if (!code.code) return;
    state_.brought = at;
    domain::Dossier answer{code.visit.id, code.code->text, code.code->parsed};
    Lingering lingers(code);
    wait_for_save({code.visit, 0, std::move(answer), Then::more, turn_.now, std::move(lingers)});
}

// What the reader brings after a rating belongs to this visit, whatever is shown; but a half-written comment is not
// torn away. Before a rating it only brings the explanation: nobody is asked for a code before the question.
void Machine::on(const Scanned& scan) {
    if (!rules_.questionnaire.offers_dossier || state_.help) return;
    state_.brought.reset();
    if (std::holds_alternative<First>(state_.screen)) {
        if (state_.service == Service::open) show(Explanation{turn_.now});
        return;
    }
    const auto stop = stop_of(state_.screen);
    if (!stop || std::holds_alternative<AtComment>(*stop)) return;
    show(code_screen(visit_of(*stop), scan.raw));
}

AtCode Machine::code_screen(const Visit& visit, const base::PrivateText& raw) const {
    AtCode screen{visit, turn_.now, false, {}, {}, CodeNote::accepted};
    auto read = domain::read_dossier_code(raw.view(), turn_.wall);
    if (read) {
        screen.code = std::move(*read);
    } else {
        screen.note = read.error() == domain::CodeFault::bad_date ? CodeNote::bad_date : CodeNote::unreadable;
    }
    return screen;
}

}  // namespace hailong::flow
