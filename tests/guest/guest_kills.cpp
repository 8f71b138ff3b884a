// prove-guest-kills --kernel FILE --initramfs FILE --image FILE --failed FILE [--kills N] [--seed S]: cuts the power of
// a whole machine while it rehearses, N times, and starts it again on what its disk kept (README.md; tests/guest/run
// makes the files). Exit code 0 only when all that was thanked for was there each time and every known-bad machine was
// caught.
#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <iterator>

#include "tests/guest/machine.h"

namespace hailong::guest {

namespace {

constexpr std::size_t kCutsOfADisk = 10;  // later ones would only read longer

struct Orders {
    Parts parts;
    std::string image;
    std::string failed;  // where a disk is kept that failed
    std::size_t kills = 2;
    std::uint64_t seed = 1;
};

struct Sum {
    std::size_t cuts = 0;
    std::size_t while_starting = 0;
    std::size_t repairs = 0;
    std::size_t open_writes = 0;
    std::size_t thanked = 0;
    std::size_t failures = 0;
};

std::size_t up_to(std::size_t most, Random& random) { return 1 + random() % most; }

// Every fourth cut comes while the kernel mounts, the ledger is read or its first chain begun, the others later: any
// write or flush of some visit.
Moment drawn(Random& random) {
    if (random() % 4 == 0) return {0, up_to(60, random)};
    return {up_to(25, random), up_to(20, random)};
}

// Cuts the power of one disk's machine `cuts` times; one start more sees what the last cut left.
class DiskLife {
public:
    DiskLife(const Orders& orders, Random& random, Sum& sum)
        : orders_(orders), random_(random), sum_(sum), disk_(orders.image) {}

    // False when something was lost: a broken disk tells nothing more.
    bool go(std::size_t cuts) {
        for (std::size_t cut = 0; cut < cuts; ++cut) {
            if (!starts_well(drawn(random_))) return false;
            lose_power();
        }
        return starts_well({1, 1});
    }

private:
    bool starts_well(const Moment& moment) {
        const std::string left(disk_.read(0, disk_.size()));
        const Life life = live(orders_.parts, disk_, "", moment);
        const std::string why = judge(promised_, life.told);
        promised_.add(life.told);
        std::cout << life.told.repaired << (life.told.repaired.empty() ? "" : ": ") << life.told.held.size()
                  << " entries found, " << life.told.thanked() << " visits thanked for, then cut at change "
                  << life.changes << std::endl;
        sum_.repairs += life.told.repaired.empty() ? 0U : 1U;
        sum_.thanked += life.told.thanked();
        sum_.while_starting += life.told.has_rehearsed ? 0 : 1;
        if (why.empty()) return true;
        ++sum_.failures;
        std::ofstream(orders_.failed, std::ios::binary) << left;
        std::cout << "after " << sum_.cuts << " cuts, the last one " << last_ << ": " << why << "\n"
                  << life.console << std::endl;
        return false;
    }

    void lose_power() {
        const Fate fate = kFates[random_() % std::size(kFates)];
        last_ = std::string(name_of(fate)) + " of " + std::to_string(disk_.open_writes()) + " open writes";
        ++sum_.cuts;
        sum_.open_writes += disk_.open_writes();
        disk_.cut(fate, random_);
    }

    const Orders& orders_;
    Random& random_;
    Sum& sum_;
    VolatileDisk disk_;
    Promised promised_;
    std::string last_ = "none";
};

struct KnownBad {
    std::string what;
    std::string words;
    Fate fate;
};

// With the fate that is kindest to it.
const KnownBad kKnownBad[] = {
    {"a terminal with synchronous=NORMAL", "preload=libwal_normal.so", Fate::kept},
    {"a file system that does not flush its disk", "mount=nobarrier", Fate::dropped},
};

bool is_caught(const Orders& orders, const KnownBad& bad) {
    VolatileDisk disk(orders.image);
    Random random(orders.seed);
    Promised promised;
    const Life before = live(orders.parts, disk, bad.words, {8, 1});
    promised.add(before.told);
    disk.cut(bad.fate, random);
    const Life after = live(orders.parts, disk, "", {1, 1});
    const std::string why = before.told.trouble.empty() ? judge(promised, after.told) : before.told.trouble;
    const bool is_lost = why.starts_with("lost");
    std::cout << "known bad, " << bad.what << ": " << (why.empty() ? "nothing is lost" : why) << "\n"
              << "prove: guest-kills known-bad=" << (is_lost ? "caught" : "missed") << std::endl;
    return is_lost;
}

int prove(const Orders& orders) {
    bool good = true;
    for (const KnownBad& bad : kKnownBad) good = is_caught(orders, bad) && good;
    Random random(orders.seed);
    Sum sum;
    while (sum.cuts < orders.kills && sum.failures < 3) {
        DiskLife(orders, random, sum).go(std::min(kCutsOfADisk, orders.kills - sum.cuts));
    }
    std::cout << sum.cuts << " cuts, " << sum.while_starting << " while the machine started; " << sum.repairs
              << " disks wanted e2fsck; " << sum.thanked << " visits thanked for; " << sum.open_writes
              << " writes were not flushed\n"
              << "prove: guest-kills cases=" << sum.cuts << " failures=" << sum.failures << " seed=" << orders.seed
              << std::endl;
    return good && sum.failures == 0 ? 0 : 1;
}

std::string bytes_of(const std::string& file) {
    std::error_code absent;
    const auto size = std::filesystem::file_size(file, absent);
    std::string bytes(absent ? 0 : size, '\0');  // in one go: the image is large
    std::ifstream(file, std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (bytes.empty()) throw std::runtime_error(file + ": not there, or empty");
    return bytes;
}

}  // namespace

}  // namespace hailong::guest

int main(int argc, char** argv) {
    CLI::App app("Cuts the power of a whole machine while it rehearses");
    hailong::guest::Orders orders;
    std::string image;
    app.add_option("--kernel", orders.parts.kernel)->required();
    app.add_option("--initramfs", orders.parts.initramfs)->required();
    app.add_option("--image", image)->required();
    app.add_option("--failed", orders.failed)->required();
    app.add_option("--kills", orders.kills);
    app.add_option("--seed", orders.seed);
    CLI11_PARSE(app, argc, argv);
    try {
        orders.image = hailong::guest::bytes_of(image);
        return hailong::guest::prove(orders);
    } catch (const std::exception& broken) {
        std::cerr << broken.what() << "\n";
        return 2;
    }
}
