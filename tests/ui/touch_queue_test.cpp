#include "kiosk/window/touch_queue.h"

#include <gtest/gtest.h>

namespace hailong::touch_queue_test {

using window::Press;
using window::Touch;
using window::TouchQueue;

TEST(TouchQueue, GivesEachTransitionBackWithItsOwnPlace) {
    TouchQueue queue;
    queue.push({Press::down, 1, 2});
    queue.push({Press::up, 3, 4});
    queue.push({Press::down, 5, 6});
    EXPECT_EQ(queue.take(), (Touch{Press::down, 1, 2}));
    EXPECT_EQ(queue.take(), (Touch{Press::up, 3, 4}));
    EXPECT_EQ(queue.take(), (Touch{Press::down, 5, 6}));
    EXPECT_EQ(queue.take(), std::nullopt);
}

TEST(TouchQueue, IgnoresAReleaseWithoutAPress) {
    TouchQueue queue;
    queue.push({Press::up, 1, 1});
    EXPECT_TRUE(queue.is_empty());
}

TEST(TouchQueue, IgnoresASecondFinger) {
    TouchQueue queue;
    queue.push({Press::down, 1, 1});
    queue.push({Press::down, 9, 9});
    queue.push({Press::up, 1, 1});
    EXPECT_EQ(queue.take(), (Touch{Press::down, 1, 1}));
    EXPECT_EQ(queue.take(), (Touch{Press::up, 1, 1}));
    EXPECT_TRUE(queue.is_empty());
}

TEST(TouchQueue, DropsWholeTapsWhenFullNeverHalfOfOne) {
    TouchQueue queue;
    for (std::size_t tap = 0; tap < TouchQueue::kCapacity; ++tap) {
        queue.push({Press::down, static_cast<float>(tap), 0});
        queue.push({Press::up, static_cast<float>(tap), 0});
    }
    EXPECT_EQ(queue.dropped(), TouchQueue::kCapacity / 2);
    std::size_t taken = 0;
    while (const auto down = queue.take()) {
        const auto up = queue.take();
        ASSERT_TRUE(up);
        EXPECT_EQ(down->press, Press::down);
        EXPECT_EQ(up->press, Press::up);
        EXPECT_EQ(down->x, up->x);
        ++taken;
    }
    EXPECT_EQ(taken, TouchQueue::kCapacity / 2);
}

}  // namespace hailong::touch_queue_test
