#include "kiosk/sound/speaker.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>
#include <variant>

#include "kiosk/base/log.h"
#include "kiosk/sound/mixer.h"

namespace hailong::sound {
namespace {

using base::Millis;

constexpr std::size_t kMaxOrders = 64;  // more than a visit can leave within one turn of the thread
constexpr auto kChunk = samples_in(Millis(5));
constexpr auto kLongestQueue = samples_in(Millis(20));
// A device that takes nothing for this many turns, each waiting some 5 ms for room, hangs.
constexpr int kPatience = 200;

struct Say {
    Prompt prompt;
    Order order;
};
struct Stop {};
struct Volume {
    int steps;
};
using Command = std::variant<Say, Tone, Stop, Volume, Hush>;

}  // namespace

struct Speaker::Impl {
    const Phrasebook& book;
    const base::Clock& clock;
    // The thread's own:
    std::unique_ptr<AudioDevice> device;
    Mixer mixer;
    Samples chunk;         // rendered, not taken by the device yet
    std::size_t tail = 0;  // samples of silence that still push the last sound through the device's queue
    int refusals = 0;
    bool is_open = false;
    bool is_hushed = false;
    bool has_complained = false;
    std::optional<base::MonoTime> not_before;
    std::set<std::string> told;  // recordings that were complained about

    std::atomic<bool> is_speaking{false};
    std::atomic<bool> is_mute{false};
    std::mutex mutex;  // guards what follows
    std::condition_variable arrived;
    std::vector<Command> orders;
    bool stopping = false;
    std::thread thread;

    Impl(const Phrasebook& phrases, const base::Clock& time, std::unique_ptr<AudioDevice> out)
        : book(phrases), clock(time), device(std::move(out)) {}

    void leave(Command order) {
        {
            const std::lock_guard lock(mutex);
            if (orders.size() >= kMaxOrders) orders.erase(orders.begin());
            orders.push_back(std::move(order));
            is_speaking = true;
        }
        arrived.notify_one();
    }

    void run() {
        std::unique_lock lock(mutex);
        while (!stopping) {
            const auto taken = std::exchange(orders, {});
            lock.unlock();
            for (const Command& order : taken) std::visit([this](const auto& what) { obey(what); }, order);
            const bool goes_on = turn();
            lock.lock();
            if (goes_on || !orders.empty() || stopping) continue;
            is_speaking = false;
            arrived.wait(lock);
        }
    }

    void obey(const Say& say) {
        if (say.order == Order::now) cut();
        if (is_hushed || !is_usable()) return;
        auto composed = book.compose(say.prompt);
        for (const Error& problem : composed.problems) {
            if (!told.insert(problem.what).second) continue;
            base::log_event(base::Level::warn, "sound.recording_unusable", {{"why", problem.what}});
        }
        mixer.speak(std::move(composed.samples));
    }
    void obey(const Tone& tone) {
        if (!is_hushed && is_usable()) mixer.sound(tone_of(tone));
    }
    void obey(const Stop& /*stop*/) { cut(); }
    void obey(const Volume& volume) { mixer.set_volume(volume.steps); }
    void obey(const Hush& hush) {
        is_hushed = hush == Hush::on;
        if (is_hushed) go_silent();
    }

    void cut() {
        mixer.cut();
        if (!is_open || device->pending() <= kLongestQueue) return;
        device->drop();
        chunk.clear();
    }

    void go_silent() {
        mixer.cut();
        mixer.sound({});
    }

    [[nodiscard]] bool is_usable() const { return is_open || !not_before || clock.now().mono >= *not_before; }

    bool open_device() {
        if (is_open) return true;
        const auto opened = device->open();
        if (!opened) {
            fail_softly(opened.error());
            return false;
        }
        is_open = true;
        is_mute = false;
        if (has_complained) base::log_event(base::Level::info, "sound.heard");
        has_complained = false;
        return true;
    }

    void fail_softly(const Error& why) {
        is_open = false;
        is_mute = true;
        not_before = clock.now().mono + kRetry;
        mixer.forget();
        chunk.clear();
        tail = 0;
        refusals = 0;
        if (!has_complained) base::log_event(base::Level::warn, "sound.silent", {{"why", why.what}});
        has_complained = true;
    }

    // Gives the device its next few milliseconds. False when there is nothing more to give.
    bool turn() {
        if (chunk.empty() && !mixer.is_playing() && tail == 0) return false;
        if (!open_device()) return false;
        if (chunk.empty()) render_chunk();
        const auto taken = device->write(chunk);
        if (!taken) {
            fail_softly(taken.error());
            return false;
        }
        if (*taken == Taken::none) return wait_again();
        refusals = 0;
        chunk.clear();
        const bool is_over = tail == 0 && !mixer.is_playing();
        if (is_over) device->drop();  // nothing but silence is left in the queue; a device at rest costs nothing
        return !is_over;
    }

    bool wait_again() {
        if (++refusals < kPatience) return true;
        fail_softly({ErrorCode::environment, "the sound device takes no more samples"});
        return false;
    }

    void render_chunk() {
        const bool is_sounding = mixer.is_playing();
        if (is_sounding) tail = device->capacity();
        chunk.resize(kChunk);
        mixer.render(chunk);
        if (!is_sounding) tail -= std::min(tail, chunk.size());
    }
};

Speaker::Speaker(const Phrasebook& book, std::unique_ptr<AudioDevice> device, const base::Clock& clock)
    : impl_(std::make_unique<Impl>(book, clock, std::move(device))) {
    impl_->thread = std::thread([this] { impl_->run(); });
}

Speaker::~Speaker() {
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->stopping = true;
    }
    impl_->arrived.notify_one();
    impl_->thread.join();
}

void Speaker::say(const Prompt& prompt, Order order) { impl_->leave(Say{prompt, order}); }
void Speaker::sound(Tone tone) { impl_->leave(tone); }
void Speaker::stop() { impl_->leave(Stop{}); }
void Speaker::set_volume(int steps) { impl_->leave(Volume{steps}); }
void Speaker::set_hush(Hush hush) { impl_->leave(hush); }
bool Speaker::is_speaking() const { return impl_->is_speaking; }
bool Speaker::is_mute() const { return impl_->is_mute; }

}  // namespace hailong::sound
