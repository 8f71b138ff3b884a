#include "kiosk/text/lines.h"

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

std::vector<std::string> words_that_fit(std::string_view paragraph, float width, const Measure& measure) {
    std::vector<std::string> out;
    for (const auto word : split(paragraph, ' ')) {
        if (word.empty()) continue;
        if (measure(word) <= width) {
            out.emplace_back(word);
            continue;
        }
        std::string piece;
        for (const auto letter : graphemes(word)) {
            const auto longer = piece + std::string(letter);
            if (!piece.empty() && measure(longer) > width) {
                out.push_back(piece);
                piece = letter;
            } else {
                piece = longer;
            }
        }
        out.push_back(piece);
    }
    return out;
}

std::string joined(const std::vector<std::string>& words, std::size_t first, std::size_t end) {
    std::string out;
    for (auto at = first; at < end; ++at) {
        if (at != first) out += ' ';
        out += words[at];
    }
    return out;
}

std::vector<std::string> fill(const std::vector<std::string>& words, float width, const Measure& measure) {
    std::vector<std::string> lines;
    std::string line;
    for (const auto& word : words) {
        auto longer = line;
        if (!longer.empty()) longer += ' ';
        longer += word;
        if (!line.empty() && measure(longer) > width) {
            lines.push_back(line);
            line = word;
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
    Evenly(const std::vector<std::string>& words, float width, const Measure& measure)
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

    // Line `line` ends before word `end`: where does it best begin?
    void choose_begin(std::size_t line, std::size_t end) {
        for (std::size_t begin = line - 1; begin < end; ++begin) {
            if (best_[line - 1][begin] == kNever) continue;
            const float length = measure_(joined(words_, begin, end));
            if (length > width_ && end - begin > 1) continue;
            const float cost = best_[line - 1][begin] + (width_ - length) * (width_ - length);
            if (cost >= best_[line][end]) continue;
            best_[line][end] = cost;
            from_[line][end] = begin;
        }
    }

    const std::vector<std::string>& words_;
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

}  // namespace hailong::text
