// A province and a terminal on this machine, as real programs: hailong-server behind nginx with mutual TLS, and the
// data folder of one terminal with hailong-kiosk and hailong-sync. Everything lies in one temporary folder and listens
// on loopback.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/process.h"
#include "tests/support/temp_folder.h"

namespace hailong::test {

class Stack {
public:
    // `host`: the name in the server's certificate. Terminals always call https://localhost.
    explicit Stack(const std::string& host = "localhost");
    ~Stack();
    Stack(const Stack&) = delete;
    Stack& operator=(const Stack&) = delete;

    // Makes a card, enrols the terminal. Throws when any step fails.
    void enrol();
    // hailong-kiosk --data … --card … + words
    [[nodiscard]] Command kiosk(const std::vector<std::string>& words) const;
    // hailong-sync COMMAND --data … --config … + words
    [[nodiscard]] Command sync(const std::string& command, const std::vector<std::string>& words = {}) const;
    [[nodiscard]] Command server(const std::string& command, const std::vector<std::string>& words = {}) const;
    // Runs the agent's command to its end while the terminal signs whatever the agent asks it to.
    [[nodiscard]] Finished sync_signed(const std::string& command, const std::vector<std::string>& words = {}) const;
    // Signs until this agent has ended (true) or patience ends.
    [[nodiscard]] bool sign_for(Process& agent, Millis patience = kPatience) const;
    // From now on programs of this end live at another time, in faketime's words ("+1300d", "@1970-01-02 00:00:00");
    // those that run are not touched.
    void set_province_time(const std::string& time) { province_time_ = time; }
    void set_agent_time(const std::string& time) { agent_time_ = time; }
    // Rehearses to the end; the seqs that were thanked for.
    std::vector<long long> rehearse(int visits);

    void start_server();
    void stop_server();  // kill -9
    void start_nginx();
    void stop_nginx();
    // In place of the province: an nginx with this certificate that gives everybody this page with status 200.
    void start_impostor(const std::filesystem::path& certificate, const std::filesystem::path& key);

    [[nodiscard]] std::filesystem::path data() const { return folder_ / "terminal"; }
    [[nodiscard]] std::filesystem::path archive() const { return folder_ / "server"; }
    [[nodiscard]] std::filesystem::path card() const { return folder_ / "card.json"; }
    [[nodiscard]] std::filesystem::path path(const std::string& name) const { return folder_ / name; }
    [[nodiscard]] std::string device() const { return "k25195-000001"; }
    [[nodiscard]] int entries_port() const { return entries_port_; }
    [[nodiscard]] pid_t server_pid() const { return server_ ? server_->pid() : -1; }

    // Both ends hold the same rows, none twice.
    [[nodiscard]] bool ends_agree() const;

private:
    void write_nginx_conf() const;
    void start_nginx_with(const std::filesystem::path& conf);

    TempFolder folder_;
    int entries_port_;
    int enrol_port_;
    int pages_port_;
    int home_port_;
    std::string province_time_;
    std::string agent_time_;
    std::optional<Process> server_;
    std::optional<Process> nginx_;
};

// Runs openssl; throws when it fails.
void openssl(const std::vector<std::string>& words);

}  // namespace hailong::test
