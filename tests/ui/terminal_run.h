// The real hailong-kiosk in front of a real X server, and a finger that finds its way by --targets.
#pragma once

#include <optional>
#include <string>

#include "tests/support/process.h"
#include "tests/ui/enrolled_folder.h"
#include "tests/ui/x_display.h"

namespace hailong::test {

struct ShownLine {
    std::string screen;
    std::string language;
    base::Millis settle{};
    base::Millis near{};
    std::string text;  // the whole line
};

struct TerminalFiles {
    base::Path data;
    base::Path card;
    base::Path targets;
};

class TerminalRun {
public:
    // `command`: what differs from hailong-kiosk --data … --card … --targets …, e.g. account and network.
    TerminalRun(const TerminalFiles& files, const XServer& server, Command command = {});
    TerminalRun(const EnrolledFolder& folder, const XServer& server, Command command = {})
        : TerminalRun(TerminalFiles{folder.places().root, folder.card(), folder.file("targets.jsonl")}, server,
                      std::move(command)) {}

    // Waits for a further screen; throws when none comes.
    ShownLine next();
    // Taps the middle of a target of the last screen once it hears touches; the X server does the waiting.
    void tap(const std::string& id);
    struct Spot {
        int x = 0;
        int y = 0;
    };
    [[nodiscard]] Spot spot(const std::string& id) const;
    [[nodiscard]] Process& process() { return process_; }
    [[nodiscard]] XFinger& finger() { return *finger_; }
    [[nodiscard]] const ShownLine& shown() const { return shown_; }
    // SIGTERM; the exit code.
    int stop();

private:
    base::Path targets_;
    std::unique_ptr<XFinger> finger_;
    Process process_;
    std::size_t read_ = 0;  // lines
    ShownLine shown_;
};

}  // namespace hailong::test
