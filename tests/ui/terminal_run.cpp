#include "tests/ui/terminal_run.h"

#include <signal.h>

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

std::optional<std::string> line_at(const base::Path& file, std::size_t index) {
    const auto text = base::read_file(file).value_or("");
    std::size_t begin = 0;
    for (std::size_t line = 0;; ++line) {
        const auto end = text.find('\n', begin);
        if (end == std::string::npos) return std::nullopt;
        if (line == index) return text.substr(begin, end - begin);
        begin = end + 1;
    }
}

ShownLine parsed(const std::string& text) {
    const auto line = base::json::parse(text, "targets").value();
    return {line.text("screen").value(), line.text("language").value(), base::Millis(line.integer("settle_ms").value()),
            base::Millis(line.integer("near_ms").value()), text};
}

}  // namespace

TerminalRun::TerminalRun(const TerminalFiles& files, const XServer& server, Command command)
    : targets_(files.targets),
      finger_(XFinger::connect(server.display()).value()),
      process_(completed(std::move(command), files)) {}

ShownLine TerminalRun::next() {
    std::optional<std::string> line;
    const bool came = eventually([&] {
        line = line_at(targets_, read_);
        return line.has_value() || !process_.running();
    });
    if (!came || !line) throw std::runtime_error("no further screen: " + process_.errors());
    ++read_;
    shown_ = parsed(*line);
    return shown_;
}

TerminalRun::Spot TerminalRun::spot(const std::string& id) const {
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

void TerminalRun::tap(const std::string& id) {
    const Spot at = spot(id);
    finger_->tap_after(shown_.near + base::Millis(50), at.x, at.y);
}

int TerminalRun::stop() {
    process_.send(SIGTERM);
    return process_.finish().value_or(-1);
}

}  // namespace hailong::test
