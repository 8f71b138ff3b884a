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
        const auto longer = line.empty() ? word : line + ' ' + word;
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

// Shortest path over break positions: best[n][w] = least sum of squared slack for the first w words on n lines. Labels
// have some ten words, so the cube costs nothing.
std::vector<std::string> balance_over(const std::vector<std::string>& words, std::size_t lines, float width,
                                      const Measure& measure) {
    constexpr float kNever = std::numeric_limits<float>::max();
    const auto count = words.size();
    std::vector<std::vector<float>> best(lines + 1, std::vector<float>(count + 1, kNever));
    std::vector<std::vector<std::size_t>> from(lines + 1, std::vector<std::size_t>(count + 1, 0));
    best[0][0] = 0;
    for (std::size_t line = 1; line <= lines; ++line) {
        for (std::size_t end = line; end <= count; ++end) {
            for (std::size_t begin = line - 1; begin < end; ++begin) {
                if (best[line - 1][begin] == kNever) continue;
                const float length = measure(joined(words, begin, end));
                if (length > width && end - begin > 1) continue;
                const float cost = best[line - 1][begin] + (width - length) * (width - length);
                if (cost < best[line][end]) {
                    best[line][end] = cost;
                    from[line][end] = begin;
                }
            }
        }
    }
    std::vector<std::string> out(lines);
    for (auto line = lines, end = count; line > 0; --line) {
        out[line - 1] = joined(words, from[line][end], end);
        end = from[line][end];
    }
    return out;
}

}  // namespace

std::vector<std::string> break_lines(std::string_view text, float width, const Measure& measure, Balance balance) {
    std::vector<std::string> out;
    for (const auto paragraph : split(text, '\n')) {
        const auto words = words_that_fit(paragraph, width, measure);
        auto lines = fill(words, width, measure);
        if (balance == Balance::even && lines.size() > 1) lines = balance_over(words, lines.size(), width, measure);
        out.insert(out.end(), lines.begin(), lines.end());
    }
    return out;
}

}  // namespace hailong::text
