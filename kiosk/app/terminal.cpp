#include "kiosk/app/terminal.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "kiosk/app/announcer.h"
#include "kiosk/app/session.h"
#include "kiosk/app/stage_setup.h"
#include "kiosk/app/targets_file.h"
#include "kiosk/app/voice.h"
#include "kiosk/app/wedge.h"
#include "kiosk/base/service_manager.h"
#include "kiosk/base/waiter.h"
#include "kiosk/window/backdrop.h"
#include "kiosk/window/window.h"

namespace hailong::app {
namespace {

using base::Instant;
using base::Millis;

constexpr Millis kFrame{16};  // 60 pictures a second while something moves
// Signals are looked at this often while nothing else happens; such a turn draws nothing.
constexpr Millis kLongestSleep{500};
// After an event a few frames more are drawn: the press and release of one tap come in frames of their own.
constexpr int kExtraFrames = 3;
constexpr Millis kGrace{4};  // a quarter of a frame

ui::Panel panel_for(const window::Window& window, const KioskRequest& request, const KioskConfig& config) {
    const auto size = window.size();
    // A window on somebody's desk is not the configured panel.
    if (request.windowed) return ui::panel_of(size.width, size.height, 0, 0);
    auto panel = ui::panel_of(size.width, size.height, config.panel_width.value, config.panel_height.value);
    panel.bottom_mm = config.panel_bottom.value;
    return panel;
}

// For the people who keep the machines; nothing of a visit.
std::string service_status(const Session& session) {
    if (const auto error = session.last_error()) return "not serving: " + error->what;
    if (session.state().service == flow::Service::not_enrolled) return "not enrolled";
    return "serving";
}

// What the loop turns on; each lives in run_terminal().
struct Parts {
    const base::Clock& clock;
    base::Waiter& signals;
    base::ServiceManager& manager;
    window::Window& window;
    ui::Stage& stage;
    Session& session;
    Voice& voice;
    Announcer& announcer;
    TargetsFile* targets = nullptr;  // null: not asked for
};

class Loop {
public:
    explicit Loop(const Parts& parts) : parts_(parts) {}

    void run() {
        while (!parts_.window.is_closing() && !parts_.session.wants_restart() &&
               parts_.signals.wait(Millis(0)) != base::Woken::stopping) {
            const Instant now = parts_.clock.now();
            parts_.manager.alive(now.mono);  // by the loop itself: one that hangs falls silent and is started again
            static_cast<void>(parts_.session.poll(now));
            listen(now);
            move_finger();
            if (is_drawing_due(now)) draw(now);
            report();
            if (parts_.window.wait(pause(parts_.clock.now()))) extra_frames_ = kExtraFrames;
        }
    }

private:
    void report() {
        if (!std::exchange(is_ready_, true)) parts_.manager.ready();
        parts_.manager.status(service_status(parts_.session));
    }

    // One transition a frame, each at its own place, so that no tap is too short.
    void move_finger() {
        const auto touch = parts_.window.touches().take();
        if (touch) {
            pointer_ = {touch->press == window::Press::down, touch->x, touch->y};
            extra_frames_ = kExtraFrames;
        } else if (pointer_.is_down) {
            const auto place = parts_.window.pointer();  // dragged: the blind path explores that way
            pointer_.x = place.x;
            pointer_.y = place.y;
        }
    }

    // The barcode reader and the headphones.
    void listen(Instant now) {
        for (const window::Key& key : parts_.window.take_keys()) {
            if (key.letter != 0) {
                wedge_.key(key.letter, key.at);
            } else if (auto read = wedge_.enter(key.at)) {
                parts_.session.dispatch(flow::Scanned{std::move(*read)}, now);
            }
        }
        wedge_due_ = wedge_.tidy(now.mono);
        const bool plugged = parts_.voice.are_headphones_plugged();
        if (plugged != were_plugged_) parts_.session.dispatch(flow::HeadphonesChanged{plugged}, now);
        were_plugged_ = plugged;
        parts_.announcer.set_loudness(parts_.session.loudness());
        parts_.announcer.set_open(parts_.session.rules().hours.is_open(now.wall));
    }

    [[nodiscard]] bool is_drawing_due(Instant now) const {
        return extra_frames_ > 0 || is_moving_ || !shown_ || *shown_ != parts_.session.view(now);
    }

