#include "sync/app/commands.h"

#include <array>
#include <cstdio>

#include "kiosk/base/log.h"
#include "sync/agent/agent.h"
#include "sync/agent/store_ledger.h"
#include "sync/agent/sync_call.h"
#include "sync/app/enrol.h"
#include "sync/app/inspect.h"
#include "sync/app/membership.h"
#include "sync/transport/tls_identity.h"

namespace hailong::sync_app {

namespace {

using base::ExitCode;

double random_part() { return static_cast<double>(base::random_below(1U << 24U)) / static_cast<double>(1U << 24U); }

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

// Everything an agent needs, in the order in which it must live.
class Session {
public:
    static Result<std::unique_ptr<Session>> open(const Settings& settings) {
        HL_TRY(auto membership, load_membership(settings.places));
        HL_CHECK(make_folders(settings.places));
        HL_TRY(auto lock, lock_folder(settings.places));
        HL_TRY(auto transport,
               transport::HttpsTransport::open(endpoint_of(membership, settings.places, settings.proxy)));
        return std::unique_ptr<Session>(new Session(settings, membership, std::move(lock), std::move(transport)));
    }
    [[nodiscard]] agent::Agent& agent() { return agent_; }

private:
    Session(const Settings& settings, const Membership& membership, base::FolderLock lock,
            std::unique_ptr<transport::HttpsTransport> transport)
        : lock_(std::move(lock)),
          transport_(std::move(transport)),
          ledger_(settings.places.ledger()),
          calls_(settings.places.ledger()),
          agent_({ledger_, *transport_, clock_, callable_, &random_part}, membership.self(), settings.places,
                 plan_of(settings)) {}
    static agent::Plan plan_of(const Settings& settings) {
        agent::Plan plan;
        plan.rules.tick = settings.tick;
        plan.boot_splay = settings.boot_splay;
        if (const auto pem = base::read_file(certificate_file(settings.places))) {
            if (const auto end = transport::certificate_end(*pem)) plan.certificate_until = *end;
        }
        return plan;
    }

    base::FolderLock lock_;
    base::SystemClock clock_;
    base::SignalWaiter waiter_;
    std::unique_ptr<transport::HttpsTransport> transport_;
    agent::StoreLedger ledger_;
    agent::SyncCalls calls_;
    agent::CallableWaiter callable_{waiter_, calls_};
    agent::Agent agent_;
};

std::string line_of(const agent::ChainStatus& chain) {
    std::string text = "chain " + chain.chain.hex().substr(0, 8) + "  last " + std::to_string(chain.last);
    text += "  receipted " + (chain.through ? "through " + std::to_string(*chain.through) : std::string("nothing"));
    return text + "  pending " + std::to_string(chain.pending);
}

void print(const agent::SyncStatus& status) {
    const auto contact = status.last_contact ? base::office_time(*status.last_contact) : std::string("never");
    say("as of " + base::office_time(status.at) + "  last contact " + contact + "  next try " +
        base::office_time(status.next_try));
    if (status.problem) say("problem " + status.problem->word + ": " + status.problem->text);
    if (status.alarm) say("alarm " + *status.alarm);
    for (const agent::ChainStatus& chain : status.chains) say(line_of(chain));
}

}  // namespace

int run(const Settings& settings) {
    auto session = Session::open(settings);
    if (!session) return base::report(kProgram, session.error());
    base::log_event(base::Level::info, "sync.started", {{"tick_s", settings.tick.count()}});
    (*session)->agent().run();
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
