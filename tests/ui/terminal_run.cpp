#include "tests/ui/terminal_run.h"

#include <signal.h>

#include <fstream>
#include <stdexcept>

#include "kiosk/base/json.h"

namespace hailong::test {
namespace {

Command completed(Command command, const TerminalFiles& files) {
    std::vector<std::string> words{
        program("hailong-kiosk"), "--data", files.data, "--card", files.card, "--targets", files.targets};
    words.insert(words.end(), command.words.begin(), command.words.end());
    command.words = std::move(words);
    return command;
}

// The line that begins there, if it has its end.
std::optional<std::string> line_at(const base::Path& file, std::streamoff begin) {
    std::ifstream in(file);
    in.seekg(begin);
    std::string line;
    if (!std::getline(in, line) || in.eof()) return std::nullopt;
    return line;
}

ShownLine parsed(const std::string& text) {
    const auto line = base::json::parse(text, "targets").value();
    return {line.text("screen").value(), line.text("language").value(), base::Millis(line.integer("settle_ms").value()),
            base::Millis(line.integer("near_ms").value()), text};
}

}  // namespace

TerminalRun::TerminalRun(const TerminalFiles& files, const XServer& server, Command command)
    : finger_(XFinger::connect(server.display()).value()),
      process_(completed(std::move(command), files)),
      screens_(files.targets, *finger_, [this]() -> std::optional<std::string> {
          if (process_.running()) return std::nullopt;
          return process_.errors();
      }) {}

std::optional<ShownLine> ScreenReader::next_if_shown() {
    const auto line = line_at(targets_, read_);
    if (!line) return std::nullopt;
    read_ += static_cast<std::streamoff>(line->size()) + 1;
    shown_ = parsed(*line);
    return shown_;
}

ShownLine ScreenReader::next() {
    std::optional<ShownLine> screen;
    std::optional<std::string> ended;
    static_cast<void>(eventually([&] {
        ended = why_ended_();
        screen = next_if_shown();
        return screen || ended;
    }));
    if (!screen) throw std::runtime_error("no further screen: " + ended.value_or("it runs and shows nothing"));
    return *screen;
}

ScreenReader::Spot ScreenReader::spot(const std::string& id) const {
    const auto line = base::json::parse(shown_.text, "targets").value();
    const auto* targets = line.array("targets").value();
    for (const auto& target : *targets) {
        const auto& one = *target.object();
        if (one.text("id").value() != id) continue;
        return {static_cast<int>(one.integer("x").value() + one.integer("w").value() / 2),
                static_cast<int>(one.integer("y").value() + one.integer("h").value() / 2)};
    }
    throw std::runtime_error("no target " + id + " in " + shown_.text);
}

void ScreenReader::tap(const std::string& id) {
    const Spot at = spot(id);
    finger_.tap_after(shown_.near + base::Millis(50), at.x, at.y);
}

int TerminalRun::stop() {
    process_.send(SIGTERM);
    return process_.finish().value_or(-1);
}

}  // namespace hailong::test
