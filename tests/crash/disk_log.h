// The recorder: every change that a program made below a folder, in order, and what was flushed when.
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "tests/crash/disk_calls.h"

namespace hailong::crash {

using Node = std::uint32_t;  // a file or a folder, as the disk knows it: by number, not by name
inline constexpr Node kRoot = 0;
inline constexpr std::size_t kNever = std::numeric_limits<std::size_t>::max();

// A disk: what every node holds. Which nodes can be reached is said by the folders.
struct Image {
    struct Content {
        bool is_folder = false;
        std::string bytes;                  // of a file
        std::map<std::string, Node> names;  // of a folder
    };
    std::vector<Content> nodes;
};

// One change to one node. Names are changes of the folder that holds them.
struct Change {
    enum class Kind { write, truncate, link, unlink, rename };
    Kind kind = Kind::write;
    Node node = kRoot;
    std::int64_t offset = 0;       // write: where; truncate: the new size
    std::string bytes;             // write
    std::string name;              // link, unlink, rename
    std::string new_name;          // rename, in the same folder
    Node child = kRoot;            // link
    std::size_t flushed = kNever;  // number of changes that had been made when a flush of `node` took this one in
};

// When this many changes had been made, somebody was promised `count` things.
struct Promise {
    std::size_t changes = 0;
    std::size_t count = 0;
};

// Begins with what is below the folder, which is taken as flushed.
class DiskLog final : public DiskWatch {
public:
    enum class Folders { flushed, forgotten };
    // `forgotten` is a known-bad disk: flushing a folder does nothing for the names in it.
    explicit DiskLog(std::filesystem::path root, Folders folders = Folders::flushed);

    void after(const DiskCall& call) override;
    // From here on `count` things are promised to survive.
    void promise(std::size_t count) { promises_.push_back({changes_.size(), count}); }
    // A flush of this node was refused: what waits may be on the disk or not, and no later flush repairs that.
    void lose_track_of(const std::string& path);

    [[nodiscard]] const Image& begin() const { return begin_; }
    [[nodiscard]] const std::vector<Change>& changes() const { return changes_; }
    // The largest promise made before change number `place` was.
    [[nodiscard]] std::size_t promised(std::size_t place) const;
    // The largest number of nodes that any state can hold.
    [[nodiscard]] std::size_t nodes() const { return kinds_.size(); }
    [[nodiscard]] bool is_folder(Node node) const { return kinds_.at(node); }

private:
    Node load(const std::filesystem::path& path);
    Node add_node(bool is_folder);
    [[nodiscard]] Node find(const std::string& path) const;
    void add(Change change);
    void link(const std::string& path, bool is_folder);
    void rename(const DiskCall& call);
    void flush(Node node);

    std::filesystem::path root_;
    Folders folders_;
    Image begin_;
    std::vector<bool> kinds_;
    std::vector<std::map<std::string, Node>> names_;  // as they are now
    std::map<int, Node> open_;
    std::vector<Change> changes_;
    std::vector<std::vector<std::size_t>> waiting_;  // by node: changes that no flush took in
    std::vector<Promise> promises_;
};

// Makes the change, whole.
void apply(const Change& change, Image& image);

}  // namespace hailong::crash
