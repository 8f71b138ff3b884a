// A sound card whose ears are the test's: it keeps every sample, and takes them only as fast as the test allows.
#pragma once

#include <condition_variable>
#include <limits>
#include <mutex>

#include "kiosk/sound/audio_device.h"

namespace hailong::sound::test {

// What the test sees of the card; outlives the speaker that owns the device.
class Card {
public:
    static constexpr std::size_t kEndless = std::numeric_limits<std::size_t>::max();
    static constexpr std::size_t kCapacity = 441;  // 20 ms

    void allow(std::size_t samples);  // from now on, beside what was taken
    void pull_out();                  // no such device
    void plug_in();
    void hang();                      // takes nothing any more, without an error
    void queue(std::size_t samples);  // so many are pending
    void wait_until_full() const;     // a write waits for room
    [[nodiscard]] Samples heard() const;
    [[nodiscard]] int opens() const;
    [[nodiscard]] int drops() const;

private:
    friend class FakeDevice;
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    Samples heard_;
    std::size_t room_ = kEndless;
    std::size_t pending_ = 0;
    bool is_there_ = true;
    bool hangs_ = false;
    bool is_waiting_ = false;
    int opens_ = 0;
    int drops_ = 0;
};

class FakeDevice final : public AudioDevice {
public:
    explicit FakeDevice(Card& card) : card_(card) {}
    Status open() override;
    Result<Taken> write(std::span<const Sample> samples) override;
    std::size_t pending() override;
    [[nodiscard]] std::size_t capacity() const override { return Card::kCapacity; }
    void drop() override;

private:
    Card& card_;
};

}  // namespace hailong::sound::test
