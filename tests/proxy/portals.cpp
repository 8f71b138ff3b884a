#include "tests/proxy/believers.h"
#include "tests/proxy/parts.h"
#include "tests/proxy/rig.h"

namespace hailong::proxy_rig {

namespace {

using test::http_reply;

struct Portal {
    std::string name;
    std::string reply;
    std::string word;  // what the staff screen says of it
};

const std::string kPage = "<!DOCTYPE html><html><title>Wi-Fi</title><form>Sign in</form></html>";

std::vector<Portal> pages() {
    const std::string html = "Content-Type: text/html\r\n";
    const std::string signed_type = "Content-Type: application/x-hailong-signed\r\n";
    return {
        {"a login page", http_reply("200 OK", kPage, html), "portal"},
        {"a login page with a cookie", http_reply("200 OK", kPage, html + "Set-Cookie: s=1\r\n"), "portal"},
        {"a page that calls itself signed", http_reply("200 OK", kPage, signed_type), "portal"},
        {"an empty page", http_reply("200 OK", ""), "portal"},
        {"two empty lines", http_reply("200 OK", "\n\n", signed_type), "portal"},
        {"JSON of a portal", http_reply("200 OK", "{\"captive\":true}\n", "Content-Type: application/json\r\n"),
         "portal"},
        {"a page in chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<html\r\n1\r\n>\r\n0\r\n\r\n",
         "portal"},
        {"a page after 100 Continue", "HTTP/1.1 100 Continue\r\n\r\n" + http_reply("200 OK", kPage, html), "portal"},
        {"a page that says it is compressed", http_reply("200 OK", "\x1f\x8b", "Content-Encoding: gzip\r\n"), "portal"},
        {"a page under 409", http_reply("409 Conflict", kPage, html), "portal"},
        {"a page under 422", http_reply("422 Unprocessable Content", kPage, html), "portal"},
        {"sign-in demanded", http_reply("511 Network Authentication Required", kPage, html), "portal"},
        {"nothing, as phones are answered", "HTTP/1.1 204 No Content\r\n\r\n", "server"},
        {"a proxy's copy", http_reply("203 Non-Authoritative Information", kPage, html), "server"},
        {"a proxy that wants a password", http_reply("407 Proxy Authentication Required", kPage, html), "server"},
        {"a filter's refusal", http_reply("403 Forbidden", kPage, html), "refused_terminal"},
        {"a page without a head", kPage, "broken"},
    };
}

// Redirects lead to a server whose certificate would be taken: following one would be seen there.
std::vector<Portal> redirects(const std::string& elsewhere) {
    std::vector<Portal> out;
    for (const char* status :
         {"301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"}) {
        const std::string location = "Location: " + elsewhere + "/v1/entries\r\n";
        out.push_back({std::string("a redirect by ") + status, http_reply(status, "", location), "portal"});
    }
    out.push_back(
        {"a redirect to plain http", http_reply("302 Found", "", "Location: http://10.0.0.1/login\r\n"), "portal"});
    return out;
}

void try_portal(Rig& rig, Findings& findings, const Portal& portal) {
    rig.kiosk.append(1);
    const auto before = rig.stand();
    rig.proxy.commit([&](test::Passage& passage) {
        passage.answer(portal.reply);
        passage.end(test::Ending::close);
    });
    rig.try_for(3);
    rig.proxy.behave();
    const auto status = rig.carrier.status();
    const std::string word = status.problem ? status.problem->word : "nothing";
    findings.expect(word == portal.word, portal.name, "is called " + word + " and not " + portal.word);
    rig.judge_standstill(findings, portal.name, before);
    findings.expect(rig.stand().archived == before.archived, portal.name, "reaches the province");
    rig.judge_recovery(findings, portal.name);
    findings.count();
}

}  // namespace

Findings portals(const Options& options, Believer believer) {
    Findings findings("portals", options.seed);
    Rig rig;
    findings.expect(rig.carrier.arrives(), "before any portal", "does not arrive");
    rig.carrier.spoil = believing(believer, voice_of(rig));
    const test::TlsServer elsewhere({rig.authority.issue(), "", {}}, [](const std::string&) { return kPage; });
    auto all = pages();
    for (auto& redirect : redirects(elsewhere.origin())) all.push_back(std::move(redirect));
    for (const Portal& portal : all) try_portal(rig, findings, portal);
    findings.expect(elsewhere.connections() == 0, "redirects", "are followed");
    rig.judge_ends(findings);
    return findings;
}

}  // namespace hailong::proxy_rig
