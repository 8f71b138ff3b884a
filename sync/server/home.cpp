#include "sync/server/home.h"

#include <algorithm>
#include <charconv>

#include "kiosk/base/json.h"
#include "kiosk/base/log.h"
#include "kiosk/domain/typed_code.h"
#include "sync/server/form.h"

namespace hailong::server {

static_assert(kHomeLife == domain::kTicketLife);

// The language, the ticket if the path names one, and what the form said.
struct HomeRatings::Asked {
    bool is_post = false;
    HomeLanguage language = HomeLanguage::vi;
    std::string ticket;  // base32; empty: by hand
    Form form;
};

struct HomeRatings::Proven {
    DeviceKey key;
    std::string code;
    base::WallTime issued;  // by the server's clock
    bool is_used = false;
};

namespace {

constexpr auto kAgreeing = std::chrono::seconds(120);  // PROTOCOL.md: clocks that agree so well are not corrected
constexpr auto kSetByHand = std::chrono::minutes(60);  // clocks that people set are this good
constexpr auto kMinute = std::chrono::minutes(1);      // a ticket names the minute it was issued in

HttpResponse html(unsigned status, std::string body) {
    return {status, "text/html; charset=utf-8", std::move(body), std::string(kHomePolicy)};
}

HttpResponse home_text(unsigned status, std::string text) {
    return {status, "text/plain; charset=utf-8", std::move(text), ""};
}

HttpResponse home_failure(const Error& error) {
    base::log_event(base::Level::error, "home.failed", {{"error", error.what}});
    return home_text(503, "try again later\n");
}

std::optional<int> number_of(std::string_view text, int highest) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 1 || number > highest) return std::nullopt;
    return number;
}

// Ascending, without repeats; what is no reason is left out.
std::vector<int> picks_of(const Form& form) {
    std::vector<int> picks;
    for (const auto& [name, value] : form) {
        const auto pick = name == "r" ? number_of(value, kHomeReasons) : std::nullopt;
        if (pick) picks.push_back(*pick);
    }
    std::sort(picks.begin(), picks.end());
    picks.erase(std::unique(picks.begin(), picks.end()), picks.end());
    return picks;
}

std::string text_of(const Form& form, std::string_view name) { return std::string(field(form, name).value_or("")); }

HomeForm entered(const Form& form) {
    HomeForm out;
    out.unit = text_of(form, "unit");
    out.code = text_of(form, "code");
    out.score = number_of(text_of(form, "score"), 5).value_or(0);
    out.picks = picks_of(form);
    return out;
}

HomeRating rating_of(const HomeForm& form, base::WallTime now) {
    HomeRating rating;
    rating.score = form.score;
    rating.picks = form.picks;
    rating.questionnaire = std::string(kHomeQuestionnaire);
    rating.at = now;
    return rating;
}

// How far the server's clock was ahead of the terminal's at the newest contact.
base::Millis clock_error(const std::optional<Devices::Contact>& contact) {
    if (!contact) return base::Millis(0);
    const auto header = domain::parse_header(contact->header_line);
    const auto clock =
        header ? base::json::parse(header->clock, "clock") : Result<base::json::Object>(fail(ErrorCode::bad_input, ""));
    const auto text = clock ? clock->text("at") : Result<std::string>(fail(ErrorCode::bad_input, ""));
    const auto at = text ? base::parse_utc(*text) : Result<base::WallTime>(fail(ErrorCode::bad_input, ""));
    if (!at) return base::Millis(0);
    const base::Millis error = contact->at - *at;
    return std::chrono::abs(error) <= kAgreeing ? base::Millis(0) : error;
}

bool is_expired(base::WallTime issued, base::WallTime now) {
    return now > issued + kHomeLife + kMinute || issued > now + kSetByHand;
}

// Every ward that ever had a terminal, with the name it goes by today.
std::vector<std::pair<std::string, std::string>> wards_of(const std::vector<DeviceKey>& keys) {
    std::vector<std::pair<std::string, std::string>> wards;
    for (const DeviceKey& key : keys) wards.emplace_back(key.unit, key.office);
    std::sort(wards.begin(), wards.end());
    const auto same_unit = [](const auto& a, const auto& b) { return a.first == b.first; };
    wards.erase(std::unique(wards.begin(), wards.end(), same_unit), wards.end());
    return wards;
}

}  // namespace

HomePage HomeRatings::page(const Asked& asked) const {
    const std::string path(kHomePath);
    return {province_.settings.authority, asked.language, asked.ticket.empty() ? path : path + "/" + asked.ticket};
}

