#include "kiosk/app/picture_files.h"

namespace hailong::app {
namespace {

constexpr std::size_t kMostWaiting = 4;

}  // namespace

PictureFiles::PictureFiles() : thread_([this] { write_all(); }) {}

PictureFiles::~PictureFiles() {
    {
        const std::lock_guard lock(mutex_);
        jobs_.clear();
        is_complete_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

Status PictureFiles::add(window::Picture picture, base::Path file) {
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return jobs_.size() < kMostWaiting; });
        if (!outcome_) return outcome_;
        jobs_.push_back({std::move(picture), std::move(file)});
    }
    changed_.notify_all();
    return {};
}

Status PictureFiles::finish() {
    {
        const std::lock_guard lock(mutex_);
        is_complete_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
    return outcome_;
}

void PictureFiles::write_all() {
    while (true) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return is_complete_ || !jobs_.empty(); });
        if (jobs_.empty()) return;
        const Job job = std::move(jobs_.front());
        jobs_.pop_front();
        const bool is_wanted = outcome_.has_value();
        lock.unlock();
        changed_.notify_all();
        if (!is_wanted) continue;
        auto written = write_png(job.picture, job.file);
        lock.lock();
        outcome_ = std::move(written);
    }
}

}  // namespace hailong::app
