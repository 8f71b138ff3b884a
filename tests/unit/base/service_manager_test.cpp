// The service manager is a socket of this test.
#include "kiosk/base/service_manager.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <vector>

#include "tests/support/fake_clock.h"
#include "tests/support/temp_folder.h"

namespace hailong::base {

namespace service_manager_test {

using Heard = std::vector<std::string>;

class Listener {
public:
    explicit Listener(const std::string& place) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        place.copy(address.sun_path, sizeof address.sun_path - 1);
        if (place.starts_with('@')) address.sun_path[0] = '\0';
        const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + place.size());
        EXPECT_EQ(bind(fd_, reinterpret_cast<const sockaddr*>(&address), length), 0);
        setenv("NOTIFY_SOCKET", place.c_str(), 1);
    }
    ~Listener() { close(fd_); }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    // What was sent since the last call.
    [[nodiscard]] Heard heard() const {
        Heard out;
        std::array<char, 4096> buffer{};
        for (ssize_t size = 0; (size = recv(fd_, buffer.data(), buffer.size(), MSG_DONTWAIT)) > 0;) {
            out.emplace_back(buffer.data(), static_cast<std::size_t>(size));
        }
        return out;
    }

private:
    int fd_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
};

class ServiceManagers : public testing::Test {
protected:
    ~ServiceManagers() override {
        for (const char* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"}) unsetenv(name);
    }
    static void watch(const char* usec, const std::string& pid = std::to_string(getpid())) {
        setenv("WATCHDOG_USEC", usec, 1);
        setenv("WATCHDOG_PID", pid.c_str(), 1);
    }
    test::TempFolder folder_;
    Listener listener_{(folder_ / "notify").string()};
    test::FakeClock clock_;
};

}  // namespace service_manager_test

using service_manager_test::Heard;
using service_manager_test::Listener;
using service_manager_test::ServiceManagers;

TEST_F(ServiceManagers, AreToldOfTheWholeLifeOfAProgram) {
    watch("3000000");
    auto manager = ServiceManager::from_environment();
    manager.ready();
    manager.status("serving");
    manager.status("serving");
    manager.alive(clock_.now().mono);
    manager.stopping();
    EXPECT_EQ(listener_.heard(), (Heard{"READY=1", "STATUS=serving", "WATCHDOG=1", "STOPPING=1"}));
}

TEST_F(ServiceManagers, AreFoundInTheAbstractNamespace) {
    const Listener abstract("@hailong-test-" + std::to_string(getpid()));
    ServiceManager::from_environment().ready();
    EXPECT_EQ(abstract.heard(), Heard{"READY=1"});
}

TEST_F(ServiceManagers, HearOfALivingLoopTenTimesWithinTheirPatience) {
    watch("3000000");
    auto manager = ServiceManager::from_environment();
    EXPECT_EQ(manager.longest_sleep(), Millis(750));
    for (int ms = 0; ms < 3'000; ms += 20) {
        manager.alive(clock_.now().mono);
        clock_.advance(Millis(20));
    }
    EXPECT_EQ(listener_.heard().size(), 10U);
}

TEST_F(ServiceManagers, HearOfALoopThatWaitsLongerThanTheirPatience) {
    watch("3000000");
    auto manager = ServiceManager::from_environment();
    test::VirtualWaiter inner(clock_);
    std::size_t heard = 0;
    inner.after = [&] {
        heard += listener_.heard().size();  // the kernel keeps few
        return Woken::timed_out;
    };
    WatchedWaiter waiter(inner, clock_, manager);
    const auto begun = clock_.now().mono;
    EXPECT_EQ(waiter.wait(Millis(60'000)), Woken::timed_out);
    EXPECT_EQ(clock_.now().mono - begun, Millis(60'000));
    EXPECT_EQ(heard, 80U);
}

TEST_F(ServiceManagers, DoNotKeepALoopFromWaking) {
    watch("3000000");
    auto manager = ServiceManager::from_environment();
    test::VirtualWaiter inner(clock_);
    inner.after = [] { return Woken::stopping; };
    EXPECT_EQ(WatchedWaiter(inner, clock_, manager).wait(Millis(60'000)), Woken::stopping);
}

TEST_F(ServiceManagers, OfAnotherProcessWatchNobodyHere) {
    watch("3000000", std::to_string(getppid()));
    auto manager = ServiceManager::from_environment();
    manager.alive(clock_.now().mono);
    EXPECT_EQ(listener_.heard(), Heard{});
    EXPECT_EQ(manager.longest_sleep(), std::nullopt);
    manager.ready();
    EXPECT_EQ(listener_.heard(), Heard{"READY=1"});
}

TEST_F(ServiceManagers, WatchOnlyWithANumber) {
    for (const char* usec : {"", "0", "-5", "3s", "99999999999999999999"}) {
        watch(usec);
        EXPECT_EQ(ServiceManager::from_environment().longest_sleep(), std::nullopt) << usec;
    }
}

TEST_F(ServiceManagers, AreNotKnownToOurChildren) {
    watch("3000000");
    const auto manager = ServiceManager::from_environment();
    for (const char* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"}) EXPECT_EQ(std::getenv(name), nullptr);
}

TEST_F(ServiceManagers, ThatAreNotThereHoldNobodyUp) {
    const std::string too_long = "/" + std::string(200, 'x');
    for (const std::string& place : {std::string(), std::string("relative"), std::string("vsock:2:1234"),
                                     (folder_ / "nobody").string(), too_long}) {
        setenv("NOTIFY_SOCKET", place.c_str(), 1);
        watch("3000000");
        auto manager = ServiceManager::from_environment();
        manager.ready();
        manager.alive(clock_.now().mono);
        manager.stopping();
    }
    EXPECT_EQ(listener_.heard(), Heard{});
}

TEST_F(ServiceManagers, ThatDoNotReadHoldNobodyUp) {
    auto manager = ServiceManager::from_environment();
    for (int i = 0; i < 10'000; ++i) manager.ready();
    EXPECT_GT(listener_.heard().size(), 0U);
}

TEST_F(ServiceManagers, AreGivenAStatusOfOneLine) {
    auto manager = ServiceManager::from_environment();
    manager.status("disk full\nREADY=1");
    EXPECT_EQ(listener_.heard(), Heard{"STATUS=disk full READY=1"});
}

}  // namespace hailong::base
