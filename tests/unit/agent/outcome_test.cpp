#include "sync/agent/outcome.h"

#include <gtest/gtest.h>

#include <set>

namespace hailong::outcome_test {

using agent::Standing;

TEST(OutcomeTable, EveryStatusFrom400To511HasItsRow) {
    for (int status = 400; status <= 511; ++status) {
        const auto standing = agent::standing_of_status(status, agent::BodyForm::ours);
        switch (status) {
            case 401:
            case 403:
                EXPECT_EQ(standing, Standing::refused) << status;
                break;
            case 409:
            case 422:
                EXPECT_EQ(standing, Standing::answered) << status;
                break;
            case 413:
                EXPECT_EQ(standing, Standing::too_large) << status;
                break;
            case 426:
                EXPECT_EQ(standing, Standing::outdated) << status;
                break;
            case 511:
                EXPECT_EQ(standing, Standing::intercepted) << status;
                break;
            default:
                EXPECT_EQ(standing, Standing::later) << status;
        }
    }
}

TEST(OutcomeTable, OtherStatusesHaveTheirRow) {
    EXPECT_EQ(agent::standing_of_status(200, agent::BodyForm::ours), Standing::answered);
    for (const int status : {300, 301, 302, 303, 307, 308, 399}) {
        EXPECT_EQ(agent::standing_of_status(status, agent::BodyForm::page), Standing::intercepted) << status;
    }
    for (const int status : {0, 100, 201, 202, 204, 206, 299, 512, 599, 999, -1}) {
        EXPECT_EQ(agent::standing_of_status(status, agent::BodyForm::ours), Standing::later) << status;
    }
}

TEST(OutcomeTable, A400WithNginxsPageIsARefusal) {
    EXPECT_EQ(agent::standing_of_status(400, agent::BodyForm::page), Standing::refused);
    EXPECT_EQ(agent::form_of({400, "text/html", "<html>", {}}), agent::BodyForm::page);
    EXPECT_EQ(agent::form_of({400, "", "<!doctype html>", {}}), agent::BodyForm::page);
    EXPECT_EQ(agent::form_of({400, "text/plain", "not a batch\n", {}}), agent::BodyForm::ours);
}

TEST(OutcomeTable, EveryFaultHasItsRowAndName) {
    using agent::Fault;
    std::set<std::string_view> names;
    for (const auto& [fault, standing] :
         std::initializer_list<std::pair<Fault, Standing>>{{Fault::dns, Standing::later},
                                                           {Fault::refused, Standing::later},
                                                           {Fault::timeout, Standing::broken},
                                                           {Fault::broken, Standing::broken},
                                                           {Fault::tls_ca, Standing::intercepted},
                                                           {Fault::tls_host, Standing::intercepted},
                                                           {Fault::tls_expired, Standing::later},
                                                           {Fault::tls_rejected, Standing::refused},
                                                           {Fault::tls_other, Standing::later},
                                                           {Fault::too_large, Standing::intercepted}}) {
        EXPECT_EQ(agent::standing_of_fault(fault), standing) << agent::name_of(fault);
        names.insert(agent::name_of(fault));
    }
    EXPECT_EQ(names.size(), 10U);
    EXPECT_FALSE(names.contains(""));
}

}  // namespace hailong::outcome_test
