#include "kiosk/store/ledger_writer.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "kiosk/base/log.h"

namespace hailong::store {

namespace {
// Emptying the WAL waits for a pause between visits, never for a citizen who is choosing.
constexpr std::chrono::seconds kQuiet{5};
}  // namespace

struct LedgerWriter::Impl {
    struct Waiting {
        Ticket ticket = 0;
        domain::Draft draft;
    };

    Ledger ledger;             // the writer thread's alone
    std::string tidy_failure;  // likewise; empty when the last one went well
    std::function<void()> wake;
    std::mutex mutex;  // guards what follows; never held across a write
    std::condition_variable arrived;
    std::deque<Waiting> queue;
    std::vector<Written> results;
    bool stopping = false;
    std::thread thread;

    Impl(Ledger given, std::function<void()> wake_up) : ledger(std::move(given)), wake(std::move(wake_up)) {}

    void write_one(std::unique_lock<std::mutex>& lock) {
        Waiting next = std::move(queue.front());
        queue.pop_front();
        lock.unlock();
        Written written{next.ticket, ledger.append(next.draft)};
        lock.lock();
        results.push_back(std::move(written));
        lock.unlock();
        wake();
        lock.lock();
    }

    void tidy(std::unique_lock<std::mutex>& lock) {
        lock.unlock();
        const auto tidied = ledger.tidy();
        const std::string why = tidied ? std::string() : tidied.error().what;
        // It is tried again every kQuiet: a full disk must not be filled with complaints about it.
        if (!tidied && why != tidy_failure) base::log_event(base::Level::warn, "ledger.tidy_failed", {{"why", why}});
        tidy_failure = why;
        lock.lock();
    }

    void run() {
        std::unique_lock lock(mutex);
        for (;;) {
            if (!queue.empty()) {
                write_one(lock);
            } else if (stopping) {
                return;
            } else if (!arrived.wait_for(lock, kQuiet, [this] { return stopping || !queue.empty(); })) {
                tidy(lock);
            }
        }
    }
};

LedgerWriter::LedgerWriter(Ledger ledger, std::function<void()> wake)
    : impl_(std::make_unique<Impl>(std::move(ledger), std::move(wake))) {
    impl_->thread = std::thread([impl = impl_.get()] { impl->run(); });
}

LedgerWriter::~LedgerWriter() {
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->stopping = true;
    }
    impl_->arrived.notify_one();
    impl_->thread.join();
    if (const auto closed = impl_->ledger.close(); !closed) {
        base::log_event(base::Level::warn, "ledger.close_failed", {{"why", closed.error().what}});
    }
}

Status LedgerWriter::submit(Ticket ticket, domain::Draft draft) {
    {
        const std::lock_guard lock(impl_->mutex);
        if (impl_->queue.size() >= kMaxWaiting) return fail(ErrorCode::busy, "the disk does not keep up");
        impl_->queue.push_back({ticket, std::move(draft)});
    }
    impl_->arrived.notify_one();
    return {};
}

std::vector<Written> LedgerWriter::take_results() {
    const std::lock_guard lock(impl_->mutex);
    return std::exchange(impl_->results, {});
}

}  // namespace hailong::store
