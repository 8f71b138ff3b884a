#include "kiosk/sound/headphones.h"

#include <atomic>
#include <thread>
#include <utility>

#include "kiosk/base/log.h"

namespace hailong::sound {

struct Headphones::Impl {
    std::unique_ptr<Jack> jack;
    std::function<void()> changed;
    std::atomic<bool> plugged{false};
    std::atomic<bool> stopping{false};
    bool has_complained = false;
    std::thread thread;

    Impl(std::unique_ptr<Jack> given, std::function<void()> call) : jack(std::move(given)), changed(std::move(call)) {}

    void set(bool is_plugged) {
        if (plugged.exchange(is_plugged) != is_plugged) changed();
    }

    Status watch() {
        HL_CHECK(jack->open());
        has_complained = false;
        while (!stopping) {
            HL_TRY(const bool is_plugged, jack->is_plugged());
            set(is_plugged);
            HL_CHECK(jack->wait(kRetry));
        }
        return {};
    }

    void run() {
        while (!stopping) {
            const auto watched = watch();
            if (watched) continue;
            set(false);
            if (!has_complained) {
                base::log_event(base::Level::info, "headphones.unwatched", {{"why", watched.error().what}});
            }
            has_complained = true;
            // A closed jack waits for the time or the interruption alone.
            if (!stopping) static_cast<void>(jack->wait(kRetry));
        }
    }
};

Headphones::Headphones(std::unique_ptr<Jack> jack, std::function<void()> changed)
    : impl_(std::make_unique<Impl>(std::move(jack), std::move(changed))) {
    impl_->thread = std::thread([this] { impl_->run(); });
}

Headphones::~Headphones() {
    impl_->stopping = true;
    impl_->jack->interrupt();
    impl_->thread.join();
}

bool Headphones::are_plugged() const { return impl_->plugged; }

}  // namespace hailong::sound
