// What an idle terminal does for its ledger: holds ballast, reads closed segments whether they are sound, removes those
// that the province has had for thirty days, and salvages what was put aside. The work runs on a thread of its own that
// touches the data folder and never the segment being written; the frame thread starts it, asks whether it is done, and
// appends what it found.
#pragma once

#include <future>

#include "kiosk/app/salvage.h"
#include "kiosk/base/clock.h"

namespace hailong::app {

struct UpkeepOrder {
    domain::Places places;
    base::Path card;
    base::SignKey device;
    base::Digest serving;  // the chain that takes ratings
    std::string device_id;
};

class Upkeep {
public:
    static constexpr base::Millis kPause{600'000};  // between two looks when there is nothing to do

    explicit Upkeep(const UpkeepOrder& order) : order_(order), salvage_(order.places, order.card, order.device) {}

    // Starts what is due; nothing while something runs or lines are on their way to the disk.
    void begin(base::MonoTime now);
    struct Found {
        std::optional<store::SegmentName> damaged;  // a closed segment of the chain that takes ratings
        std::vector<domain::SalvagedLine> lines;    // to be appended, each followed by written()
    };
    // What was found, once.
    [[nodiscard]] std::optional<Found> take();
    // One of the lines was appended, or could not be: then they are given again later.
    void written(bool is_stored);
    // Look again soon: something runs, or there is more.
    [[nodiscard]] bool is_busy() const { return running_.valid() || waiting_ > 0 || has_more_; }

private:
    struct Result {
        std::optional<store::SegmentName> damaged;
        std::optional<Salvage::Portion> portion;
    };
    [[nodiscard]] Result work(const std::optional<Salvage::Portion>& stored, bool reads_all);

    UpkeepOrder order_;
    Salvage salvage_;  // the worker's while `running_` is valid
    std::optional<Salvage::Portion> portion_;
    std::size_t waiting_ = 0;
    bool all_stored_ = true;
    bool has_more_ = false;
    base::MonoTime due_{};
    std::optional<base::MonoTime> read_at_;
    std::future<Result> running_;  // last: its end is waited for first
};

}  // namespace hailong::app
