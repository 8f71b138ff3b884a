#include "kiosk/app/upkeep.h"

#include <utility>

#include "kiosk/app/ballast.h"
#include "kiosk/app/pruning.h"
#include "kiosk/base/log.h"
#include "kiosk/store/ledger.h"
#include "kiosk/store/soundness.h"

namespace hailong::app {

namespace {

constexpr base::Millis kReadAll{24 * 3'600'000};  // closed segments change by decay only

}  // namespace

void Upkeep::begin(base::MonoTime now) {
    if (running_.valid() || waiting_ > 0 || now < due_) return;
    const bool reads_all = !read_at_ || *read_at_ + kReadAll <= now;
    if (reads_all) read_at_ = now;
    due_ = now + kPause;
    auto stored = all_stored_ ? std::exchange(portion_, std::nullopt) : std::nullopt;
    running_ = std::async(std::launch::async,
                          [this, stored = std::move(stored), reads_all] { return work(stored, reads_all); });
}

Upkeep::Result Upkeep::work(const std::optional<Salvage::Portion>& stored, bool reads_all) {
    take_ballast(order_.places);
    if (reads_all) {
        auto damaged = store::find_damage(order_.places.ledger(), store::chain8_of(order_.serving), order_.device,
                                          store::Extent::closed);
        if (damaged && *damaged) return {std::move(*damaged), std::nullopt};
        const auto pruned = prune({order_.places, order_.card, order_.device_id});
        if (!pruned) base::log_event(base::Level::warn, "segments.not_pruned", {{"why", pruned.error().what}});
    }
    if (const auto emptied = store::Ledger::empty_closed(order_.places.ledger(), order_.serving); !emptied) {
        base::log_event(base::Level::warn, "wal.not_emptied", {{"why", emptied.error().what}});
    }
    if (stored) {
        if (const auto noted = salvage_.done(*stored); !noted) {
            base::log_event(base::Level::warn, "salvage.not_noted", {{"why", noted.error().what}});
            return {};
        }
    }
    auto portion = salvage_.next();
    if (portion) return {std::nullopt, std::move(*portion)};
    base::log_event(base::Level::warn, "salvage.not_read", {{"why", portion.error().what}});
    return {};
}

std::optional<Upkeep::Found> Upkeep::take() {
    if (!running_.valid() || running_.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
        return std::nullopt;
    Result result = running_.get();
    portion_ = std::move(result.portion);
    has_more_ = portion_.has_value();
    if (has_more_) due_ = {};
    waiting_ = portion_ ? portion_->lines.size() : 0;
    all_stored_ = true;
    return Found{std::move(result.damaged), portion_ ? portion_->lines : std::vector<domain::SalvagedLine>()};
}

void Upkeep::written(bool is_stored) {
    if (waiting_ > 0) --waiting_;
    all_stored_ = all_stored_ && is_stored;
}

}  // namespace hailong::app
