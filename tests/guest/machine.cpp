#include "tests/guest/machine.h"

#include <chrono>
#include <fstream>
#include <iterator>

#include "tests/guest/disk_server.h"
#include "tests/support/process.h"
#include "tests/support/temp_folder.h"

namespace hailong::guest {

namespace {

constexpr test::Millis kGlance{20};           // how often we look whether the disk has stopped
constexpr std::chrono::minutes kPatience{5};  // without a line or a change: it stands still

test::Command qemu(const Parts& parts, const std::filesystem::path& folder, const std::string& words) {
    // no_timer_check: on a busy host the kernel would find its timer too slow and give up.
    const std::string line =
        "console=ttyS0 quiet panic=-1 no_timer_check random.trust_cpu=on mitigations=off cryptomgr.notests " + words;
    return {{"qemu-system-x86_64",
             "-machine",
             "pc,accel=tcg",
             "-cpu",
             "max",
             "-m",
             "320",
             "-smp",
             "1",
             "-nodefaults",
             "-no-user-config",
             "-no-reboot",
             "-display",
             "none",
             "-kernel",
             parts.kernel,
             "-initrd",
             parts.initramfs,
             "-append",
             line,
             "-serial",
             "file:" + (folder / "console").string(),
             "-chardev",
             "file,id=port,path=/dev/stdout",
             "-device",
             "virtio-serial",
             "-device",
             "virtserialport,chardev=port",
             "-blockdev",
             "driver=nbd,node-name=disk,server.type=unix,server.path=" + (folder / "disk").string(),
             "-device",
             "virtio-blk-pci,drive=disk,write-cache=on"},
            {},
            {},
            false};
}

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

// Until the power is gone. What is wrong with the machine itself, or nothing.
std::string listen(test::Process& machine, DiskServer& disk, const Moment& moment, Told& told) {
    using Clock = std::chrono::steady_clock;
    auto last_sign = Clock::now();
    std::size_t changes = 0;
    bool is_armed = false;
    while (!disk.is_cut()) {
        if (!is_armed && told.thanked() >= moment.visits) {
            disk.cut_at(moment.changes);
            is_armed = true;
        }
        if (const auto line = machine.line(kGlance)) {
            told.hear(*line);
            last_sign = Clock::now();
        } else if (!machine.running()) {
            return "refused: the machine stopped by itself: " + machine.errors();
        }
        if (disk.changes() != changes) last_sign = Clock::now();
        changes = disk.changes();
        if (!told.trouble.empty()) return "";
        if (Clock::now() - last_sign > kPatience) return "refused: the machine stands still";
    }
    return "";
}

}  // namespace

Life live(const Parts& parts, VolatileDisk& disk, const std::string& words, const Moment& moment) {
    const test::TempFolder folder;
    Life life;
    {
        DiskServer server(disk, folder / "disk");
        test::Process machine(qemu(parts, folder.path(), words));
        const std::string stopped = listen(machine, server, moment, life.told);
        machine.kill();
        while (const auto line = machine.line(test::Millis(0))) life.told.hear(*line);
        if (life.told.trouble.empty()) life.told.trouble = stopped;
        life.changes = server.changes();
    }
    life.console = text_of(folder / "console");
    if (life.told.trouble.empty() && life.console.find("EXT4-fs error") != std::string::npos) {
        life.told.trouble = "damaged: the kernel found the file system so";
    }
    return life;
}

}  // namespace hailong::guest
