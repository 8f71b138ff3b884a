#include "kiosk/text/lines.h"

#include <algorithm>
#include <limits>

#include "kiosk/text/unicode.h"

namespace hailong::text {

namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> out;
    for (std::size_t begin = 0;;) {
        const auto end = text.find(separator, begin);
        out.push_back(text.substr(begin, end - begin));
        if (end == std::string_view::npos) return out;
        begin = end + 1;
    }
}

constexpr std::string_view kHiddenBreak = "\u200B";

struct Piece {
    std::string letters;
    std::string_view glue;  // what parts it from the word before, where both stand on one line
};

// Calls visit(word, glue) for each word.
template <class Visit>
void for_each_word(std::string_view paragraph, Visit visit) {
    std::string_view glue;
    while (true) {
        const auto space = paragraph.find(' '), hidden = paragraph.find(kHiddenBreak);
        const auto end = std::min({space, hidden, paragraph.size()});
        if (end > 0) visit(paragraph.substr(0, end), glue);
        if (end == paragraph.size()) return;
        glue = end == space ? std::string_view(" ") : kHiddenBreak;
        paragraph.remove_prefix(end + glue.size());
    }
}

std::vector<Piece> words_that_fit(std::string_view paragraph, float width, const Measure& measure) {
    std::vector<Piece> out;
    for_each_word(paragraph, [&](std::string_view word, std::string_view glue) {
        if (measure(word) <= width) {
            out.push_back({std::string(word), glue});
            return;
        }
        std::string piece;
        for (const auto letter : graphemes(word)) {
            const auto longer = piece + std::string(letter);
            if (!piece.empty() && measure(longer) > width) {
                out.push_back({piece, " "});
                piece = letter;
            } else {
                piece = longer;
            }
        }
        out.push_back({piece, " "});
    });
    return out;
}

std::string joined(const std::vector<Piece>& words, std::size_t first, std::size_t end) {
    std::string out;
    for (auto at = first; at < end; ++at) {
        if (at != first) out += words[at].glue;
        out += words[at].letters;
    }
    return out;
}

std::vector<std::string> fill(const std::vector<Piece>& words, float width, const Measure& measure) {
    std::vector<std::string> lines;
    std::string line;
    for (const auto& word : words) {
        auto longer = line;
        if (!longer.empty()) longer += word.glue;
        longer += word.letters;
        if (!line.empty() && measure(longer) > width) {
            lines.push_back(line);
            line = word.letters;
        } else {
            line = longer;
        }
    }
    lines.push_back(line);
    return lines;
}

// The most even way to set the words on a given number of lines: a shortest path over break positions, the cost of a
// line being its free width squared. Labels have some ten words, so the cube costs nothing.
class Evenly {
public:
    Evenly(const std::vector<Piece>& words, float width, const Measure& measure)
        : words_(words), width_(width), measure_(measure) {}

    [[nodiscard]] std::vector<std::string> set_on(std::size_t lines) {
        const auto count = words_.size();
        best_.assign(lines + 1, std::vector<float>(count + 1, kNever));
        from_.assign(lines + 1, std::vector<std::size_t>(count + 1, 0));
        best_[0][0] = 0;
        for (std::size_t line = 1; line <= lines; ++line) {
            for (std::size_t end = line; end <= count; ++end) choose_begin(line, end);
        }
        std::vector<std::string> out(lines);
        for (auto line = lines, end = count; line > 0; --line) {
            out[line - 1] = joined(words_, from_[line][end], end);
            end = from_[line][end];
        }
        return out;
    }

private:
    static constexpr float kNever = std::numeric_limits<float>::max();

    // How uneven lines may become before one of them ends with the first word of a sentence, in widths squared: a
    // third of a line.
    static constexpr float kStub = 0.1F;

    // The line would end just after the first word of another sentence.
    [[nodiscard]] bool leaves_a_stub(std::size_t begin, std::size_t end) const {
        return end - begin > 1 && std::string_view(".?!;").find(words_[end - 2].letters.back()) != std::string::npos;
    }

    // Line `line` ends before word `end`: where does it best begin?
    void choose_begin(std::size_t line, std::size_t end) {
        for (std::size_t begin = line - 1; begin < end; ++begin) {
            if (best_[line - 1][begin] == kNever) continue;
            const float length = measure_(joined(words_, begin, end));
            if (length > width_ && end - begin > 1) continue;
            float cost = best_[line - 1][begin] + (width_ - length) * (width_ - length);
            if (end < words_.size() && leaves_a_stub(begin, end)) cost += kStub * width_ * width_;
            if (cost >= best_[line][end]) continue;
            best_[line][end] = cost;
            from_[line][end] = begin;
        }
    }

    const std::vector<Piece>& words_;
    float width_;
    const Measure& measure_;
    std::vector<std::vector<float>> best_;  // [lines][words]: least cost of the first words on so many lines
    std::vector<std::vector<std::size_t>> from_;
};

}  // namespace

std::vector<std::string> break_lines(std::string_view text, float width, const Measure& measure, Balance balance) {
    std::vector<std::string> out;
    for (const auto paragraph : split(text, '\n')) {
        const auto words = words_that_fit(paragraph, width, measure);
        auto lines = fill(words, width, measure);
        if (balance == Balance::even && lines.size() > 1) lines = Evenly(words, width, measure).set_on(lines.size());
        out.insert(out.end(), lines.begin(), lines.end());
    }
    return out;
}

std::size_t count_breaks(std::string_view text) {
    auto count =
        static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\n'; }));
    for (auto at = text.find(kHiddenBreak); at != std::string_view::npos; at = text.find(kHiddenBreak, at + 1)) ++count;
    return count;
}

}  // namespace hailong::text
