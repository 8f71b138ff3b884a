#include "kiosk/base/private_text.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace hailong::base {

const std::string kText = "H56.14-240823-0001 and enough more to lie where the allocator writes nothing of its own";

// What lies at an address that is not ours any more: the kernel reads it for us, into the stack, because an allocation
// would take just the place that is looked at.
std::array<char, 64> bytes_at(const char* at) {
    std::array<char, 64> out{};
    const int memory = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    EXPECT_EQ(pread(memory, out.data(), out.size(), static_cast<off_t>(reinterpret_cast<std::uintptr_t>(at))),
              static_cast<ssize_t>(out.size()));
    close(memory);
    return out;
}

TEST(PrivateText, LeavesNothingWhereItWas) {
    std::optional<PrivateText> text(kText);
    const char* at = text->view().data();
    const auto before = bytes_at(at);
    text.reset();
    const auto after = bytes_at(at);
    ASSERT_EQ(std::string_view(before.data(), before.size()), kText.substr(0, before.size()));
    const std::string_view left(after.data(), after.size());
    for (std::size_t i = 0; i + 8 <= left.size(); ++i) {
        EXPECT_EQ(left.find(kText.substr(i, 8)), std::string_view::npos) << "eight bytes from " << i;
    }
}

TEST(PrivateText, ShortTextLiesOnTheHeapToo) {
    const PrivateText text("abc");
    const auto* object = reinterpret_cast<const char*>(&text);
    EXPECT_FALSE(text.view().data() >= object && text.view().data() < object + sizeof text);
}

TEST(PrivateText, IsAValue) {
    PrivateText text(kText);
    const PrivateText copy = text;
    text = PrivateText("other");
    EXPECT_EQ(copy.view(), kText);
    EXPECT_NE(copy, text);
    EXPECT_TRUE(PrivateText().is_empty());
}

}  // namespace hailong::base
