// Dossier codes: what is taken is a code, reads the same again, and holds no number of a person.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "kiosk/domain/dossier_code.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace domain = hailong::domain;
    const auto today = hailong::base::parse_utc("2026-11-25T02:00:00.000Z").value();
    const auto code = domain::read_dossier_code({reinterpret_cast<const char*>(data), size}, today);
    if (!code) return 0;
    if (!domain::is_code_text(code->text.view())) std::abort();
    if (domain::has_known_shape(code->text.view()) != code->parsed) std::abort();
    const auto again = domain::read_dossier_code(code->text.view(), today);
    if (!again || *again != *code) std::abort();
    return 0;
}