    void draw(Instant now) {
        flow::View view = parts_.session.view(now);
        auto frame = parts_.stage.frame(view, now.mono, pointer_);
        if (frame.explored) parts_.announcer.explored(frame.explored->id, frame.explored->spoken, view);
        if (frame.event) {
            parts_.announcer.happened(*frame.event, view);
            // The picture made before the event is stale already: show what the event made of it.
            parts_.session.dispatch(*frame.event, now);
            std::tie(view, frame) = answer(now);
        }
        parts_.window.present(frame.data);
        parts_.announcer.shown(view);
        if (parts_.targets != nullptr) {
            parts_.targets->shown({view, frame.targets, now.mono}, parts_.session.rules());
        }
        shown_ = std::move(view);
        is_moving_ = frame.is_moving;
        drawn_at_ = now.mono;
        if (extra_frames_ > 0) --extra_frames_;
    }

    // What follows an event. While a rating is on its way to the disk the next screen usually stands within a
    // millisecond: a moment's grace saves drawing a picture that would be gone before it was seen.
    [[nodiscard]] std::pair<flow::View, ui::Frame> answer(Instant now) {
        flow::View view = parts_.session.view(now);
        auto frame = parts_.stage.frame(view, now.mono, pointer_);
        if (!view.inert) return {std::move(view), std::move(frame)};
        static_cast<void>(parts_.window.wait(kGrace));
        if (!parts_.session.poll(now)) return {std::move(view), std::move(frame)};
        view = parts_.session.view(now);
        frame = parts_.stage.frame(view, now.mono, pointer_);
        return {std::move(view), std::move(frame)};
    }

    [[nodiscard]] Millis pause(Instant now) const {
        Millis longest = kLongestSleep;
        if (const auto most = parts_.manager.longest_sleep()) longest = std::min(longest, *most);
        if (const auto due = parts_.session.next_deadline(now)) longest = std::min(longest, *due - now.mono);
        if (is_moving_ || extra_frames_ > 0) longest = std::min(longest, drawn_at_ + kFrame - now.mono);
        if (wedge_due_) longest = std::min(longest, *wedge_due_ - now.mono);
        if (!parts_.window.touches().is_empty()) return Millis(0);
        return std::max(longest, Millis(0));
    }

    Parts parts_;
    ui::Pointer pointer_;
    Wedge wedge_;
    std::optional<base::MonoTime> wedge_due_;  // when it wants to be tidied
    bool were_plugged_ = false;
    bool is_ready_ = false;  // a first picture is shown
    std::optional<flow::View> shown_;
    base::MonoTime drawn_at_;
    bool is_moving_ = false;
    int extra_frames_ = kExtraFrames;
};

}  // namespace

Status run_terminal(const KioskRequest& request, const KioskConfig& config) {
    base::SignalWaiter signals;
    auto manager = base::ServiceManager::from_environment();
    const base::SystemClock clock;
    HL_TRY(auto rules, load_rules(config, request));
    std::optional<TargetsFile> targets;
    if (request.targets) {
        HL_TRY(targets, TargetsFile::open(*request.targets));
    }
    std::optional<window::Size> windowed;
    if (request.windowed) windowed = window::Size{request.windowed->width, request.windowed->height};
    if (!windowed) window::paint_backdrop(kGround);
    HL_TRY(const auto window, window::Window::open({"hailong-kiosk", windowed, kGround}));
    PainterTextures textures(window->painter());
    HL_TRY(const auto stage, stage_for(request, config, panel_for(*window, request, config), textures));
    SessionRequest asked;
    asked.places = request.places;
    asked.card = request.card;
    asked.rules = std::move(rules);
    asked.home_host = config.home_host;
    asked.stick = config.usb_folder;
    asked.loudness = config.sound.volume;
    asked.wake = [&window] { window->wake(); };
    HL_TRY(auto session, Session::open(std::move(asked), clock, clock.now()));
    HL_TRY(auto voice, Voice::open(request, config.sound, clock, [&window] { window->wake(); }));
    Announcer announcer(voice.player(), session.loudness());
    Loop({clock, signals, manager, *window, *stage, session, voice, announcer, targets ? &*targets : nullptr}).run();
    manager.stopping();
    return {};
}

}  // namespace hailong::app
