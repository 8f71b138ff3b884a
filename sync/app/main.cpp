// hailong-sync: carries the terminal's ledger to the province.
#include <CLI/CLI.hpp>

#include "kiosk/base/crypto.h"
#include "sync/app/commands.h"

namespace hailong::sync_app {

namespace {

struct Words {
    std::string data = kDefaultData;
    std::string config;
    std::string card = kDefaultCard;
    std::string path;
    std::optional<std::string> chain;
    bool is_json = false;
    int wait_s = 120;
};

void add_common(CLI::App* command, Words& words) {
    command->add_option("--data", words.data, "data folder")->capture_default_str();
    command->add_option("--config", words.config, "configuration, else /etc/hailong/sync.toml if it is there");
}

int with_settings(const Words& words, const std::function<int(const Settings&)>& command) {
    const auto settings = load_settings(words.data, words.config);
    if (!settings) return base::report(kProgram, settings.error());
    return command(*settings);
}

}  // namespace

int main_with(int argc, char** argv) {
    CLI::App app("Carries the ledger of a Hai Long terminal to its province.", kProgram);
    app.set_version_flag("--version", HAILONG_VERSION);
    app.require_subcommand(1);
    Words words;
    auto* run = app.add_subcommand("run", "send for ever, one batch or heartbeat a tick");
    auto* once = app.add_subcommand("once", "send until nothing is pending, then stop");
    auto* status = app.add_subcommand("status", "what the agent knows: contact, problem, pending entries");
    auto* verify =
        app.add_subcommand("verify", "check a ledger or an export; exit 1 and the first bad seq when damaged");
    auto* exporting = app.add_subcommand("export", "write every entry with its proof as NDJSON to standard output");
    auto* enrol = app.add_subcommand("enrol", "become a terminal of the province on the card");
    auto* renew = app.add_subcommand(
        "renew", "get a new TLS certificate now; while it waits, hailong-kiosk or `hailong-kiosk enrol-proof` signs");
    for (CLI::App* command : {run, once, renew, status, exporting, enrol}) add_common(command, words);
    status->add_flag("--json", words.is_json, "as one JSON line");
    verify->add_option("path", words.path, "ledger.db, ledger folder, data folder or export")->required();
    exporting->add_option("--chain", words.chain, "only this chain, 64 hex digits");
    enrol->add_option("--card", words.card, "the province's enrolment card")->capture_default_str();
    enrol->add_option("--wait", words.wait_s, "seconds to wait for the terminal's signature")
        ->check(CLI::Range(0, 86400));
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : base::to_int(base::ExitCode::usage);
    }
    if (const auto ready = base::init_crypto(); !ready) return base::report(kProgram, ready.error());
    if (verify->parsed()) return sync_app::verify(words.path);
    return with_settings(words, [&](const Settings& settings) {
        if (run->parsed()) return sync_app::run(settings);
        if (once->parsed()) return sync_app::once(settings);
        if (renew->parsed()) return renew_now(settings);
        if (status->parsed()) return show_status(settings, words.is_json ? StatusForm::json : StatusForm::text);
        if (exporting->parsed()) return export_to_stdout(settings, words.chain);
        return enrol_with(settings, words.card, std::chrono::seconds(words.wait_s));
    });
}

}  // namespace hailong::sync_app

int main(int argc, char** argv) { return hailong::sync_app::main_with(argc, argv); }
