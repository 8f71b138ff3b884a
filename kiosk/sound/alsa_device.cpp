#include "kiosk/sound/alsa_device.h"

#include <alsa/asoundlib.h>

#include <cerrno>
#include <utility>

#include "kiosk/sound/alsa_errors.h"

namespace hailong::sound {
namespace {

// A new prompt is heard once the queue has run out: 20 ms, and 5 ms for a turn of the thread.
constexpr unsigned kQueueMicros = 20'000;
constexpr unsigned kPeriodMicros = 5'000;
constexpr int kRoomWaitMs = 5;

class Parameters {
public:
    Parameters() { snd_pcm_hw_params_malloc(&hardware_); }
    ~Parameters() { snd_pcm_hw_params_free(hardware_); }
    Parameters(const Parameters&) = delete;
    Parameters& operator=(const Parameters&) = delete;
    [[nodiscard]] snd_pcm_hw_params_t* hardware() const { return hardware_; }

private:
    snd_pcm_hw_params_t* hardware_ = nullptr;
};

int prepare_hardware(snd_pcm_t* pcm) {
    const Parameters parameters;
    auto* wanted = parameters.hardware();
    unsigned queue = kQueueMicros;
    unsigned period = kPeriodMicros;
    int direction = 0;
    int status = snd_pcm_hw_params_any(pcm, wanted);
    const auto then = [&](int next) { status = status < 0 ? status : next; };
    then(snd_pcm_hw_params_set_rate_resample(pcm, wanted, 1));
    then(snd_pcm_hw_params_set_access(pcm, wanted, SND_PCM_ACCESS_RW_INTERLEAVED));
    then(snd_pcm_hw_params_set_format(pcm, wanted, SND_PCM_FORMAT_S16));
    then(snd_pcm_hw_params_set_channels(pcm, wanted, 1));
    then(snd_pcm_hw_params_set_rate(pcm, wanted, kRate, 0));
    then(snd_pcm_hw_params_set_period_time_near(pcm, wanted, &period, &direction));
    then(snd_pcm_hw_params_set_buffer_time_near(pcm, wanted, &queue, &direction));
    then(snd_pcm_hw_params(pcm, wanted));
    return status;
}

class AlsaDevice final : public AudioDevice {
public:
    explicit AlsaDevice(std::string name) : name_(std::move(name)) { silence_alsa_messages(); }
    ~AlsaDevice() override {
        close();
        snd_config_update_free_global();
    }
    AlsaDevice(const AlsaDevice&) = delete;
    AlsaDevice& operator=(const AlsaDevice&) = delete;

    Status open() override {
        if (pcm_ != nullptr) return {};
        if (const int status = snd_pcm_open(&pcm_, name_.c_str(), SND_PCM_STREAM_PLAYBACK, SND_PCM_NONBLOCK);
            status < 0) {
            pcm_ = nullptr;
            return refused("open", status);
        }
        const int status = prepare_hardware(pcm_);
        snd_pcm_uframes_t period = 0;
        if (status < 0 || snd_pcm_get_params(pcm_, &capacity_, &period) < 0) {
            close();
            return refused("set up", status);
        }
        return {};
    }

    Result<Taken> write(std::span<const Sample> samples) override {
        // Nothing waits for room in a queue that does not run yet.
        if (snd_pcm_state(pcm_) == SND_PCM_STATE_RUNNING) {
            if (const int ready = snd_pcm_wait(pcm_, kRoomWaitMs); ready < 0 && !recover(ready)) return lost(ready);
        }
        const auto room = snd_pcm_avail_update(pcm_);
        if (room < 0)
            return recover(static_cast<int>(room)) ? Result<Taken>(Taken::none) : lost(static_cast<int>(room));
        if (static_cast<std::size_t>(room) < samples.size()) return Taken::none;
        const auto written = snd_pcm_writei(pcm_, samples.data(), samples.size());
        if (written < 0 && !recover(static_cast<int>(written))) return lost(static_cast<int>(written));
        return written < 0 ? Taken::none : Taken::all;
    }

    std::size_t pending() override {
        snd_pcm_sframes_t delay = 0;
        if (snd_pcm_delay(pcm_, &delay) < 0 || delay < 0) return 0;
        return static_cast<std::size_t>(delay);
    }

    [[nodiscard]] std::size_t capacity() const override { return capacity_; }

    void drop() override {
        snd_pcm_drop(pcm_);
        snd_pcm_prepare(pcm_);
    }

private:
    // The queue ran dry (a busy machine) or the machine slept: play on. Anything else is the card's end.
    bool recover(int status) {
        if (status == -EAGAIN) return true;
        return (status == -EPIPE || status == -ESTRPIPE || status == -EINTR) && snd_pcm_recover(pcm_, status, 1) == 0;
    }

    tl::unexpected<Error> refused(std::string_view doing, int status) const {
        return tl::unexpected<Error>(alsa_error(std::string(doing) + " sound device " + name_, status));
    }

    tl::unexpected<Error> lost(int status) {
        close();
        return refused("play on", status);
    }

    void close() {
        if (pcm_ != nullptr) snd_pcm_close(pcm_);
        pcm_ = nullptr;
    }

    std::string name_;
    snd_pcm_t* pcm_ = nullptr;
    snd_pcm_uframes_t capacity_ = 0;
};

}  // namespace

std::unique_ptr<AudioDevice> alsa_device(std::string name) { return std::make_unique<AlsaDevice>(std::move(name)); }

}  // namespace hailong::sound
