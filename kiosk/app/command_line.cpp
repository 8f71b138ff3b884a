#include "kiosk/app/command_line.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <system_error>

namespace hailong::app {

namespace {

constexpr const char* kDefaultData = "/var/lib/hailong";
constexpr const char* kDefaultConfig = "/etc/hailong/kiosk.toml";
constexpr const char* kDefaultCard = "/etc/hailong/card.json";

struct Options {
    std::string data = kDefaultData;
    std::string config = kDefaultConfig;
    std::string card = kDefaultCard;
    std::string assets;
    std::string windowed;
    std::string targets;
    std::string speech_log;
    std::string language;
    std::string packs;
    std::string gallery;
    bool check = false;
    std::uint64_t rehearse = 0;
    std::int64_t pace_ms = 0;
    std::uint64_t seed = 1;
};

void declare(CLI::App& app, Options& options) {
    app.add_option("--data", options.data, "Data folder")->capture_default_str();
    app.add_option("--config", options.config, "Configuration file")->capture_default_str();
    app.add_option("--card", options.card, "Enrolment card")->capture_default_str();
    app.add_option("--assets", options.assets, "Folder of texts, faces, icons and questionnaires");
    app.add_option("--windowed", options.windowed, "Window of WIDTHxHEIGHT pixels instead of the full screen");
    app.add_option("--targets", options.targets,
                   "Append the touchable places of each screen to this file, one JSON line a screen");
    app.add_option(
        "--speech-log", options.speech_log,
        "Append what is spoken to this file, one JSON line a prompt; it tells what was chosen: for tests only");
    app.add_option("--language", options.language, "Language of the first screen instead of the configured one");
    app.add_option("--packs", options.packs, "Folder of added language packs instead of the configured one");
    app.add_flag("--check", options.check, "Check configuration, texts, fonts and questionnaire, then stop");
    app.add_option("--gallery", options.gallery,
                   "Draw every screen in every layout, language and mode into this folder, without a display");
    app.add_option("--rehearse", options.rehearse,
                   "Play N scripted visits into a chain of their own; print each one's last entry")
        ->check(CLI::Range(std::uint64_t(1), std::uint64_t(100'000'000)));
    app.add_option("--pace-ms", options.pace_ms, "Rehearsal: real time between two visits")
        ->check(CLI::Range(0, 3'600'000));
    app.add_option("--seed", options.seed, "Rehearsal: which scores, reasons and changes of mind");
    app.set_version_flag("--version", HAILONG_VERSION);
    app.require_subcommand(0, 1);
}

std::optional<WindowSize> parse_size(const std::string& text) {
    WindowSize size;
    char cross = 0;
    char rest = 0;
    if (std::sscanf(text.c_str(), "%5d%c%5d%c", &size.width, &cross, &size.height, &rest) != 3) return std::nullopt;
    if (cross != 'x' || size.width < 320 || size.height < 320) return std::nullopt;
    return size;
}

KioskRequest request_of(const Options& options, bool config_named) {
    KioskRequest request;
    request.places.root = std::filesystem::absolute(options.data);
    request.config = options.config;
    request.config_named = config_named;
    request.card = options.card;
    request.assets = find_assets(options.assets.empty() ? std::nullopt : std::optional<base::Path>(options.assets));
    request.windowed = parse_size(options.windowed);
    if (!options.targets.empty()) request.targets = options.targets;
    request.audio = find_audio();
    if (!options.speech_log.empty()) request.speech_log = options.speech_log;
    if (!options.language.empty()) request.language = options.language;
    if (!options.packs.empty()) request.packs = options.packs;
    return request;
}

Command command_of(const Options& options, bool enrol_proof) {
    if (enrol_proof) return EnrolProof{};
    if (options.check) return Check{};
    if (!options.gallery.empty()) return DrawGallery{options.gallery};
    if (options.rehearse > 0)
        return Rehearse{options.rehearse, std::chrono::milliseconds(options.pace_ms), options.seed};
    return ServeVisits{};
}

}  // namespace

base::Path find_assets(const std::optional<base::Path>& named) {
    if (named) return *named;
    if (const char* given = std::getenv("HAILONG_ASSETS"); given != nullptr && *given != '\0') return given;
    std::error_code error;
    const base::Path program = std::filesystem::read_symlink("/proc/self/exe", error);
    base::Path installed = program.parent_path().parent_path() / "share" / "hailong" / "assets";
    if (!error && std::filesystem::is_directory(installed, error)) return installed;
    return HAILONG_SOURCE_ASSETS;
}

base::Path find_audio() {
    if (const char* given = std::getenv("HAILONG_AUDIO"); given != nullptr && *given != '\0') return given;
    std::error_code error;
    const base::Path program = std::filesystem::read_symlink("/proc/self/exe", error);
    return program.parent_path().parent_path() / "share" / "hailong" / "audio";
}

std::variant<CommandLine, base::ExitCode> parse_command_line(int argc, const char* const* argv) {
    CLI::App app("Terminal for the satisfaction of citizens at one-stop desks", "hailong-kiosk");
    Options options;
    declare(app, options);
    app.fallthrough();  // options may stand behind the subcommand too
    const CLI::App* enrol_proof =
        app.add_subcommand("enrol-proof", "Sign the agent's enrolment request with this terminal's key");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& refused) {
        return app.exit(refused) == 0 ? base::ExitCode::ok : base::ExitCode::usage;
    }
    if (!options.windowed.empty() && !parse_size(options.windowed)) {
        base::report("hailong-kiosk", Error{ErrorCode::bad_input, "--windowed wants WIDTHxHEIGHT, e.g. 1280x800"});
        return base::ExitCode::usage;
    }
    const KioskRequest request = request_of(options, app.count("--config") > 0);
    return CommandLine{request, command_of(options, enrol_proof->parsed())};
}

}  // namespace hailong::app
