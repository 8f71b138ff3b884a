// Build step: render_prompts VOICE TEXTS_FOLDER OUT_FOLDER
#include <cstdio>

#include "kiosk/base/exit_code.h"
#include "kiosk/sound/renderer.h"

int main(int argc, char** argv) {
    namespace base = hailong::base;
    if (argc != 4) {
        std::fputs("usage: render_prompts VOICE TEXTS_FOLDER OUT_FOLDER\n", stderr);
        return base::to_int(base::ExitCode::usage);
    }
    const auto rendered = hailong::sound::render({argv[1], argv[2], argv[3]});
    if (!rendered) return base::report("render_prompts", rendered.error());
    std::printf("voice %s: %zu prompts rendered, %zu unchanged, %zu removed\n", argv[1], rendered->spoken,
                rendered->kept, rendered->removed);
    return base::to_int(base::ExitCode::ok);
}
