// A barcode reader as most are sold: a keyboard that types what it reads in one burst and ends it with Enter. Tells
// such a burst from fingers on a keyboard by its pace. What it read may hold a citizen's identity number (domain.md
// §4.2): nothing of it is logged, and whatever is no whole burst is wiped. Pure.
#pragma once

#include <optional>

#include "kiosk/base/clock.h"
#include "kiosk/base/private_text.h"

namespace hailong::app {

class Wedge {
public:
    static constexpr base::Millis kLongestGap{100};  // readers send a key every 1–20 ms; fast typists need 120
    static constexpr std::size_t kShortest = 3;      // keys before Enter; less is a finger
    static constexpr std::size_t kMostBytes = 512;   // a tracking address; beyond it a burst is dropped whole

    void key(char32_t letter, base::MonoTime at);
    // What was read, if Enter ends a burst.
    [[nodiscard]] std::optional<base::PrivateText> enter(base::MonoTime at);
    // Wipes what stands for longer than a gap. When it is to be called again; nullopt: nothing stands.
    std::optional<base::MonoTime> tidy(base::MonoTime now);

private:
    void drop();

    base::PrivateText read_;
    std::size_t keys_ = 0;
    base::MonoTime last_;
    bool is_too_long_ = false;
};

}  // namespace hailong::app
