// A little HTTP client on a unix socket: what nginx says to the server, and what a broken nginx might.
#pragma once

#include <filesystem>
#include <string>

namespace hailong::server_test {

struct Answer {
    int status = 0;  // 0: the connection ended without an answer
    std::string head;
    std::string body;
};
// Sends these bytes on a new connection and reads until the other end closes.
[[nodiscard]] Answer talk(const std::filesystem::path& socket, const std::string& bytes);
// "POST /x HTTP/1.1" with these headers, each ended by \r\n, Content-Length and Connection: close.
[[nodiscard]] std::string request(const std::string& line, const std::string& headers, const std::string& body = "");

}  // namespace hailong::server_test
