// A desk whose terminal is kept by a service manager: visits by a finger, blows at it, and what was seen until it was
// back.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/support/service_keeper.h"
#include "tests/ui/terminal_run.h"

namespace hailong::crash {

// A moment of a visit: so long after this step of it.
struct Moment {
    enum class After { nothing, face, followup, reason, finish, thanks };  // a touch, or a screen that followed
    After after = After::nothing;
    std::chrono::milliseconds pause{0};
    [[nodiscard]] static Moment drawn(std::mt19937& dice);
    [[nodiscard]] std::string text() const;
};

struct Return {
    std::optional<std::chrono::milliseconds> after;  // until a touch was taken; absent: never
    bool was_silent = false;                         // the service manager missed its WATCHDOG=1
    std::vector<std::string> strange;                // what was seen meanwhile and may not be
};

class WatchedDesk {
public:
    enum class Watchdog { as_in_the_unit, none };
    explicit WatchedDesk(Watchdog watchdog);
    ~WatchedDesk();
    WatchedDesk(const WatchedDesk&) = delete;
    WatchedDesk& operator=(const WatchedDesk&) = delete;

    // A visit up to there.
    Moment walk_to(Moment moment);
    // This signal to the terminal, then looks until the first screen of another one has taken a touch.
    [[nodiscard]] Return strike(int signal, std::chrono::milliseconds patience);
    // Somebody holds the ledger's lock for two times the watchdog's patience.
    [[nodiscard]] bool outlives_a_held_lock();
    // Stops the terminal.
    [[nodiscard]] std::vector<std::string> faults_of_the_ledger();

private:
    // A rating that was touched.
    struct Touched {
        int score = 0;
        bool is_thanked = false;
    };
    [[nodiscard]] base::Path screens_of(std::size_t life) const;
    void begin_reading();
    void follow_restart();
    void await(const std::string& screen);
    void go_home();
    void rate();
    void note(const test::ShownLine& shown);
    // "" when all that is seen may be seen while the terminal is not there.
    [[nodiscard]] std::string strangeness(const test::XFinger::Scene& scene) const;
    [[nodiscard]] bool is_explained(const std::vector<int>& scores) const;

    std::unique_ptr<test::XServer> server_;
    test::EnrolledFolder folder_;
    std::unique_ptr<test::XFinger> finger_;
    std::unique_ptr<test::XFinger> eyes_;  // a connection of their own: the finger's waits for its touches
    std::unique_ptr<test::ServiceKeeper> keeper_;
    std::unique_ptr<test::ScreenReader> screens_;
    std::size_t life_ = 0;                   // whose screens are read
    test::Picture first_;                    // the first screen when nothing moves
    std::vector<unsigned long> old_window_;  // of the terminal that was struck
    std::mt19937 scores_{31};
    std::vector<Touched> touched_;
    std::size_t reasons_thanked_ = 0;
    bool has_reason_ = false;  // of this visit, not thanked for yet
};

}  // namespace hailong::crash
