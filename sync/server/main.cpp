// hailong-server: the province's end. `serve` behind nginx; the other commands prepare it and check it.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "kiosk/base/exit_code.h"
#include "kiosk/base/log.h"
#include "kiosk/base/waiter.h"
#include "sync/server/importing.h"
#include "sync/server/rotating.h"
#include "sync/server/routes.h"
#include "sync/server/sqlite_archive.h"
#include "sync/server/staff.h"
#include "sync/server/verifying.h"

namespace hailong::server {

namespace {

constexpr int kRevocationTries = 120;                     // every half a second
constexpr auto kLookForOrders = std::chrono::seconds(2);  // a revocation must hold within 60 s

struct Options {
    std::string data = "/var/lib/hailong-server";
    ProvinceSettings settings;
    Terminal terminal;
    std::string card;
    std::string socket = "/run/hailong-server/http.sock";
    std::string socket_mode = "0660";
    std::string socket_group;
    int threads = 2;
    std::string challenge;
    std::uint32_t sheet = domain::kFirstStaffSheet;
    std::string text;
    std::vector<std::string> files;
    std::string offline;
    bool stolen = false;

    [[nodiscard]] ServerPlaces places() const { return {data}; }
    [[nodiscard]] base::Path medium() const { return offline.empty() ? places().offline() : base::Path(offline); }
};

base::WallTime wall_now() { return base::SystemClock().now().wall; }

Status init(const Options& options) {
    const ServerPlaces places = options.places();
    HL_CHECK(init_province(places, options.settings, wall_now()));
    HL_TRY(const auto province, load_province(places));
    std::printf("province %s is ready in %s\n", options.settings.id.c_str(), options.data.c_str());
    std::printf("root fingerprint %s\n", domain::fingerprint(province.keys.root).hex().c_str());
    std::printf(
        "Move %s to a medium that is not connected to this server, and keep two copies:\n"
        "root.key signs new keys documents, comment.key opens comments, receipt-next.key is the next receipt key.\n",
        places.offline().c_str());
    return {};
}

Status add_kiosk(Options options) {
    const ServerPlaces places = options.places();
    HL_TRY(const auto province, load_province(places));
    if (options.terminal.device.empty()) {
        options.terminal.device = "k" + options.terminal.unit + "-" + base::to_hex(base::random_bytes(3));
    }
    HL_TRY(const auto card, order_code(places, province, {options.terminal, wall_now()}));
    HL_CHECK(base::write_file(options.card, domain::encode_card(card), 0600));
    std::printf("%s: enrolment card for %s in %s, valid for 14 days, for one terminal\n", options.card.c_str(),
                options.terminal.device.c_str(), options.terminal.office.c_str());
    return {};
}

Result<mode_t> parse_mode(const std::string& text) {
    if (text.size() < 3 || text.size() > 4 || text.find_first_not_of("01234567") != std::string::npos) {
        return fail(ErrorCode::bad_input, "--socket-mode must be octal, like 0660");
    }
    return static_cast<mode_t>(std::stoul(text, nullptr, 8));
}

Status serve(const Options& options) {
    base::SignalWaiter waiter;  // before any thread
    const ServerPlaces places = options.places();
    HL_CHECK(make_staff_master(places));
    HL_TRY(const auto province, load_province(places));
    HL_TRY(const auto mode, parse_mode(options.socket_mode));
    HL_TRY(const auto lock, base::FolderLock::take(places.lock()));
    HL_TRY(const auto archive, SqliteArchive::open(places.archive()));
    const Opening opening(province.intake_keys, province.comment_keys, province.dossier_key);
    Reception reception(*archive, *archive, province, opening);
    Enrolling enrolling(*archive, province, places);
    Renewing renewing(*archive, province);
    HomeRatings home(*archive, *archive, province);
    Routes routes(*archive, *archive, {reception, enrolling, renewing, home}, province);
    reception.open_received();  // what the last run received and did not come to open
    const base::SystemClock clock;
    HL_TRY(const auto server,
           HttpServer::start({options.socket, mode, options.socket_group, options.threads},
                             [&](const HttpRequest& request) { return routes.answer(request, clock.now().wall); }));
    base::log_event(base::Level::info, "server.ready",
                    {{"socket", options.socket}, {"province", province.settings.id}});
    while (waiter.wait(kLookForOrders) != base::Woken::stopping) {
        if (const auto done = take_up_revocations(places, *archive); !done) {
            base::log_event(base::Level::error, "revocation.failed", {{"error", done.error().what}});
        }
    }
    base::log_event(base::Level::info, "server.stopping");
    return {};
}

Result<base::ExitCode> verify(const Options& options) {
    HL_TRY(const auto archive, SqliteArchive::open_read_only(options.places().archive()));
    HL_TRY(const auto found, verify_archive(*archive));
    if (found.fault) {
        std::printf("FAULT device %s chain %s seq %llu: %s\n", found.fault->device.c_str(),
                    found.fault->chain.hex().c_str(), static_cast<unsigned long long>(found.fault->seq),
                    found.fault->why.c_str());
        return base::ExitCode::fault_found;
    }
    std::printf("ok chains %llu entries %llu signatures %llu holes %llu\n",
                static_cast<unsigned long long>(found.chains), static_cast<unsigned long long>(found.entries),
                static_cast<unsigned long long>(found.signatures), static_cast<unsigned long long>(found.holes));
    return base::ExitCode::ok;
}

Status rebuild(const Options& options) {
    const ServerPlaces places = options.places();
    HL_TRY(const auto province, load_province(places));
    HL_TRY(const auto lock, base::FolderLock::take(places.lock()));
    HL_TRY(const auto archive, SqliteArchive::open(places.archive()));
    HL_CHECK(archive->forget_all());
    const Opening opening(province.intake_keys, province.comment_keys, province.dossier_key);
    HL_TRY(const auto count, opening.catch_up(*archive));
    std::printf("looked into %llu entries again\n", static_cast<unsigned long long>(count));
    return {};
}

Status restored(const Options& options) {
    HL_TRY(const auto lock, base::FolderLock::take(options.places().lock()));
    HL_TRY(const auto archive, SqliteArchive::open(options.places().archive()));
    const std::string epoch = base::to_hex(base::random_bytes(8));
    HL_CHECK(archive->begin_epoch(epoch));
    std::printf("epoch %s: terminals will send again what this copy lacks\n", epoch.c_str());
    return {};
}

Result<base::ExitCode> import(const Options& options) {
    const ServerPlaces places = options.places();
    HL_TRY(const auto province, load_province(places));
    HL_TRY(const auto lock, base::FolderLock::take(places.lock()));
    HL_TRY(const auto archive, SqliteArchive::open(places.archive()));
    const Opening opening(province.intake_keys, province.comment_keys, province.dossier_key);
    Reception reception(*archive, *archive, province, opening);
    auto code = base::ExitCode::ok;
    for (const std::string& file : options.files) {
        const auto imported = import_file(reception, *archive, file, wall_now());
        if (imported) {
            std::printf("%s: %s\n", file.c_str(), describe(*imported).c_str());
        } else {
            std::fprintf(stderr, "%s: %s\n", file.c_str(), imported.error().what.c_str());
        }
        if (!imported || imported->verdict != domain::Verdict::ok) code = base::ExitCode::fault_found;
    }
    reception.open_received();
    return code;
}

Status check_known(const ServerPlaces& places, const std::string& device) {
    HL_TRY(const auto archive, SqliteArchive::open_read_only(places.archive()));
    HL_TRY(const auto keys, archive->device_keys());
    const bool is_known = std::ranges::any_of(keys, [&](const DeviceKey& key) { return key.device == device; });
    if (!is_known) return fail(ErrorCode::not_found, "no device " + device);
    return {};
}

// The running server alone writes the archive: it is left word, and this waits until it has heard.
Status revoke(const Options& options) {
    const ServerPlaces places = options.places();
    HL_CHECK(check_known(places, options.terminal.device));
    HL_CHECK(order_revocation(places, options.terminal.device));
    base::SignalWaiter waiter;
    for (int tries = 0; tries < kRevocationTries; ++tries) {
        if (const auto lock = base::FolderLock::take(places.lock())) {
            HL_TRY(const auto archive, SqliteArchive::open(places.archive()));
            HL_CHECK(take_up_revocations(places, *archive));
        }
        if (!std::filesystem::exists(places.revocations() / options.terminal.device)) {
            std::printf("%s is revoked\n", options.terminal.device.c_str());
            return {};
        }
        if (waiter.wait(std::chrono::milliseconds(500)) == base::Woken::stopping) break;
    }
    return fail(ErrorCode::busy, "the running server has not taken up the revocation yet: look into its log");
}

Status print_staff_code(const Options& options) {
    HL_TRY(const auto province, load_province(options.places()));
    HL_TRY(const auto archive, SqliteArchive::open_read_only(options.places().archive()));
    HL_TRY(const auto answer, staff_code(province, *archive, options.terminal.device, options.challenge));
    std::printf("%s\n", answer.c_str());
    return {};
}

Status print_staff_sheet(const Options& options) {
    HL_TRY(const auto province, load_province(options.places()));
    HL_TRY(const auto archive, SqliteArchive::open_read_only(options.places().archive()));
    HL_TRY(const auto codes, staff_sheet(province, *archive, options.terminal.device, options.sheet));
    std::printf("%s sheet %u\n", options.terminal.device.c_str(), options.sheet);
    for (std::size_t i = 0; i < codes.size(); ++i) std::printf("%2zu  %s\n", i + 1, codes[i].c_str());
    return {};
}

Result<base::ExitCode> print_health(const Options& options) {
    HL_TRY(const auto archive, SqliteArchive::open_read_only(options.places().archive()));
    HL_TRY(const auto checked, check_health(*archive, *archive, options.text));
    std::fputs(describe(checked).c_str(), stdout);
    return checked.contradicts ? base::ExitCode::fault_found : base::ExitCode::ok;
}

Result<base::ExitCode> rotated(const Result<domain::KeysDocument>& keys) {
    if (!keys) return tl::unexpected<Error>(keys.error());
    std::printf("keys document %llu: answers are signed by %s, later by %s; sealed to %s, comments to %s\n",
                static_cast<unsigned long long>(keys->version), base::key_id(keys->receipt[0].view()).c_str(),
                base::key_id(keys->receipt[1].view()).c_str(), base::key_id(keys->intake.view()).c_str(),
                base::key_id(keys->comment.view()).c_str());
    std::printf("Copy the folders keys/ and offline/ to where their copies are kept; then restart the server.\n");
    return base::ExitCode::ok;
}

Result<base::ExitCode> ended(const Status& status) {
    if (!status) return tl::unexpected<Error>(status.error());
    return base::ExitCode::ok;
}

// The command line. Each command's run is stored in `run`, so that one place reports its end.
using Run = std::function<Result<base::ExitCode>()>;

void add_data(CLI::App& command, Options& options) {
    command.add_option("--data", options.data, "the province's folder")->capture_default_str();
}

void add_init(CLI::App& app, Options& options, Run& run) {
    CLI::App& command = *app.add_subcommand("init", "make the province's keys, certificates and archive");
    add_data(command, options);
    command.add_option("--province", options.settings.id, "short name: a-z, 0-9, -")->required();
    command.add_option("--authority", options.settings.authority, "name on the results page")->required();
    command.add_option("--host", options.settings.host, "host name in the TLS certificate")->required();
    command.add_option("--sync-url", options.settings.sync_url, "https://NAME:8443")->required();
    command.add_option("--enrol-url", options.settings.enrol_url, "https://NAME:8444")->required();
    command.callback([&] { run = [&] { return ended(init(options)); }; });
}

void add_certificate_commands(CLI::App& app, Options& options, Run& run) {
    CLI::App& renew = *app.add_subcommand(
        "renew-certificate", "make a new TLS certificate for nginx by the province's CA; then reload nginx");
    add_data(renew, options);
    renew.callback([&] { run = [&] { return ended(renew_server_certificate(options.places(), wall_now())); }; });
    CLI::App& roll = *app.add_subcommand(
        "roll-ca", "make a new CA and a certificate for nginx by it; then restart the server and reload nginx");
    add_data(roll, options);
    roll.callback([&] { run = [&] { return ended(roll_ca(options.places(), wall_now())); }; });
}

CLI::App& add_rotation(CLI::App& app, Options& options, const std::string& name, const std::string& what) {
    CLI::App& command = *app.add_subcommand(name, what + "; then restart the server");
    add_data(command, options);
    command.add_option("--offline", options.offline,
                       "folder with root.key: where the medium is (default: DATA/offline)");
    return command;
}

void add_rotations(CLI::App& app, Options& options, Run& run) {
    CLI::App& receipt = add_rotation(app, options, "rotate-receipt-key",
                                     "sign answers by the next receipt key and announce another one as the next");
    receipt.add_flag("--stolen", options.stolen, "the key in use counts no more; terminals ask for new receipts");
    receipt.callback([&] {
        run = [&] {
            const auto withdrawal = options.stolen ? Withdrawal::stolen : Withdrawal::none;
            return rotated(rotate_receipt_key(options.places(), options.medium(), withdrawal));
        };
    });
    CLI::App& intake = add_rotation(app, options, "rotate-intake-key",
                                    "have answers sealed to a new key; the old one still opens its");
    intake.callback([&] { run = [&] { return rotated(rotate_intake_key(options.places(), options.medium())); }; });
    CLI::App& comment = add_rotation(app, options, "rotate-comment-key",
                                     "have comments sealed to a new key, written to --offline alone");
    comment.callback([&] { run = [&] { return rotated(rotate_comment_key(options.places(), options.medium())); }; });
}

void add_kiosk_commands(CLI::App& app, Options& options, Run& run) {
    CLI::App& kiosk = *app.add_subcommand("kiosk", "terminals");
    kiosk.require_subcommand(1);
    CLI::App& add =
        *kiosk.add_subcommand("add", "print an enrolment card for one terminal; works while the server runs");
    add_data(add, options);
    add.add_option("--unit", options.terminal.unit, "five-digit code of the ward")->required();
    add.add_option("--office", options.terminal.office, "name of the desk")->required();
    add.add_option("--device", options.terminal.device, "id of the terminal; a known id enrols it again");
    add.add_option("--card", options.card, "file to write the card to")->required();
    add.callback([&] { run = [&] { return ended(add_kiosk(options)); }; });
    CLI::App& gone =
        *kiosk.add_subcommand("revoke", "take nothing from this terminal any more; works while the server runs");
    add_data(gone, options);
    gone.add_option("--device", options.terminal.device, "id of the terminal")->required();
    gone.callback([&] { run = [&] { return ended(revoke(options)); }; });
}

void add_import(CLI::App& app, Options& options, Run& run) {
    CLI::App& command = *app.add_subcommand(
        "import", "take batches from a terminal's stick and write a signed answer beside each; stop the server first");
    add_data(command, options);
    command.add_option("files", options.files, "the stick's hailong/DEVICE/*.batch")->required();
    command.callback([&] { run = [&] { return import(options); }; });
}

void add_staff_commands(CLI::App& app, Options& options, Run& run) {
    CLI::App& code =
        *app.add_subcommand("staff-code", "print the answer to the challenge on a terminal's staff screen");
    add_data(code, options);
    code.add_option("challenge", options.challenge, "the eight symbols on the screen")->required();
    code.add_option("--device", options.terminal.device, "id of the terminal")->required();
    code.callback([&] { run = [&] { return ended(print_staff_code(options)); }; });
    CLI::App& sheet = *app.add_subcommand("staff-sheet", "print a terminal's 24 numbered codes, each good for one use");
    add_data(sheet, options);
    sheet.add_option("device", options.terminal.device, "id of the terminal")->required();
    sheet.add_option("--sheet", options.sheet, "number of the sheet that the terminal asks for")
        ->check(CLI::Range(1, 1 << 30))
        ->capture_default_str();
    sheet.callback([&] { run = [&] { return ended(print_staff_sheet(options)); }; });
    CLI::App& health =
        *app.add_subcommand("health", "check the text of a photographed health QR and say what it tells");
    add_data(health, options);
    health.add_option("text", options.text, "what the QR code says, H1:…")->required();
    health.callback([&] { run = [&] { return print_health(options); }; });
}

void add_serve(CLI::App& app, Options& options, Run& run) {
    CLI::App& command = *app.add_subcommand("serve", "answer requests until SIGTERM");
    add_data(command, options);
    command.add_option("--socket", options.socket, "unix socket that nginx connects to")->capture_default_str();
    command.add_option("--socket-mode", options.socket_mode, "octal mode of the socket")->capture_default_str();
    command.add_option("--socket-group", options.socket_group, "group of the socket, such as nginx's www-data");
    command.add_option("--threads", options.threads, "threads that answer")->check(CLI::Range(1, 64));
    command.callback([&] { run = [&] { return ended(serve(options)); }; });
}

void add_checks(CLI::App& app, Options& options, Run& run) {
    CLI::App& check = *app.add_subcommand("verify", "recompute every chain and check the terminals' signatures");
    add_data(check, options);
    check.callback([&] { run = [&] { return verify(options); }; });
    CLI::App& again = *app.add_subcommand("rebuild", "open all stored answers again; stop the server first");
    add_data(again, options);
    again.callback([&] { run = [&] { return ended(rebuild(options)); }; });
    CLI::App& copy = *app.add_subcommand("restored", "after restoring archive.db from a copy: begin a new epoch");
    add_data(copy, options);
    copy.callback([&] { run = [&] { return ended(restored(options)); }; });
}

int main_of(int argc, char** argv) {
    CLI::App app{"The province's end of the satisfaction terminals", "hailong-server"};
    app.set_version_flag("--version", HAILONG_VERSION);
    app.require_subcommand(1);
    Options options;
    Run run;
    add_init(app, options, run);
    add_certificate_commands(app, options, run);
    add_rotations(app, options, run);
    add_kiosk_commands(app, options, run);
    add_staff_commands(app, options, run);
    add_import(app, options, run);
    add_serve(app, options, run);
    add_checks(app, options, run);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : base::to_int(base::ExitCode::usage);
    }
    if (auto ready = base::init_crypto(); !ready) return base::report("hailong-server", ready.error());
    const auto code = run();
    return code ? base::to_int(*code) : base::report("hailong-server", code.error());
}

}  // namespace

}  // namespace hailong::server

int main(int argc, char** argv) { return hailong::server::main_of(argc, argv); }