// nullopt: not a ticket of any terminal that may speak here.
Result<std::optional<HomeRatings::Proven>> HomeRatings::prove(std::string_view base32) {
    const auto ticket = domain::parse_ticket(base32);
    if (!ticket) return std::optional<Proven>();
    HL_TRY(const auto keys, devices_.device_keys());
    const auto signer = std::find_if(keys.rbegin(), keys.rend(), [&](const DeviceKey& key) {
        return !key.revoked && domain::verify_ticket(*ticket, key.key);
    });
    if (signer == keys.rend()) return std::optional<Proven>();
    Proven proven{*signer, domain::ticket_code(ticket->ticket.key, ticket->ticket.id), ticket->ticket.issued(), false};
    HL_TRY(const auto known, homes_.home_ticket(proven.key.unit, proven.code));
    HL_TRY(const auto contact, devices_.newest_contact(proven.key.device));
    proven.issued = known.issued ? *known.issued : proven.issued + clock_error(contact);
    proven.is_used = known.is_used;
    return std::optional<Proven>(std::move(proven));
}

HttpResponse HomeRatings::keep(const Asked& asked, const HomeRating& rating, HomeForm form) {
    const auto kept = homes_.keep_home(rating);
    if (kept) return html(200, render_message(page(asked), rating.day ? HomeMessage::sent : HomeMessage::pending));
    if (kept.error().code == ErrorCode::conflict) return html(409, render_message(page(asked), HomeMessage::used));
    if (kept.error().code != ErrorCode::busy || rating.day) return home_failure(kept.error());
    form.problem = HomeProblem::full;
    return html(429, render_form(page(asked), form));
}

HttpResponse HomeRatings::by_ticket(const Asked& asked, base::WallTime now) {
    const auto found = prove(asked.ticket);
    if (!found) return home_failure(found.error());
    if (!*found)
        return html(404, render_message({province_.settings.authority, asked.language, std::string(kHomePath)},
                                        HomeMessage::unknown));
    const Proven& ticket = **found;
    if (ticket.is_used) return html(asked.is_post ? 409 : 200, render_message(page(asked), HomeMessage::used));
    if (is_expired(ticket.issued, now)) return html(410, render_message(page(asked), HomeMessage::expired));
    HomeForm form = entered(asked.form);
    form.office = ticket.key.office;
    form.day = base::office_day(ticket.issued);
    if (!asked.is_post) return html(200, render_form(page(asked), form));
    if (form.score == 0) {
        form.problem = HomeProblem::choose;
        return html(400, render_form(page(asked), form));
    }
    HomeRating rating = rating_of(form, now);
    rating.unit = ticket.key.unit;
    rating.code = ticket.code;
    rating.day = form.day;
    return keep(asked, rating, std::move(form));
}

HttpResponse HomeRatings::take_typed(const Asked& asked, HomeForm form, base::WallTime now) {
    const auto refused = [&](HomeProblem problem) {
        form.problem = problem;
        return html(400, render_form(page(asked), form));
    };
    const auto is_ward = [&](const auto& ward) { return ward.first == form.unit; };
    if (std::none_of(form.wards.begin(), form.wards.end(), is_ward)) return refused(HomeProblem::wrong_ward);
    const auto code = domain::parse_typed_code(form.code);
    if (!code) return refused(HomeProblem::wrong_code);
    if (form.score == 0) return refused(HomeProblem::choose);
    const auto known = homes_.home_ticket(form.unit, *code);
    if (!known) return home_failure(known.error());
    if (known->issued && is_expired(*known->issued, now)) {
        return html(410, render_message(page(asked), HomeMessage::expired));
    }
    HomeRating rating = rating_of(form, now);
    rating.unit = form.unit;
    rating.code = *code;
    if (known->issued) rating.day = base::office_day(*known->issued);
    return keep(asked, rating, std::move(form));
}

HttpResponse HomeRatings::by_hand(const Asked& asked, base::WallTime now) {
    const auto keys = devices_.device_keys();
    if (!keys) return home_failure(keys.error());
    HomeForm form = entered(asked.form);
    form.wards = wards_of(*keys);
    if (asked.is_post) return take_typed(asked, std::move(form), now);
    return html(200, render_form(page(asked), form));
}

HttpResponse HomeRatings::answer(const HttpRequest& request, base::WallTime now) {
    const std::string_view target = request.target;
    const auto question = target.find('?');
    const std::string_view path = target.substr(0, question);
    if (path == kHomeStylePath) {
        return {200, "text/css; charset=utf-8", std::string(home_style_sheet()), std::string(kHomePolicy)};
    }
    Asked asked;
    asked.is_post = request.method == "POST";
    if (question != std::string_view::npos && target.substr(question) == "?l=en") asked.language = HomeLanguage::en;
    if (path.size() > kHomePath.size()) asked.ticket = path.substr(kHomePath.size() + 1);
    if (asked.is_post) {
        if (!request.content_type.starts_with(kFormType)) return home_text(415, "expected a form\n");
        if (request.body.size() > kMaxForm) return home_text(413, "a form is at most 1 KiB\n");
        auto form = parse_form(request.body);
        if (!form) return home_text(400, form.error().what + "\n");
        asked.form = std::move(*form);
    }
    return asked.ticket.empty() ? by_hand(asked, now) : by_ticket(asked, now);
}

}  // namespace hailong::server
