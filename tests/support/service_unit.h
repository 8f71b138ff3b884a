// A unit file of deploy/systemd, read as systemd.syntax(7) and systemd.time(7) have it, as far as a test needs it.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "tests/support/process.h"

namespace hailong::test {

class ServiceUnit {
public:
    // Throws when it cannot be read, or has a line that is no section, assignment or comment.
    explicit ServiceUnit(const std::filesystem::path& file);

    // The last assignment; throws when there is none, so that a test judges what the file says and no default of ours.
    [[nodiscard]] const std::string& text(const std::string& key) const;
    // "3" (seconds), "250ms", "2s", "5min".
    [[nodiscard]] Millis time(const std::string& key) const;

private:
    std::map<std::string, std::string> values_;
};

}  // namespace hailong::test
