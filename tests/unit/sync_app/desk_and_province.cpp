#include "tests/unit/sync_app/desk_and_province.h"

#include <filesystem>

#include "kiosk/domain/renewal.h"

namespace hailong::sync_app_test {

InProcess::InProcess(const server::Province& province, server::SqliteArchive& archive,
                     const server::ServerPlaces& places)
    : opening_(province.intake_keys, province.comment_keys, province.dossier_key),
      reception_(archive, archive, province, opening_),
      enrolling_(archive, province, places),
      renewing_(archive, province),
      home_(archive, archive, province),
      routes_(archive, archive, {reception_, enrolling_, renewing_, home_}, province) {}

agent::Exchange InProcess::exchange(const agent::Request& request) {
    ++requests;
    server::HttpRequest http;
    http.method = request.method == agent::Method::get ? "GET" : "POST";
    http.target = request.target;
    http.listener = listener;
    http.client_cert = certificate.empty() ? "" : server_test::escaped(certificate);
    http.content_type = request.content_type;
    http.body = request.body;
    const auto response = routes_.answer(http, now);
    agent::Exchange exchange = agent::Reply{static_cast<int>(response.status), response.type, response.body, {}};
    if (spoil) spoil(exchange);
    return exchange;
}

base::Woken SigningTerminal::wait(base::Millis duration) {
    clock_.advance(duration);
    const auto text = base::read_file(places_.enrol_request());
    if (!is_running || !text) return base::Woken::timed_out;
    const auto renewal = domain::parse_renewal_challenge(*text);
    const auto proof =
        renewal ? domain::prove(*renewal, device) : domain::prove(*domain::parse_challenge(*text), device);
    std::error_code refused;
    std::filesystem::create_directories(places_.enrol_answer().parent_path(), refused);
    if (refused || !base::write_file(places_.enrol_answer(), domain::encode_proof(proof))) {
        return base::Woken::stopping;
    }
    return base::Woken::timed_out;
}

Enrolled::Enrolled() = default;

domain::EnrolmentCard Enrolled::card(const std::string& device) {
    return std::move(*server::order_code(province.places, *province.province,
                                         {{device, "25195", "Phường Đồng Xoài", false}, server_test::kNow}));
}

Result<domain::Identity> Enrolled::enrol(const domain::EnrolmentCard& card) {
    return sync_app::enrol(card, places, {network, clock, terminal, std::chrono::seconds(5)});
}

}  // namespace hailong::sync_app_test
