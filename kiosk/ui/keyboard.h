// The keyboard on the screen: Vietnamese letters and tones, digits and signs; and the keypad for dossier codes. Keys
// are laid out in millimetres: at least 15 wide, and 20 from one to the next wherever the area allows; what hears the
// finger reaches from key to key, so no touch falls between two. Pure but for draw_keys(); frame thread.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/text/word.h"
#include "kiosk/ui/canvas.h"

namespace hailong::ui {

enum class KeyCommand { erase, clear, capitals, digits, method };
using KeyMeaning = std::variant<char32_t, text::Tone, KeyCommand>;

struct Key {
    std::string id;           // "key.ă", "key.huyen", "key.erase"; the same for small letters and capitals
    KeyMeaning meaning;       // a letter comes with its capital state in it
    std::string label;        // what is read out, and written unless there is an icon
    std::string short_label;  // where the label does not fit; empty: none
    std::string icon;         // empty: none
    float width = 1;          // in columns
    bool is_lit = false;      // a state that is on: capitals
};
using KeyRows = std::vector<std::vector<Key>>;

struct KeyPress {
    KeyMeaning meaning;
    base::PanelPoint at;
};

struct KeyboardView {
    bool capitals = false;
    bool digits = false;  // the page of digits and signs
    text::Method method = text::Method::telex;
};

// Words on keys, from the language files.
struct KeyLabels {
    std::string space, capitals, erase, clear, digits, letters;
    std::string method;  // with the name of the method in it
    std::string sac, huyen, hoi, nga, nang;
    std::string method_name{};  // alone, where the key is narrow
};

// The first row holds what the plain letters lack: letters and tones; for VNI, whose marks are digits, the digits. The
// key that switches the method stands at its end on a wide panel, at the bottom on others.
[[nodiscard]] KeyRows keyboard_rows(const KeyboardView& view, const KeyLabels& labels, Layout layout);

// Digits, the letters and signs of dossier codes (domain.md §4), erase and clear.
[[nodiscard]] KeyRows keypad_rows(const KeyLabels& labels);

// How high that many rows want to be, and the least at which every key is 15 mm high.
[[nodiscard]] float wanted_height(const Metrics& metrics, std::size_t rows);
[[nodiscard]] float least_height(const Metrics& metrics, std::size_t rows);

struct KeyPlace {
    Rect target;  // what hears the finger
    Rect cap;     // what is seen
};
// One for each key, in the order of the rows, from the top of the area; a row that is narrower stands in its middle.
[[nodiscard]] std::vector<std::vector<KeyPlace>> place_keys(const Metrics& metrics, const KeyRows& rows,
                                                            const Rect& area);

// Draws the keys into the area; the one that was tapped in this frame.
[[nodiscard]] std::optional<KeyPress> draw_keys(Canvas& canvas, const KeyRows& rows, const Rect& area);

// Every character that these keys can write, with all that marks make of them: what a font must have.
[[nodiscard]] std::string keyboard_characters();

}  // namespace hailong::ui
