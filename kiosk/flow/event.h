// What happens to the terminal. Touches carry where the finger was; a touch that the screen shown at that moment does
// not offer is ignored.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "kiosk/base/millimetres.h"
#include "kiosk/base/private_text.h"
#include "kiosk/domain/entry.h"
#include "kiosk/domain/score.h"
#include "kiosk/text/typing.h"

namespace hailong::flow {

using Ticket = std::uint64_t;  // names one save; never 0, never used twice by one State

struct FaceTouched {
    domain::Score score;
    base::PanelPoint at;
};
struct ReasonToggled {
    int number = 0;  // of the questionnaire
    base::PanelPoint at;
};
struct Finished {  // "Done" and "Skip": one slot
    base::PanelPoint at;
};
struct Rechoose {
    base::PanelPoint at;
};
struct Back {  // one screen back within the visit
    base::PanelPoint at;
};
struct NewVisit {
    base::PanelPoint at;
};
struct MoreTouched {  // "say more"
    base::PanelPoint at;
};
enum class Part { items, comment, code };  // what "say more" leads to
struct PartOpened {
    Part part = Part::items;
    base::PanelPoint at;
};
struct OptionTouched {  // of the item shown
    int number = 0;
    base::PanelPoint at;
};
enum class Command { erase, clear, capitals, digits, method };
struct Typed {  // on the keyboard of the comment, or the keypad of the code
    std::variant<char32_t, text::Tone, Command> key;
    base::PanelPoint at;
};
struct KeypadOpened {  // "type the code"
    base::PanelPoint at;
};
struct SendTouched {  // the comment, the code
    base::PanelPoint at;
};
struct Scanned {  // by the reader, at any time: whatever it read; wiped by whoever made the event
    base::PrivateText raw;
};
struct HomeTouched {  // "rate at home"
    base::PanelPoint at;
};
struct HelpTouched {
    base::PanelPoint at;
};
struct PrivacyTouched {  // on the help
    base::PanelPoint at;
};
enum class Aid { speech, volume, large, contrast, reach };
struct AidTouched {
    Aid aid = Aid::speech;
    base::PanelPoint at;
};
struct CornerHeld {  // the upper left corner, two seconds: the blind path begins or ends
    base::PanelPoint at;
};
struct HeadphonesChanged {
    bool plugged = false;
};
struct HoldCode {
    base::PanelPoint at;
};
struct Closed {  // thanks while the code is held, the ticket, help, an explanation
    base::PanelPoint at;
};
struct Retry {  // on the apology
    base::PanelPoint at;
};
struct MoreTime {
    base::PanelPoint at;
};
struct EndVisit {  // "Finish" on the warning: the same as Finished
    base::PanelPoint at;
};
struct LanguageChosen {
    std::string language;
    base::PanelPoint at;
};
struct TouchedElsewhere {  // hit no control: shows that somebody is there
    base::PanelPoint at;
};
// On the staff screens (staff.h); the visit does not hear it.
enum class StaffButton { digit, erase, leave, sync, usb, clean, touch_test, language, volume, restart, spot };
struct StaffTouched {
    StaffButton button = StaffButton::leave;
    int number = 0;  // the digit; the spot of the touch test
    base::PanelPoint at;
};
// What the terminal made of a home ticket that was saved (domain/ticket.h).
struct TicketShown {
    std::string address;  // for the QR code
    std::string code;     // what can be typed instead
    std::string until;    // last day, "02/12/2026"
    std::string page;     // where it is typed: "danhgia.example.vn/T"
    bool operator==(const TicketShown&) const = default;
};
struct Saved {
    Ticket ticket = 0;
    domain::Seq seq = 0;
    base::Digest hash;   // of the entry; the rating code is made of the visit's first
    TicketShown home{};  // of a home ticket
};
struct SaveFailed {
    Ticket ticket = 0;
    std::string code;  // short, for the screen: "E-DISK"
};
enum class Service { open, paused, trouble, not_enrolled };
struct ServiceChanged {  // the store's health, or enrolment
    Service service = Service::open;
    std::string code;  // trouble: short, for the screen
};
struct TimePassed {};

using Event =
    std::variant<FaceTouched, ReasonToggled, Finished, Rechoose, Back, NewVisit, MoreTouched, PartOpened, OptionTouched,
                 Typed, KeypadOpened, SendTouched, Scanned, HomeTouched, HelpTouched, PrivacyTouched, AidTouched,
                 CornerHeld, HeadphonesChanged, HoldCode, Closed, Retry, MoreTime, EndVisit, LanguageChosen,
                 TouchedElsewhere, StaffTouched, Saved, SaveFailed, ServiceChanged, TimePassed>;

}  // namespace hailong::flow
