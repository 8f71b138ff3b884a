// Typed configuration from TOML. Every key is read once with its default; keys nobody read are errors, so that a typing
// mistake never passes in silence. Messages name file, line, key and what to write.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/base/clock.h"
#include "kiosk/base/files.h"
#include "kiosk/base/result.h"

namespace hailong::base {

class Config {
public:
    [[nodiscard]] static Result<Config> load(const Path& file);
    [[nodiscard]] static Result<Config> parse(std::string_view text, std::string_view name);
    ~Config();
    Config(Config&&) noexcept;
    Config& operator=(Config&&) noexcept;

    // Dotted keys: "panel.width_mm". A wrong type or range is remembered and told by finish(); the default is returned.
    std::string text(std::string_view key, std::string_view fallback);
    std::int64_t integer(std::string_view key, std::int64_t fallback, std::int64_t low, std::int64_t high);
    bool flag(std::string_view key, bool fallback);
    std::vector<std::string> texts(std::string_view key, std::vector<std::string> fallback);
    std::chrono::seconds seconds(std::string_view key, std::chrono::seconds fallback, std::chrono::seconds low,
                                 std::chrono::seconds high);
    // All complaints in one message, one per line, or success. Call it after the last key was read.
    [[nodiscard]] Status finish() const;

private:
    struct Impl;
    explicit Config(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace hailong::base
