#include "tests/support/stack.h"

#include <signal.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "tests/support/books.h"

namespace hailong::test {
namespace {

void write(const std::filesystem::path& file, const std::string& text) { std::ofstream(file) << text; }

std::string read(const std::filesystem::path& file) {
    std::stringstream out;
    out << std::ifstream(file).rdbuf();
    return out.str();
}

void replace_all(std::string& text, const std::string& what, const std::string& with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
}

void must(const Command& command, const std::string& doing) {
    const auto result = run(command);
    if (result.status != 0) throw std::runtime_error(doing + ": " + result.err + result.out);
}

std::vector<std::string> joined(std::vector<std::string> first, const std::vector<std::string>& then) {
    first.insert(first.end(), then.begin(), then.end());
    return first;
}

// Not by the program faketime: it stays between as a parent, and who kills it leaves the child running.
Command at(const std::string& time, Command command) {
    if (time.empty()) return command;
    command.environment.push_back("LD_PRELOAD=/usr/$LIB/faketime/libfaketimeMT.so.1");
    command.environment.push_back("FAKETIME=" + time);
    command.environment.push_back("FAKETIME_DONT_FAKE_MONOTONIC=1");  // what waits must not wait for the leap
    return command;
}

bool answers(int port) {
    return run({{"curl", "-sk", "-o", "/dev/null", "--max-time", "5",
                 "https://localhost:" + std::to_string(port) + "/"},
                {},
                {},
                false})
               .status == 0;
}

}  // namespace

void openssl(const std::vector<std::string>& words) { must({joined({"openssl"}, words), {}, {}, false}, "openssl"); }

Stack::Stack(const std::string& host)
    : entries_port_(free_port()), enrol_port_(free_port()), pages_port_(free_port()), home_port_(free_port()) {
    const auto url = [](int port) { return "https://localhost:" + std::to_string(port); };
    std::filesystem::create_directory(data());
    write(path("sync.toml"), "tick_s = 1\nboot_splay_s = 0\n");
    must(server("init", {"--province", "dong-nai", "--authority", "Ủy ban nhân dân thành phố Đồng Nai", "--host", host,
                         "--sync-url", url(entries_port_), "--enrol-url", url(enrol_port_)}),
         "hailong-server init");
    write_nginx_conf();
    start_server();
    start_nginx();
}

Stack::~Stack() = default;

Command Stack::kiosk(const std::vector<std::string>& words) const {
    return {joined({program("hailong-kiosk"), "--data", data(), "--card", card()}, words), {}, {}, false};
}

Command Stack::sync(const std::string& command, const std::vector<std::string>& words) const {
    std::vector<std::string> line{program("hailong-sync"), command};
    // What is verified is named by its path alone.
    if (command != "verify") line = joined(line, {"--data", data(), "--config", path("sync.toml")});
    return at(agent_time_, {joined(line, words), {}, {}, false});
}

Command Stack::server(const std::string& command, const std::vector<std::string>& words) const {
    std::vector<std::string> line{program("hailong-server")};
    std::stringstream parts(command);
    for (std::string part; parts >> part;) line.push_back(part);
    return at(province_time_, {joined(joined(line, {"--data", archive()}), words), {}, {}, false});
}

void Stack::enrol() {
    must(server("kiosk add",
                {"--unit", "25195", "--office", "Phường Bình Phước", "--device", device(), "--card", card()}),
         "kiosk add");
    const auto enrolled = sync_signed("enrol", {"--card", card()});
    if (enrolled.status != 0) throw std::runtime_error("enrol: " + enrolled.err + enrolled.out);
}

// The agent asks through a file; the terminal answers through another.
bool Stack::sign_for(Process& agent, Millis patience) const {
    std::string answered;
    return eventually(
        [&] {
            if (!agent.running()) return true;
            const auto asked = read(data() / "sync/enrol/request.json");
            if (asked.empty() || asked == answered) return false;
            answered = asked;
            static_cast<void>(run(kiosk({"enrol-proof"})));  // fails when the request is gone again
            return false;
        },
        patience);
}

Finished Stack::sync_signed(const std::string& command, const std::vector<std::string>& words) const {
    Process agent(sync(command, words));
    if (!sign_for(agent)) throw std::runtime_error("the agent does not come to an end: " + command);
    const auto status = agent.finish();
    return {status.value_or(-1), agent.output(), agent.errors()};
}

std::vector<long long> Stack::rehearse(int visits) {
    Process terminal(kiosk({"--rehearse", std::to_string(visits)}));
    std::vector<long long> thanked;
    while (const auto line = terminal.line()) {
        if (line->starts_with("thanked ")) thanked.push_back(std::stoll(line->substr(8)));
    }
    if (terminal.finish() != 0) throw std::runtime_error("rehearse: " + terminal.errors());
    return thanked;
}

void Stack::start_server() {
    std::filesystem::remove(path("http.sock"));
    server_.emplace(server("serve", {"--socket", path("http.sock")}));
    if (!eventually([&] { return std::filesystem::exists(path("http.sock")) || !server_->running(); }) ||
        !server_->running()) {
        throw std::runtime_error("hailong-server does not serve: " + server_->errors());
    }
}

void Stack::stop_server() { server_.reset(); }

void Stack::write_nginx_conf() const {
    auto text = read(std::filesystem::path(HAILONG_SOURCE_DIR) / "deploy/config/nginx.conf.in");
    if (text.empty()) throw std::runtime_error("deploy/config/nginx.conf.in is missing");
    const auto tls = archive() / "tls";
    const auto loopback = [](int port) { return "127.0.0.1:" + std::to_string(port); };
    std::filesystem::create_directory(path("nginx"));
    // Workers of a root nginx would become nobody and could not reach the server's socket.
    replace_all(text, "@USER_LINE@", geteuid() == 0 ? "user root;" : "");
    replace_all(text, "@PID@", path("nginx.pid"));
    replace_all(text, "@TEMP@", path("nginx"));
    replace_all(text, "@ERROR_LOG@", "stderr");
    replace_all(text, "@SOCKET@", path("http.sock"));
    replace_all(text, "@TLS_CERT@", tls / "server.crt");
    replace_all(text, "@TLS_KEY@", tls / "server.key");
    replace_all(text, "@TLS_CA@", tls / "ca.crt");
    replace_all(text, "@ENTRIES_LISTEN@", loopback(entries_port_));
    replace_all(text, "@ENROL_LISTEN@", loopback(enrol_port_));
    replace_all(text, "@PAGES_LISTEN@", loopback(pages_port_));
    replace_all(text, "@HOME_LISTEN@", loopback(home_port_));
    write(path("nginx.conf"), text);
}

void Stack::start_nginx_with(const std::filesystem::path& conf) {
    nginx_.reset();
    nginx_.emplace(
        at(province_time_,
           {{"/usr/sbin/nginx", "-e", "stderr", "-c", conf, "-g", "daemon off; master_process off;"}, {}, {}, false}));
    if (!eventually([&] { return !nginx_->running() || answers(entries_port_); }) || !nginx_->running()) {
        throw std::runtime_error("nginx does not answer: " + nginx_->errors());
    }
}

void Stack::start_nginx() { start_nginx_with(path("nginx.conf")); }

void Stack::stop_nginx() {
    if (!nginx_) return;
    nginx_->send(SIGTERM);
    static_cast<void>(nginx_->finish());
    nginx_.reset();
}

void Stack::start_impostor(const std::filesystem::path& certificate, const std::filesystem::path& key) {
    stop_nginx();
    write(path("impostor.conf"),
          "worker_processes 1; error_log stderr; pid " + path("impostor.pid").string() +
              ";\nevents {}\nhttp { access_log off; client_body_temp_path " + path("body").string() +
              ";\nserver { listen 127.0.0.1:" + std::to_string(entries_port_) + " ssl; ssl_certificate " +
              certificate.string() + "; ssl_certificate_key " + key.string() +
              ";\nlocation / { default_type text/html; return 200 '<html><title>Wi-Fi</title>Sign in</html>'; } } }\n");
    start_nginx_with(path("impostor.conf"));
}

bool Stack::ends_agree() const {
    const auto ours = read_ledger(data());
    const auto theirs = read_archive(archive());
    return !ours.rows.empty() && ours.rows == theirs.rows && theirs.count == theirs.rows.size();
}

}  // namespace hailong::test
