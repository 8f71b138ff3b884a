#include "sync/protocol/wire.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "kiosk/base/crypto.h"

namespace hailong::wire_test {

using protocol::Refusal;
using protocol::StateQuestion;

base::Token16 token(char byte) { return base::Token16::from_raw(std::string(16, byte)).value(); }
base::Digest digest(char byte) { return base::Digest::from_raw(std::string(32, byte)).value(); }

TEST(StateTarget, AsksAboutTheWholeTerminal) {
    const StateQuestion question{token(1), std::nullopt};
    EXPECT_EQ(protocol::state_target(question), "/v1/state?nonce=01010101010101010101010101010101");
    EXPECT_EQ(protocol::parse_state_target(protocol::state_target(question)).value(), question);
}

TEST(StateTarget, AsksAboutOneChain) {
    const StateQuestion question{token(1), digest(2)};
    EXPECT_TRUE(protocol::state_target(question).ends_with("&chain=" + digest(2).hex()));
    EXPECT_EQ(protocol::parse_state_target(protocol::state_target(question)).value(), question);
}

TEST(StateTarget, RefusesEverythingElse) {
    const std::string good = protocol::state_target({token(1), digest(2)});
    for (const std::string& bad :
         {std::string("/v1/state"), std::string("/v1/state?nonce="), std::string("/v1/state?nonce=01"), good + "0",
          good + "&x=1", good.substr(0, good.size() - 1), std::string("/v1/stat?nonce=") + token(1).hex(),
          "/v1/state?nonce=" + std::string(32, 'A'), "/v1/state?nonce=" + token(1).hex() + "&chain="}) {
        EXPECT_FALSE(protocol::parse_state_target(bad)) << bad;
    }
}

TEST(EnrolBegin, CarriesTheCodeInOneLine) {
    EXPECT_EQ(protocol::encode_enrol_begin("0011223344556677"), "{\"code\":\"0011223344556677\"}\n");
    EXPECT_EQ(protocol::parse_enrol_begin("{\"code\":\"0011223344556677\"}\n").value(), "0011223344556677");
}

TEST(EnrolBegin, RefusesOtherForms) {
    for (const char* bad :
         {"", "{\"code\":\"0011223344556677\"}", "{\"code\":\"00112233445566\"}\n", "{\"code\":\"001122334455667Z\"}\n",
          "{\"code\":1}\n", "{}\n", "{\"code\":\"0011223344556677\"}\n\n",
          "{\"code\":\"00\",\"code\":\"0011223344556677\"}\n"}) {
        EXPECT_FALSE(protocol::parse_enrol_begin(bad)) << bad;
    }
}

TEST(EnrolBegin, RefusesALongLine) {
    const std::string text = "{\"code\":\"0011223344556677\",\"x\":\"" + std::string(2000, 'x') + "\"}\n";
    EXPECT_FALSE(protocol::parse_enrol_begin(text));
}

TEST(EnrolNonce, GoesThereAndBack) {
    EXPECT_EQ(protocol::parse_enrol_nonce(protocol::encode_enrol_nonce(token(7))).value(), token(7));
    EXPECT_FALSE(protocol::parse_enrol_nonce("{\"nonce\":\"0707\"}\n"));
    EXPECT_FALSE(protocol::parse_enrol_nonce("<html>\n"));
}

TEST(Refusal, EachHasItsOwnWordAndComesBack) {
    for (const Refusal refusal : {Refusal::bad_request, Refusal::unknown_code, Refusal::used_code, Refusal::void_code,
                                  Refusal::expired_code, Refusal::wrong_nonce, Refusal::wrong_proof}) {
        EXPECT_EQ(protocol::parse_refusal(protocol::encode_refusal(refusal)).value(), refusal);
        EXPECT_EQ(protocol::status_of(refusal), refusal == Refusal::bad_request ? 400 : 403);
    }
    EXPECT_FALSE(protocol::parse_refusal("{\"error\":\"because\"}\n"));
    EXPECT_FALSE(protocol::parse_refusal("<html>403</html>\n"));
}

RC_GTEST_PROP(WireProperty, StateTargetsComeBack, ()) {
    StateQuestion question{base::random_token(), std::nullopt};
    if (*rc::gen::arbitrary<bool>()) question.chain = base::sha256(*rc::gen::arbitrary<std::string>());
    RC_ASSERT(protocol::parse_state_target(protocol::state_target(question)).value() == question);
}

RC_GTEST_PROP(WireProperty, NoTextBreaksTheReaders, (const std::string& text)) {
    const auto target = protocol::parse_state_target("/v1/state?nonce=" + text);
    RC_ASSERT(!target || protocol::state_target(*target) == "/v1/state?nonce=" + text);
    RC_ASSERT(!protocol::parse_enrol_nonce(text));
    RC_ASSERT(!protocol::parse_refusal(text));
}

}  // namespace hailong::wire_test
