// Log lines are events with fields, on standard error: `2026-11-23T02:15:07.123Z warn receipt.rejected reason="wrong
// head"`. Never a comment's text, a dossier code, a score or a key.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace hailong::base {

enum class Level { info, warn, error };

struct Field {
    std::string_view name;
    std::string value;
    Field(std::string_view field_name, std::string_view text) : name(field_name), value(text) {}
    Field(std::string_view field_name, const char* text) : name(field_name), value(text) {}
    Field(std::string_view field_name, const std::string& text) : name(field_name), value(text) {}
    template <class Integer>
        requires std::is_integral_v<Integer>
    Field(std::string_view field_name, Integer number) : name(field_name), value(std::to_string(number)) {}
};

// Thread-safe. event: lower case words joined by dots.
void log_event(Level level, std::string_view event, std::initializer_list<Field> fields = {});

}  // namespace hailong::base
