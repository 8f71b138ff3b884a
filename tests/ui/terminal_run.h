// The real hailong-kiosk in front of a real X server, and a finger that finds its way by --targets.
#pragma once

#include <functional>
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

// Reads what a terminal shows, and taps it.
class ScreenReader {
public:
    // `why_ended`: nothing while the terminal runs.
    using WhyEnded = std::function<std::optional<std::string>()>;
    ScreenReader(base::Path targets, XFinger& finger, WhyEnded why_ended)
        : targets_(std::move(targets)), finger_(finger), why_ended_(std::move(why_ended)) {}

    // Waits for a further screen; throws when none comes.
    ShownLine next();
    // A further screen, if one was shown by now.
    std::optional<ShownLine> next_if_shown();
    // Taps the middle of a target of the last screen once it hears touches; the X server does the waiting.
    void tap(const std::string& id);
    struct Spot {
        int x = 0;
        int y = 0;
    };
    [[nodiscard]] Spot spot(const std::string& id) const;
    [[nodiscard]] const ShownLine& shown() const { return shown_; }

private:
    base::Path targets_;
    XFinger& finger_;
    WhyEnded why_ended_;
    std::streamoff read_ = 0;  // of the file
    ShownLine shown_;
};

class TerminalRun {
public:
    using Spot = ScreenReader::Spot;
    // `command`: what differs from hailong-kiosk --data … --card … --targets …, e.g. account and network.
    TerminalRun(const TerminalFiles& files, const XServer& server, Command command = {});
    TerminalRun(const EnrolledFolder& folder, const XServer& server, Command command = {})
        : TerminalRun(TerminalFiles{folder.places().root, folder.card(), folder.file("targets.jsonl")}, server,
                      std::move(command)) {}

    ShownLine next() { return screens_.next(); }
    void tap(const std::string& id) { screens_.tap(id); }
    [[nodiscard]] Spot spot(const std::string& id) const { return screens_.spot(id); }
    [[nodiscard]] Process& process() { return process_; }
    [[nodiscard]] XFinger& finger() { return *finger_; }
    [[nodiscard]] const ShownLine& shown() const { return screens_.shown(); }
    // SIGTERM; the exit code.
    int stop();

private:
    std::unique_ptr<XFinger> finger_;
    Process process_;
    ScreenReader screens_;
};

}  // namespace hailong::test
