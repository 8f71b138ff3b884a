#include "kiosk/window/painter.h"

#include <GL/gl.h>

#include <utility>
#if __has_include(<backends/imgui_impl_opengl3.h>)
#include <backends/imgui_impl_opengl3.h>
#else
#include <imgui_impl_opengl3.h>
#endif
#include <imgui.h>

namespace hailong::window {

std::uintptr_t Painter::upload(Size size, const std::uint8_t* rgba) {
    GLuint name = 0;
    glGenTextures(1, &name);
    glBindTexture(GL_TEXTURE_2D, name);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, size.width, size.height, 0, GL_RGBA, GL_UNSIGNED_BYTE, rgba);
    return name;
}

void Painter::forget(std::uintptr_t texture) {
    const auto name = static_cast<GLuint>(texture);
    glDeleteTextures(1, &name);
}

// The texture must be there before the first picture is made: Dear ImGui writes its number into what it makes.
void Painter::reload_fonts() {
    if (!has_renderer_) {
        has_renderer_ = ImGui_ImplOpenGL3_Init("#version 130");
        ImGui_ImplOpenGL3_CreateDeviceObjects();
        return;
    }
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
}

void Painter::end_drawing() {
    if (std::exchange(has_renderer_, false)) ImGui_ImplOpenGL3_Shutdown();
}

void Painter::paint(Size area, ImDrawData* data) {
    ImGui_ImplOpenGL3_NewFrame();
    glViewport(0, 0, area.width, area.height);
    glClearColor(static_cast<float>(ground_.r) / 255, static_cast<float>(ground_.g) / 255,
                 static_cast<float>(ground_.b) / 255, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(data);
}

}  // namespace hailong::window
