// Just enough of HTTP/1.1 to know where a message ends: our peers announce the length of every body.
#pragma once

#include <string>

namespace hailong::test {

// Head and announced body have come.
[[nodiscard]] bool is_whole(const std::string& message);
// What follows the head; "" when the head is not whole.
[[nodiscard]] std::string body_of(const std::string& message);

}  // namespace hailong::test
