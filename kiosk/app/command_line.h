// The arguments of hailong-kiosk, with defaults filled in.
#pragma once

#include <cstdint>
#include <variant>

#include "kiosk/app/request.h"
#include "kiosk/base/exit_code.h"

namespace hailong::app {

struct ServeVisits {};
struct Check {};
struct Rehearse {
    std::uint64_t visits = 0;
    std::chrono::milliseconds pace{0};
    std::uint64_t seed = 1;
};
struct DrawGallery {
    base::Path folder;
};
struct EnrolProof {};
using Command = std::variant<ServeVisits, Check, Rehearse, DrawGallery, EnrolProof>;

struct CommandLine {
    KioskRequest request;
    Command command;
};

// The parsed line; or the exit code when there is nothing left to do: --help and --version were answered (ok), or the
// line was refused with a message on standard error (usage).
[[nodiscard]] std::variant<CommandLine, base::ExitCode> parse_command_line(int argc, const char* const* argv);

// --assets, else $HAILONG_ASSETS, else <program>/../share/hailong/assets if it is there, else the source tree's.
[[nodiscard]] base::Path find_assets(const std::optional<base::Path>& named);

// $HAILONG_AUDIO, else <program>/../share/hailong/audio, where the build and an installation put it.
[[nodiscard]] base::Path find_audio();

}  // namespace hailong::app
