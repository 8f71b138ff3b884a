// touch_latency [TAPS]: how long after a finger leaves a face the next screen shows its first pixel, and what an idle
// first screen costs. The real terminal, 1920 × 1080 under Xvfb with software OpenGL; the pixels watched lie in the
// middle of the question, outside the touched target. Prints median and 95th percentile, and the share of one core
// while idle.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>
#include <thread>
#include <vector>

#include "tests/ui/terminal_run.h"

namespace hailong::touch_latency {
namespace {

using Clock = std::chrono::steady_clock;
using Ms = std::chrono::duration<double, std::milli>;

// A strip through the second line of the question: small, because looking takes time from the one that draws.
constexpr int kWatchX = 860, kWatchY = 340, kWatchWidth = 200, kWatchHeight = 8;
constexpr std::chrono::microseconds kBetweenLooks{300};

double first_change_after_release(test::TerminalRun& run, const std::string& id) {
    const auto at = run.spot(id);
    test::XFinger& finger = run.finger();
    const auto before = finger.look(kWatchX, kWatchY, kWatchWidth, kWatchHeight);
    finger.press(at.x, at.y);
    std::this_thread::sleep_for(std::chrono::milliseconds(60));  // a quick human touch
    finger.release();
    const auto released = Clock::now();
    while (finger.look(kWatchX, kWatchY, kWatchWidth, kWatchHeight).pixels == before.pixels) {
        std::this_thread::sleep_for(kBetweenLooks);
    }
    return Ms(Clock::now() - released).count();
}

// User and system time of a process in clock ticks: fields 14 and 15 of its stat line.
long ticks_of(pid_t pid) {
    std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
    std::string line;
    std::getline(stat, line);
    std::istringstream fields(line.substr(line.rfind(')') + 2));
    std::string skipped;
    for (int i = 0; i < 11; ++i) fields >> skipped;
    long user = 0, system = 0;
    fields >> user >> system;
    return user + system;
}

void wait_until_heard(const test::ShownLine& shown) {
    std::this_thread::sleep_for(shown.near + std::chrono::milliseconds(60));
}

std::vector<double> measure(test::TerminalRun& run, int taps) {
    std::vector<double> times;
    wait_until_heard(run.next());
    for (int i = 0; i < taps; ++i) {
        times.push_back(first_change_after_release(run, "face." + std::to_string(1 + i % 5)));
        run.next();  // followup
        run.tap("new_visit");
        while (run.next().screen != "first") {
        }
        wait_until_heard(run.shown());
    }
    std::sort(times.begin(), times.end());
    return times;
}

double idle_share(test::TerminalRun& run, std::chrono::seconds during) {
    const long before = ticks_of(run.process().pid());
    std::this_thread::sleep_for(during);
    const auto ticks = static_cast<double>(ticks_of(run.process().pid()) - before);
    return ticks / static_cast<double>(sysconf(_SC_CLK_TCK)) / static_cast<double>(during.count()) * 100;
}

}  // namespace
}  // namespace hailong::touch_latency

int main(int count, char** arguments) {
    using namespace hailong;
    const int taps = count > 1 ? std::max(1, std::atoi(arguments[1])) : 40;
    const auto server = test::XServer::start(1920, 1080);
    if (!server) {
        std::cerr << "touch_latency: " << server.error().what << '\n';
        return 3;
    }
    const test::EnrolledFolder folder;
    test::TerminalRun run(folder, **server);
    const auto times = touch_latency::measure(run, taps);
    const auto at = [&](double share) {
        return times[std::min(times.size() - 1, static_cast<std::size_t>(share * static_cast<double>(times.size())))];
    };
    const double share = touch_latency::idle_share(run, std::chrono::seconds(10));
    std::printf("release to first pixel, %zu taps: median %.1f ms, p95 %.1f ms, worst %.1f ms\n", times.size(), at(0.5),
                at(0.95), times.back());
    std::printf("idle first screen: %.2f %% of a core over 10 s\n", share);
    return run.stop();
}
