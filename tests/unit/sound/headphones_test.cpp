#include "kiosk/sound/headphones.h"

#include <gmock/gmock.h>

#include <condition_variable>
#include <mutex>

#include "tests/support/process.h"

namespace hailong::sound {
namespace {

using hailong::test::eventually;

// The jack that a test's hand plugs into.
struct Hand {
    std::mutex mutex;
    std::condition_variable moved;
    bool has_card = true;
    bool plugged = false;
    bool touched = false;
    bool interrupted = false;
    int opens = 0;

    void move(bool card, bool in) {
        const std::lock_guard lock(mutex);
        has_card = card;
        plugged = in;
        touched = true;
        moved.notify_all();
    }
};

class FakeJack final : public Jack {
public:
    explicit FakeJack(Hand& hand) : hand_(hand) {}
    Status open() override {
        const std::lock_guard lock(hand_.mutex);
        ++hand_.opens;
        if (!hand_.has_card) return fail(ErrorCode::environment, "no card");
        return {};
    }
    Result<bool> is_plugged() override {
        const std::lock_guard lock(hand_.mutex);
        return hand_.plugged;
    }
    Status wait(base::Millis /*longest*/) override {
        std::unique_lock lock(hand_.mutex);
        hand_.moved.wait(lock, [&] { return hand_.touched || hand_.interrupted; });
        hand_.touched = false;
        if (!hand_.has_card) return fail(ErrorCode::environment, "card gone");
        return {};
    }
    void interrupt() override {
        const std::lock_guard lock(hand_.mutex);
        hand_.interrupted = true;
        hand_.moved.notify_all();
    }

private:
    Hand& hand_;
};

TEST(Headphones, AreSeenComingAndGoing) {
    Hand hand;
    std::atomic<int> changes{0};
    const Headphones headphones(std::make_unique<FakeJack>(hand), [&] { ++changes; });
    hand.move(true, true);
    EXPECT_TRUE(eventually([&] { return headphones.are_plugged(); }));
    hand.move(true, false);
    EXPECT_TRUE(eventually([&] { return !headphones.are_plugged() && changes == 2; }));
}

TEST(Headphones, WithoutACardAreNeverPluggedUntilOneComes) {
    Hand hand;
    hand.has_card = false;
    const Headphones headphones(std::make_unique<FakeJack>(hand), [] {});
    EXPECT_FALSE(headphones.are_plugged());
    hand.move(true, true);
    EXPECT_TRUE(eventually([&] { return headphones.are_plugged(); }));
}

TEST(Headphones, GoWithTheCardTheyArePluggedInto) {
    Hand hand;
    hand.plugged = true;
    const Headphones headphones(std::make_unique<FakeJack>(hand), [] {});
    ASSERT_TRUE(eventually([&] { return headphones.are_plugged(); }));
    hand.move(false, true);
    EXPECT_TRUE(eventually([&] { return !headphones.are_plugged(); }));
}

}  // namespace
}  // namespace hailong::sound
