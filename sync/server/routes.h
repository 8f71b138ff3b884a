// Which request gets which answer. nginx tells by X-Hailong-Listener on which port a request came in; what belongs to
// another port is 404. Thread-safe.
#pragma once

#include <mutex>
#include <optional>

#include "sync/server/enrolling.h"
#include "sync/server/home.h"
#include "sync/server/http.h"
#include "sync/server/page.h"
#include "sync/server/reception.h"
#include "sync/server/renewing.h"

namespace hailong::server {

class Routes {
public:
    // What each kind of request is answered by.
    struct Desks {
        Reception& reception;
        Enrolling& enrolling;
        Renewing& renewing;
        HomeRatings& home;
    };
    Routes(Ledgers& ledgers, Reports& reports, const Desks& desks, const Province& province)
        : ledgers_(ledgers),
          reports_(reports),
          reception_(desks.reception),
          enrolling_(desks.enrolling),
          renewing_(desks.renewing),
          home_(desks.home),
          province_(province) {}

    [[nodiscard]] HttpResponse answer(const HttpRequest& request, base::WallTime now);

private:
    HttpResponse entries(const HttpRequest& request, base::WallTime now);
    HttpResponse receive(const Terminal& terminal, const HttpRequest& request, base::WallTime now);
    HttpResponse renew(const HttpRequest& request, base::WallTime now);
    HttpResponse enrol(const HttpRequest& request, base::WallTime now);
    HttpResponse pages(const HttpRequest& request, base::WallTime now);
    HttpResponse results(base::WallTime now);
    HttpResponse count_results(base::WallTime now);
    [[nodiscard]] Status count_deeper(PageFacts& facts);  // what was said beyond the face
    HttpResponse keys(const HttpRequest& request) const;
    // Whose certificate this is, or the 401/403 to answer.
    tl::expected<Terminal, HttpResponse> terminal_of(const HttpRequest& request);

    Ledgers& ledgers_;
    Reports& reports_;
    Reception& reception_;
    Enrolling& enrolling_;
    Renewing& renewing_;
    HomeRatings& home_;
    const Province& province_;
    std::mutex page_mutex_;  // guards the two below: one counts, the others read its page
    std::optional<HttpResponse> page_;
    base::WallTime page_made_;
};

}  // namespace hailong::server
