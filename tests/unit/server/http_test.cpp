#include "sync/server/http.h"

#include <grp.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <thread>

#include "tests/support/temp_folder.h"
#include "tests/unit/server/web_client.h"

namespace hailong::http_test {

using server::HttpRequest;
using server::HttpResponse;
using server_test::request;
using server_test::talk;

class Http : public ::testing::Test {
protected:
    Http() { start(0660); }
    void start(mode_t mode) {
        server_.reset();
        auto started = server::HttpServer::start({socket_, mode, "", 2}, [this](const HttpRequest& asked) {
            if (asked.target == "/echo") return HttpResponse{200, "text/x-echo", asked.body, ""};
            last_ = asked;
            return HttpResponse{207, "text/plain", "seen", "default-src 'none'"};
        });
        ASSERT_TRUE(started) << started.error().what;
        server_ = std::move(*started);
    }

    test::TempFolder folder_;
    base::Path socket_ = folder_ / "http.sock";
    HttpRequest last_;
    std::unique_ptr<server::HttpServer> server_;
};

TEST_F(Http, HandsOverWhatNginxSays) {
    const auto answer =
        talk(socket_, request("POST /v1/x?y=1 HTTP/1.1",
                              "X-Hailong-Listener: enrol\r\nX-Client-Cert: a%20b\r\nContent-Type: t/x\r\n", "body"));
    EXPECT_EQ(answer.status, 207);
    EXPECT_EQ(answer.body, "seen");
    EXPECT_EQ(last_.method, "POST");
    EXPECT_EQ(last_.target, "/v1/x?y=1");
    EXPECT_EQ(last_.listener, "enrol");
    EXPECT_EQ(last_.client_cert, "a%20b");
    EXPECT_EQ(last_.content_type, "t/x");
    EXPECT_EQ(last_.body, "body");
}

TEST_F(Http, SendsThePolicyOfAPage) {
    const auto answer = talk(socket_, request("GET / HTTP/1.1", ""));
    EXPECT_NE(answer.head.find("Content-Security-Policy: default-src 'none'\r\n"), std::string::npos);
    EXPECT_NE(answer.head.find("X-Content-Type-Options: nosniff\r\n"), std::string::npos);
    EXPECT_NE(answer.head.find("Cache-Control: no-store\r\n"), std::string::npos);
}

TEST_F(Http, AnswersSeveralRequestsOnOneConnection) {
    const std::string first = "GET /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\none";
    const auto answer = talk(socket_, first + request("GET /echo HTTP/1.1", "", "two"));
    EXPECT_EQ(answer.body.substr(0, 3), "one");
    EXPECT_TRUE(answer.body.ends_with("two"));
}

TEST_F(Http, TakesABodyOfAWholeBatch) {
    const std::string body(std::size_t{512} * 1024, 'x');
    EXPECT_EQ(talk(socket_, request("POST /echo HTTP/1.1", "", body)).body.size(), body.size());
}

TEST_F(Http, RefusesALargerBody) {
    const std::string head = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 524289\r\n\r\n";
    EXPECT_EQ(talk(socket_, head).status, 413);
}

TEST_F(Http, RefusesALargerHead) {
    EXPECT_EQ(talk(socket_, request("GET / HTTP/1.1", "X-Large: " + std::string(20'000, 'x') + "\r\n")).status, 431);
}

TEST_F(Http, RefusesWhatIsNotHttp) { EXPECT_EQ(talk(socket_, "hello, who is there?\r\n\r\n").status, 400); }

TEST_F(Http, RefusesTwoLengths) {
    const std::string head = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd";
    EXPECT_EQ(talk(socket_, head).status, 400);
}

TEST_F(Http, GivesTheSocketItsMode) {
    start(0600);
    struct stat found{};
    ASSERT_EQ(stat(socket_.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777, 0600U);
}

TEST_F(Http, DoesNotTakeTheSocketOfARunningServer) {
    const auto second =
        server::HttpServer::start({socket_, 0660, "", 1}, [](const HttpRequest&) { return HttpResponse{}; });
    EXPECT_EQ(second.error().code, ErrorCode::busy);
    EXPECT_EQ(talk(socket_, request("GET / HTTP/1.1", "")).status, 207);
}

TEST_F(Http, RemovesItsSocketAtTheEnd) {
    server_.reset();
    EXPECT_FALSE(std::filesystem::exists(socket_));
}

TEST_F(Http, NamesAGroupThatDoesNotExist) {
    server_.reset();
    const auto started = server::HttpServer::start({socket_, 0660, "no-such-group-here", 1},
                                                   [](const HttpRequest&) { return HttpResponse{}; });
    EXPECT_NE(started.error().what.find("no-such-group-here"), std::string::npos);
}

TEST_F(Http, NamesAPlaceWhereNoSocketCanBe) {
    const auto start_at = [](const base::Path& socket) {
        return server::HttpServer::start({socket, 0660, "", 1}, [](const HttpRequest&) { return HttpResponse{}; });
    };
    EXPECT_NE(start_at(folder_ / std::string(120, 'x')).error().what.find("xxx"), std::string::npos);
    EXPECT_EQ(start_at(folder_ / "no-such-folder" / "http.sock").error().code, ErrorCode::environment);
    const base::Path taken = folder_ / "notes.txt";
    ASSERT_TRUE(base::write_file(taken, "not a socket"));
    EXPECT_FALSE(start_at(taken));
    EXPECT_EQ(base::read_file(taken).value(), "not a socket") << "what is no socket is not removed";
}

TEST_F(Http, GivesTheSocketToItsGroup) {
    server_.reset();
    const auto started = server::HttpServer::start({socket_, 0660, getgrgid(getgid())->gr_name, 1},
                                                   [](const HttpRequest&) { return HttpResponse{}; });
    ASSERT_TRUE(started) << started.error().what;
    struct stat found{};
    ASSERT_EQ(stat(socket_.c_str(), &found), 0);
    EXPECT_EQ(found.st_gid, getgid());
}

TEST_F(Http, ServesManyAtOnce) {
    std::vector<std::thread> threads;
    std::atomic<int> good{0};
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&, i] {
            for (int j = 0; j < 20; ++j) {
                const std::string body = std::to_string(i) + "/" + std::to_string(j);
                good += talk(socket_, request("POST /echo HTTP/1.1", "", body)).body == body ? 1 : 0;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(good, 160);
}

}  // namespace hailong::http_test
