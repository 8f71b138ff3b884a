#include "sync/server/routes.h"

#include "kiosk/base/json.h"
#include "kiosk/base/log.h"
#include "sync/server/web.h"

namespace hailong::server {

namespace {

constexpr auto kPageLife = std::chrono::seconds(5);  // however many read it, counting costs little
constexpr std::size_t kMaxRenewal = std::size_t{16} * 1024;
constexpr auto kPagePeriod = std::chrono::days(29);  // with today: thirty days

HttpResponse plain(unsigned status, std::string text) {
    return {status, "text/plain; charset=utf-8", std::move(text) + "\n", ""};
}

HttpResponse signed_text(unsigned status, std::string text) {
    return {status, std::string(protocol::kSignedType), std::move(text), ""};
}

HttpResponse refusal(protocol::Refusal why) {
    return {static_cast<unsigned>(protocol::status_of(why)), std::string(protocol::kJsonType),
            protocol::encode_refusal(why), ""};
}

unsigned status_of(domain::Verdict verdict) {
    switch (verdict) {
        case domain::Verdict::ok:
            return 200;
        case domain::Verdict::hash:
            return 422;
        case domain::Verdict::gap:
        case domain::Verdict::fork:
        case domain::Verdict::behind:
            return 409;
    }
    return 500;
}

// What is our fault is 5xx: the agent tries again later. What is theirs says so.
HttpResponse failure(const Error& error) {
    if (error.code == ErrorCode::bad_input) return plain(400, error.what);
    if (error.code == ErrorCode::conflict) return plain(403, error.what);
    base::log_event(base::Level::error, "request.failed", {{"error", error.what}});
    return plain(error.code == ErrorCode::corrupt ? 500 : 503, "try again later");
}

// A batch of a protocol that is not ours, which we therefore cannot judge further.
bool is_other_protocol(std::string_view text) {
    const auto header = base::json::parse(text.substr(0, text.find('\n')), "batch header");
    if (!header) return false;
    const auto proto = header->integer("proto");
    return proto && *proto != protocol::kProto;
}

HttpResponse other_protocol() {
    base::json::Writer out;
    out.field("min", protocol::kProto).field("max", protocol::kProto);
    return {426, std::string(protocol::kJsonType), out.done() + "\n", ""};
}

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

}  // namespace

tl::expected<Terminal, HttpResponse> Routes::terminal_of(const HttpRequest& request) {
    if (request.client_cert.empty()) return tl::unexpected(plain(401, "no client certificate"));
    const auto pem = unescape(request.client_cert);
    if (!pem) return tl::unexpected(plain(401, "unreadable client certificate"));
    const auto spki = key_of_certificate(*pem);
    if (!spki) return tl::unexpected(plain(401, "unreadable client certificate"));
    const auto terminal = ledgers_.terminal_of(*spki);
    if (!terminal) return tl::unexpected(failure(terminal.error()));
    if (!*terminal) return tl::unexpected(plain(403, "this key is not enrolled here"));
    if ((*terminal)->revoked) return tl::unexpected(plain(403, "this key was revoked"));
    return **terminal;
}

HttpResponse Routes::receive(const Terminal& terminal, const HttpRequest& request, base::WallTime now) {
    if (request.content_type != protocol::kBatchType)
        return plain(415, "expected " + std::string(protocol::kBatchType));
    if (request.body.size() > protocol::kMaxBody) return plain(413, "a batch is at most 272 KiB");
    const auto text = protocol::unpack_body(request.body);
    if (!text) return failure(text.error());
    if (is_other_protocol(*text)) return other_protocol();
    auto answered = reception_.receive(terminal, *text, now);
    if (!answered) return failure(answered.error());
    reception_.open_received();
    return signed_text(status_of(answered->verdict), std::move(answered->text));
}

HttpResponse Routes::keys(const HttpRequest& request) const {
    const std::string wanted = std::string(protocol::kKeysPath) + std::to_string(province_.keys.version);
    if (request.target != wanted) return plain(404, "no such keys document");
    return signed_text(200, province_.keys_text);
}

HttpResponse Routes::entries(const HttpRequest& request, base::WallTime now) {
    const auto path = path_of(request.target);
    if (path.starts_with(protocol::kRenewPath)) return renew(request, now);
    const bool is_entries = path == protocol::kEntriesPath;
    const bool is_state = path == protocol::kStatePath;
    if (!is_entries && !is_state && !path.starts_with(protocol::kKeysPath)) return plain(404, "nothing here");
    if (request.method != (is_entries ? "POST" : "GET")) return plain(405, "wrong method");
    const auto terminal = terminal_of(request);
    if (!terminal) return terminal.error();
    if (is_entries) return receive(*terminal, request, now);
    if (!is_state) return keys(request);
    auto answered = reception_.tell_state(*terminal, request.target, now);
    return answered ? signed_text(200, std::move(answered->text)) : failure(answered.error());
}

// No certificate is asked for: it may have expired, or be lost with its key.
HttpResponse Routes::renew(const HttpRequest& request, base::WallTime now) {
    const bool is_begin = request.target == protocol::kRenewBeginPath;
    if (!is_begin && request.target != protocol::kRenewPath) return plain(404, "nothing here");
    if (request.method != "POST") return plain(405, "wrong method");
    if (request.body.size() > kMaxRenewal) return plain(413, "a request for a certificate is at most 16 KiB");
    if (is_begin) {
        const auto begun = renewing_.begin(request.body, now);
        if (const auto* why = std::get_if<protocol::Refusal>(&begun)) return refusal(*why);
        return {200, std::string(protocol::kJsonType), protocol::encode_enrol_nonce(std::get<base::Token16>(begun)),
                ""};
    }
    auto finished = renewing_.finish(request.body, now);
    if (!finished) return failure(finished.error());
    if (const auto* why = std::get_if<protocol::Refusal>(&*finished)) return refusal(*why);
    return signed_text(200, std::get<std::string>(std::move(*finished)));
}

HttpResponse Routes::enrol(const HttpRequest& request, base::WallTime now) {
    if (request.target.starts_with(protocol::kKeysPath) && request.method == "GET") return keys(request);
    if (request.target != protocol::kEnrolBeginPath && request.target != protocol::kEnrolPath) {
        return plain(404, "nothing here");
    }
    if (request.method != "POST") return plain(405, "wrong method");
    if (request.target == protocol::kEnrolBeginPath) {
        const auto begun = enrolling_.begin(request.body, now);
        if (!begun) return failure(begun.error());
        if (const auto* why = std::get_if<protocol::Refusal>(&*begun)) return refusal(*why);
        return {200, std::string(protocol::kJsonType), protocol::encode_enrol_nonce(std::get<base::Token16>(*begun)),
                ""};
    }
    auto finished = enrolling_.finish(request.body, now);
    if (!finished) return failure(finished.error());
    if (const auto* why = std::get_if<protocol::Refusal>(&*finished)) return refusal(*why);
    return signed_text(200, std::get<std::string>(std::move(*finished)));
}

HttpResponse Routes::results(base::WallTime now) {
    const std::scoped_lock lock(page_mutex_);
    if (page_ && now >= page_made_ && now < page_made_ + kPageLife) return *page_;
    auto page = count_results(now);
    if (page.status != 200) return page;
    page_made_ = now;
    page_ = page;
    return page;
}

Status Routes::count_deeper(PageFacts& facts) {
    const DaySpan days{facts.from_day, base::office_day(facts.now)};
    HL_TRY(const auto items, reports_.item_counts(days));
    HL_TRY(const auto questionnaire, domain::parse_questionnaire(kSipasShort, "sipas-short.json"));
    facts.factors = by_factor(items, questionnaire);
    HL_TRY(facts.extras, reports_.extra_counts(days));
    return {};
}

HttpResponse Routes::count_results(base::WallTime now) {
    PageFacts facts;
    facts.authority = province_.settings.authority;
    facts.from_day = base::office_day(now - kPagePeriod);
    facts.now = now;
    auto terminals = reports_.terminals();
    if (!terminals) return failure(terminals.error());
    const auto counts = reports_.day_counts({facts.from_day, base::office_day(now)});
    if (!counts) return failure(counts.error());
    const auto filtered = reports_.filtered_counts({facts.from_day, base::office_day(now)});
    if (!filtered) return failure(filtered.error());
    if (const auto deeper = count_deeper(facts); !deeper) return failure(deeper.error());
    const auto home = reports_.home_counts({facts.from_day, base::office_day(now)});
    if (!home) return failure(home.error());
    const auto quarantined = reports_.quarantined();
    if (!quarantined) return failure(quarantined.error());
    facts.results = tabulate(*counts, *terminals);
    facts.filtered = tabulate(*filtered, *terminals);
    facts.home = tabulate(*home, *terminals);
    facts.terminals = std::move(*terminals);
    facts.quarantined = *quarantined;
    return {200, "text/html; charset=utf-8", render_page(facts), std::string(kPagePolicy)};
}

HttpResponse Routes::pages(const HttpRequest& request, base::WallTime now) {
    const auto path = path_of(request.target);
    const bool is_home = path == kHomePath || path.starts_with(std::string(kHomePath) + "/");
    const bool is_read = request.method == "GET" || request.method == "HEAD";
    if (!is_read && !(is_home && request.method == "POST")) return plain(405, "wrong method");
    if (is_home || path == kHomeStylePath) return home_.answer(request, now);
    if (path == "/") return results(now);
    if (path == kStylePath)
        return {200, "text/css; charset=utf-8", std::string(style_sheet()), std::string(kPagePolicy)};
    if (path != "/healthz") return plain(404, "Không có trang này.");
    const auto epoch = ledgers_.epoch();
    return epoch ? plain(200, "ok") : failure(epoch.error());
}

HttpResponse Routes::answer(const HttpRequest& request, base::WallTime now) {
    if (request.listener == "entries") return entries(request, now);
    if (request.listener == "enrol") return enrol(request, now);
    if (request.listener == "pages") return pages(request, now);
    return plain(404, "nothing here");
}

}  // namespace hailong::server
