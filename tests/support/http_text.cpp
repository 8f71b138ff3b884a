#include "tests/support/http_text.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace hailong::test {

namespace {

std::size_t announced(std::string head) {
    std::ranges::transform(head, head.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto place = head.find("content-length: ");
    std::size_t length = 0;  // stays so for what damage has made no number
    if (place != std::string::npos) std::from_chars(head.data() + place + 16, head.data() + head.size(), length);
    return length;
}

}  // namespace

bool is_whole(const std::string& message) {
    const auto end = message.find("\r\n\r\n");
    return end != std::string::npos && message.size() >= end + 4 + announced(message.substr(0, end));
}

std::string body_of(const std::string& message) {
    const auto end = message.find("\r\n\r\n");
    return end == std::string::npos ? "" : message.substr(end + 4);
}

}  // namespace hailong::test
