// The whole server in this process: archive, keys, routes, a real unix socket.
#pragma once

#include "sync/server/routes.h"
#include "tests/unit/server/fixtures.h"

namespace hailong::server_test {

struct Serving {
    ProvinceInFolder place;
    server::Opening opening{place.province->intake_keys, place.province->comment_keys, place.province->dossier_key};
    server::Reception reception{*place.archive, *place.archive, *place.province, opening};
    server::Enrolling enrolling{*place.archive, *place.province, place.places};
    server::Renewing renewing{*place.archive, *place.province};
    server::HomeRatings home{*place.archive, *place.archive, *place.province};
    server::Routes routes{*place.archive, *place.archive, {reception, enrolling, renewing, home}, *place.province};
    base::Path socket = place.folder / "http.sock";
    std::unique_ptr<server::HttpServer> http;

    Serving() {
        auto started = server::HttpServer::start(
            {socket, 0660, "", 2}, [this](const server::HttpRequest& request) { return routes.answer(request, kNow); });
        if (started) http = std::move(*started);
    }
};

// A terminal that was enrolled through the protocol's own functions.
struct EnrolledTerminal {
    TlsClient tls;
    FakeTerminal ledger;
    domain::Identity identity;
    EnrolledTerminal(Serving& serving, const std::string& device);
};

}  // namespace hailong::server_test
