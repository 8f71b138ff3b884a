#include "sync/server/routes.h"

#include <gtest/gtest.h>

#include "tests/unit/server/serving.h"
#include "tests/unit/server/web_client.h"

namespace hailong::routes_test {

using server_test::Answer;
using server_test::EnrolledTerminal;
using server_test::request;
using server_test::talk;

class Routes : public ::testing::Test {
protected:
    Routes() { terminal_.ledger.append(4); }

    [[nodiscard]] static std::string entries_headers(const std::string& certificate) {
        return "X-Hailong-Listener: entries\r\nX-Client-Cert: " + server_test::escaped(certificate) +
               "\r\nContent-Type: " + std::string(protocol::kBatchType) + "\r\n";
    }
    [[nodiscard]] std::string mine() const { return entries_headers(terminal_.identity.certificate); }
    Answer post(const domain::Batch& batch, const std::string& headers) {
        return talk(serving_.socket,
                    request("POST /v1/entries HTTP/1.1", headers, *protocol::pack_body(join_batch(batch))));
    }
    Answer get(const std::string& target, const std::string& headers) {
        return talk(serving_.socket, request("GET " + target + " HTTP/1.1", headers));
    }
    domain::Receipt receipt_in(const Answer& answer) {
        const auto receipt = domain::parse_receipt(answer.body, serving_.place.province->keys);
        EXPECT_TRUE(receipt) << answer.body;
        return receipt ? *receipt : domain::Receipt{};
    }

    server_test::Serving serving_;
    EnrolledTerminal terminal_{serving_, "k25195-1"};
};

TEST_F(Routes, ReceiptsABatch) {
    const auto answer = post(terminal_.ledger.all(), mine());
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(receipt_in(answer).through, 4U);
}

TEST_F(Routes, AnswersTheSameToARepeat) {
    const auto batch = terminal_.ledger.all();
    const auto first = post(batch, mine());
    EXPECT_EQ(post(batch, mine()).body, first.body);
}

TEST_F(Routes, Says409AndSignsForAGap) {
    const auto answer = post(terminal_.ledger.batch(2, 4), mine());
    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(receipt_in(answer).verdict, domain::Verdict::gap);
}

TEST_F(Routes, Says422AndSignsForAWrongSignature) {
    auto batch = terminal_.ledger.all();
    batch.header.sig = {};
    server_test::FakeTerminal::rewrite(batch);
    const auto answer = post(batch, mine());
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(receipt_in(answer).verdict, domain::Verdict::hash);
}

TEST_F(Routes, ReceiptsAPoisonEntry) {
    terminal_.ledger.append("\xff\xfe not UTF-8, no JSON");
    const auto answer = post(terminal_.ledger.all(), mine());
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(receipt_in(answer).through, 5U);
    EXPECT_EQ(*serving_.place.archive->quarantined(), 1U);
}

TEST_F(Routes, Says401WithoutACertificate) {
    const auto answer = post(terminal_.ledger.all(), "X-Hailong-Listener: entries\r\n");
    EXPECT_EQ(answer.status, 401);
}

TEST_F(Routes, Says401ToACertificateThatCannotBeRead) {
    EXPECT_EQ(post(terminal_.ledger.all(), entries_headers("-----BEGIN CERTIFICATE-----\nAAAA\n")).status, 401);
}

TEST_F(Routes, Says403ToAKeyThatIsNotEnrolled) {
    const auto stranger = server::make_ca("stranger", server_test::kNow);
    EXPECT_EQ(post(terminal_.ledger.all(), entries_headers(stranger->certificate)).status, 403);
}

TEST_F(Routes, Says403ToARevokedTerminal) {
    ASSERT_TRUE(serving_.place.archive->revoke("k25195-1"));
    EXPECT_EQ(post(terminal_.ledger.all(), mine()).status, 403);
}

TEST_F(Routes, Says403ToAnotherTerminalsBatch) {
    const EnrolledTerminal other(serving_, "k25195-2");
    EXPECT_EQ(post(terminal_.ledger.all(), entries_headers(other.identity.certificate)).status, 403);
    EXPECT_TRUE(serving_.place.archive->chains()->empty());
}

TEST_F(Routes, Says400ToABodyThatIsNoBatch) {
    const auto answer = talk(serving_.socket, request("POST /v1/entries HTTP/1.1", mine(), "not zstd"));
    EXPECT_EQ(answer.status, 400);
}

TEST_F(Routes, Says413ToABodyThatIsTooLong) {
    const std::string body(protocol::kMaxBody + 1, 'x');
    EXPECT_EQ(talk(serving_.socket, request("POST /v1/entries HTTP/1.1", mine(), body)).status, 413);
}

TEST_F(Routes, Says426ToAnotherProtocolAndWhichItSpeaks) {
    const auto body = *protocol::pack_body("{\"proto\":2,\"device\":\"k25195-1\"}\n");
    const auto answer = talk(serving_.socket, request("POST /v1/entries HTTP/1.1", mine(), body));
    EXPECT_EQ(answer.status, 426);
    EXPECT_EQ(answer.body, "{\"min\":1,\"max\":1}\n");
}

TEST_F(Routes, TellsTheState) {
    (void)post(terminal_.ledger.all(), mine());
    const auto target = protocol::state_target({base::random_token(), terminal_.ledger.chain()});
    const auto receipt = receipt_in(get(target, mine()));
    EXPECT_EQ(receipt.through, 4U);
    EXPECT_EQ(receipt.req, domain::request_digest(target));
}

TEST_F(Routes, HandsOutTheKeysDocument) {
    const auto answer = get("/v1/keys/1", mine());
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, serving_.place.province->keys_text);
    EXPECT_EQ(get("/v1/keys/2", mine()).status, 404);
}

