// Questionnaires: accepted or refused with a message, never anything else.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "kiosk/domain/questionnaire.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto parsed =
        hailong::domain::parse_questionnaire(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz");
    if (!parsed && parsed.error().what.empty()) std::abort();
    if (parsed && (parsed->levels.size() != 5 || parsed->reasons.empty())) std::abort();
    return 0;
}
