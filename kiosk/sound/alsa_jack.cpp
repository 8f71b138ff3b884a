#include <alsa/asoundlib.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "kiosk/sound/alsa_errors.h"
#include "kiosk/sound/headphones.h"

namespace hailong::sound {
namespace {

constexpr std::size_t kMaxDescriptors = 8;

// One element value of ALSA, allocated by it.
class Value {
public:
    Value() { snd_ctl_elem_value_malloc(&value_); }
    ~Value() { snd_ctl_elem_value_free(value_); }
    Value(const Value&) = delete;
    Value& operator=(const Value&) = delete;
    [[nodiscard]] snd_ctl_elem_value_t* raw() const { return value_; }

private:
    snd_ctl_elem_value_t* value_ = nullptr;
};

class AlsaJack final : public Jack {
public:
    AlsaJack(std::string card, std::string control)
        : card_(std::move(card)), control_(std::move(control)), interruption_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
        silence_alsa_messages();
    }
    ~AlsaJack() override {
        close_card();
        ::close(interruption_);
    }
    AlsaJack(const AlsaJack&) = delete;
    AlsaJack& operator=(const AlsaJack&) = delete;

    Status open() override {
        close_card();
        if (const int status = snd_hctl_open(&controls_, card_.c_str(), SND_CTL_NONBLOCK); status < 0) {
            controls_ = nullptr;
            return tl::unexpected<Error>(alsa_error("open sound card " + card_, status));
        }
        if (const int status = snd_hctl_load(controls_); status < 0) return lost(status);
        for (auto* one = snd_hctl_first_elem(controls_); one != nullptr; one = snd_hctl_elem_next(one)) {
            if (snd_hctl_elem_get_name(one) == control_) element_ = one;
        }
        if (element_ != nullptr) return {};
        close_card();
        return fail(ErrorCode::environment, "sound card " + card_ + " has no control \"" + control_ + "\"");
    }

    Result<bool> is_plugged() override {
        const Value value;
        if (const int status = snd_hctl_elem_read(element_, value.raw()); status < 0) {
            return lost(status);
        }
        return snd_ctl_elem_value_get_boolean(value.raw(), 0) != 0;
    }

    Status wait(base::Millis longest) override {
        std::array<pollfd, kMaxDescriptors> waited{};
        waited[0] = {interruption_, POLLIN, 0};
        std::size_t used = 0;
        if (controls_ != nullptr) {
            const int found = snd_hctl_poll_descriptors(controls_, waited.data() + 1, kMaxDescriptors - 1);
            if (found < 0) return lost(found);
            used = static_cast<std::size_t>(found);
        }
        poll(waited.data(), 1 + used, static_cast<int>(longest.count()));
        std::uint64_t ignored = 0;
        static_cast<void>(!read(interruption_, &ignored, sizeof ignored));
        const bool is_gone = std::any_of(waited.begin() + 1, waited.begin() + 1 + static_cast<std::ptrdiff_t>(used),
                                         [](const pollfd& one) { return (one.revents & (POLLERR | POLLNVAL)) != 0; });
        if (is_gone) return lost(-ENODEV);
        if (controls_ == nullptr) return {};
        // Takes the events in, so that the next wait is a wait; whoever asks reads the value anew.
        const int status = snd_hctl_handle_events(controls_);
        return status < 0 && status != -EAGAIN ? Status(lost(status)) : Status();
    }

    void interrupt() override {
        const std::uint64_t one = 1;
        static_cast<void>(!write(interruption_, &one, sizeof one));
    }

private:
    tl::unexpected<Error> lost(int status) {
        close_card();
        return tl::unexpected<Error>(alsa_error("watch " + control_ + " of sound card " + card_, status));
    }

    void close_card() {
        if (controls_ != nullptr) snd_hctl_close(controls_);
        controls_ = nullptr;
        element_ = nullptr;
    }

    std::string card_;
    std::string control_;
    int interruption_;
    snd_hctl_t* controls_ = nullptr;
    snd_hctl_elem_t* element_ = nullptr;
};

}  // namespace

std::unique_ptr<Jack> alsa_jack(std::string card, std::string control) {
    return std::make_unique<AlsaJack>(std::move(card), std::move(control));
}

}  // namespace hailong::sound
