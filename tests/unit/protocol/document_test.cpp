#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "kiosk/domain/answer.h"
#include "kiosk/domain/batch.h"
#include "sync/protocol/wire.h"
#include "tests/unit/protocol/worked_example.h"

namespace hailong::document_test {

std::string document() {
    std::ifstream in(HAILONG_SOURCE_DIR "/sync/protocol/PROTOCOL.md");
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

TEST(ProtocolDocument, ItsWorkedExampleIsWhatTheCodeMakes) {
    const std::string text = document();
    for (const auto& [title, block] : worked_example::make()) {
        std::string shown = block;
        if (!shown.ends_with('\n')) shown += '\n';
        std::string expected("\n");
        expected.append(title).append("\n```\n").append(shown).append("```\n");
        EXPECT_NE(text.find(expected), std::string::npos) << "PROTOCOL.md lacks:" << expected;
    }
}

TEST(ProtocolDocument, ItsSealedRatingOpensWithTheIntakeKey) {
    const auto plain = worked_example::intake().open(worked_example::rating_box());
    ASSERT_TRUE(plain);
    EXPECT_NE(plain->view().find("\"score\":4"), std::string_view::npos);
}

TEST(ProtocolDocument, WhatTheFirstVersionSealedStillOpens) {
    const auto old = worked_example::intake().open(worked_example::rating_box_of_version_0_1());
    ASSERT_TRUE(old) << old.error().what;
    const auto rating = std::get<domain::Rating>(domain::parse_plain(old->view()).value());
    EXPECT_EQ(rating.score.value(), 4);
    EXPECT_EQ(rating.questionnaire, "quick@1");
    EXPECT_EQ(rating.flags, 0);
}

TEST(ProtocolDocument, NamesEveryPathAndRefusal) {
    const std::string text = document();
    for (const auto word : {protocol::kEntriesPath, protocol::kStatePath, protocol::kKeysPath, protocol::kConfigPath,
                            protocol::kEnrolBeginPath, protocol::kEnrolPath, protocol::kRenewPath, protocol::kBatchType,
                            protocol::kSignedType, protocol::kJsonType}) {
        EXPECT_NE(text.find(word), std::string::npos) << word;
    }
    for (const auto refusal :
         {protocol::Refusal::bad_request, protocol::Refusal::unknown_code, protocol::Refusal::used_code,
          protocol::Refusal::void_code, protocol::Refusal::expired_code, protocol::Refusal::wrong_nonce,
          protocol::Refusal::wrong_proof}) {
        EXPECT_NE(text.find(protocol::name_of(refusal)), std::string::npos) << protocol::name_of(refusal);
    }
}

}  // namespace hailong::document_test
