// What is left of a visit with a comment and a dossier code: in the memory of the terminal, on its disk and in its logs
// nothing. Looked at as soon as the first screen stands again, which is harder than some time later.
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "tests/ui/terminal_run.h"

namespace hailong::remains_test {
namespace {

constexpr std::size_t kMostOfOne = std::size_t(256) << 20U;  // bytes: larger mappings are reserved space, not memory

// Every writable mapping of the process, as a core file would hold it.
std::string memory_of(pid_t pid) {
    const std::string folder = "/proc/" + std::to_string(pid);
    std::ifstream maps(folder + "/maps");
    std::ifstream memory(folder + "/mem", std::ios::binary);
    std::string all;
    for (std::string line; std::getline(maps, line);) {
        unsigned long long begin = 0;
        unsigned long long end = 0;
        char rights[5] = {};
        if (std::sscanf(line.c_str(), "%llx-%llx %4s", &begin, &end, rights) != 3) continue;
        if (rights[0] != 'r' || rights[1] != 'w' || end - begin > kMostOfOne) continue;
        std::string part(end - begin, '\0');
        memory.clear();
        memory.seekg(static_cast<std::streamoff>(begin));
        memory.read(part.data(), static_cast<std::streamsize>(part.size()));
        all.append(part.data(), static_cast<std::size_t>(std::max<std::streamsize>(memory.gcount(), 0)));
    }
    return all;
}

std::string files_below(const base::Path& folder) {
    std::string all;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream in(entry.path(), std::ios::binary);
        std::stringstream bytes;
        bytes << in.rdbuf();
        all += bytes.str();
    }
    return all;
}

}  // namespace

TEST(Remains, NothingOfACommentAndACodeIsLeftAfterTheVisit) {
    const auto server = test::XServer::start(1920, 1080).value();
    const test::EnrolledFolder folder;
    test::TerminalRun run(folder, *server);
    const auto reach = [&](const std::string& screen) {
        while (run.next().screen != screen) {
        }
    };
    run.next();
    run.tap("face.2");
    reach("followup");
    run.tap("reason.1");
    run.tap("more");
    reach("more");
    run.tap("part.comment");
    reach("comment");
    const std::string typed = "zuqvypxkwmno";  // is nowhere else
    run.tap(std::string("key.") + typed.front());
    run.next();  // now there is something to send
    for (const char letter : typed.substr(1)) run.tap(std::string("key.") + letter);
    // While it is there it is found: the search can fail.
    EXPECT_TRUE(
        test::eventually([&] { return memory_of(run.process().pid()).find(typed.substr(1)) != std::string::npos; }));
    run.tap("send");
    reach("more");
    run.tap("part.code");
    reach("code");
    run.finger().scan("https://dichvucong.example/tra-cuu?MHS=H56.14-261120-0987&SGT=079123456789");
    run.next();
    run.tap("send");
    reach("more");
    run.tap("finish");
    reach("thanks");
    reach("first");

    const std::string memory = memory_of(run.process().pid());
    EXPECT_GT(memory.size(), std::size_t(1) << 20U);
    const std::string disk = files_below(folder.file(""));
    for (const std::string& trace :
         {typed.substr(1), typed.substr(4), std::string("261120-0987"), std::string("079123456789"),
          std::string("\"score\":"), std::string("\"reasons\":[")}) {
        EXPECT_EQ(memory.find(trace), std::string::npos) << "in memory: " << trace;
        EXPECT_EQ(disk.find(trace), std::string::npos) << "on the disk: " << trace;
    }
    // The name of the key that seals comments stands in the keys document on the disk, as it must.
    EXPECT_EQ(memory.find("\"comment\":\""), std::string::npos);
    EXPECT_EQ(run.stop(), 0);
    EXPECT_EQ(run.process().errors().find("0987"), std::string::npos);
}

}  // namespace hailong::remains_test
