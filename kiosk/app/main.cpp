// hailong-kiosk: the terminal at the desk.
#include <sys/prctl.h>
#include <sys/resource.h>

#include <cinttypes>
#include <cstdio>

#include "kiosk/app/check.h"
#include "kiosk/app/command_line.h"
#include "kiosk/app/device_key.h"
#include "kiosk/app/enrol_proof.h"
#include "kiosk/app/gallery.h"
#include "kiosk/app/rehearsal.h"
#include "kiosk/app/terminal.h"

namespace hailong::app {

namespace {

constexpr std::string_view kProgram = "hailong-kiosk";

int finish(const Status& status) {
    return status ? base::to_int(base::ExitCode::ok) : base::report(kProgram, status.error());
}

Status run(const KioskRequest& request, const ServeVisits&) {
    HL_TRY(const auto config, load_config(request));
    return run_terminal(request, config);
}

Status run(const KioskRequest& request, const Rehearse& command) {
    HL_TRY(const auto config, load_config(request));
    RehearsalRequest rehearsal;
    HL_TRY(rehearsal.session.rules, load_rules(config, request));
    rehearsal.session.places = request.places;
    rehearsal.session.card = request.card;
    HL_CHECK(offer_everything(request, rehearsal.session.rules));
    // Nobody reads a rehearsed ticket; a name that can be no host's.
    rehearsal.session.home_host = config.home_host.empty() ? "rehearsal.invalid" : config.home_host;
    rehearsal.visits = command.visits;
    rehearsal.pace = command.pace;
    rehearsal.seed = command.seed;
    rehearsal.thanked = [](domain::Seq seq) {
        std::printf("thanked %" PRIu64 "\n", seq);
        std::fflush(stdout);
    };
    const base::SystemClock clock;
    HL_TRY(const auto summary, rehearse(std::move(rehearsal), clock));
    std::fprintf(stderr,
                 "rehearsed %" PRIu64 " visits: thanked %" PRIu64 ", revised %" PRIu64 ", with reasons %" PRIu64
                 ", said more %" PRIu64 ", tickets %" PRIu64 "; chain %s, last entry %" PRIu64 "\n",
                 summary.visits, summary.thanked, summary.revised, summary.with_reasons, summary.with_more,
                 summary.tickets, summary.chain.hex().c_str(), summary.last);
    return {};
}

Status run(const KioskRequest& request, const DrawGallery& command) {
    HL_TRY(const auto config, load_config(request));
    HL_TRY(const auto summary, draw_gallery(request, config, command.folder));
    for (const auto& misfit : summary.misfits) std::fprintf(stderr, "does not fit: %s\n", misfit.c_str());
    std::printf("pictures %zu  misfits %zu\n", summary.pictures, summary.misfits.size());
    if (summary.misfits.empty()) return {};
    return fail(ErrorCode::conflict, "some texts do not fit their places");
}

Status run(const KioskRequest& request, const EnrolProof&) {
    HL_CHECK(prepare_folders(request.places));
    HL_TRY(const auto device, device_key(request.places));
    HL_TRY(const auto outcome, answer_enrolment(request.places, request.card, device));
    if (outcome == ProofOutcome::nothing_asked) {
        return fail(ErrorCode::not_found, request.places.enrol_request().string() +
                                              " is missing: run hailong-sync enrol first, it waits for this answer");
    }
    std::printf("answered %s\n", request.places.enrol_answer().c_str());
    return {};
}

// The memory of this process holds the device key and answers that are not sealed yet: no core file may keep it, and no
// other program of the same user may look at it.
void keep_memory_private() {
    const rlimit none{0, 0};
    static_cast<void>(setrlimit(RLIMIT_CORE, &none));
    static_cast<void>(prctl(PR_SET_DUMPABLE, 0, 0, 0, 0));
}

int run_command(const CommandLine& line) {
    if (std::holds_alternative<Check>(line.command)) return base::to_int(run_check(line.request));
    if (const auto* rehearsal = std::get_if<Rehearse>(&line.command)) return finish(run(line.request, *rehearsal));
    if (const auto* gallery = std::get_if<DrawGallery>(&line.command)) return finish(run(line.request, *gallery));
    if (const auto* proof = std::get_if<EnrolProof>(&line.command)) return finish(run(line.request, *proof));
    return finish(run(line.request, ServeVisits{}));
}

}  // namespace

}  // namespace hailong::app

int main(int argc, char** argv) {
    namespace app = hailong::app;
    namespace base = hailong::base;
    app::keep_memory_private();
    if (const auto ready = base::init_crypto(); !ready) return base::report("hailong-kiosk", ready.error());
    const auto line = app::parse_command_line(argc, argv);
    if (const auto* code = std::get_if<base::ExitCode>(&line)) return base::to_int(*code);
    return app::run_command(std::get<app::CommandLine>(line));
}
