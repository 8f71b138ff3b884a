#include "tests/load/town.h"

#include <signal.h>

#include <fstream>
#include <numeric>
#include <regex>
#include <sstream>

#include "sync/server/reception.h"
#include "tests/support/must.h"

namespace hailong::load {

namespace {

using test::must;

constexpr long kKibInMib = 1024;

// The shipped configuration as a text, every line through `change`, which may drop it.
std::string with_lines(const std::string& text, const std::function<std::string(const std::string&)>& change) {
    std::istringstream in(text);
    std::string out;
    for (std::string line; std::getline(in, line);) out += change(line) + "\n";
    return out;
}

std::string bare(const std::string& text) {
    static const std::regex ours(
        R"(^ *(limit_(req|conn)(_\w+)?|client_\w+_timeout|client_header_buffer_size|client_body_buffer_size|)"
        R"(large_client_header_buffers|send_timeout|lingering_\w+|worker_rlimit_nofile)\b.*)");
    static const std::regex workers(R"(^worker_processes .*)");
    static const std::regex connections(R"(^ *worker_connections .*)");
    return with_lines(text, [](const std::string& line) -> std::string {
        if (std::regex_match(line, ours)) return "";
        if (std::regex_match(line, workers)) return "worker_processes 1;";
        if (std::regex_match(line, connections)) return "worker_connections 512;";
        return line;
    });
}

std::vector<pid_t> family_of(pid_t master) {
    std::vector<pid_t> out{master};
    const std::string pid = std::to_string(master);
    std::ifstream children("/proc/" + pid + "/task/" + pid + "/children");
    for (pid_t child = 0; children >> child;) out.push_back(child);
    return out;
}

}  // namespace

Town::Town(Front front, int terminals) : province_(must(server::load_province({stack_.archive()}))) {
    stack_.stop_nginx();
    stack_.stop_server();
    settle(terminals);
    stack_.start_server();
    open_front(front);
    door_.emplace(stack_.entries_port(), must(base::read_file(stack_.archive() / "tls" / "ca.crt")));
}

Town::~Town() {
    nginx_->send(SIGTERM);  // the master ends its workers; killed it would leave them
    (void)nginx_->finish();
}

// As if each had enrolled and synced long ago: the protocol's own functions, without the network.
void Town::settle(int terminals) {
    const auto archive = must(server::SqliteArchive::open(stack_.archive() / "archive.db"));
    const server::Opening opening(province_.intake_keys, {}, province_.dossier_key);
    server::Reception reception(*archive, *archive, province_, opening);
    const auto now = base::SystemClock().now().wall;
    for (int i = 0; i < terminals; ++i) {
        const std::string device = "k25195-" + std::to_string(i);
        const server_test::TlsClient tls;
        const auto request = must(server::read_request(tls.csr()));
        const auto certificate = must(server::issue_client(province_.ca, request, device, now));
        terminals_.push_back({server_test::FakeTerminal(device), Identity({certificate, tls.key_pem()}),
                              agent::Self{province_.settings.id, device, province_.keys}, 0});
        const auto& ledger = terminals_.back().ledger;
        server_test::admit(*archive, ledger, request.spki);
        const auto answered = must(
            reception.receive({device, "25195", "Phường Đồng Xoài", false}, domain::join_batch(ledger.all()), now));
        if (answered.verdict != domain::Verdict::ok) throw std::runtime_error("a first entry is not taken");
    }
}

void Town::open_front(Front front) {
    const auto shipped = must(base::read_file(stack_.path("nginx.conf")));
    auto text = with_lines(shipped, [&](const std::string& line) {
        // Nobody reads its standard error while it runs: a full pipe would stop it.
        return line.starts_with("error_log ") ? "error_log " + stack_.path("nginx.log").string() + " warn;" : line;
    });
    if (front == Front::bare) text = bare(text);
    must(base::write_file(stack_.path("load.conf"), text));
    nginx_.emplace(test::Command{
        {"/usr/sbin/nginx", "-e", "stderr", "-c", stack_.path("load.conf"), "-g", "daemon off;"}, {}, {}, false});
    const auto port = std::to_string(stack_.entries_port());
    const test::Command ask{{"curl", "-sk", "-o", "/dev/null", "https://localhost:" + port + "/"}, {}, {}, false};
    if (!test::eventually([&] { return !nginx_->running() || test::run(ask).status == 0; }) || !nginx_->running())
        throw std::runtime_error("nginx does not answer: " + nginx_->errors());
}

long Town::server_memory() const { return test::peak_memory(stack_.server_pid()) / kKibInMib; }

long Town::front_memory() const {
    const auto family = family_of(nginx_->pid());
    return std::accumulate(family.begin(), family.end(), 0L,
                           [](long sum, pid_t pid) { return sum + test::peak_memory(pid); }) /
           kKibInMib;
}

long Town::workers() const { return static_cast<long>(family_of(nginx_->pid()).size()) - 1; }

std::uintmax_t Town::front_log() const { return std::filesystem::file_size(stack_.path("nginx.log")); }

}  // namespace hailong::load