TEST_F(Routes, EachListenerServesItsOwn) {
    EXPECT_EQ(get("/", mine()).status, 404);
    EXPECT_EQ(get("/v1/state?nonce=" + std::string(32, '0'), "X-Hailong-Listener: pages\r\n").status, 404);
    EXPECT_EQ(get("/v1/state?nonce=" + std::string(32, '0'), "X-Hailong-Listener: enrol\r\n").status, 404);
    EXPECT_EQ(get("/", "X-Hailong-Listener: enrol\r\n").status, 404);
    EXPECT_EQ(get("/", "").status, 404);
}

TEST_F(Routes, RefusesWhatIsNoBatch) {
    const auto sent = [&](std::string type, std::string body, std::string certificate) {
        return serving_.routes
            .answer({"POST", "/v1/entries", "entries", std::move(certificate), std::move(type), std::move(body)},
                    server_test::kNow)
            .status;
    };
    const std::string type(protocol::kBatchType);
    const std::string mine = server_test::escaped(terminal_.identity.certificate);
    const std::string body = *protocol::pack_body(join_batch(terminal_.ledger.all()));
    EXPECT_EQ(sent("text/plain", body, mine), 415U);
    EXPECT_EQ(sent(type, std::string(protocol::kMaxBody + 1, ' '), mine), 413U);
    EXPECT_EQ(sent(type, "no frame", mine), 400U);
    EXPECT_EQ(sent(type, *protocol::pack_body("no header"), mine), 400U);
    EXPECT_EQ(sent(type, body, "%zz"), 401U);
    EXPECT_EQ(sent(type, body, "no certificate"), 401U);
    EXPECT_EQ(sent(type, body, ""), 401U);
    const EnrolledTerminal other(serving_, "k25195-7");
    EXPECT_EQ(sent(type, body, server_test::escaped(other.identity.certificate)), 403U) << "another terminal's batch";
    EXPECT_EQ(serving_.place.archive->chains()->size(), 0U);
}

