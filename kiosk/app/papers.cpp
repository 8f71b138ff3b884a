#include "kiosk/app/papers.h"

#include <sys/stat.h>

#include "kiosk/base/log.h"

namespace hailong::app {

FileMark mark_of(const base::Path& path) {
    struct stat found{};
    if (stat(path.c_str(), &found) != 0) return {};
    return {found.st_ino, found.st_size, found.st_mtim.tv_sec, found.st_mtim.tv_nsec};
}

void PaperReader::tell_of_rejected(const std::vector<std::string>& complaints) {
    std::string all;
    for (const std::string& complaint : complaints) all += (all.empty() ? "" : "; ") + complaint;
    if (!all.empty() && all != rejected_) base::log_event(base::Level::warn, "papers.rejected", {{"why", all}});
    rejected_ = all;
}

Result<Station> PaperReader::read(const base::SignKey& device) {
    read_ = found();
    HL_TRY(auto station, enrolled_station(places_, card_, device));
    tell_of_rejected(station.rejected);
    return station;
}

std::optional<Station> PaperReader::read_if_replaced(const base::SignKey& device) {
    const Papers now = found();
    if (now == read_) return std::nullopt;
    auto newer = enrolled_station(places_, card_, device);
    if (!newer) {
        tell_of_rejected({newer.error().what});
        return std::nullopt;
    }
    read_ = now;
    tell_of_rejected(newer->rejected);
    return std::move(*newer);
}

}  // namespace hailong::app
