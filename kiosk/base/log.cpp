#include "kiosk/base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

#include "kiosk/base/clock.h"
#include "kiosk/base/json.h"

namespace hailong::base {

namespace {

spdlog::level::level_enum level_of(Level level) {
    switch (level) {
        case Level::info:
            return spdlog::level::info;
        case Level::warn:
            return spdlog::level::warn;
        case Level::error:
            return spdlog::level::err;
    }
    return spdlog::level::err;
}

// spdlog's own registry holds the one logger of the process; all its threads share it.
std::shared_ptr<spdlog::logger> logger() {
    if (auto found = spdlog::get("hailong")) return found;
    try {
        auto made = spdlog::stderr_logger_mt("hailong");
        made->set_pattern("%v");
        made->flush_on(spdlog::level::info);
        return made;
    } catch (const spdlog::spdlog_ex&) {  // another thread was first
        return spdlog::get("hailong");
    }
}

std::string_view word(Level level) {
    switch (level) {
        case Level::info:
            return "info";
        case Level::warn:
            return "warn";
        case Level::error:
            return "error";
    }
    return "error";
}

}  // namespace

void log_event(Level level, std::string_view event, std::initializer_list<Field> fields) {
    std::string line = format_utc(SystemClock().now().wall);
    line += ' ';
    line += word(level);
    line += ' ';
    line += event;
    for (const Field& field : fields) {
        line += ' ';
        line += field.name;
        line += '=';
        line += json::quoted(field.value);
    }
    logger()->log(level_of(level), "{}", line);
}

}  // namespace hailong::base
