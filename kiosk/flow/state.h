// What the flow remembers. Everything of one citizen lives inside State::screen, in the alternatives other than First,
// so that returning to First forgets it by construction; `aids` and `language` go back to their defaults with it.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/domain/dossier_code.h"
#include "kiosk/flow/event.h"
#include "kiosk/flow/rules.h"

namespace hailong::flow {

// What is known of the citizen standing here. Exists from the touch of a face on.
struct Visit {
    domain::VisitId id;
    bool rated = false;                          // a rating of this visit is committed
    std::string code;                            // of its first committed rating
    std::vector<int> picks;                      // ascending
    bool reasons_sent = false;                   // the picks were given to the store
    std::vector<domain::ItemAnswer> answers;     // empty: no item was answered
    std::vector<domain::ItemAnswer> sent_items;  // as given to the store
    bool has_code = false;                       // a dossier code was given to the store
    bool has_comment = false;                    // a comment was given to the store
    bool operator==(const Visit&) const = default;
};

struct First {
    bool operator==(const First&) const = default;
};

// The screens of a visit on which a person enters something. `touched` is when they last did.
struct FollowUp {
    Visit visit;
    MonoTime touched;
    bool operator==(const FollowUp&) const = default;
};
struct Rechoosing {
    Visit visit;
    MonoTime touched;
    bool operator==(const Rechoosing&) const = default;
};
struct More {  // what else can be said
    Visit visit;
    MonoTime touched;
    bool operator==(const More&) const = default;
};
struct AtItem {
    Visit visit;
    MonoTime touched;
    std::size_t index = 0;  // of Questionnaire::items
    bool operator==(const AtItem&) const = default;
};
enum class CodeNote { none, accepted, unreadable, bad_date };
struct AtCode {
    Visit visit;
    MonoTime touched;
    bool keypad = false;
    base::PrivateText typed;                  // on the keypad
    std::optional<domain::DossierCode> code;  // scanned or typed, not given to the store yet
    CodeNote note = CodeNote::none;
    bool operator==(const AtCode&) const = default;
};
struct AtComment {
    Visit visit;
    MonoTime touched;
    text::Typing draft;
    bool capitals = true;  // the next letter
    bool digits = false;   // the page of digits and signs
    bool operator==(const AtComment&) const = default;
};
using Stop = std::variant<FollowUp, Rechoosing, More, AtItem, AtCode, AtComment>;

struct Warning {
    Stop below;
    bool operator==(const Warning&) const = default;
};

// The screen that is still drawn while a save is quiet.
using Lingering = std::variant<std::monostate, First, FollowUp, Rechoosing, More, AtItem, AtCode, AtComment>;
enum class Then { follow_up, more, thanks, home };  // where a commit leads
struct Saving {
    Visit visit;
    Ticket ticket = 0;
    domain::Answer answer;
    Then then = Then::thanks;
    MonoTime begun;
    Lingering lingers;
    bool operator==(const Saving&) const = default;
};
struct Thanks {
    std::string code;
    bool held = false;
    MonoTime held_at;
    bool operator==(const Thanks&) const = default;
};
struct Apology {
    Visit visit;
    Ticket ticket = 0;
    domain::Answer answer;
    Then then = Then::thanks;
    std::string code;   // short, from the store; empty while late
    bool late = false;  // the store has not answered yet; a commit still counts
    bool operator==(const Apology&) const = default;
};
struct Home {  // the ticket is committed
    TicketShown ticket;
    MonoTime touched;
    bool operator==(const Home&) const = default;
};
struct Explanation {  // somebody held a slip before the reader of the first screen: what a code is for
    MonoTime touched;
    bool operator==(const Explanation&) const = default;
};
using Screen = std::variant<First, Saving, FollowUp, Rechoosing, More, AtItem, AtCode, AtComment, Warning, Thanks,
                            Apology, Home, Explanation>;

// Lies over any screen; the times of the screen below stand still.
enum class HelpPage { how, privacy };
struct Help {
    HelpPage page = HelpPage::how;
    MonoTime opened;
    MonoTime touched;
    bool operator==(const Help&) const = default;
};

// Chosen by the person standing here.
struct Aids {
    bool speech = false;
    bool large = false;
    bool contrast = false;
    bool reach = false;
    bool blind = false;  // explore by touch, confirm by double tap
    int volume = 2;      // 1…3
    bool operator==(const Aids&) const = default;
};

struct State {
    Screen screen;
    std::optional<Help> help;
    Service service = Service::open;
    std::string trouble_code;
    std::string language;
    Aids aids;
    bool headphones = false;  // plugged: what is said is heard by one person
    domain::FaceOrder order = domain::FaceOrder::worst_first;
    MonoTime since;                           // when what is shown now appeared or last changed its places
    MonoTime appeared;                        // First: when it came up for whoever comes next
    MonoTime settings_touched;                // First: when its language or aids were chosen
    std::optional<base::PanelPoint> brought;  // the touch that brought this screen
    std::vector<MonoTime> rated_at;           // the last visits that rated, oldest first, for the signs of misuse
    MonoTime code_at;                         // when the last dossier code was given to the store
    Ticket next_ticket = 1;
    bool operator==(const State&) const = default;
};

}  // namespace hailong::flow
