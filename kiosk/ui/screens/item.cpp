#include <algorithm>
#include <cmath>

#include "kiosk/ui/screens/page.h"
#include "kiosk/ui/screens/screens.h"

namespace hailong::ui {
namespace {

constexpr double kWidestItemRow = 240;    // mm, citizen.md "Honest data"
constexpr double kSmallestItemFace = 30;  // mm
constexpr float kFaceOfPitch = 0.9F;

using Option = flow::ItemView::Option;

std::string id_of(const Option& option) { return "option." + std::to_string(option.number); }

// The five levels have faces. An option beside the scale has a circle of the same size with a picture that is no face.
std::string picture_of(const Option& option) { return option.apart ? "other" : face_name(option.number); }

std::vector<HeadingLine> heading_of(const flow::ItemView& view, const Texts& texts) {
    std::vector<HeadingLine> heading{{texts(view.progress), Style::office, kMuted}};
    if (view.subject.key.empty()) {
        heading.push_back({texts(view.title), Style::title, kInk});
    } else {
        heading.push_back({texts(view.title), Style::hint, kMuted});
        heading.push_back({texts(view.subject), Style::title, kInk});
    }
    if (!view.hint.key.empty()) heading.push_back({texts(view.hint), Style::hint, kMuted});
    return heading;
}

// The row of faces: all options, the ones beside the scale too, equally large and side by side.
struct FaceRow {
    float pitch = 0;
    float face = 0;
    Style style = Style::word;  // of the words, and their size: the same for all
    float scale = 1;
    float word_height = 0;
    [[nodiscard]] float height(const Metrics& m) const {
        return face + m.u(m.layout == Layout::compact ? 8 : 16) + word_height;
    }
};

TextBlock row_word(const Metrics& m, const FaceRow& row, const std::string& word) {
    return {word, row.style, kInk, Align::centre, {0, 0, row.pitch - m.u(6), row.word_height}, row.scale};
}

std::vector<std::string> words_of(const flow::ItemView& view, const Texts& texts) {
    std::vector<std::string> words;
    for (const auto& option : view.options) words.push_back(texts(option.word));
    return words;
}

float smallest_word(const Metrics& m) { return m.modes.large ? 1 / 1.5F : 0.84F; }

// The next smaller letters; false: there are none.
bool lower(FaceRow& row, const Metrics& m) {
    constexpr float kStep = 0.04F;
    if (row.scale > smallest_word(m)) {
        row.scale = std::max(smallest_word(m), row.scale - kStep);
        return true;
    }
    if (row.style == Style::office) return false;
    row.style = Style::office;
    row.scale = 1;
    return true;
}

void measure_words(FaceRow& row, const Canvas& canvas, const std::vector<std::string>& words) {
    constexpr float kAnyHeight = 1e6F;
    const Metrics& m = canvas.metrics();
    row.word_height = kAnyHeight;
    const auto fits = [&](const std::string& word) { return canvas.fits(row_word(m, row, word)); };
    do {
        float scale = row.scale;
        for (const auto& word : words) scale = std::min(scale, canvas.shrink(row_word(m, row, word)).scale);
        row.scale = scale;
    } while (!std::all_of(words.begin(), words.end(), fits) && lower(row, m));
    float tallest = 0;
    for (const auto& word : words) tallest = std::max(tallest, canvas.measure_height(row_word(m, row, word)));
    row.word_height = tallest;
}

FaceRow plan_face_row(const Canvas& canvas, const flow::ItemView& view, const Texts& texts) {
    const Metrics& m = canvas.metrics();
    const float room = std::min(m.mm(kWidestItemRow), m.screen().w - 2 * m.u(16));
    FaceRow row;
    row.pitch = std::min(m.pitch, std::floor(room / static_cast<float>(view.options.size())));
    row.face = std::max(std::ceil(m.mm(kSmallestItemFace)), std::min(m.face, std::floor(row.pitch * kFaceOfPitch)));
    measure_words(row, canvas, words_of(view, texts));
    return row;
}

// Where the words leave too little height, the faces give way, down to 30 mm, then the words themselves.
Page plan_row_page(const Canvas& canvas, const flow::ItemView& view, const Texts& texts, FaceRow& row) {
    const Metrics& m = canvas.metrics();
    const float smallest_face = std::ceil(m.mm(kSmallestItemFace));
    for (;;) {
        const float wanted = row.height(m);
        Page page = plan_page(canvas, heading_of(view, texts), {wanted, wanted, BodyWish::Use::touched});
        if (page.body.h >= wanted) return page;
        if (row.face > smallest_face) {
            row.face = std::max(smallest_face, row.face - std::ceil(wanted - page.body.h));
        } else if (!lower(row, m)) {
            return page;
        }
        measure_words(row, canvas, words_of(view, texts));
    }
}

void draw_circle(Canvas& canvas, const Option& option, const Rect& rect) {
    if (!option.apart) return canvas.picture(picture_of(option), rect, kOnInk);
    const Metrics& m = canvas.metrics();
    canvas.disc(rect.middle_x(), rect.middle_y(), rect.w / 2, kCard);
    canvas.ring(rect.middle_x(), rect.middle_y(), rect.w / 2 - m.outline / 2, kOutline, m.outline);
    canvas.picture(picture_of(option), rect.scaled(0.5F), kInk);
}

std::optional<base::PanelPoint> draw_in_row(Canvas& canvas, const Option& option, const FaceRow& row,
                                            const TextBlock& word) {
    const Metrics& m = canvas.metrics();
    const std::string id = id_of(option);
    const float top = word.box.bottom() - row.height(m);
    const Rect circle{std::round(word.box.middle_x() - row.face / 2), top, row.face, row.face};
    draw_circle(canvas, option, circle.scaled(canvas.press(id)));
    canvas.text(word);
    const Rect target{std::ceil(word.box.middle_x() - row.pitch / 2 + 1), top, row.pitch - 2, row.height(m)};
    return canvas.touch({id, target, word.text, canvas.fits(word)});
}

MaybeEvent draw_row(Canvas& canvas, const flow::ItemView& view, const Texts& texts) {
    const Metrics& m = canvas.metrics();
    FaceRow row = plan_face_row(canvas, view, texts);
    const Page page = plan_row_page(canvas, view, texts, row);
    draw_heading(canvas, page);
    const float whole = row.pitch * static_cast<float>(view.options.size());
    float x = std::round(m.screen().middle_x() - whole / 2);
    MaybeEvent event;
    for (const auto& option : view.options) {
        TextBlock word = row_word(m, row, texts(option.word));
        word.box.x = x + m.u(3);
        word.box.y = page.body.y + row.height(m) - row.word_height;
        if (const auto at = draw_in_row(canvas, option, row, word)) event = flow::OptionTouched{option.number, *at};
        x += row.pitch;
    }
    return event;
}

// Large cards, equally large: the options of a choice.
Tile tile_of(const Option& option, const flow::ItemView& view, const Texts& texts, const Rect& rect) {
    const bool keeps_mark = view.kind == domain::ItemKind::choices;
    return {id_of(option), texts(option.word), "", "", option.chosen, false, keeps_mark, rect};
}

float rows_of(std::size_t count, std::size_t columns) {
    const std::size_t rows = (count + columns - 1) / columns;
    return static_cast<float>(rows);
}

float cards_height(const Metrics& m, float rows, float one) { return rows * one + (rows - 1) * m.gap; }

std::vector<Rect> card_places(const Metrics& m, const Rect& body, std::size_t count, std::size_t columns) {
    const float widest = m.layout == Layout::portrait ? body.w : static_cast<float>(columns) * m.u(620);
    const float width = std::min(body.w, widest);
    const Rect area{std::round(body.middle_x() - width / 2), body.y, width, body.h};
    return grid(area, count, columns, m.gap);
}

// How large the words stand on these cards; 0: they do not fit.
float cards_scale(const Canvas& canvas, const flow::ItemView& view, const Texts& texts,
                  const std::vector<Rect>& places) {
    float scale = 1;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (places[i].h < std::ceil(canvas.metrics().mm(20))) return 0;
        scale = std::min(scale, tile_scale(canvas, tile_of(view.options[i], view, texts, places[i])));
    }
    return scale;
}

struct CardPlan {
    Page page;
    std::vector<Rect> places;
    float scale = -1;
};

CardPlan plan_columns(const Canvas& canvas, const flow::ItemView& view, const Texts& texts, std::size_t columns) {
    const Metrics& m = canvas.metrics();
    const float rows = rows_of(view.options.size(), columns);
    const bool is_tall = m.layout == Layout::portrait;
    const float wanted = cards_height(m, rows, m.u(is_tall || rows > 1 ? 150 : 220) * (m.modes.large ? 1.2F : 1));
    const float least = cards_height(m, rows, std::ceil(m.mm(20)) + m.u(4));
    CardPlan plan;
    plan.page = plan_page(canvas, heading_of(view, texts), {wanted, least, BodyWish::Use::touched});
    plan.places = card_places(m, plan.page.body, view.options.size(), columns);
    plan.scale = cards_scale(canvas, view, texts, plan.places);
    return plan;
}

// The columns in which the words stand largest; of several as many as there may be, on an upright panel as few.
CardPlan plan_cards(const Canvas& canvas, const flow::ItemView& view, const Texts& texts) {
    constexpr std::size_t kMostColumns = 5;
    const std::size_t most = std::min(view.options.size(), kMostColumns);
    const bool is_tall = canvas.metrics().layout == Layout::portrait;
    CardPlan best;
    for (std::size_t i = 0; i < most; ++i) {
        CardPlan plan = plan_columns(canvas, view, texts, is_tall ? i + 1 : most - i);
        if (plan.scale > best.scale) best = std::move(plan);
    }
    return best;
}

MaybeEvent draw_cards(Canvas& canvas, const flow::ItemView& view, const Texts& texts) {
    const CardPlan plan = plan_cards(canvas, view, texts);
    draw_heading(canvas, plan.page);
    MaybeEvent event;
    for (std::size_t i = 0; i < plan.places.size(); ++i) {
        const auto& option = view.options[i];
        if (const auto at = draw_tile(canvas, tile_of(option, view, texts, plan.places[i]))) {
            event = flow::OptionTouched{option.number, *at};
        }
    }
    return event;
}

}  // namespace

MaybeEvent draw_item(Canvas& canvas, const flow::ItemView& view, const Texts& texts) {
    const bool has_faces = view.kind == domain::ItemKind::level;
    MaybeEvent event = has_faces ? draw_row(canvas, view, texts) : draw_cards(canvas, view, texts);
    ButtonRow row{{back_button(texts(view.back))}, {finish_button(texts(view.finish), view.chosen)}};
    place_row(canvas, row_top(canvas.metrics()), row);
    if (const auto at = draw_button(canvas, row.left[0])) event = flow::Back{*at};
    if (const auto at = draw_button(canvas, row.right[0])) event = flow::Finished{*at};
    return event;
}

}  // namespace hailong::ui
