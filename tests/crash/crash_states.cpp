#include "tests/crash/crash_states.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <set>
#include <stdexcept>

namespace hailong::crash {

namespace {

constexpr std::size_t kLyingMemory = 24;  // changes that a lying device may still hold back: two or three entries

std::uint64_t mixed(std::uint64_t value) {  // splitmix64
    value += 0x9e3779b97f4a7c15U;
    value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
    value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
    return value ^ (value >> 31U);
}

std::uint64_t whole_digest(std::size_t change) { return mixed(change); }

bool heads(Random& random) { return (random() & 1U) != 0; }

// Of one write, sector by sector.
class TornWrite {
public:
    TornWrite(const Change& change, Random& random, bool noisy) : change_(change), random_(random), noisy_(noisy) {}

    void into(std::string& file) {
        const auto end = static_cast<std::size_t>(change_.offset) + change_.bytes.size();
        if (file.size() < end && heads(random_)) grow(file, end);
        for (auto at = static_cast<std::size_t>(change_.offset); at < end;) {
            const std::size_t stop = std::min(end, (at / kSector + 1) * kSector);
            sector(file, at, stop);
            at = stop;
        }
    }
    [[nodiscard]] std::uint64_t digest() const { return digest_; }

private:
    void grow(std::string& file, std::size_t size) {
        file.resize(size);
        digest_ = mixed(digest_ + 1);
    }
    void sector(std::string& file, std::size_t from, std::size_t to) {
        digest_ = mixed(digest_ + 2);
        const std::uint64_t fate = random_() % 8;
        if (fate < 4) return;
        if (file.size() < to) grow(file, to);
        digest_ = mixed(digest_ + 3);
        const bool noise = noisy_ && fate == 4;
        for (std::size_t at = from; at < to; ++at) {
            file[at] =
                noise ? static_cast<char>(random_()) : change_.bytes[at - static_cast<std::size_t>(change_.offset)];
        }
        if (noise) digest_ = mixed(digest_ + random_());
    }

    const Change& change_;
    Random& random_;
    bool noisy_;
    std::uint64_t digest_ = 0;
};

// The digest of the part that was made: 0 for nothing.
std::uint64_t apply_torn(const Change& change, Image& image, Random& random, bool noisy) {
    if (change.kind != Change::Kind::write) {
        if (!heads(random)) return 0;
        apply(change, image);
        return 1;
    }
    TornWrite torn(change, random, noisy);
    torn.into(image.nodes.at(change.node).bytes);
    return torn.digest();
}

void lay_out_file(const std::string& bytes, const std::filesystem::path& path) {
    const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    const bool written = fd >= 0 && write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
    if (fd >= 0) close(fd);
    if (!written) throw std::runtime_error("cannot lay out " + path.string());
}

constexpr std::string_view kStaleIndex = "an index that no power cut left in one piece";

void lay_out_node(const Image& image, Node node, const std::filesystem::path& path, Index index) {
    const Image::Content& content = image.nodes[node];
    if (!content.is_folder) {
        lay_out_file(content.bytes, path);
        const std::string name = path.string();
        if (index == Index::absent || !name.ends_with("-wal")) return;
        return lay_out_file(std::string(kStaleIndex), name.substr(0, name.size() - 3) + "shm");
    }
    if (node != kRoot && mkdir(path.c_str(), 0750) != 0) throw std::runtime_error("cannot make " + path.string());
    for (const auto& [name, child] : content.names) lay_out_node(image, child, path / name, index);
}

}  // namespace

CrashStates::CrashStates(const DiskLog& log, Device device) : log_(log), device_(device), sure_(log.begin()) {
    sure_.nodes.resize(log.nodes());
    for (Node node = 0; node < log.nodes(); ++node) sure_.nodes[node].is_folder = log.is_folder(node);
}

bool CrashStates::is_flushed(std::size_t change) const {
    if (device_ == Device::honest) return log_.changes()[change].flushed < place_;
    return change + kLyingMemory < place_;
}

bool CrashStates::next() {
    if (place_ > log_.changes().size()) return false;
    if (place_ < log_.changes().size()) open_.push_back(place_);
    ++place_;
    settle();
    return true;
}

void CrashStates::settle() {
    std::set<Node> blocked;  // a flushed change behind an open one of the same node must not overtake it
    std::vector<std::size_t> still_open;
    for (const std::size_t change : open_) {
        const Node node = log_.changes()[change].node;
        if (is_flushed(change) && !blocked.contains(node)) {
            apply(log_.changes()[change], sure_);
            sure_digest_ ^= whole_digest(change);
            continue;
        }
        blocked.insert(node);
        still_open.push_back(change);
    }
    open_ = std::move(still_open);
}

CrashState CrashStates::state(Fate fate, Random& random) const {
    CrashState out{sure_, place_, sure_digest_};
    const bool in_order = device_ == Device::lying || fate == Fate::ordered;
    const std::size_t cut = open_.empty() ? 0 : random() % open_.size();
    for (std::size_t i = 0; i < open_.size(); ++i) {
        const std::size_t number = open_[i];
        const Change& change = log_.changes()[number];
        const bool whole = is_flushed(number) || fate == Fate::kept || (in_order && i < cut) ||
                           (fate == Fate::some && !in_order && heads(random));
        if (whole) {
            apply(change, out.image);
            out.digest ^= whole_digest(number);
        } else if (fate != Fate::some && fate != Fate::dropped && (!in_order || i == cut)) {
            const std::uint64_t part = apply_torn(change, out.image, random, fate == Fate::noisy);
            if (part != 0) out.digest ^= mixed(whole_digest(number) + part);
        }
    }
    return out;
}

void lay_out(const Image& image, const std::filesystem::path& folder, Index index) {
    lay_out_node(image, kRoot, folder, index);
}

}  // namespace hailong::crash
