#include "kiosk/ui/stage.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "kiosk/text/unicode.h"
#include "kiosk/ui/keyboard.h"
#include "kiosk/ui/screens/screens.h"
#include "kiosk/ui/screens/staff.h"

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

void begin_picture(const Metrics& metrics, const Pointer& pointer) {
    constexpr ImGuiWindowFlags kBare = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                       ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                                       ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoScrollWithMouse;
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {metrics.screen().w, metrics.screen().h};
    io.DeltaTime = 1.0F / 60;
    io.MousePos = {pointer.x, pointer.y};
    io.MouseDown[0] = pointer.is_down;
    ImGui::NewFrame();
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(io.DisplaySize);
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
    text::collect_code_points(kBetweenNames, points);
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
    HL_CHECK(stage->load(stage->metrics_));
    return stage;
}

// After an error everything is as it was.
Status Stage::load(const Metrics& metrics) {
    const auto points = code_points_of(request_.catalogs, request_.sign);
    if (pictures_) {
        HL_CHECK(pictures_->add_sizes(request_.assets, metrics));
    } else {
        HL_TRY(auto pictures, Pictures::load(request_.assets, metrics, textures_));
        pictures_.emplace(std::move(pictures));
    }
    HL_TRY(auto lettering,
           Lettering::load({request_.fonts, points, lettering_ ? &*lettering_ : nullptr}, metrics, textures_));
    lettering_.reset();
    lettering_.emplace(std::move(lettering));
    textures_.reload_fonts();
    metrics_ = metrics;
    return {};
}

// The sizes of the modes that are on. Fonts and pictures that cannot be read any more leave the old ones in use: a
// screen in the wrong size is better than none.
void Stage::adopt(const flow::View& view) {
    const Modes modes{view.aids.large, view.aids.reach};
    if (modes == metrics_.modes) return;
    const Metrics metrics = metrics_for(request_.panel, modes);
    if (modes.large == metrics_.modes.large) {
        metrics_ = metrics;
        return;
    }
    static_cast<void>(load(metrics));
}

void Stage::follow(const flow::View& view, base::MonoTime now) {
    if (!shown_ || is_other_screen(*shown_, view)) {
        leaving_ = std::move(shown_);
        entered_ = now;
        explorer_.forget();
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
        // In the aids of the person who stands here now.
        draw_leaving(canvas, *leaving_, Texts(request_.catalogs, request_.sign, leaving_->language));
    }
    const auto role = view.inert ? Canvas::Role::inert : Canvas::Role::live;
    canvas.begin_layer({t, (1 - t) * metrics_.u(kRise), role});
    const Texts texts(request_.catalogs, request_.sign, view.language);
    auto event = draw_view(canvas, view, texts);
    targets_ = canvas.targets();
    for (auto& target : targets_) {
        if (target.spoken.key.empty()) target.spoken = texts.spoken_for(target.label);
    }
    return event;
}

std::optional<Explored> Stage::explore(const flow::View& view, const Pointer& pointer, base::MonoTime now) {
    finger_.is_exploring = view.aids.blind;
    finger_.confirmed_id.clear();
    if (!view.aids.blind) {
        explorer_.forget();
        finger_.focused_id.clear();
        return std::nullopt;
    }
    auto step = explorer_.feel(pointer, now, {targets_, metrics_});
    finger_.focused_id = explorer_.focused_id();
    finger_.confirmed_id = std::move(step.confirmed_id);
    if (!step.explored) return std::nullopt;
    return Explored{step.explored->id, step.explored->spoken};
}

void Stage::feel(const Canvas& canvas, const Pointer& pointer, base::MonoTime now) {
    finger_.is_down = pointer.is_down && !finger_.pressed_id.empty();
    if (pointer.is_down && !was_down_) {
        finger_.pressed_id = canvas.touched_id();
        finger_.pressed_at = now;
        finger_.is_down = !canvas.touched_id().empty();
    }
    was_down_ = pointer.is_down;
}

// A lifted finger that chose nothing shows that somebody is there, also one that explores.
std::optional<flow::Event> Stage::touch_elsewhere(const Pointer& pointer) const {
    if (!was_down_ || pointer.is_down) return std::nullopt;
    return flow::TouchedElsewhere{metrics_.point(pointer.x, pointer.y)};
}

bool Stage::is_moving(const flow::View& view, base::MonoTime now) const {
    return leaving_.has_value() || finger_.is_down || now - finger_.pressed_at < kPressTime ||
           has_running_bar(view, now) || corner_.is_waiting() || (view.aids.blind && explorer_.is_waiting());
}

Frame Stage::frame(const flow::View& view, base::MonoTime now, const Pointer& pointer) {
    ImGui::SetCurrentContext(context_->context);
    adopt(view);
    follow(view, now);
    Frame frame;
    frame.explored = explore(view, pointer, now);
    const bool is_corner_held = corner_.feel(pointer, now, metrics_);
    begin_picture(metrics_, pointer);
    const Palette& palette = view.aids.contrast ? kHighContrast : kNormal;
    Canvas canvas({metrics_, *lettering_, *pictures_, palette, *ImGui::GetWindowDrawList()}, finger_, now);
    // The window's own ground is the normal one.
    if (view.aids.contrast) canvas.fill(metrics_.screen(), kBackground);
    frame.event = draw(canvas, view);
    ImGui::End();
    ImGui::Render();
    if (is_corner_held) frame.event = flow::CornerHeld{metrics_.point(pointer.x, pointer.y)};
    if (!frame.event) frame.event = touch_elsewhere(pointer);
    feel(canvas, pointer, now);
    frame.data = ImGui::GetDrawData();
    frame.targets = targets_;
    frame.lines = canvas.drawn_lines();
    frame.outlines = canvas.drawn_outlines();
    frame.is_moving = is_moving(view, now);
    return frame;
}

}  // namespace hailong::ui
