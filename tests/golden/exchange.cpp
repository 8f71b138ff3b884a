#include "tests/golden/exchange.h"

#include <sstream>

#include "tests/support/must.h"

namespace hailong::golden {

namespace {

using test::must;

base::Path file_of(const base::Path& folder, std::size_t number, const char* what) {
    return folder / (std::to_string(number) + "." + what);
}

struct Parts {
    std::istringstream words;
    std::string body;
};

Parts parts_of(const base::Path& file) {
    const auto text = must(base::read_file(file));
    const auto end = text.find('\n');
    if (end == std::string::npos) throw std::runtime_error(file.string() + " has no first line");
    return {std::istringstream(text.substr(0, end)), text.substr(end + 1)};
}

}  // namespace

void write_exchange(const base::Path& folder, std::size_t number, const Recorded& exchange) {
    const auto& [request, answer] = exchange;
    const std::string method = request.method == agent::Method::get ? "GET " : "POST ";
    must(base::write_file(file_of(folder, number, "request"),
                          method + request.target + " " + request.content_type + "\n" + request.body));
    must(base::write_file(file_of(folder, number, "answer"),
                          std::to_string(answer.status) + " " + answer.content_type + "\n" + answer.body));
}

std::vector<Recorded> read_exchanges(const base::Path& folder) {
    std::vector<Recorded> all;
    while (std::filesystem::exists(file_of(folder, all.size() + 1, "request"))) {
        Recorded one;
        std::string method;
        auto asked = parts_of(file_of(folder, all.size() + 1, "request"));
        asked.words >> method >> one.request.target >> one.request.content_type;
        one.request.method = method == "GET" ? agent::Method::get : agent::Method::post;
        one.request.body = std::move(asked.body);
        auto answered = parts_of(file_of(folder, all.size() + 1, "answer"));
        answered.words >> one.answer.status >> one.answer.content_type;
        one.answer.body = std::move(answered.body);
        all.push_back(std::move(one));
    }
    return all;
}

}  // namespace hailong::golden
