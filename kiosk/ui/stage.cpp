#include "kiosk/ui/stage.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "kiosk/text/unicode.h"
#include "kiosk/ui/keyboard.h"
#include "kiosk/ui/screens/screens.h"

namespace hailong::ui {
namespace {

constexpr float kRise = 14;  // design pixels that a new screen comes up by

float ease_out(float t) { return 1 - (1 - t) * (1 - t) * (1 - t); }

// A screen is another one when its name or its moment changes; a second chosen chip is still the same screen.
bool is_other_screen(const flow::View& a, const flow::View& b) { return flow::screen_name(a) != flow::screen_name(b); }

bool has_running_bar(const flow::View& view, base::MonoTime now) {
    const auto* thanks = std::get_if<flow::ThanksView>(&view.screen);
    return thanks != nullptr && now < thanks->until;
}

void begin_surface() {
    constexpr ImGuiWindowFlags kBare = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                       ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                                       ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoScrollWithMouse;
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
    ImGui::Begin("stage", nullptr, kBare);
}

}  // namespace

struct Stage::Context {
    ImGuiContext* context = ImGui::CreateContext();
    Context() {
        ImGui::SetCurrentContext(context);
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;  // nothing is written, nothing of the last citizen is kept
        io.LogFilename = nullptr;
        ImGuiStyle& style = ImGui::GetStyle();
        style.WindowPadding = {0, 0};
        style.WindowBorderSize = 0;
        style.WindowRounding = 0;
        style.WindowMinSize = {1, 1};
        style.AntiAliasedLinesUseTex = false;
        style.CircleTessellationMaxError = 0.1F;
    }
    ~Context() { ImGui::DestroyContext(context); }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
};

std::set<char32_t> code_points_of(const std::vector<text::Catalog>& catalogs, const Sign& sign) {
    std::set<char32_t> points;
    for (const auto& catalog : catalogs) catalog.collect_code_points(points);
    text::collect_code_points(sign.name, points);
    text::collect_code_points(sign.office, points);
    text::collect_code_points("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ-", points);
    text::collect_code_points(keyboard_characters(), points);
    return points;
}

Stage::Stage(StageRequest request, std::unique_ptr<Context> context, Textures& textures)
    : request_(std::move(request)),
      textures_(textures),
      context_(std::move(context)),
      metrics_(metrics_for(request_.panel)) {}

Stage::~Stage() {
    ImGui::SetCurrentContext(context_->context);
    pictures_.reset();
    lettering_.reset();
    textures_.end();
}

Result<std::unique_ptr<Stage>> Stage::open(StageRequest request, Textures& textures) {
    if (request.catalogs.empty()) return fail(ErrorCode::bad_input, "no language file, name one in languages");
    std::unique_ptr<Stage> stage(new Stage(std::move(request), std::make_unique<Context>(), textures));
    const Metrics& metrics = stage->metrics_;
    const auto points = code_points_of(stage->request_.catalogs, stage->request_.sign);
    HL_TRY(auto lettering, Lettering::load({stage->request_.fonts, points}, metrics, textures));
    stage->lettering_.emplace(std::move(lettering));
    textures.reload_fonts();
    HL_TRY(auto pictures, Pictures::load(stage->request_.assets, metrics, textures));
    stage->pictures_.emplace(std::move(pictures));
    return stage;
}

void Stage::follow(const flow::View& view, base::MonoTime now) {
    if (!shown_ || is_other_screen(*shown_, view)) {
        leaving_ = std::move(shown_);
        entered_ = now;
    }
    shown_ = view;
    if (leaving_ && now - entered_ >= kTransition) leaving_.reset();
}

float Stage::progress(base::MonoTime now) const {
    if (!leaving_) return 1;
    const auto passed = static_cast<float>((now - entered_).count());
    // Half a frame ahead: the first picture after a touch already shows the new screen.
    return std::clamp((passed + 8) / static_cast<float>(kTransition.count()), 0.0F, 1.0F);
}

std::optional<flow::Event> Stage::draw(Canvas& canvas, const flow::View& view) {
    const float t = ease_out(progress(canvas.now()));
    if (leaving_) {
        canvas.begin_layer({1 - t, 0, Canvas::Role::backdrop});
        draw_leaving(canvas, *leaving_, Texts(request_.catalogs, request_.sign, leaving_->language));
    }
    const auto role = view.inert ? Canvas::Role::inert : Canvas::Role::live;
    canvas.begin_layer({t, (1 - t) * metrics_.u(kRise), role});
    return draw_view(canvas, view, Texts(request_.catalogs, request_.sign, view.language));
}

void Stage::feel(const Canvas& canvas, const Pointer& pointer, base::MonoTime now) {
    finger_.is_down = pointer.is_down && !finger_.pressed_id.empty();
    if (pointer.is_down && !was_down_) {
        finger_ = {canvas.touched_id(), now, !canvas.touched_id().empty()};
    }
    was_down_ = pointer.is_down;
}

Frame Stage::frame(const flow::View& view, base::MonoTime now, const Pointer& pointer) {
    ImGui::SetCurrentContext(context_->context);
    follow(view, now);
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {metrics_.screen().w, metrics_.screen().h};
    io.DeltaTime = 1.0F / 60;
    io.MousePos = {pointer.x, pointer.y};
    io.MouseDown[0] = pointer.is_down;
    ImGui::NewFrame();
    begin_surface();
    Canvas canvas({metrics_, *lettering_, *pictures_, *ImGui::GetWindowDrawList()}, finger_, now);
    Frame frame;
    frame.event = draw(canvas, view);
    ImGui::End();
    ImGui::Render();
    const bool is_released = was_down_ && !pointer.is_down;
    if (is_released && !frame.event) {
        frame.event = flow::TouchedElsewhere{metrics_.point(pointer.x, pointer.y)};
    }
    feel(canvas, pointer, now);
    frame.data = ImGui::GetDrawData();
    frame.targets = canvas.targets();
    frame.lines = canvas.drawn_lines();
    frame.is_moving =
        leaving_.has_value() || finger_.is_down || now - finger_.pressed_at < kPressTime || has_running_bar(view, now);
    return frame;
}

}  // namespace hailong::ui
