#include "sync/agent/sync_call.h"

#include <sys/stat.h>

#include <algorithm>

#include "kiosk/base/json.h"
#include "kiosk/base/log.h"
#include "kiosk/domain/device_events.h"
#include "kiosk/store/segments.h"

namespace hailong::agent {

namespace {

bool is_call(const std::string& line) {
    const auto entry = domain::parse_entry(line);
    if (!entry || entry->kind != domain::EntryKind::device) return false;
    const auto body = base::json::parse(entry->body, "device entry");
    const auto event = body ? body->text("event") : Result<std::string>(fail(ErrorCode::bad_input, ""));
    return event && *event == domain::kSyncNow;
}

}  // namespace

// Every append grows the WAL or the database; the names tell of new segments and chains.
std::string SyncCalls::mark() const {
    const auto segments = store::list_segments(folder_);
    if (!segments) return "";
    std::string out;
    for (const store::SegmentName& segment : *segments) {
        out += segment.folder();
        for (const char* file : {"ledger.db", "ledger.db-wal"}) {
            struct stat found{};
            if (stat((folder_ / segment.folder() / file).c_str(), &found) != 0) continue;
            out += " " + std::to_string(found.st_size) + " " + std::to_string(found.st_mtim.tv_sec) + "." +
                   std::to_string(found.st_mtim.tv_nsec);
        }
    }
    return out;
}

bool SyncCalls::is_called() {
    const bool is_first = !chain_;
    std::string now = mark();
    if (now == mark_) return false;
    const auto chains = reader_.survey();
    if (!chains || chains->readable.empty()) return false;  // the mark stays old: looked at again
    const domain::ChainSummary& current = chains->readable.front().summary;
    if (chain_ != current.chain) {
        chain_ = current.chain;
        next_ = is_first ? current.last + 1 : std::max<domain::Seq>(1, current.floor);
    }
    if (next_ > current.last) {
        mark_ = std::move(now);
        return false;
    }
    const auto lines = reader_.lines(current.chain, next_, {});
    if (!lines) return false;
    next_ += lines->size();
    if (next_ > current.last) mark_ = std::move(now);
    return std::any_of(lines->begin(), lines->end(), is_call);
}

base::Woken CallableWaiter::wait(base::Millis duration) {
    base::Millis left = duration;
    do {
        const base::Millis slice = std::min(look_, left);
        if (const auto woken = inner_.wait(slice); woken != base::Woken::timed_out) return woken;
        left -= slice;
        if (left > base::Millis(0) && calls_.is_called()) {
            base::log_event(base::Level::info, "sync.called");
            return base::Woken::woken;
        }
    } while (left > base::Millis(0));
    return base::Woken::timed_out;
}

}  // namespace hailong::agent