TEST_F(Routes, GivesTheKeysDocumentBeforeTheEnrolmentAndRefusesTheRest) {
    const auto asked = [&](const char* method, const std::string& target, const char* listener) {
        return serving_.routes.answer({method, target, listener, "", "", "{}"}, server_test::kNow).status;
    };
    EXPECT_EQ(asked("GET", "/v1/keys/1", "enrol"), 200U);
    EXPECT_EQ(asked("POST", "/v1/keys/1", "enrol"), 404U);
    EXPECT_EQ(asked("GET", "/v1/enrol", "enrol"), 405U);
    EXPECT_EQ(asked("POST", "/v1/renew/begin", "entries"), 400U);
    EXPECT_EQ(asked("HEAD", "/", "pages"), 200U);
    EXPECT_EQ(asked("PUT", "/T", "pages"), 405U);
}

TEST_F(Routes, RefusesTheWrongMethod) {
    EXPECT_EQ(get("/v1/entries", mine()).status, 405);
    EXPECT_EQ(talk(serving_.socket, request("POST / HTTP/1.1", "X-Hailong-Listener: pages\r\n", "x")).status, 405);
}

TEST_F(Routes, EnrolsOverHttp) {
    const auto card = server::order_code(serving_.place.places, *serving_.place.province,
                                         {{"k25195-9", "25195", "Phường", false}, server_test::kNow});
    const std::string headers = "X-Hailong-Listener: enrol\r\n";
    const auto begun = talk(
        serving_.socket, request("POST /v1/enrol/begin HTTP/1.1", headers, protocol::encode_enrol_begin(card->code)));
    const auto nonce = protocol::parse_enrol_nonce(begun.body);
    ASSERT_TRUE(nonce) << begun.body;
    const server_test::TlsClient tls;
    const auto body = server_test::enrol_body(*card, *nonce, base::Signer::generate(), tls);
    const auto answer = talk(serving_.socket, request("POST /v1/enrol HTTP/1.1", headers, body));
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(domain::parse_identity(answer.body, card->root));
}

TEST_F(Routes, SaysWhyAnEnrolmentIsRefused) {
    const auto answer = talk(serving_.socket, request("POST /v1/enrol/begin HTTP/1.1", "X-Hailong-Listener: enrol\r\n",
                                                      protocol::encode_enrol_begin("00112233445566aa")));
    EXPECT_EQ(answer.status, 403);
    EXPECT_EQ(*protocol::parse_refusal(answer.body), protocol::Refusal::unknown_code);
}

TEST_F(Routes, ShowsTheResultsPage) {
    for (int i = 0; i < 6; ++i) terminal_.ledger.answer(server_test::rating(4, i), serving_.place.intake());
    (void)post(terminal_.ledger.all(), mine());
    const auto answer = get("/", "X-Hailong-Listener: pages\r\n");
    EXPECT_EQ(answer.status, 200);
    EXPECT_NE(answer.body.find("100,0 %"), std::string::npos);
    EXPECT_NE(answer.body.find("k25195-1"), std::string::npos);
    EXPECT_NE(answer.head.find("Content-Security-Policy: default-src 'none'"), std::string::npos);
    EXPECT_EQ(get("/trang.css", "X-Hailong-Listener: pages\r\n").status, 200);
}

TEST_F(Routes, CountsThePageAtMostOnceInFiveSeconds) {
    const auto page_at = [&](base::WallTime now) {
        return serving_.routes.answer({"GET", "/", "pages", "", "", ""}, now).body;
    };
    const auto before = page_at(server_test::kNow);
    for (int i = 0; i < 6; ++i) terminal_.ledger.answer(server_test::rating(4, i), serving_.place.intake());
    (void)post(terminal_.ledger.all(), mine());
    EXPECT_EQ(page_at(server_test::kNow + std::chrono::seconds(4)), before);
    EXPECT_NE(page_at(server_test::kNow + std::chrono::seconds(5)).find("100,0 %"), std::string::npos);
}

TEST_F(Routes, SaysThatItIsWell) { EXPECT_EQ(get("/healthz", "X-Hailong-Listener: pages\r\n").body, "ok\n"); }

}  // namespace hailong::routes_test
