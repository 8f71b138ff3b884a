#include "tests/ui/keyboard_boards.h"

namespace hailong::test {
namespace {

using text::Method;

ui::KeyLabels vietnamese() {
    return {"dấu cách",       "Chữ hoa", "Xóa",   "Xóa hết", "Số và dấu câu", "Chữ cái",
            "Kiểu gõ: Telex", "sắc",     "huyền", "hỏi",     "ngã",           "nặng"};
}

ui::KeyLabels english() {
    return {"space", "Capitals", "Delete", "Clear all", "Numbers and marks", "Letters", "Typing: Telex",
            "acute", "grave",    "hook",   "tilde",     "dot below"};
}

}  // namespace

std::vector<Board> all_boards(ui::Layout layout) {
    std::vector<Board> boards;
    for (const auto& [language, labels] : {std::pair{"vi", vietnamese()}, std::pair{"en", english()}}) {
        const auto add = [&](const std::string& name, const ui::KeyRows& rows) {
            boards.push_back({name + "-" + language, rows});
        };
        add("keyboard", ui::keyboard_rows({}, labels, layout));
        add("keyboard-capitals", ui::keyboard_rows({true, false, Method::letters}, labels, layout));
        add("keyboard-digits", ui::keyboard_rows({false, true, Method::telex}, labels, layout));
        add("keyboard-vni", ui::keyboard_rows({false, false, Method::vni}, labels, layout));
        add("keypad", ui::keypad_rows(labels));
    }
    return boards;
}

ui::Rect board_area(const ui::Metrics& metrics, const ui::KeyRows& rows) {
    const float height = ui::wanted_height(metrics, rows.size());
    const auto content = metrics.content();
    return {content.x, content.bottom() - height, content.w, height};
}

ui::Rect least_area(const ui::Metrics& metrics, const ui::KeyRows& rows) {
    auto area = board_area(metrics, rows);
    area.h = ui::least_height(metrics, rows.size());
    return area;
}

}  // namespace hailong::test
