#include "kiosk/sound/alsa_errors.h"

#include <alsa/asoundlib.h>

#include <cerrno>
#include <string>

namespace hailong::sound {

namespace {
void ignore(const char* /*file*/, int /*line*/, const char* /*function*/, int /*error*/, const char* /*format*/, ...) {}
}  // namespace

void silence_alsa_messages() { snd_lib_error_set_handler(ignore); }

Error alsa_error(std::string_view doing, int status) {
    const auto code = status == -EBUSY || status == -EAGAIN ? ErrorCode::busy : ErrorCode::environment;
    return {code, std::string(doing) + ": " + snd_strerror(status)};
}

}  // namespace hailong::sound
