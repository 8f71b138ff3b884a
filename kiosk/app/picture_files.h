// Writes pictures while the next ones are drawn. One thread of its own encodes and writes; it touches nothing but the
// pictures handed to it. The functions belong to the thread that made it.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "kiosk/app/png_file.h"

namespace hailong::app {

class PictureFiles {
public:
    PictureFiles();
    ~PictureFiles();  // abandons what is not written yet
    PictureFiles(const PictureFiles&) = delete;
    PictureFiles& operator=(const PictureFiles&) = delete;

    // Waits while too many pictures are under way: each is eight megabytes. An error of an earlier one ends the work.
    [[nodiscard]] Status add(window::Picture picture, base::Path file);
    // Waits for the last file. The first error of all, if there was one; nothing was written after it.
    [[nodiscard]] Status finish();

private:
    struct Job {
        window::Picture picture;
        base::Path file;
    };
    void write_all();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job> jobs_;
    bool is_complete_ = false;
    Status outcome_;
    std::thread thread_;  // last: it uses the others
};

}  // namespace hailong::app
