// "Rate at home" at the province (ledger-and-sync.md §4). A ticket is rated once: by its QR code, whose signature
// proves it, or by its typed code and ward, which counts once the ticket's entry has come in the terminal's ledger.
// Looking never uses a ticket up. Nothing about the person is asked or kept. Thread-safe.
#pragma once

#include "sync/server/home_page.h"
#include "sync/server/http.h"
#include "sync/server/province.h"

namespace hailong::server {

class HomeRatings {
public:
    HomeRatings(Homes& homes, Devices& devices, const Province& province)
        : homes_(homes), devices_(devices), province_(province) {}

    // For targets /T, /T/<base32 ticket>, with ?l=en, and the style sheet.
    [[nodiscard]] HttpResponse answer(const HttpRequest& request, base::WallTime now);

private:
    struct Proven;  // a ticket whose signature holds
    struct Asked;   // the request, taken apart
    [[nodiscard]] HttpResponse by_ticket(const Asked& asked, base::WallTime now);
    [[nodiscard]] HttpResponse by_hand(const Asked& asked, base::WallTime now);
    [[nodiscard]] HttpResponse take_typed(const Asked& asked, HomeForm form, base::WallTime now);
    [[nodiscard]] HttpResponse keep(const Asked& asked, const HomeRating& rating, HomeForm form);
    [[nodiscard]] Result<std::optional<Proven>> prove(std::string_view base32);
    [[nodiscard]] HomePage page(const Asked& asked) const;

    Homes& homes_;
    Devices& devices_;
    const Province& province_;
};

}  // namespace hailong::server
