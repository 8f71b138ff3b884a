#include "tests/ui/bare_canvas.h"

#include <imgui.h>

#include <stdexcept>

namespace hailong::test {
namespace {

template <class T>
T opened(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().what);
    return std::move(*result);
}

constexpr base::MonoTime kMoment{base::Millis(1'000'000)};

}  // namespace

struct BareCanvas::Context {
    ImGuiContext* context = ImGui::CreateContext();
    Context() {
        ImGui::SetCurrentContext(context);
        ImGui::GetIO().IniFilename = nullptr;
        ImGui::GetStyle().WindowPadding = {0, 0};
        ImGui::GetStyle().WindowBorderSize = 0;
    }
    ~Context() { ImGui::DestroyContext(context); }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
};

BareCanvas::BareCanvas(const ui::Panel& panel, ui::Textures& textures)
    : metrics_(ui::metrics_for(panel)), textures_(textures), context_(std::make_unique<Context>()) {
    const auto request = stage_request(panel);
    const auto points = ui::code_points_of(request.catalogs, request.sign);
    lettering_ =
        std::make_unique<ui::Lettering>(opened(ui::Lettering::load({request.fonts, points}, metrics_, textures)));
    textures.reload_fonts();
    pictures_ = std::make_unique<ui::Pictures>(opened(ui::Pictures::load(request.assets, metrics_, textures)));
}

BareCanvas::~BareCanvas() {
    ImGui::SetCurrentContext(context_->context);
    pictures_.reset();
    lettering_.reset();
    textures_.end();
}

BareCanvas::Frame BareCanvas::frame(const ui::Pointer& pointer, const std::function<void(ui::Canvas&)>& draw) {
    ImGui::SetCurrentContext(context_->context);
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {metrics_.screen().w, metrics_.screen().h};
    io.DeltaTime = 1.0F / 60;
    io.MousePos = {pointer.x, pointer.y};
    io.MouseDown[0] = pointer.is_down;
    ImGui::NewFrame();
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(io.DisplaySize);
    ImGui::Begin("bare", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoBackground);
    ui::Canvas canvas({metrics_, *lettering_, *pictures_, ui::kNormal, *ImGui::GetWindowDrawList()}, {}, kMoment);
    draw(canvas);
    ImGui::End();
    ImGui::Render();
    return {canvas.targets(), canvas.drawn_lines(), ImGui::GetDrawData()};
}

}  // namespace hailong::test
