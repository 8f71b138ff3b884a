// What the staff screens draw (citizen.md "Staff"). Made by view() of staff.h.
#pragma once

#include <array>

#include "kiosk/base/millimetres.h"
#include "kiosk/flow/event.h"
#include "kiosk/flow/text.h"

namespace hailong::flow {

struct StaffButtonView {
    StaffButton button = StaffButton::leave;
    Text label;
    int number = 0;
    bool operator==(const StaffButtonView&) const = default;
};

struct StaffCodeView {
    Text title;
    Text challenge;  // empty key: no code can be judged, or locked
    Text enter;
    Text sheet;
    Text refusal;  // wrong, locked, not stored; empty key: none
    std::string typed;
    bool takes_digits = false;
    StaffButtonView erase;
    StaffButtonView leave;
    bool operator==(const StaffCodeView&) const = default;
};

struct StaffMenuView {
    struct Count {
        std::string number;
        Text what;
        bool operator==(const Count&) const = default;
    };
    struct Row {
        Text label;
        Text value;
        bool is_warning = false;
        bool operator==(const Row&) const = default;
    };
    std::string device;
    Text title;  // "closes in {time}"
    std::vector<Count> counts;
    std::vector<Row> rows;
    Text note;  // what came of the last action; empty key: nothing
    Text actions;
    std::vector<StaffButtonView> buttons;
    StaffButtonView leave;
    std::string qr;  // empty: not known yet
    Text qr_hint;
    bool operator==(const StaffMenuView&) const = default;
};

inline constexpr int kTouchColumns = 3;
inline constexpr int kTouchRows = 3;
struct StaffTouchView {
    Text title;
    std::vector<base::PanelPoint> points;  // where fingers were, the newest last
    std::array<bool, std::size_t{kTouchColumns} * kTouchRows> hit{};
    StaffButtonView leave;
    bool operator==(const StaffTouchView&) const = default;
};

struct StaffCleanView {
    Text title;
    Text hint;  // with {seconds}
    bool operator==(const StaffCleanView&) const = default;
};

}  // namespace hailong::flow
