#include "tests/unit/server/serving.h"

#include <stdexcept>

namespace hailong::server_test {

EnrolledTerminal::EnrolledTerminal(Serving& serving, const std::string& device) : ledger(device) {
    const auto card = server::order_code(serving.place.places, *serving.place.province,
                                         {{device, "25195", "Phường Đồng Xoài", false}, kNow});
    const auto begun = serving.enrolling.begin(protocol::encode_enrol_begin(card->code), kNow);
    const auto body = enrol_body(*card, std::get<base::Token16>(*begun), ledger.key(), tls);
    const auto answer = serving.enrolling.finish(body, kNow);
    const auto parsed = domain::parse_identity(std::get<std::string>(*answer), card->root);
    if (!parsed) throw std::runtime_error(parsed.error().what);
    identity = *parsed;
}

}  // namespace hailong::server_test
