#include "tests/unit/sound/fake_device.h"

namespace hailong::sound::test {

void Card::allow(std::size_t samples) {
    const std::lock_guard lock(mutex_);
    room_ = samples;
    changed_.notify_all();
}

void Card::pull_out() {
    const std::lock_guard lock(mutex_);
    is_there_ = false;
    changed_.notify_all();
}

void Card::plug_in() {
    const std::lock_guard lock(mutex_);
    is_there_ = true;
}

void Card::hang() {
    const std::lock_guard lock(mutex_);
    hangs_ = true;
    changed_.notify_all();
}

void Card::queue(std::size_t samples) {
    const std::lock_guard lock(mutex_);
    pending_ = samples;
}

void Card::wait_until_full() const {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return is_waiting_; });
}

Samples Card::heard() const {
    const std::lock_guard lock(mutex_);
    return heard_;
}

int Card::opens() const {
    const std::lock_guard lock(mutex_);
    return opens_;
}

int Card::drops() const {
    const std::lock_guard lock(mutex_);
    return drops_;
}

Status FakeDevice::open() {
    const std::lock_guard lock(card_.mutex_);
    ++card_.opens_;
    if (!card_.is_there_) return fail(ErrorCode::environment, "open sound device fake: no such device");
    return {};
}

Result<Taken> FakeDevice::write(std::span<const Sample> samples) {
    std::unique_lock lock(card_.mutex_);
    card_.is_waiting_ = true;
    card_.changed_.notify_all();
    card_.changed_.wait(lock, [&] { return card_.room_ >= samples.size() || !card_.is_there_ || card_.hangs_; });
    card_.is_waiting_ = false;
    if (!card_.is_there_) return fail(ErrorCode::environment, "play on sound device fake: no such device");
    if (card_.hangs_) return Taken::none;
    if (card_.room_ != Card::kEndless) card_.room_ -= samples.size();
    card_.heard_.insert(card_.heard_.end(), samples.begin(), samples.end());
    return Taken::all;
}

std::size_t FakeDevice::pending() {
    const std::lock_guard lock(card_.mutex_);
    return card_.pending_;
}

void FakeDevice::drop() {
    const std::lock_guard lock(card_.mutex_);
    ++card_.drops_;
    card_.pending_ = 0;
}

}  // namespace hailong::sound::test
