#include "kiosk/app/wedge.h"

namespace hailong::app {

void Wedge::key(char32_t letter, base::MonoTime at) {
    if (keys_ > 0 && at - last_ > kLongestGap) drop();
    last_ = at;
    ++keys_;
    if (letter > 0x7F || read_.view().size() >= kMostBytes) {
        // No reader of ours sends such letters, and no slip holds so much.
        is_too_long_ = true;
        return;
    }
    read_.add(static_cast<char>(letter));
}

std::optional<base::PrivateText> Wedge::enter(base::MonoTime at) {
    const bool is_whole = keys_ >= kShortest && at - last_ <= kLongestGap && !is_too_long_;
    auto read = is_whole ? std::optional(std::move(read_)) : std::nullopt;
    drop();
    return read;
}

std::optional<base::MonoTime> Wedge::tidy(base::MonoTime now) {
    if (keys_ == 0) return std::nullopt;
    const auto stale = last_ + kLongestGap + base::Millis(1);
    if (now < stale) return stale;
    drop();
    return std::nullopt;
}

void Wedge::drop() {
    read_ = base::PrivateText();
    keys_ = 0;
    is_too_long_ = false;
}

}  // namespace hailong::app
