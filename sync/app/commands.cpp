#include "sync/app/commands.h"

#include <array>
#include <cstdio>

#include "kiosk/base/log.h"
#include "sync/app/enrol.h"
#include "sync/app/inspect.h"
#include "sync/app/session.h"

namespace hailong::sync_app {

namespace {

using base::ExitCode;

void say(const std::string& line) {
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
}

// Faults that waiting does not cure: the two ends disagree, or somebody lies.
ExitCode exit_code_of(const agent::Problem& problem) {
    constexpr std::array kFaults{"untrusted", "fork", "behind", "hash", "rewinds", "entry_too_large"};
    for (const char* word : kFaults) {
        if (problem.word == word) return ExitCode::fault_found;
    }
    return ExitCode::environment;
}

std::string line_of(const agent::ChainStatus& chain) {
    std::string text = "chain " + chain.chain.hex().substr(0, 8) + "  last " + std::to_string(chain.last);
    text += "  receipted " + (chain.through ? "through " + std::to_string(*chain.through) : std::string("nothing"));
    text += "  pending " + std::to_string(chain.pending);
    return chain.rests ? text + "  rests: " + *chain.rests : text;
}

void print(const agent::SyncStatus& status) {
    const auto contact = status.last_contact ? base::office_time(*status.last_contact) : std::string("never");
    say("as of " + base::office_time(status.at) + "  last contact " + contact + "  next try " +
        base::office_time(status.next_try));
    if (status.certificate_until) say("certificate until " + base::office_time(*status.certificate_until));
    if (status.problem) say("problem " + status.problem->word + ": " + status.problem->text);
    if (status.alarm) say("alarm " + *status.alarm);
    for (const agent::ChainStatus& chain : status.chains) say(line_of(chain));
}

}  // namespace

int run(const Settings& settings) {
    auto session = Session::open(settings);
    if (!session) return base::report(kProgram, session.error());
    (*session)->manager().ready();
    base::log_event(base::Level::info, "sync.started", {{"tick_s", settings.tick.count()}});
    (*session)->agent().run();
    (*session)->manager().stopping();
    base::log_event(base::Level::info, "sync.stopped");
    return base::to_int(ExitCode::ok);
}

int once(const Settings& settings) {
    auto session = Session::open(settings);
    if (!session) return base::report(kProgram, session.error());
    const agent::Round round = (*session)->agent().once();
    say("delivered " + std::to_string(round.delivered) + "  pending " + std::to_string(round.pending));
    if (!round.problem) return base::to_int(ExitCode::ok);
    std::fprintf(stderr, "%s: %s: %s\n", kProgram, round.problem->word.c_str(), round.problem->text.c_str());
    return base::to_int(exit_code_of(*round.problem));
}

int renew_now(const Settings& settings) {
    auto session = Session::open(settings);
    if (!session) return base::report(kProgram, session.error());
    const auto until = (*session)->renew_now();
    if (!until) return base::report(kProgram, until.error());
    say("certificate renewed, valid until " + base::office_time(*until));
    return base::to_int(ExitCode::ok);
}

int show_status(const Settings& settings, StatusForm form) {
    const auto membership = load_membership(settings.places);
    if (!membership) return base::report(kProgram, membership.error());
    const auto text = base::read_file(settings.places.status());
    if (!text) {
        return base::report(kProgram, {ErrorCode::environment, "hailong-sync has not run yet in this data folder"});
    }
    const auto status = agent::parse_status(*text);
    if (!status) return base::report(kProgram, {ErrorCode::corrupt, status.error().what});
    if (form == StatusForm::json) {
        std::fputs(text->c_str(), stdout);
    } else {
        say("terminal " + membership->identity.device + "  " + membership->identity.office + "  province " +
            membership->identity.province);
        print(*status);
    }
    return base::to_int(ExitCode::ok);
}

int verify(const base::Path& path) {
    const auto findings = verify_path(path);
    if (!findings) return base::report(kProgram, findings.error());
    ExitCode code = ExitCode::ok;
    for (const Finding& finding : *findings) {
        say(describe(finding));
        if (finding.first_bad) code = ExitCode::fault_found;
    }
    return base::to_int(code);
}

int export_to_stdout(const Settings& settings, const std::optional<std::string>& chain) {
    std::optional<base::Digest> wanted;
    if (chain) {
        auto digest = base::Digest::from_hex_text(*chain);
        if (!digest) return base::report(kProgram, {ErrorCode::bad_input, "--chain: " + digest.error().what});
        wanted = *digest;
    }
    const auto done = export_ledger(settings.places.ledger(), wanted, [](std::string_view line) -> Status {
        if (std::fwrite(line.data(), 1, line.size(), stdout) == line.size()) return {};
        return fail(ErrorCode::io, "cannot write the export");
    });
    if (!done) return base::report(kProgram, done.error());
    if (std::fflush(stdout) != 0) return base::report(kProgram, {ErrorCode::io, "cannot write the export"});
    return base::to_int(ExitCode::ok);
}

int enrol_with(const Settings& settings, const base::Path& card_file, std::chrono::seconds patience) {
    const auto text = base::read_file(card_file);
    if (!text) return base::report(kProgram, {ErrorCode::bad_input, "card: " + text.error().what});
    const auto card = domain::parse_card(*text);
    if (!card) return base::report(kProgram, {card.error().code, card_file.string() + ": " + card.error().what});
    if (const auto identity = enrolled_already(*card, settings.places)) {
        say("already enrolled as " + identity->device + ", " + identity->office);
        return base::to_int(ExitCode::ok);
    }
    if (const auto made = make_folders(settings.places); !made) return base::report(kProgram, made.error());
    const auto lock = lock_folder(settings.places);
    if (!lock) return base::report(kProgram, lock.error());
    transport::Endpoint endpoint;
    endpoint.origin = card->url;
    endpoint.trust = transport::Trust::card;
    endpoint.proxy = settings.proxy;
    auto transport = transport::HttpsTransport::open(std::move(endpoint));
    if (!transport) return base::report(kProgram, transport.error());
    const base::SystemClock clock;
    base::SignalWaiter waiter;
    const auto identity = enrol(*card, settings.places, {**transport, clock, waiter, patience});
    if (!identity) return base::report(kProgram, identity.error());
    say("enrolled as " + identity->device + ", " + identity->office + ", unit " + identity->unit);
    return base::to_int(ExitCode::ok);
}

}  // namespace hailong::sync_app
