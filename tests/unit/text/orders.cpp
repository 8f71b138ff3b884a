#include "tests/unit/text/orders.h"

#include <algorithm>

namespace hailong::text_test {

namespace {

using text::Shape;
using Slots = std::vector<std::size_t>;  // "after the letter with this index"

struct Stroke {
    char32_t key;
    Slots slots;
};

// One way to see a word: the keys of its letters, and the keys of its marks with the places where each may be pressed.
struct Plan {
    std::u32string letters;
    std::vector<Stroke> marks;
};

Slots from(std::size_t first, std::size_t count) {
    Slots out;
    for (std::size_t i = first; i < count; ++i) out.push_back(i);
    return out;
}

char32_t key_of(const text::Letter& letter, text::Method method) {
    switch (letter.shape) {
        case Shape::hat:
            return method == text::Method::vni ? U'6' : letter.base;
        case Shape::horn:
            return method == text::Method::vni ? U'7' : U'w';
        case Shape::breve:
            return method == text::Method::vni ? U'8' : U'w';
        case Shape::stroke:
            return method == text::Method::vni ? U'9' : U'd';
        case Shape::plain:
            return 0;
    }
    return 0;
}

char32_t key_of(text::Tone tone, text::Method method) {
    return (method == text::Method::vni ? U"012345" : U"zsfrxj")[static_cast<std::size_t>(tone)];
}

// "ươ" as people type it: one horn behind both; one each; one on the u, the o following by itself once a letter comes.
std::vector<Plan> with_pair(const Plan& plan, std::size_t pair, text::Method method) {
    const auto key = key_of({U'u', Shape::horn}, method);
    std::vector<Plan> out(3, plan);
    out[0].marks.push_back({key, from(pair + 1, plan.letters.size())});
    out[1].marks.push_back({key, {pair}});
    out[1].marks.push_back({key, {pair + 1}});
    out[2].marks.push_back({key, {pair}});
    if (method == text::Method::vni) return out;
    for (const bool each : {true, false}) {  // a "w" alone is an "ư"
        out.push_back(plan);
        out.back().letters[pair] = U'w';
        if (each) out.back().marks.push_back({key, {pair + 1}});
    }
    return out;
}

std::vector<Plan> with_lone_u(Plan plan, std::size_t at, text::Method method) {
    std::vector<Plan> out{plan};
    out[0].marks.push_back({key_of({U'u', Shape::horn}, method), from(at, plan.letters.size())});
    if (method == text::Method::vni) return out;
    plan.letters[at] = U'w';
    out.push_back(plan);
    return out;
}

std::vector<Plan> plans_of(const Syllable& syllable, text::Method method) {
    Plan plan;
    std::size_t pair = syllable.letters.find(U"ươ");
    std::size_t lone = syllable.letters.find(U'ư');
    for (std::size_t i = 0; i < syllable.letters.size(); ++i) {
        const auto letter = text::take_apart(syllable.letters[i]).letter;
        plan.letters += letter.base;
        const bool later = pair != std::u32string::npos ? i == pair || i == pair + 1 : i == lone;
        if (letter.shape == Shape::plain || later) continue;
        auto slots = from(std::max(i, letter.shape == Shape::stroke ? syllable.nucleus : 0), syllable.letters.size());
        if (letter.shape == Shape::stroke) slots.insert(slots.begin(), 0);
        plan.marks.push_back({key_of(letter, method), slots});
    }
    if (syllable.tone != text::Tone::none) {
        plan.marks.push_back({key_of(syllable.tone, method), from(syllable.nucleus, syllable.letters.size())});
    }
    const auto twin = syllable.letters.find(U"oo");  // a third o takes back the hat of the second
    if (method == text::Method::telex && twin != std::u32string::npos) plan.marks.push_back({U'o', {twin + 1}});
    if (pair != std::u32string::npos) return with_pair(plan, pair, method);
    if (lone != std::u32string::npos) return with_lone_u(plan, lone, method);
    return {plan};
}

// Writes the word with the marks where `places` has them, those of one place in the order in which they stand there.
std::u32string write(const Plan& plan, const std::vector<std::pair<std::size_t, char32_t>>& places) {
    std::u32string out;
    for (std::size_t i = 0; i < plan.letters.size(); ++i) {
        out += plan.letters[i];
        for (const auto& [slot, key] : places) {
            if (slot == i) out += key;
        }
    }
    return out;
}

void place(const Plan& plan, std::vector<std::pair<std::size_t, char32_t>> places, std::vector<std::u32string>& out) {
    if (places.size() == plan.marks.size()) {
        out.push_back(write(plan, places));
        return;
    }
    const auto& mark = plan.marks[places.size()];
    for (const std::size_t slot : mark.slots) {
        for (std::size_t before = 0; before <= places.size(); ++before) {
            auto more = places;
            more.insert(more.begin() + static_cast<std::ptrdiff_t>(before), {slot, mark.key});
            place(plan, more, out);
        }
    }
}

}  // namespace

std::vector<std::u32string> typing_orders(const Syllable& syllable, text::Method method) {
    std::vector<std::u32string> out;
    for (const auto& plan : plans_of(syllable, method)) place(plan, {}, out);
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

std::vector<std::u32string> direct_orders(const Syllable& syllable) {
    if (syllable.tone == text::Tone::none) return {syllable.letters};
    std::vector<std::u32string> out;
    for (std::size_t i = syllable.nucleus; i < syllable.letters.size(); ++i) {
        out.push_back(syllable.letters);
        out.back().insert(i + 1, 1, U" \u0301\u0300\u0309\u0303\u0323"[static_cast<std::size_t>(syllable.tone)]);
    }
    return out;
}

}  // namespace hailong::text_test
